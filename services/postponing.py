""" "Later": one chat's reminder of one due day is put off to a day of its choice. Rules: domain/snooze.

Putting off hushes the ladder's steps before the chosen day, for this chat alone. Whoever changes his mind gets back
what the first choice had hushed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import not_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import ReminderState, SkipReason
from domain.errors import DomainError, Stale
from domain.roles import Actor
from domain.snooze import Choice, LastResort, choices, chosen_day, snooze_moment, typed_day
from services import audit
from services.calendar import work_calendar
from services.progress import occurrence_of
from services.rungs import AGAIN
from storage.queries.settings import habits_of
from storage.tables import Chat, Occurrence, OccurrenceState, Reminder, Task, TaskDeadline


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be put off, and the days to which a button may put it."""

    occurrence_id: int
    version: int
    task: str
    due_on: date
    days: tuple[tuple[Choice, date], ...]


async def offer(
    session: AsyncSession, actor: Actor, occurrence_id: int, version: int, now: datetime
) -> Offer:
    """The choices of today. Raises DomainError where there is no day left before the deadline."""
    occurrence = await _open(session, actor, occurrence_id, version)
    days = choices(occurrence.due_on, local_date(now), await work_calendar(session))
    if not days:
        raise DomainError("remind.no_later", due=occurrence.due_on)
    query = select(Task.text).join(TaskDeadline, col(TaskDeadline.task_id) == Task.id)
    task = (await session.exec(query.where(TaskDeadline.id == occurrence.deadline_id))).one()
    return Offer(occurrence_id, version, task, occurrence.due_on, tuple(days))


async def read(
    session: AsyncSession,
    actor: Actor,
    occurrence_id: int,
    version: int,
    text: str,
    now: datetime,
    last_resort: LastResort | None = None,
) -> date:
    """The day that typed words mean, within the limits. The text is used and forgotten."""
    occurrence = await _open(session, actor, occurrence_id, version)
    calendar = await work_calendar(session)
    return typed_day(text, occurrence.due_on, local_date(now), calendar, last_resort)


async def put_off(
    session: AsyncSession,
    actor: Actor,
    occurrence_id: int,
    version: int,
    chat: Chat,
    wish: Choice | date,
    now: datetime,
) -> datetime:
    """Remind this chat on the chosen day at its own hour. Returns the moment; the limits are looked at again."""
    occurrence = await _open(session, actor, occurrence_id, version)
    calendar, today = await work_calendar(session), local_date(now)
    if isinstance(wish, Choice):
        day = chosen_day(wish, occurrence.due_on, today, calendar)
    else:
        day = typed_day(wish.isoformat(), occurrence.due_on, today, calendar)
    habits = habits_of(chat)
    at = snooze_moment(day, hour=habits.hour, quiet=habits.quiet)
    assert chat.id is not None
    await _hush(session, occurrence, chat.id, at)
    await _plan(session, occurrence, chat.id, at)
    audit.note(
        session, actor, "put-off", "occurrence", occurrence_id, now, chat=chat.id, until=day.isoformat()
    )
    return at


async def _open(session: AsyncSession, actor: Actor, occurrence_id: int, version: int) -> Occurrence:
    occurrence = await occurrence_of(session, actor, occurrence_id, version)
    if occurrence.state == OccurrenceState.DONE:
        raise Stale("remind.done_already")
    return occurrence


async def _hush(session: AsyncSession, occurrence: Occurrence, chat_id: int, until: datetime) -> None:
    """Steps before the chosen day are skipped, those after it hold again; an earlier choice is void."""
    asked = col(Reminder.step).startswith(AGAIN)
    hushed: dict[str, Any] = {"state": ReminderState.SKIPPED, "reason": SkipReason.MUTED}
    planned = col(Reminder.state) == ReminderState.PLANNED
    muted = col(Reminder.reason) == SkipReason.MUTED
    for condition, values in (
        (planned & (asked | (col(Reminder.due_at) < until)), hushed),
        (
            muted & not_(asked) & (col(Reminder.due_at) > until),
            {"state": ReminderState.PLANNED, "reason": None},
        ),
    ):
        await session.exec(
            update(Reminder)
            .where(
                col(Reminder.occurrence_id) == occurrence.id,
                col(Reminder.version) == occurrence.version,
                col(Reminder.chat_id) == chat_id,
                condition,
            )
            .values(**values)
        )


async def _plan(session: AsyncSession, occurrence: Occurrence, chat_id: int, at: datetime) -> None:
    """One reminder more; asking twice for a day gives one row, and one that was hushed holds again."""
    assert occurrence.id is not None
    step = f"{AGAIN}{local_date(at).isoformat()}"
    known = select(Reminder).where(
        Reminder.occurrence_id == occurrence.id,
        Reminder.version == occurrence.version,
        Reminder.step == step,
        Reminder.chat_id == chat_id,
    )
    row = (await session.exec(known)).first()
    if row is None:
        row = Reminder(
            occurrence_id=occurrence.id,
            version=occurrence.version,
            step=step,
            chat_id=chat_id,
            due_at=at,
            next_try_at=at,
        )
    if row.state in (ReminderState.PLANNED, ReminderState.SKIPPED):
        row.state, row.reason, row.due_at, row.next_try_at = ReminderState.PLANNED, None, at, at
    session.add(row)
    await session.flush()
