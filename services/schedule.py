"""Planning: occurrences for units, reminders for their chats.

Planning is idempotent: rows are unique per (occurrence, version, step, chat), so planning twice adds
nothing. Who is due what is decided here; whether a row still holds is looked at again when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import ReminderState, SkipReason
from domain.escalation import Level
from domain.occurrences import DueDay, due_days
from domain.plan import DeadlineKind
from services import responsibility
from services.calendar import work_calendar
from services.rungs import Gaps, plan_occurrences
from storage.queries import people, settings, superiors
from storage.queries import plans as queries
from storage.queries.common import chunks, insert_new
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

ENDLESS = (DeadlineKind.RECURRING, DeadlineKind.ONGOING, DeadlineKind.PERIOD)
"""Kinds whose days reach past the horizon: the nightly ticker moves on to the next ones."""


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
    responsible = await _responsible(session, plan, rows)
    deadlines = [d for row in rows for d in row.deadlines if not d.held and d.id is not None]
    days = await days_of(session, deadlines, now)
    done = await _done(session, [d.id or 0 for d in deadlines if d.kind == DeadlineKind.CONDITIONAL])
    wanted: list[dict[str, Any]] = []
    gaps: Gaps = {}
    for deadline in deadlines:
        units = [u for u in responsible[deadline.task_id] if only_unit in (None, u)]
        for day in days[deadline.id or 0]:
            gaps[(deadline.id or 0, day.due_on)] = day.gap
            wanted += [_occurrence(deadline.id or 0, u, day) for u in units if (deadline.id, u) not in done]
    await insert_new(session, Occurrence, wanted)
    deadline_ids = sorted(days)
    reminders = await plan_occurrences(session, deadline_ids, gaps, now, only_unit=only_unit)
    return Planned(len(wanted), reminders)


async def days_of(
    session: AsyncSession, deadlines: Sequence[TaskDeadline], now: datetime
) -> dict[int, list[DueDay]]:
    """The due days of deadlines from today on, check-ins among them; of those that wait, once the event is entered."""
    waiting = [d.id for d in deadlines if d.kind == DeadlineKind.CONDITIONAL and d.id is not None]
    happened = await settings.events(session, waiting)
    calendar = await work_calendar(session)
    return {
        d.id or 0: due_days(
            queries.to_deadline(d),
            local_date(now),
            check_ins=True,
            event=happened.get(d.id or 0),
            calendar=calendar,
        )
        for d in deadlines
    }


async def _done(session: AsyncSession, deadline_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(deadline, unit) of what is done already: an event that is corrected asks nobody twice."""
    query = select(Occurrence.deadline_id, Occurrence.unit_id).where(
        col(Occurrence.deadline_id).in_(deadline_ids), Occurrence.state == OccurrenceState.DONE
    )
    return set((await session.exec(query)).all())


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


async def plan_chat(session: AsyncSession, chat_id: int, unit_ids: Iterable[int], now: datetime) -> None:
    """Plan for a chat that just joined units; what was planned for units it left is withdrawn.

    A coordinator's chat gets the steps up of all units of his area, too.
    """
    keep = set(unit_ids)
    above = [one for one in await superiors.superiors(session) if one.chat_id == chat_id]
    await _withdraw(session, chat_id, keep, superiors.for_officers())
    for level in Level:
        units = {one.unit_id for one in above if one.level is level}
        await _withdraw(session, chat_id, units, col(Reminder.step).startswith(f"{level.value}+"))
    for unit_id in keep:
        await plan_unit(session, unit_id, now)
    if any(one.unit_id not in keep for one in above):
        query = select(Occurrence.deadline_id).where(Occurrence.state == OccurrenceState.OPEN).distinct()
        deadline_ids = sorted((await session.exec(query)).all())
        gaps = await gaps_of(session, deadline_ids, now)
        await plan_occurrences(session, deadline_ids, gaps, now, only_chat=chat_id)


async def _withdraw(session: AsyncSession, chat_id: int, keep: set[int], which: ColumnElement[bool]) -> None:
    """Withdraw what is planned for a chat about units that it has no part in any more."""
    left = (
        select(Reminder.id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Reminder.chat_id == chat_id, Reminder.state == ReminderState.PLANNED, which)
        .where(col(Occurrence.unit_id).not_in(keep))
    )
    await session.exec(
        update(Reminder)
        .where(col(Reminder.id).in_(left))
        .values(state=ReminderState.SKIPPED, reason=SkipReason.NOT_RESPONSIBLE)
    )


async def plan_unit(session: AsyncSession, unit_id: int, now: datetime) -> int:
    """Plan what is missing of one unit's reminders (a person joined, a group was bound)."""
    await _revive(session, unit_id, now)
    query = select(Occurrence.deadline_id).where(
        Occurrence.unit_id == unit_id, Occurrence.state == OccurrenceState.OPEN
    )
    deadline_ids = sorted(set((await session.exec(query)).all()))
    gaps = await gaps_of(session, deadline_ids, now)
    return await plan_occurrences(session, deadline_ids, gaps, now, only_unit=unit_id)


async def _revive(session: AsyncSession, unit_id: int, now: datetime) -> None:
    """Rows withdrawn because a chat had left the unit hold again: it may have come back."""
    here = {r.chat_id for r in await people.recipients(session, [unit_id])}
    here |= {s.chat_id for s in await superiors.superiors(session, [unit_id])}
    again = (
        select(Reminder.id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Occurrence.unit_id == unit_id, Reminder.reason == SkipReason.NOT_RESPONSIBLE)
        .where(col(Reminder.chat_id).in_(here), Reminder.due_at > now)
    )
    await session.exec(
        update(Reminder).where(col(Reminder.id).in_(again)).values(state=ReminderState.PLANNED, reason=None)
    )


async def gaps_of(session: AsyncSession, deadline_ids: Sequence[int], now: datetime) -> Gaps:
    """The distance of each coming due day of recurring deadlines to its neighbour, in days."""
    out: Gaps = {}
    for ids in chunks(deadline_ids, 500):
        query = select(TaskDeadline).where(
            col(TaskDeadline.id).in_(ids), TaskDeadline.kind == DeadlineKind.RECURRING
        )
        for row in (await session.exec(query)).all():
            for day in due_days(queries.to_deadline(row), local_date(now)):
                out[(row.id or 0, day.due_on)] = day.gap
    return out


async def extend(session: AsyncSession, now: datetime) -> Planned:
    """Move the horizon on: the next due days of recurring, ongoing and long deadlines in every published plan."""
    endless = (
        select(Task.plan_id)
        .join(TaskDeadline, col(TaskDeadline.task_id) == Task.id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .where(col(TaskDeadline.kind).in_(ENDLESS), Plan.state == PlanState.PUBLISHED)
        .distinct()
    )
    occurrences = reminders = 0
    for plan_id in (await session.exec(endless)).all():
        plan = await session.get(Plan, plan_id)
        assert plan is not None
        rows = await queries.plan_tasks(session, plan)
        for row in rows:
            row.deadlines = [d for d in row.deadlines if d.kind in ENDLESS]
        planned = await plan_tasks(session, plan, [row for row in rows if row.deadlines], now)
        occurrences, reminders = occurrences + planned.occurrences, reminders + planned.reminders
    return Planned(occurrences, reminders)
