"""A plan goes out of force, with its reminders: replaced, withdrawn, rolled back to the plan before; and back.

`services/publishing.py` ends what is replaced; `handlers/plan_list` offers the rest. Within the caller's one
transaction, under the same lock as publishing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import ReminderState, SkipReason
from domain.errors import DomainError, Stale
from domain.roles import Actor, person_of
from services import audit, schedule, succession, taking_over
from storage.queries import plans as queries
from storage.queries.common import chunks
from storage.queries.plans import TaskRow
from storage.tables import (
    Occurrence,
    OccurrenceState,
    Plan,
    PlanChange,
    PlanState,
    Reminder,
    Task,
    TaskDeadline,
)

_ENDED = {PlanState.REPLACED: "plan-replaced", PlanState.WITHDRAWN: "plan-withdrawn"}


async def end(session: AsyncSession, plan: Plan, state: PlanState, by: Actor | None, now: datetime) -> None:
    """Take a plan out of force; what waits to be sent for it is not sent."""
    claimed = await session.exec(
        update(Plan)
        .where(col(Plan.id) == plan.id, col(Plan.state) == PlanState.PUBLISHED)
        .values(state=state, revision=Plan.revision + 1)
    )
    if getattr(claimed, "rowcount", 0) != 1:
        raise Stale("plans.changed_meanwhile")
    await session.refresh(plan)
    await queries.end_span(session, plan.id or 0, now, person_of(by))
    audit.note(session, by, _ENDED[state], "plan", plan.id, now)
    await _change_reminders(session, plan, ReminderState.PLANNED, SkipReason.WITHDRAWN)


async def withdraw(session: AsyncSession, plan_id: int, by: Actor | None, now: datetime) -> Plan:
    """Take a plan back. One that amended another cannot go without giving back what it changed."""
    await queries.lock_publishing(session)
    plan = await _plan(session, plan_id)
    if plan.change == PlanChange.AMENDS and plan.state == PlanState.PUBLISHED:
        return await roll_back(session, plan_id, by, now)
    await end(session, plan, PlanState.WITHDRAWN, by, now)
    return plan


async def restore(session: AsyncSession, plan_id: int, by: Actor | None, now: datetime) -> Plan:
    """Put a withdrawn plan in force again; refused where another plan took its place meanwhile."""
    await queries.lock_publishing(session)
    plan = await _plan(session, plan_id)
    if plan.state != PlanState.WITHDRAWN:
        raise Stale("plans.changed_meanwhile")
    if await _given_back(session, plan) or await queries.live_plan_of(session, plan.document_id) is not None:
        raise DomainError("plans.error.load_again")
    others = await queries.published_plans(session, scope=queries.Scope(everything=True))
    if succession.recognised(plan, others) is not None:
        raise DomainError("plans.error.load_again")
    await _in_force_again(session, plan, by, now)
    return plan


async def _given_back(session: AsyncSession, plan: Plan) -> bool:
    """Whether a roll-back gave the plan's duties back to the one before it."""
    before = await session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None
    return before is not None and before.successor_id != plan.id


async def roll_back(session: AsyncSession, plan_id: int, by: Actor | None, now: datetime) -> Plan:
    """Put the plans that this one replaced or amended in force as they were; returns the plan rolled back.

    Duties that both have keep their done-states; the units are told what moved back.
    """
    await queries.lock_publishing(session)
    plan = await _plan(session, plan_id)
    before = await _before(session, plan)
    if not before or plan.state not in (PlanState.PUBLISHED, PlanState.WITHDRAWN):
        raise Stale("plans.changed_meanwhile")
    in_force = await queries.published_plans(session, scope=queries.Scope(everything=True))
    if any(one.predecessor_id == plan.id and one.change == PlanChange.AMENDS for one in in_force):
        raise DomainError("plans.error.amended")
    rows = await queries.plan_tasks(session, plan, whole=True)
    changes = await taking_over.swap(session, await _partners(session, rows), now, forth=False)
    if plan.state == PlanState.PUBLISHED:
        await end(session, plan, PlanState.WITHDRAWN, by, now)
    left = await queries.plan_tasks(session, plan, whole=True)
    gone = {d.id or 0 for row in left for d in row.deadlines}
    changes.dropped |= await taking_over.drop_days(session, gone, now)
    await taking_over.supersede_reminders(session, gone)
    changes.new_deadlines.clear()  # they are back, not new: their own ladder tells of them
    for one in before:
        await _in_force_again(session, one, by, now)
    await taking_over.tell(session, changes, now)
    audit.note(session, by, "plan-rolled-back", "plan", plan.id, now, before=before[0].id)
    return plan


async def _before(session: AsyncSession, plan: Plan) -> list[Plan]:
    """The plans whose place this one has."""
    query = select(Plan).where(Plan.successor_id == plan.id).order_by(col(Plan.id))
    found = list((await session.exec(query)).all())
    if plan.change == PlanChange.AMENDS and plan.predecessor_id and plan.state == PlanState.PUBLISHED:
        amended = await session.get(Plan, plan.predecessor_id)
        if amended is not None and amended.state == PlanState.PUBLISHED:
            found.append(amended)
    return found


async def _partners(session: AsyncSession, rows: list[TaskRow]) -> list[tuple[TaskRow, TaskRow]]:
    """Each duty of a plan beside what the plan before it said of it."""
    by_id = {row.task.id or 0: row for row in rows}
    pairs = []
    for ids in chunks(sorted(by_id), 500):
        query = select(Task, Plan).join(Plan, col(Plan.id) == Task.plan_id)
        found = (await session.exec(query.where(col(Task.superseded_by).in_(ids)))).all()
        said_before = await queries.fill(session, [TaskRow(task, plan) for task, plan in found], None)
        pairs += [(by_id[row.task.superseded_by or 0], row) for row in said_before]
    return pairs


async def _in_force_again(session: AsyncSession, plan: Plan, by: Actor | None, now: datetime) -> None:
    """A plan is in force again (or still): its days open again, its reminders wait again."""
    if plan.state != PlanState.PUBLISHED:
        plan.state, plan.successor_id, plan.revision = PlanState.PUBLISHED, None, plan.revision + 1
        await queries.begin_span(session, plan.id or 0, now)
        audit.note(session, by, "plan-restored", "plan", plan.id, now)
    rows = await queries.plan_tasks(session, plan)
    await taking_over.realign(session, plan, rows, now)
    await _change_reminders(session, plan, ReminderState.SKIPPED, None, now)
    await schedule.plan_tasks(session, plan, rows, now)
    await taking_over.supersede_reminders(session, [d.id or 0 for row in rows for d in row.deadlines])


async def _change_reminders(
    session: AsyncSession,
    plan: Plan,
    state: ReminderState,
    reason: SkipReason | None,
    now: datetime | None = None,
) -> None:
    """Set a plan's waiting reminders aside for a reason; or, without one, let those wait again that were set
    aside with the plan and are still to come."""
    rows = (
        select(Reminder.id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .where(Task.plan_id == plan.id, Reminder.state == state)
    )
    change = update(Reminder).values(state=ReminderState.SKIPPED, reason=reason)
    if reason is None:
        assert now is not None
        rows = rows.where(
            Reminder.reason == SkipReason.WITHDRAWN,
            Reminder.due_at > now,
            Occurrence.state == OccurrenceState.OPEN,
            Reminder.version == Occurrence.version,
        )
        change = update(Reminder).values(state=ReminderState.PLANNED, reason=None)
    await session.exec(change.where(col(Reminder.id).in_(rows)).execution_options(synchronize_session=False))


async def _plan(session: AsyncSession, plan_id: int) -> Plan:
    plan = await session.get(Plan, plan_id, populate_existing=True)
    if plan is None:
        raise Stale("plans.gone")
    return plan
