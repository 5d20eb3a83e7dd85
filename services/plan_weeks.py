"""The week of a plan as a group that follows it is told: what is overdue or due soon, and how many units are done.

Groups are told in their weekly digest (services/digests.py) and at once when they begin to follow. One line a due day
of a task, whatever the number of units: a message a unit would be hundreds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.daily import AHEAD
from services.intake import plan_name
from storage.tables import (
    Occurrence,
    OccurrenceState,
    Plan,
    PlanBinding,
    PlanChange,
    PlanState,
    Task,
    TaskDeadline,
    Unit,
)


@dataclass(frozen=True, slots=True)
class DayLine:
    """A due day of a task that not all units have done."""

    due_on: date
    task: str
    done: int
    units: int


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """A plan, by the name that it has now, and its open days up to a week ahead, the oldest first."""

    plan: str
    days: tuple[DayLine, ...]


async def of_chats(
    session: AsyncSession, chat_ids: Collection[int], today: date
) -> dict[int, tuple[PlanWeek, ...]]:
    """What the plans that chats follow come to; a plan that is in force no more has nothing to tell."""
    query = select(PlanBinding).where(col(PlanBinding.chat_id).in_(chat_ids)).order_by(col(PlanBinding.id))
    out: dict[int, tuple[PlanWeek, ...]] = {}
    for binding in (await session.exec(query)).all():
        week = await of_binding(session, binding, today)
        if week is not None and week.days:
            out[binding.chat_id] = (*out.get(binding.chat_id, ()), week)
    return out


async def of_binding(session: AsyncSession, binding: PlanBinding, today: date) -> PlanWeek | None:
    """The week of one binding; None where neither the plan nor one in its place is in force."""
    plan = await in_its_place(session, binding.plan_id)
    if plan is None or plan.state != PlanState.PUBLISHED:
        return None
    return PlanWeek(
        plan_name(plan), tuple(await _days(session, await _with_amendments(session, plan), binding, today))
    )


async def in_its_place(session: AsyncSession, plan_id: int) -> Plan | None:
    """The plan, or the one that took its place in the end."""
    plan = await session.get(Plan, plan_id)
    seen = {plan_id}
    while plan is not None and plan.state == PlanState.REPLACED and plan.successor_id not in (None, *seen):
        seen.add(plan.successor_id or 0)
        plan = await session.get(Plan, plan.successor_id)
    return plan


async def _with_amendments(session: AsyncSession, plan: Plan) -> list[int]:
    """What amends the plan says some of its duties anew."""
    found, new = [plan.id or 0], [plan.id or 0]
    while new:
        query = select(Plan.id).where(
            col(Plan.predecessor_id).in_(new),
            Plan.change == PlanChange.AMENDS,
            Plan.state == PlanState.PUBLISHED,
            col(Plan.id).not_in(found),
        )
        new = [one for one in (await session.exec(query)).all() if one is not None]
        found += new
    return found


async def _days(
    session: AsyncSession, plan_ids: Sequence[int], binding: PlanBinding, today: date
) -> list[DayLine]:
    done = func.sum(case((col(Occurrence.state) == OccurrenceState.DONE, 1), else_=0))
    query = (
        select_columns(col(Occurrence.due_on), col(Task.text), done, func.count())
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Unit, col(Unit.id) == Occurrence.unit_id)
        .where(col(Task.plan_id).in_(plan_ids), col(Occurrence.state) != OccurrenceState.CANCELLED)
        .where(col(Occurrence.due_on) < today + AHEAD)
        .group_by(col(Occurrence.deadline_id), col(Occurrence.due_on), col(Task.id), col(Task.text))
        .having(done < func.count())
        .order_by(col(Occurrence.due_on), col(Task.id))
    )
    if binding.province_key is not None:
        query = query.where(col(Unit.province_key) == binding.province_key)
    if binding.commune_key:
        query = query.where(col(Unit.commune_key) == binding.commune_key)
    connection = await session.connection()
    return [
        DayLine(due_on, task, int(did), units) for due_on, task, did, units in await connection.execute(query)
    ]
