"""A unit's tasks as lists show them: columns instead of the mapper's rows, for a list of hundreds is read at every tap.

Called by services/answers.py, which reads single tasks through the mapper (queries/plans.py) and shows both alike by
`listed`. Says nothing of who may see what: the caller hands over the plans that the scope let through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.plan import Deadline, DeadlineKind
from domain.succession import Succession
from storage.queries.common import chunks
from storage.queries.plans import TaskRow, counts, event_days, to_deadline
from storage.tables import Occurrence, OccurrenceState, Part, Plan, Task, TaskAgency, TaskDeadline, TaskUnit


@dataclass(frozen=True, slots=True)
class ListedDeadline:
    """A deadline with its id and whether a doubt holds it back."""

    id: int
    deadline: Deadline
    held: bool


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A due day of the unit that was not cancelled."""

    id: int
    version: int
    deadline_id: int
    due_on: date
    state: str


@dataclass(slots=True)
class Listed:
    """What a list shows of a task."""

    id: int
    plan: Plan
    section: str
    text: str
    lead_in: str | None
    page: int | None
    everyone: bool
    part: Part | None = None
    why: str = ""
    succession: Succession | None = None
    leads: list[str] = field(default_factory=list)
    deadlines: list[ListedDeadline] = field(default_factory=list)
    days: list[ListedDay] = field(default_factory=list)
    events: dict[int, tuple[date, date]] = field(default_factory=dict)


_TASK: tuple[Any, ...] = (
    Task.id, Task.plan_id, Task.section, Task.text, Task.lead_in, Task.page, Task.everyone,
)  # fmt: skip
_LINK: tuple[Any, ...] = (TaskUnit.part, TaskUnit.why, TaskUnit.was, TaskUnit.decree, TaskUnit.sure)
_DEADLINE: tuple[Any, ...] = (
    TaskDeadline.task_id, TaskDeadline.id, TaskDeadline.held, TaskDeadline.kind, TaskDeadline.as_written,
    TaskDeadline.due, TaskDeadline.start, TaskDeadline.rrule, TaskDeadline.within, TaskDeadline.working,
)  # fmt: skip
_DAY: tuple[Any, ...] = (
    TaskDeadline.task_id, Occurrence.id, Occurrence.version, Occurrence.deadline_id, Occurrence.due_on,
    Occurrence.state,
)  # fmt: skip


def listed(row: TaskRow) -> Listed:
    """The same of a task that was read through the mapper."""
    task = row.task
    out = Listed(
        task.id or 0, row.plan, task.section, task.text, task.lead_in, task.page, task.everyone,
        row.part, row.why, row.succession, row.names(Part.LEAD), events=row.events,
    )  # fmt: skip
    out.deadlines = [ListedDeadline(d.id or 0, to_deadline(d), d.held) for d in row.deadlines]
    out.days = [ListedDay(o.id or 0, o.version, o.deadline_id, o.due_on, o.state) for o in row.occurrences]
    return out


async def of_unit(
    session: AsyncSession, unit_id: int, name: str, plans: Mapping[int, Plan], binding: Collection[int]
) -> tuple[list[Listed], list[Listed]]:
    """The tasks of the plans in which the unit has a part, and those of `binding` that bind everybody besides."""
    own = _columns(*_TASK, *_LINK).join(TaskUnit, col(TaskUnit.task_id) == Task.id)
    own = own.where(col(TaskUnit.unit_id) == unit_id, col(Task.plan_id).in_(plans), counts())
    best: dict[int, Listed] = {}
    connection = await session.connection()
    for *task, part, why, was, decree, sure in await connection.execute(own):
        if task[0] in best and part != Part.LEAD:
            continue
        row = best[task[0]] = _listed(task, plans)
        row.part, row.why = Part(part), why
        row.succession = Succession(was, decree, sure, name) if was else None
    shared = _columns(*_TASK).where(col(Task.plan_id).in_(binding), col(Task.everyone), counts())
    everyone = {task[0]: _listed(task, plans) for task in await connection.execute(shared)}
    others = {key: row for key, row in everyone.items() if key not in best}
    await _fill(session, best | others, unit_id)
    return list(best.values()), list(others.values())


def _columns(*wanted: Any) -> Select[Any]:
    return columns(*(col(one) for one in wanted))


def _listed(task: Iterable[Any], plans: Mapping[int, Plan]) -> Listed:
    key, plan_id, *rest = task
    return Listed(key, plans[plan_id], *rest)


async def _fill(session: AsyncSession, rows: Mapping[int, Listed], unit_id: int) -> None:
    """Add who leads, the deadlines with their events, and the unit's days."""
    connection = await session.connection()
    task_of: dict[int, int] = {}
    waiting: dict[int, Deadline] = {}
    for ids in chunks(list(rows), 500):
        names = _columns(TaskAgency.task_id, TaskAgency.name)
        names = names.where(col(TaskAgency.task_id).in_(ids), col(TaskAgency.part) == Part.LEAD)
        for task_id, name in await connection.execute(names.order_by(col(TaskAgency.position))):
            rows[task_id].leads.append(name)
        dates = _columns(*_DEADLINE).where(col(TaskDeadline.task_id).in_(ids))
        for task_id, key, held, kind, *rest in await connection.execute(
            dates.order_by(col(TaskDeadline.position))
        ):
            deadline = Deadline(DeadlineKind(kind), *rest)
            rows[task_id].deadlines.append(ListedDeadline(key, deadline, held))
            if deadline.kind is DeadlineKind.CONDITIONAL:
                waiting[key], task_of[key] = deadline, task_id
        for task_id, *day in await connection.execute(_days(ids, unit_id)):
            rows[task_id].days.append(ListedDay(*day))
    for key, event in (await event_days(session, waiting)).items():
        rows[task_of[key]].events[key] = event


def _days(ids: Collection[int], unit_id: int) -> Select[Any]:
    query = _columns(*_DAY).join(Occurrence, col(Occurrence.deadline_id) == TaskDeadline.id)
    query = query.where(col(TaskDeadline.task_id).in_(ids), col(Occurrence.unit_id) == unit_id)
    return query.where(col(Occurrence.state) != OccurrenceState.CANCELLED).order_by(col(Occurrence.due_on))
