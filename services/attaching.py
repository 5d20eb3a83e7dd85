"""Plans in force when the directory changes: units that are new, renamed or merged get their part in them.

Called by the services that change units or the table of successors, in their transaction. A duty that a unit has
is not taken away here, but for one it got by a succession that an admin corrected.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import responsibility, schedule
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import insert_new
from storage.tables import Occurrence, OccurrenceState, Plan, Task, TaskDeadline, TaskUnit

_SUCCESSOR = "successor"


async def attach_units(session: AsyncSession, unit_ids: Collection[int], now: datetime) -> None:
    """Give units their part in the plans already in force, with due days and reminders."""
    if not unit_ids:
        return
    units = await people.units(session)
    only = next(iter(unit_ids)) if len(unit_ids) == 1 else None
    for plan in await queries.published_plans(session, scope=queries.Scope(everything=True)):
        rows = await queries.plan_tasks(session, plan)
        links = [link for link in responsibility.links(plan, rows, units) if link["unit_id"] in unit_ids]
        await insert_new(session, TaskUnit, links)
        await schedule.plan_tasks(session, plan, rows, now, only_unit=only)


async def follow_successors(session: AsyncSession, now: datetime) -> None:
    """Apply a changed table of successors to the plans in force: what it no longer says is taken back."""
    units = await people.units(session)
    for plan in await queries.published_plans(session, scope=queries.Scope(everything=True)):
        rows = await queries.plan_tasks(session, plan)
        links = responsibility.links(plan, rows, units)
        await _take_back(session, plan, links)
        await insert_new(session, TaskUnit, links)
        await schedule.plan_tasks(session, plan, rows, now)


async def _take_back(session: AsyncSession, plan: Plan, links: Collection[dict[str, Any]]) -> None:
    """Drop the successions that do not hold any more, with their open due days; a changed reason is written anew."""
    wanted = {(link["task_id"], link["unit_id"], link["part"]): link for link in links}
    query = select(TaskUnit).join(Task, col(Task.id) == TaskUnit.task_id)
    query = query.where(Task.plan_id == plan.id, TaskUnit.why == _SUCCESSOR)
    for old in (await session.exec(query)).all():
        new = wanted.get((old.task_id, old.unit_id, old.part))
        if new is None:
            await session.delete(old)
            await session.flush()
            await _cancel(session, old.task_id, old.unit_id)
        else:
            old.why, old.was, old.decree, old.sure = new["why"], new["was"], new["decree"], new["sure"]
    await session.flush()


async def _cancel(session: AsyncSession, task_id: int, unit_id: int) -> None:
    """End the open due days of a unit that has no part in a task any more. What it did stays as done."""
    left = select(TaskUnit.task_id).where(TaskUnit.task_id == task_id, TaskUnit.unit_id == unit_id)
    task = await session.get(Task, task_id)
    if (await session.exec(left)).first() is not None or task is None or task.everyone:
        return
    deadlines = select(TaskDeadline.id).where(TaskDeadline.task_id == task_id)
    mine = (
        col(Occurrence.deadline_id).in_(deadlines),
        col(Occurrence.unit_id) == unit_id,
        col(Occurrence.state) == OccurrenceState.OPEN,
    )
    await session.exec(update(Occurrence).where(*mine).values(state=OccurrenceState.CANCELLED))
