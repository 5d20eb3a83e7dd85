"""Held deadlines of plans in force: an admin or the area's coordinator confirms, dates or drops each, and it is planned.

A draft's doubts are settled before publishing (services/corrections); what stayed held then reminds nobody until
it is settled here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.day_words import UNCLEAR, read_day
from domain.errors import DomainError, NotAllowed, Stale
from domain.occurrences import due_days
from domain.plan import DeadlineKind
from domain.roles import Actor
from services import audit, replanning
from services.access import follows
from services.events import may_enter
from services.intake import plan_name
from services.schedule import Planned
from storage.queries import plans as queries
from storage.tables import Plan, PlanState, Task, TaskDeadline


@dataclass(frozen=True, slots=True)
class Held:
    """One held deadline. `next_due` is the day that would be reminded of; None where it has none to come."""

    deadline_id: int
    task_id: int
    task: str
    plan: str
    kind: DeadlineKind
    as_written: str
    next_due: date | None


async def listed(session: AsyncSession, actor: Actor, now: datetime) -> list[Held]:
    """What waits for a word, plan by plan, in their order."""
    if not follows(actor):
        raise NotAllowed("error.not_allowed.settle")
    query = (
        select(TaskDeadline, Task, Plan)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .where(Plan.state == PlanState.PUBLISHED, col(TaskDeadline.held))
        .order_by(col(Plan.id), col(Task.position), col(TaskDeadline.position))
    )
    out = []
    for deadline, task, plan in (await session.exec(query)).all():
        if await may_enter(session, actor, plan):
            out.append(_held(deadline, task, plan, now))
    return out


def _held(deadline: TaskDeadline, task: Task, plan: Plan, now: datetime) -> Held:
    days = due_days(queries.to_deadline(deadline), local_date(now))
    return Held(
        deadline.id or 0,
        deadline.task_id,
        task.text,
        plan_name(plan),
        DeadlineKind(deadline.kind),
        deadline.as_written,
        days[0].due_on if days else deadline.due,
    )


async def one(session: AsyncSession, actor: Actor, deadline_id: int, now: datetime) -> Held:
    """The deadline behind a button."""
    deadline, task, plan = await _mine(session, actor, deadline_id)
    return _held(deadline, task, plan, now)


async def confirm(session: AsyncSession, actor: Actor, deadline_id: int, now: datetime) -> Planned:
    """As it was read, it is right: from now on it reminds. Where no day was read one has to be entered."""
    deadline, _, _ = await _mine(session, actor, deadline_id)
    dated = deadline.kind in (DeadlineKind.DATE, DeadlineKind.PERIOD)
    if dated and (deadline.due is None or deadline.due < local_date(now)):
        raise DomainError("settle.needs_a_date")
    deadline.held = False
    await session.flush()
    audit.note(session, actor, "deadline-confirmed", "deadline", deadline_id, now)
    return await replanning.sync(session, [deadline_id], now)


async def read(
    session: AsyncSession, actor: Actor, deadline_id: int, text: str, now: datetime
) -> tuple[Held, date]:
    """The day that was typed, which must be to come."""
    found = await one(session, actor, deadline_id, now)
    day = read_day(text, local_date(now))
    if day is None:
        raise DomainError(UNCLEAR, text=text.strip()[:60])
    if day < local_date(now):
        raise DomainError("settle.past", day=day)
    return found, day


async def set_date(
    session: AsyncSession, actor: Actor, deadline_id: int, day: date, now: datetime
) -> Planned:
    """The deadline is this day, whatever was read; from now on it reminds."""
    deadline, _, _ = await _mine(session, actor, deadline_id)
    if day < local_date(now):
        raise DomainError("settle.past", day=day)
    deadline.kind, deadline.due, deadline.start = DeadlineKind.DATE, day, None
    deadline.rrule, deadline.within, deadline.working, deadline.held = None, None, False, False
    await session.flush()
    audit.note(session, actor, "deadline-set", "deadline", deadline_id, now, day=day.isoformat())
    return await replanning.sync(session, [deadline_id], now)


async def drop(session: AsyncSession, actor: Actor, deadline_id: int, now: datetime) -> None:
    """It is no deadline at all: the task stays, this line of it goes."""
    deadline, _, _ = await _mine(session, actor, deadline_id)
    await session.delete(deadline)
    await session.flush()
    audit.note(session, actor, "deadline-dropped", "deadline", deadline_id, now)


async def _mine(session: AsyncSession, actor: Actor, deadline_id: int) -> tuple[TaskDeadline, Task, Plan]:
    deadline = await session.get(TaskDeadline, deadline_id)
    task = await session.get(Task, deadline.task_id) if deadline is not None else None
    plan = await session.get(Plan, task.plan_id) if task is not None else None
    if deadline is None or task is None or plan is None or plan.state != PlanState.PUBLISHED:
        raise Stale("settle.gone")
    if not await may_enter(session, actor, plan):
        raise NotAllowed("error.not_allowed.settle")
    if not deadline.held:
        raise Stale("settle.gone")
    return deadline, task, plan
