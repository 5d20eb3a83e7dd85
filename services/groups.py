"""Groups: which units a group or a topic follows, and what becomes of it when the group changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.roles import Actor, Right
from services import schedule, standing_in
from services.access import require
from storage.queries import people
from storage.tables import Binding, ChatKind, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A group as the channel tells of it; `topic_id` 0 is the group itself."""

    telegram_id: int
    kind: ChatKind
    title: str
    topic_id: int = 0


async def bind(
    session: AsyncSession, actor: Actor, place: Place, unit_id: int, now: datetime
) -> tuple[Unit, bool]:
    """Let a group follow a unit and plan its reminders. Returns the unit and whether that is new.

    The caller has checked that the actor runs the group; here he must belong to the unit or be an admin.
    """
    if not actor.is_admin:
        require(actor, Right.MARK_DONE)
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise DomainError("error.unit_gone")
    if not actor.is_admin and actor.unit_id != unit_id:
        raise DomainError("bind.other_unit")
    chat = await people.ensure_chat(
        session,
        place.telegram_id,
        place.kind,
        now,
        topic_id=place.topic_id,
        title=place.title,
        language=actor.language,
    )
    assert chat.id is not None
    known = select(Binding).where(Binding.chat_id == chat.id, Binding.unit_id == unit_id)
    if (await session.exec(known)).first() is not None:
        return unit, False
    session.add(Binding(chat_id=chat.id, unit_id=unit_id, bound_by=actor.person_id, bound_at=now))
    await session.flush()
    await schedule.plan_unit(session, unit_id, now)
    return unit, True


async def release(session: AsyncSession, place: Place, now: datetime) -> list[Unit]:
    """Stop following. Returns what the group (or topic) had followed."""
    chat = await people.chat_at(session, place.telegram_id, place.topic_id)
    if chat is None or chat.id is None:
        return []
    followed = await people.bound_units(session, chat.id)
    await people.unbind(session, chat.id)
    await schedule.plan_chat(session, chat.id, [], now)
    return followed


async def followed(session: AsyncSession, place: Place) -> list[Unit]:
    """What the group (or topic) follows."""
    chat = await people.chat_at(session, place.telegram_id, place.topic_id)
    return await people.bound_units(session, chat.id) if chat is not None and chat.id is not None else []


async def moved(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup: its rows take the new id."""
    await people.move_chat(session, old, new)


async def reachable(session: AsyncSession, telegram_id: int, yes: bool, reason: str, now: datetime) -> None:
    """The bot was blocked, thrown out or let in again."""
    await people.set_reachable(session, telegram_id, yes, reason, now)
    if yes:
        await standing_in.heal(session, telegram_id, now)
