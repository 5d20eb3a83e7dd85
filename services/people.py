"""People: who is this, registering, changing, leaving and being forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import DomainError
from domain.roles import NEEDS_A_WORD, SELF_CHOSEN, Actor, Role
from services import audit, schedule
from storage.queries import deputies, people
from storage.tables import Chat, ChatKind, Dialog, Person, Unit


async def find_actor(
    session: AsyncSession,
    telegram_id: int,
    name: str,
    language: str,
    admin_ids: Collection[int],
    now: datetime | None = None,
) -> Actor:
    """Who sent the update. `language` is what the channel says of somebody who has not chosen.

    With `now` it is looked up whether he stands in for the head of his unit.
    """
    is_admin = telegram_id in admin_ids
    person = await people.person_by_telegram(session, telegram_id)
    if person is None:
        return Actor(telegram_id, name, language, is_admin=is_admin)
    stands_in = (
        now is not None
        and person.role == Role.OFFICER
        and await deputies.heads_stood_in_for(session, person.id or 0, local_date(now))
    )
    return Actor(
        telegram_id,
        person.name,
        person.language,
        person.id,
        Role(person.role),
        person.unit_id,
        is_admin,
        stands_in,
    )


async def register(
    session: AsyncSession,
    actor: Actor,
    unit_id: int,
    role: Role,
    now: datetime,
    *,
    vouched: bool = True,
) -> tuple[Person, Unit]:
    """Enter or change somebody's unit and role, as he chose them, and plan the reminders that come with them.

    Without `vouched` he is a viewer of the unit until its head or an admin says yes (services/letting_in.py),
    unless that role in that unit is his already.
    """
    if role not in SELF_CHOSEN:
        raise DomainError("error.role_not_yours")
    has_it = actor.unit_id == unit_id and (actor.role is role or actor.role is Role.UNIT_HEAD)
    if vouched or role not in NEEDS_A_WORD or has_it:
        return await enter(session, actor, unit_id, role, now)
    person, unit = await enter(session, actor, unit_id, Role.VIEWER, now)
    person.asked_role = role
    await session.flush()
    audit.note(session, actor, "role-asked", "person", person.id, now, unit=unit_id, role=role.value)
    return person, unit


async def enter(
    session: AsyncSession, actor: Actor, unit_id: int, role: Role, now: datetime
) -> tuple[Person, Unit]:
    """Put somebody into a unit in a role that somebody entitled to it gave him."""
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise DomainError("error.unit_gone")
    chat = await people.ensure_chat(
        session, actor.telegram_id, ChatKind.PRIVATE, now, title=actor.name, language=actor.language
    )
    assert chat.id is not None
    person = await people.person_by_telegram(session, actor.telegram_id)
    if person is None:
        person = Person(
            telegram_id=actor.telegram_id,
            chat_id=chat.id,
            name=actor.name,
            language=actor.language,
            created_at=now,
        )
    person.unit_id, person.role, person.asked_role = unit_id, role, None
    session.add(person)
    await stop_waiting(session, actor.telegram_id)
    await session.flush()
    await schedule.plan_chat(session, chat.id, [unit_id] if role is not Role.VIEWER else [], now)
    audit.note(session, actor, "person-entered", "person", person.id, now, unit=unit_id, role=role.value)
    return person, unit


async def set_language(session: AsyncSession, actor: Actor, language: str) -> bool:
    """Keep the language of a registered person; False where there is nobody to keep it for."""
    person = await people.person_by_telegram(session, actor.telegram_id)
    if person is None:
        return False
    person.language = language
    chat = await session.get(Chat, person.chat_id)
    if chat is not None:
        chat.language = language
    await session.flush()
    return True


async def forget(session: AsyncSession, telegram_id: int, now: datetime) -> bool:
    """Erase a person: name, chat, reminders. What the unit did stays, without his name."""
    await stop_waiting(session, telegram_id)
    person = await people.person_by_telegram(session, telegram_id)
    if person is None:
        return False
    chat_id = person.chat_id
    audit.note(session, None, "person-forgotten", "person", person.id, now)
    await session.delete(person)
    await session.flush()
    await session.exec(delete(Chat).where(col(Chat.id) == chat_id))
    return True


async def wait_for(
    session: AsyncSession, telegram_id: int, expects: str, now: datetime, value: str = ""
) -> None:
    """Remember what the bot asked somebody to type."""
    dialog = await people.dialog(session, telegram_id) or Dialog(
        telegram_id=telegram_id, expects="", asked_at=now
    )
    dialog.expects, dialog.value, dialog.asked_at = expects, value, now
    session.add(dialog)
    await session.flush()


async def waiting_for(session: AsyncSession, telegram_id: int) -> tuple[str, str] | None:
    """What the bot is waiting for in this person's chat, with the value kept for it."""
    dialog = await people.dialog(session, telegram_id)
    return (dialog.expects, dialog.value) if dialog else None


async def asked_for(
    session: AsyncSession, telegram_id: int, now: datetime, within: timedelta
) -> tuple[str, str] | None:
    """The same if it was asked a short while ago: what is typed later is meant for something else."""
    dialog = await people.dialog(session, telegram_id)
    return (dialog.expects, dialog.value) if dialog and now - dialog.asked_at <= within else None


async def stop_waiting(session: AsyncSession, telegram_id: int) -> None:
    await session.exec(delete(Dialog).where(col(Dialog.telegram_id) == telegram_id))
