"""What will go out in the next seven days, to whom, and why not where it will not: for those who follow units.

Times are those at which something goes out, not those of deadlines. What is told here is looked at again when it
is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local, local_date
from domain.escalation import level_of, spares
from domain.plan import DeadlineKind
from domain.quiet import moment_of
from domain.roles import Actor
from domain.workdays import WorkCalendar
from services.access import followed_units
from services.calendar import work_calendar
from services.deputies import stood_in_for
from services.rungs import AGAIN
from storage.queries import people, superiors
from storage.queries.common import chunks
from storage.tables import (
    Chat,
    DeadlineEvent,
    Occurrence,
    OccurrenceState,
    Person,
    Plan,
    PlanState,
    Receipt,
    Reminder,
    Task,
    TaskDeadline,
    Unit,
)

AHEAD = 7
"""Days, today included."""


class WhyNot(StrEnum):
    """Why something that is planned will not go out."""

    UNREACHABLE = "unreachable"
    DONE = "done"
    RECEIVED = "received"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder: when it goes out (local), to whom, about what."""

    at: datetime
    to: str
    unit: str
    task: str
    due_on: date
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The days from today on, each with its lines; and what reminds nobody."""

    days: tuple[tuple[date, tuple[Line, ...]], ...]
    nobody: tuple[str, ...]
    """Units with something due soon that nobody is told of."""
    held: int
    """Deadlines that an admin has yet to confirm."""
    waiting: int
    """Deadlines that wait for an event nobody has entered."""


async def look(session: AsyncSession, actor: Actor, now: datetime) -> Upcoming:
    """What the actor's units are told in the next days."""
    units = await followed_units(session, actor)
    today = local_date(now)
    lines = await _lines(session, units, now)
    by_day = {today + timedelta(days=n): list[Line]() for n in range(AHEAD)}
    for line in lines:
        by_day[max(line.at.date(), today)].append(line)
    held, waiting = await _silent_deadlines(session)
    nobody = await _nobody(session, units, today)
    return Upcoming(tuple((day, tuple(found)) for day, found in by_day.items()), nobody, held, waiting)


async def _lines(session: AsyncSession, units: Collection[int] | None, now: datetime) -> list[Line]:
    end = moment_of(local_date(now) + timedelta(days=AHEAD), time())
    query = (
        select(Reminder, Occurrence, Unit.name, Chat)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .join(Unit, col(Unit.id) == Occurrence.unit_id)
        .join(Chat, col(Chat.id) == Reminder.chat_id)
        .where(Reminder.state == "planned", Reminder.next_try_at < end, Plan.state == PlanState.PUBLISHED)
        .order_by(col(Reminder.next_try_at), col(Reminder.chat_id), col(Occurrence.due_on))
    )
    if units is not None:
        query = query.where(col(Occurrence.unit_id).in_(units))
    rows = (await session.exec(query)).all()
    away = {
        day: await stood_in_for(session, day)
        for day in sorted({local_date(reminder.next_try_at) for reminder, *_ in rows})
    }
    deputies = {chat_id for named in away.values() for chat_id in named.values()}
    names = await _names(session, deputies | {reminder.chat_id for reminder, *_ in rows})
    receipts = await superiors.receipts(session, sorted({one.id or 0 for _, one, *_ in rows}))
    tasks = await _tasks(session, sorted({one.deadline_id for _, one, *_ in rows}))
    calendar = await work_calendar(session)
    return [
        Line(
            local(reminder.next_try_at),
            names.get(_told(reminder, away)) or chat.title,
            unit,
            tasks[occurrence.deadline_id],
            occurrence.due_on,
            _why_not(
                reminder,
                occurrence,
                receipts,
                calendar,
                reachable=chat.reachable or _told(reminder, away) != reminder.chat_id,
            ),
        )
        for reminder, occurrence, unit, chat in rows
    ]


def _told(reminder: Reminder, away: Mapping[date, Mapping[int, int]]) -> int:
    """The chat that is told: that of whoever stands in on the day."""
    return away[local_date(reminder.next_try_at)].get(reminder.chat_id, reminder.chat_id)


async def _names(session: AsyncSession, chat_ids: Collection[int]) -> Mapping[int, str]:
    """The people whose private chats these are; a group goes by its title."""
    query = select(Person.chat_id, Person.name).where(col(Person.chat_id).in_(chat_ids))
    return dict((await session.exec(query)).all())


async def _tasks(session: AsyncSession, deadline_ids: Sequence[int]) -> dict[int, str]:
    """What is to be done, by deadline."""
    out: dict[int, str] = {}
    for ids in chunks(deadline_ids, 500):
        query = select(TaskDeadline.id, Task.text).join(Task, col(Task.id) == TaskDeadline.task_id)
        found = (await session.exec(query.where(col(TaskDeadline.id).in_(ids)))).all()
        out.update({one: text for one, text in found if one is not None})
    return out


def _why_not(
    reminder: Reminder,
    occurrence: Occurrence,
    receipts: Mapping[tuple[int, int], Receipt],
    calendar: WorkCalendar,
    *,
    reachable: bool,
) -> WhyNot | None:
    if not reachable:
        return WhyNot.UNREACHABLE
    if occurrence.state == OccurrenceState.DONE:
        return WhyNot.DONE
    if occurrence.state != OccurrenceState.OPEN or occurrence.version != reminder.version:
        return WhyNot.OLD
    receipt = receipts.get((occurrence.id or 0, occurrence.version))
    own = level_of(reminder.step) is None and not reminder.step.startswith(AGAIN)
    if receipt is not None and own:
        day, received_on = local_date(reminder.next_try_at), local_date(receipt.received_at)
        if spares(received_on, occurrence.due_on, day, calendar):
            return WhyNot.RECEIVED
    return None


async def _nobody(session: AsyncSession, units: Collection[int] | None, today: date) -> tuple[str, ...]:
    """Units with an open due day in the days ahead, or overdue for no longer, whom nobody reachable belongs to."""
    near = (today - timedelta(days=AHEAD), today + timedelta(days=AHEAD))
    query = (
        select(Unit.id, Unit.name)
        .join(Occurrence, col(Occurrence.unit_id) == Unit.id)
        .where(Occurrence.state == OccurrenceState.OPEN, col(Occurrence.due_on).between(*near))
        .distinct()
        .order_by(col(Unit.name))
    )
    if units is not None:
        query = query.where(col(Unit.id).in_(units))
    told = {one.unit_id for one in await people.recipients(session) if one.reachable}
    return tuple(name for unit_id, name in (await session.exec(query)).all() if unit_id not in told)


async def _silent_deadlines(session: AsyncSession) -> tuple[int, int]:
    """(held, waiting for an event) in plans in force."""
    query = (
        select(TaskDeadline.id, TaskDeadline.held, TaskDeadline.kind)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .where(Plan.state == PlanState.PUBLISHED)
        .where(col(TaskDeadline.held) | (col(TaskDeadline.kind) == DeadlineKind.CONDITIONAL))
    )
    rows = (await session.exec(query)).all()
    entered = set((await session.exec(select(DeadlineEvent.deadline_id))).all())
    held = sum(1 for _, is_held, _ in rows if is_held)
    return held, sum(1 for one, is_held, _ in rows if not is_held and one not in entered)
