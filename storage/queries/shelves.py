"""Published plans as they are kept in memory for questions: what is in force, and one plan's tasks.

Columns instead of the mapper's rows: a process reads thousands of tasks at once when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.plan import Deadline, DeadlineKind
from domain.states import Part, PlanState
from storage.tables import Plan, Task, TaskAgency, TaskDeadline, TaskUnit


@dataclass(slots=True)
class StoredTask:
    """A task's columns with its agencies and deadlines."""

    id: int
    section: str
    text: str
    lead_in: str
    page: int | None
    everyone: bool
    agencies: dict[str, list[str]]
    deadlines: list[Deadline]


async def in_force(session: AsyncSession) -> dict[int, tuple[int, datetime | None]]:
    """The published plans, and what changes whenever one of them does."""
    query = columns(col(Plan.id), col(Plan.changes), col(Plan.published_at)).where(
        col(Plan.state) == PlanState.PUBLISHED
    )
    connection = await session.connection()
    found = await connection.execute(query.order_by(col(Plan.id)))
    return {plan_id: (changes, moment) for plan_id, changes, moment in found if plan_id is not None}


async def plan(session: AsyncSession, plan_id: int) -> Plan | None:
    return (await session.exec(select(Plan).where(Plan.id == plan_id))).first()


async def tasks(session: AsyncSession, plan_id: int) -> list[StoredTask]:
    """A plan's tasks in its order."""
    connection = await session.connection()
    wanted: tuple[Any, ...] = (Task.id, Task.section, Task.text, Task.lead_in, Task.page, Task.everyone)
    query = columns(*(col(one) for one in wanted)).where(col(Task.plan_id) == plan_id)
    found = {
        row[0]: StoredTask(row[0], row[1], row[2], row[3] or "", row[4], row[5], {}, [])
        for row in await connection.execute(query.order_by(col(Task.position)))
    }
    names = columns(col(TaskAgency.task_id), col(TaskAgency.part), col(TaskAgency.name))
    names = names.join(Task, col(Task.id) == TaskAgency.task_id).where(col(Task.plan_id) == plan_id)
    for task_id, part, name in await connection.execute(names.order_by(col(TaskAgency.position))):
        found[task_id].agencies.setdefault(Part(part).value, []).append(name)
    parts: tuple[Any, ...] = (
        TaskDeadline.task_id, TaskDeadline.kind, TaskDeadline.as_written, TaskDeadline.due, TaskDeadline.start,
        TaskDeadline.rrule, TaskDeadline.within, TaskDeadline.working,
    )  # fmt: skip
    dates = columns(*(col(one) for one in parts)).join(Task, col(Task.id) == TaskDeadline.task_id)
    dates = dates.where(col(Task.plan_id) == plan_id).order_by(col(TaskDeadline.position))
    for task_id, kind, *rest in await connection.execute(dates):
        found[task_id].deadlines.append(Deadline(DeadlineKind(kind), *rest))
    return list(found.values())


async def parts_of(session: AsyncSession, unit_id: int) -> dict[str, frozenset[int]]:
    """The tasks in which a unit has a part, by the part."""
    query = columns(col(TaskUnit.task_id), col(TaskUnit.part)).where(col(TaskUnit.unit_id) == unit_id)
    out: dict[str, set[int]] = {}
    for task_id, part in await (await session.connection()).execute(query):
        out.setdefault(part, set()).add(task_id)
    return {part: frozenset(ids) for part, ids in out.items()}
