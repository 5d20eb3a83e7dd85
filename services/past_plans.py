"""Plans whose dates are over: kept as history, with their recurring duties alone, or moved by whole years.

The preview asks; the choice is kept in the draft and carried out when it is published (moving at once, so that the
preview shows the new days).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from domain import past
from domain.clock import VIETNAM, local_date
from domain.errors import DomainError, Stale
from domain.plan import Deadline, DeadlineKind
from domain.roles import Actor, person_of
from services import audit
from storage.queries import plans as queries
from storage.queries.plans import TaskRow
from storage.tables import PastUse, Plan, PlanSpan, PlanState, TaskDeadline

_GOES_ON = (DeadlineKind.RECURRING, DeadlineKind.ONGOING)


def over(plan: Plan, rows: Sequence[TaskRow], today: date) -> bool:
    """Whether every date of the plan has passed."""
    return past.is_over(_deadlines(rows), plan.years, today)


def years_to_move(plan: Plan, rows: Sequence[TaskRow], today: date) -> int:
    """By how many years it would be moved."""
    return past.years_to_move(_deadlines(rows), plan.years, today)


def _deadlines(rows: Sequence[TaskRow]) -> list[Deadline]:
    return [queries.to_deadline(d) for row in rows for d in row.deadlines]


async def choose(
    session: AsyncSession, plan_id: int, use: PastUse | None, by: Actor | None, now: datetime
) -> Plan:
    """Note what becomes of a draft that is over; choosing anew undoes what was chosen before."""
    plan = await session.get(Plan, plan_id, populate_existing=True)
    if plan is None or plan.state != PlanState.DRAFT:
        raise Stale("load.already_decided")
    rows = await queries.plan_tasks(session, plan)
    if plan.moved_years:
        _move(rows, -plan.moved_years)
        plan.moved_years = None
    if use is PastUse.MOVED:
        years = years_to_move(plan, rows, local_date(now))
        if not years:
            raise DomainError("load.past_not_over")
        _move(rows, years)
        plan.moved_years = years
    plan.past = use
    plan.revision += 1
    await session.flush()
    audit.note(session, by, "plan-past", "plan", plan_id, now, use=use.value if use else None)
    return plan


def _move(rows: Sequence[TaskRow], years: int) -> None:
    """Every deadline in other years; the day that the plan names is kept beside it, and going back takes it."""
    for deadline in (d for row in rows for d in row.deadlines):
        moved = past.moved(queries.to_deadline(deadline), years)
        known = deadline.moved_from
        deadline.moved_from = deadline.due if years > 0 else None
        deadline.due = known if years < 0 and known is not None else moved.due
        deadline.start, deadline.rrule = moved.start, moved.rrule


async def keep_recurring(session: AsyncSession, plan: Plan) -> None:
    """Leave of a draft the tasks that recur or go on, and of their deadlines those."""
    for row in await queries.plan_tasks(session, plan):
        goes_on = [d for d in row.deadlines if d.kind in _GOES_ON]
        if not goes_on:
            await session.delete(row.task)
        for deadline in row.deadlines if goes_on else ():
            await _drop_dated(session, deadline)
    await session.flush()


async def _drop_dated(session: AsyncSession, deadline: TaskDeadline) -> None:
    if deadline.kind not in _GOES_ON:
        await session.delete(deadline)


async def keep_as_history(session: AsyncSession, plan: Plan, by: Actor | None, now: datetime) -> int:
    """Keep a draft to be looked up: in force in the years that it was made for, never here and now. Returns its tasks."""
    rows = await queries.plan_tasks(session, plan)
    years = [d.due.year for d in _deadlines(rows) if d.due is not None] + list(plan.years)
    first = plan.issued_on or date(min(years, default=now.year), 1, 1)
    last = max(first, date(max(years, default=first.year), 12, 31))
    plan.state, plan.published_at, plan.published_by = PlanState.HISTORY, now, person_of(by)
    session.add(
        PlanSpan(
            plan_id=plan.id or 0,
            from_at=datetime.combine(first, time(), tzinfo=VIETNAM),
            until_at=datetime.combine(last, time(23, 59), tzinfo=VIETNAM),
            ended_by=person_of(by),
        )
    )
    await session.flush()
    return len(rows)
