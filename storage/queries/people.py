"""Reading and writing people, chats, units and what a chat follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.unit_index import UnitIndex
from storage.queries.units import directory
from storage.tables import Binding, Chat, ChatKind, Dialog, Person, PlanBinding, Reminder, Unit


async def person_by_telegram(session: AsyncSession, telegram_id: int) -> Person | None:
    return (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).first()


async def chat_at(session: AsyncSession, telegram_id: int, topic_id: int = 0) -> Chat | None:
    found = await session.exec(select(Chat).where(Chat.telegram_id == telegram_id, Chat.topic_id == topic_id))
    return found.first()


async def ensure_chat(
    session: AsyncSession,
    telegram_id: int,
    kind: ChatKind,
    now: datetime,
    *,
    topic_id: int = 0,
    title: str = "",
    language: str = "vi",
) -> Chat:
    """The chat's row, made if it is new; a known one takes the newest title and counts as reachable."""
    chat = await chat_at(session, telegram_id, topic_id)
    if chat is None:
        chat = Chat(telegram_id=telegram_id, topic_id=topic_id, kind=kind, language=language, created_at=now)
        session.add(chat)
    chat.kind, chat.title = kind, title or chat.title
    chat.reachable, chat.unreachable_reason, chat.unreachable_since = True, None, None
    await session.flush()
    return chat


async def set_reachable(
    session: AsyncSession, telegram_id: int, reachable: bool, reason: str | None, now: datetime
) -> None:
    """Note for every topic of a chat whether messages arrive there."""
    await session.exec(
        update(Chat)
        .where(col(Chat.telegram_id) == telegram_id)
        .values(
            reachable=reachable,
            unreachable_reason=None if reachable else reason,
            unreachable_since=None if reachable else now,
        )
    )


async def move_chat(session: AsyncSession, old: int, new: int) -> int:
    """Give a group's rows the id of its supergroup; returns how many rows moved.

    Telegram may tell of the move twice (an update and an error), so rows that already stand at the
    new id win and the old ones' bindings are moved over.
    """
    if old == new:
        return 0
    moved = 0
    for chat in (await session.exec(select(Chat).where(Chat.telegram_id == old))).all():
        there = await chat_at(session, new, chat.topic_id)
        if there is None:
            chat.telegram_id, chat.kind = new, ChatKind.SUPERGROUP
        else:
            await merge_chat(session, chat, there)
        moved += 1
    await session.flush()
    return moved


async def merge_chat(session: AsyncSession, gone: Chat, stays: Chat) -> None:
    """Give one chat's bindings and reminders to another and delete it; what the other has already stays."""
    assert gone.id is not None
    assert stays.id is not None
    have = set((await session.exec(select(Binding.unit_id).where(Binding.chat_id == stays.id))).all())
    for binding in (await session.exec(select(Binding).where(Binding.chat_id == gone.id))).all():
        if binding.unit_id not in have:
            binding.chat_id = stays.id
    plans = set(
        (await session.exec(select(PlanBinding.plan_id).where(PlanBinding.chat_id == stays.id))).all()
    )
    for followed in (await session.exec(select(PlanBinding).where(PlanBinding.chat_id == gone.id))).all():
        if followed.plan_id not in plans:
            followed.chat_id = stays.id
    stays.digest = stays.digest or gone.digest
    known = select(Reminder.occurrence_id, Reminder.version, Reminder.step).where(
        Reminder.chat_id == stays.id
    )
    told = {tuple(key) for key in (await session.exec(known)).all()}
    for reminder in (await session.exec(select(Reminder).where(Reminder.chat_id == gone.id))).all():
        if (reminder.occurrence_id, reminder.version, reminder.step) not in told:
            reminder.chat_id = stays.id
    await session.flush()
    await session.delete(gone)
    await session.flush()


async def units(session: AsyncSession) -> UnitIndex:
    """Every unit with its aliases, as matching wants them."""
    return await directory(session)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat that a unit's reminders go to."""

    chat_id: int
    unit_id: int
    reachable: bool


async def recipients(session: AsyncSession, unit_ids: Sequence[int] | None = None) -> list[Recipient]:
    """The private chats of units' people and the groups bound to them; of every unit if none is named."""
    people = select(Person.chat_id, Person.unit_id, Chat.reachable).join(Chat, col(Chat.id) == Person.chat_id)
    people = people.where(col(Person.unit_id).is_not(None), Person.role != "viewer")
    groups = select(Binding.chat_id, Binding.unit_id, Chat.reachable).join(
        Chat, col(Chat.id) == Binding.chat_id
    )
    if unit_ids is not None:
        people = people.where(col(Person.unit_id).in_(unit_ids))
        groups = groups.where(col(Binding.unit_id).in_(unit_ids))
    rows = [*(await session.exec(people)).all(), *(await session.exec(groups)).all()]
    return [
        Recipient(chat_id, unit_id, reachable) for chat_id, unit_id, reachable in rows if unit_id is not None
    ]


async def bound_units(session: AsyncSession, chat_id: int) -> list[Unit]:
    """The units that a group chat follows."""
    query = select(Unit).join(Binding, col(Binding.unit_id) == Unit.id).where(Binding.chat_id == chat_id)
    return list((await session.exec(query.order_by(Unit.name))).all())


async def dialog(session: AsyncSession, telegram_id: int) -> Dialog | None:
    return await session.get(Dialog, telegram_id)
