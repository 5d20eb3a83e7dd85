"""Whoever cannot be reached: somebody else of the unit is told instead, on the same day; else a coordinator of the area.

services/delivery.py calls `stand_in` for reminders that were skipped because their chat is unreachable; `heal` is called
when a chat is heard from again. Nothing is sent here: rows are planned, and delivery looks at them like at any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import VIETNAM, local_date
from domain.daily import Day
from domain.delivery import TOO_LATE, ReminderState, SkipReason
from domain.escalation import Level, level_of
from domain.workdays import WorkCalendar
from services.deputies import stood_in_for
from storage.queries import deputies, people, superiors
from storage.queries.common import insert_new
from storage.tables import Chat, Reminder

INSTEAD = "instead:"
"""How the step of a row begins that a coordinator is told instead of a unit: `instead:d-7`."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A reminder that could not reach its chat."""

    occurrence_id: int
    version: int
    step: str
    unit_id: int


async def stand_in(
    session: AsyncSession, missed: Iterable[Missed], now: datetime, calendar: WorkCalendar
) -> int:
    """Plan for now what others are told instead; returns how many rows were wanted.

    Others of the unit mostly have rows of their own for the day; they get none besides. A step up is another's matter,
    and what was a coordinator's already ends here.
    """
    own = [one for one in missed if level_of(one.step) is None and not one.step.startswith(INSTEAD)]
    if not own:
        return 0
    units = sorted({one.unit_id for one in own})
    chats: dict[int, list[int]] = {}
    away = await deputies.chats_stood_in_for(session, local_date(now))
    for each in await people.recipients(session, units):
        if each.reachable and each.chat_id not in away:
            chats.setdefault(each.unit_id, []).append(each.chat_id)
    above = await _coordinators(session, units)
    told = await told_today(session, {one.occurrence_id for one in own}, now, calendar)
    rows: list[dict[str, Any]] = []
    for one in dict.fromkeys(own):
        here = chats.get(one.unit_id, [])
        step = one.step if here else INSTEAD + one.step
        rows += [
            _row(one, step, chat_id, now)
            for chat_id in here or above.get(one.unit_id, [])
            if (one.occurrence_id, chat_id) not in told
        ]
    await insert_new(session, Reminder, rows)
    return len(rows)


def _row(one: Missed, step: str, chat_id: int, now: datetime) -> dict[str, Any]:
    return {
        "occurrence_id": one.occurrence_id,
        "version": one.version,
        "step": step,
        "chat_id": chat_id,
        "due_at": now,
        "next_try_at": now,
        "state": ReminderState.PLANNED.value,
        "attempts": 0,
        "possible_repeat": False,
    }


async def _coordinators(session: AsyncSession, units: Sequence[int]) -> dict[int, list[int]]:
    """The coordinators of units who can be reached."""
    found = [one for one in await superiors.superiors(session, units) if one.level is Level.COORDINATOR]
    query = select(Chat.id).where(col(Chat.id).in_({one.chat_id for one in found}), col(Chat.reachable))
    here = set((await session.exec(query)).all())
    out: dict[int, list[int]] = {}
    for one in found:
        if one.chat_id in here:
            out.setdefault(one.unit_id, []).append(one.chat_id)
    return out


async def told_today(
    session: AsyncSession, occurrence_ids: Collection[int | None], now: datetime, calendar: WorkCalendar
) -> set[tuple[int, int]]:
    """(occurrence, chat) of what was told today or will be by itself."""
    day = Day.of(now, calendar, zone=VIETNAM)
    planned = col(Reminder.state).in_([ReminderState.PLANNED, ReminderState.SENDING])
    query = select(Reminder.occurrence_id, Reminder.chat_id).where(
        col(Reminder.occurrence_id).in_(occurrence_ids),
        or_(col(Reminder.sent_at) >= day.starts, planned & (col(Reminder.due_at) < day.ends)),
    )
    return {(one, chat_id) for one, chat_id in (await session.exec(query)).all() if one is not None}


async def may_stand_in(
    session: AsyncSession, wanted: Iterable[tuple[int, int, str]], now: datetime
) -> set[tuple[int, int]]:
    """Of (chat, unit, step) those pairs whose coordinator is told instead of a unit, and still follows it."""
    units = sorted({unit_id for _, unit_id, step in wanted if step.startswith(INSTEAD)})
    if not units:
        return set()
    found = await superiors.superiors(session, units)
    away = await stood_in_for(session, local_date(now))
    return {
        (chat_id, one.unit_id)
        for one in found
        if one.level is Level.COORDINATOR
        for chat_id in (one.chat_id, away.get(one.chat_id, one.chat_id))
    }


async def heal(session: AsyncSession, telegram_id: int, now: datetime) -> None:
    """A chat is heard from again: what it missed within a week is due now, and comes as one message."""
    chats = select(Chat.id).where(Chat.telegram_id == telegram_id)
    await session.exec(
        update(Reminder)
        .where(
            col(Reminder.chat_id).in_(chats),
            col(Reminder.reason) == SkipReason.UNREACHABLE,
            col(Reminder.due_at) > now - TOO_LATE,
        )
        .values(state=ReminderState.PLANNED, reason=None, next_try_at=now)
        .execution_options(synchronize_session=False)
    )
