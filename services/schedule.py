"""Planning: occurrences for units, reminders for their chats.

Planning is idempotent: rows are unique per (occurrence, version, step, chat), so planning twice adds
nothing. Who is due what is decided here; whether a row still holds is looked at again when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select as select_columns
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import ReminderState, SkipReason
from domain.ladder import Step, steps
from domain.occurrences import DueDay, due_days
from domain.workdays import WorkCalendar
from services import responsibility
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import BATCH, chunks, insert_new
from storage.tables import (
    Occurrence,
    OccurrenceState,
    Plan,
    PlanState,
    Reminder,
    Task,
    TaskDeadline,
    TaskUnit,
)

CALENDAR = WorkCalendar()

Gaps = dict[tuple[int, date], int | None]
"""(deadline id, due day) -> days to the neighbouring due day of a recurring deadline, else None."""


@dataclass(frozen=True, slots=True)
class Planned:
    """How many rows a planning made or found already there."""

    occurrences: int
    reminders: int


async def plan_tasks(
    session: AsyncSession,
    plan: Plan,
    rows: Sequence[queries.TaskRow],
    now: datetime,
    *,
    only_unit: int | None = None,
) -> Planned:
    """Make the occurrences of a published plan's tasks and plan their reminders."""
    today = local_date(now)
    responsible = await _responsible(session, plan, rows)
    wanted: list[dict[str, Any]] = []
    gaps: Gaps = {}
    for row in rows:
        assert row.task.id is not None
        units = [u for u in responsible[row.task.id] if only_unit in (None, u)]
        for deadline in row.deadlines:
            if deadline.held or deadline.id is None:
                continue
            for day in due_days(queries.to_deadline(deadline), today):
                gaps[(deadline.id, day.due_on)] = day.gap
                wanted += [_occurrence(deadline.id, unit_id, day) for unit_id in units]
    await insert_new(session, Occurrence, wanted)
    deadline_ids = sorted({d.id for row in rows for d in row.deadlines if d.id is not None})
    reminders = await plan_occurrences(session, deadline_ids, gaps, now, only_unit=only_unit)
    return Planned(len(wanted), reminders)


async def _responsible(
    session: AsyncSession, plan: Plan, rows: Sequence[queries.TaskRow]
) -> dict[int, list[int]]:
    """The units that each task binds: those that lead or help, and for a duty of everybody all in the area."""
    task_ids = [row.task.id for row in rows if row.task.id is not None]
    out: dict[int, list[int]] = {task_id: [] for task_id in task_ids}
    for ids in chunks(task_ids, 500):
        query = select(TaskUnit.task_id, TaskUnit.unit_id).where(col(TaskUnit.task_id).in_(ids))
        for task_id, unit_id in (await session.exec(query)).all():
            out[task_id].append(unit_id)
    everyone = responsibility.everyone_units(plan, await people.units(session))
    for row in rows:
        if row.task.everyone and row.task.id is not None:
            out[row.task.id] += everyone
    return {task_id: sorted(set(unit_ids)) for task_id, unit_ids in out.items()}


def _occurrence(deadline_id: int, unit_id: int, day: DueDay) -> dict[str, Any]:
    return {
        "deadline_id": deadline_id,
        "unit_id": unit_id,
        "due_on": day.due_on,
        "starts_on": day.starts_on,
        "version": 1,
        "state": OccurrenceState.OPEN.value,
    }


async def plan_occurrences(
    session: AsyncSession,
    deadline_ids: Sequence[int],
    gaps: Gaps,
    now: datetime,
    *,
    only_unit: int | None = None,
) -> int:
    """Plan the reminders of open occurrences for every chat of their units; returns the number of rows.

    A chat that has rows for an occurrence already is passed over: it must not get a second notice.
    Rows are written as they come, so that a plan for every commune of the country needs little memory.
    """
    chats: dict[int, list[int]] = {}
    for recipient in await people.recipients(session, None if only_unit is None else [only_unit]):
        chats.setdefault(recipient.unit_id, []).append(recipient.chat_id)
    ladders: dict[DueDay, list[Step]] = {}
    total = 0
    rows: list[dict[str, Any]] = []
    for deadline_id in deadline_ids:
        known = await _planned_pairs(session, deadline_id)
        for place in await _open_occurrences(session, deadline_id, local_date(now), only_unit):
            day = DueDay(place.due_on, place.starts_on, gaps.get((deadline_id, place.due_on)))
            if day not in ladders:
                ladders[day] = steps(day, now, CALENDAR)
            for chat_id in chats.get(place.unit_id, ()):
                if (place.id, place.version, chat_id) not in known:
                    rows += [_reminder(place, step, chat_id) for step in ladders[day]]
            if len(rows) >= BATCH:
                total += len(rows)
                await insert_new(session, Reminder, rows)
                rows.clear()
    await insert_new(session, Reminder, rows)
    return total + len(rows)


class _Place(NamedTuple):
    """What planning needs of an occurrence."""

    id: int
    version: int
    unit_id: int
    due_on: date
    starts_on: date | None


async def _open_occurrences(
    session: AsyncSession, deadline_id: int, today: date, only_unit: int | None
) -> list[_Place]:
    columns = (Occurrence.id, Occurrence.version, Occurrence.unit_id, Occurrence.due_on, Occurrence.starts_on)
    query = select_columns(*(col(column) for column in columns)).where(
        col(Occurrence.deadline_id) == deadline_id,
        col(Occurrence.state) == OccurrenceState.OPEN,
        col(Occurrence.due_on) >= today,
    )
    if only_unit is not None:
        query = query.where(col(Occurrence.unit_id) == only_unit)
    await session.flush()
    connection = await session.connection()
    return [_Place._make(row) for row in await connection.execute(query)]


async def _planned_pairs(session: AsyncSession, deadline_id: int) -> set[tuple[int, int, int]]:
    """(occurrence, version, chat) of what is planned, sent or skipped already."""
    query = (
        select(Reminder.occurrence_id, Reminder.version, Reminder.chat_id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Occurrence.deadline_id == deadline_id)
        .distinct()
    )
    return {
        (occurrence_id, version, chat_id)
        for occurrence_id, version, chat_id in (await session.exec(query)).all()
        if occurrence_id is not None
    }


def _reminder(occurrence: _Place, step: Step, chat_id: int) -> dict[str, Any]:
    return {
        "occurrence_id": occurrence.id,
        "version": occurrence.version,
        "step": step.name,
        "chat_id": chat_id,
        "due_at": step.at,
        "next_try_at": step.at,
        "state": ReminderState.PLANNED.value,
        "attempts": 0,
        "possible_repeat": False,
    }


async def plan_chat(session: AsyncSession, chat_id: int, unit_ids: Iterable[int], now: datetime) -> None:
    """Plan for a chat that just joined units; what was planned for units it left is withdrawn."""
    keep = set(unit_ids)
    left = (
        select(Reminder.id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Reminder.chat_id == chat_id, Reminder.state == ReminderState.PLANNED)
        .where(col(Occurrence.unit_id).not_in(keep))
    )
    await session.exec(
        update(Reminder)
        .where(col(Reminder.id).in_(left))
        .values(state=ReminderState.SKIPPED, reason=SkipReason.NOT_RESPONSIBLE)
    )
    for unit_id in keep:
        await plan_unit(session, unit_id, now)


async def plan_unit(session: AsyncSession, unit_id: int, now: datetime) -> int:
    """Plan what is missing of one unit's reminders (a person joined, a group was bound)."""
    await _revive(session, unit_id, now)
    query = select(Occurrence.deadline_id).where(
        Occurrence.unit_id == unit_id, Occurrence.state == OccurrenceState.OPEN
    )
    deadline_ids = sorted(set((await session.exec(query)).all()))
    gaps = await _gaps(session, deadline_ids, now)
    return await plan_occurrences(session, deadline_ids, gaps, now, only_unit=unit_id)


async def _revive(session: AsyncSession, unit_id: int, now: datetime) -> None:
    """Rows withdrawn because a chat had left the unit hold again: it may have come back."""
    here = [r.chat_id for r in await people.recipients(session, [unit_id])]
    again = (
        select(Reminder.id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Occurrence.unit_id == unit_id, Reminder.reason == SkipReason.NOT_RESPONSIBLE)
        .where(col(Reminder.chat_id).in_(here), Reminder.due_at > now)
    )
    await session.exec(
        update(Reminder).where(col(Reminder.id).in_(again)).values(state=ReminderState.PLANNED, reason=None)
    )


async def _gaps(session: AsyncSession, deadline_ids: Sequence[int], now: datetime) -> Gaps:
    """The distance of each coming due day of recurring deadlines to its neighbour, in days."""
    out: Gaps = {}
    for ids in chunks(deadline_ids, 500):
        for row in (await session.exec(select(TaskDeadline).where(col(TaskDeadline.id).in_(ids)))).all():
            for day in due_days(queries.to_deadline(row), local_date(now)):
                out[(row.id or 0, day.due_on)] = day.gap
    return out


async def extend(session: AsyncSession, now: datetime) -> Planned:
    """Move the horizon on: new due days of recurring deadlines in every published plan."""
    recurring = (
        select(Task.plan_id)
        .join(TaskDeadline, col(TaskDeadline.task_id) == Task.id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .where(TaskDeadline.kind == "recurring", Plan.state == PlanState.PUBLISHED)
        .distinct()
    )
    occurrences = reminders = 0
    for plan_id in (await session.exec(recurring)).all():
        plan = await session.get(Plan, plan_id)
        assert plan is not None
        planned = await plan_tasks(session, plan, await queries.plan_tasks(session, plan), now)
        occurrences, reminders = occurrences + planned.occurrences, reminders + planned.reminders
    return Planned(occurrences, reminders)
