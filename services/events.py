"""Deadlines that wait for an event: somebody who follows them enters its day, corrects it, takes it back.

The day is entered once for all units of the plan, so only those may whose area the plan lies in. Rules:
domain/spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.day_words import UNCLEAR, read_day
from domain.errors import DomainError, NotAllowed, Stale
from domain.following import Area
from domain.plan import DeadlineKind
from domain.roles import Actor, Role
from domain.spans import event_due
from domain.text import fold
from domain.units import bare_place
from services import audit, replanning
from services.calendar import work_calendar
from services.progress import Telling, tellings
from storage.tables import (
    DeadlineEvent,
    Occurrence,
    OccurrenceState,
    Plan,
    PlanState,
    Task,
    TaskDeadline,
    Unit,
)

MOST_TELLINGS = 200
"""Messages written anew when a day is withdrawn; the buttons of others say that they are old."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A deadline that waits, with what was entered for it."""

    deadline_id: int
    task_id: int
    task: str
    as_written: str
    happened_on: date | None


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of entering a day: the day that is due now, and how much it plans."""

    due_on: date
    units: int
    reminders: int
    tellings: list[Telling]


async def awaited(session: AsyncSession, actor: Actor, deadline_id: int) -> Awaited:
    """The deadline behind a button, if it waits for an event and the actor may enter it."""
    deadline, task = await _mine(session, actor, deadline_id)
    event = await session.get(DeadlineEvent, deadline_id)
    return Awaited(
        deadline_id,
        deadline.task_id,
        task.text,
        deadline.as_written,
        event.happened_on if event is not None else None,
    )


async def read(
    session: AsyncSession, actor: Actor, deadline_id: int, text: str, now: datetime
) -> tuple[date, date]:
    """The day that typed words mean, and the day that would be due. Raises DomainError where that is past."""
    day = read_day(text, local_date(now))
    if day is None:
        raise DomainError(UNCLEAR, text=text.strip()[:60])
    return day, await due_after(session, actor, deadline_id, day, now)


async def due_after(
    session: AsyncSession, actor: Actor, deadline_id: int, happened_on: date, now: datetime
) -> date:
    """The day that is due if the event was on a day. A day that is past would remind nobody: it is refused."""
    deadline, _ = await _mine(session, actor, deadline_id)
    due = event_due(deadline.within, deadline.working, happened_on, await work_calendar(session))
    if due < local_date(now):
        raise DomainError("event.past_due", day=happened_on, due=due)
    return due


async def enter(
    session: AsyncSession, actor: Actor, deadline_id: int, happened_on: date, now: datetime
) -> Entered:
    """Keep the day, new or corrected; the ladder of the day that is due now begins."""
    due = await due_after(session, actor, deadline_id, happened_on, now)
    told = await _open(session, deadline_id)
    event = await session.get(DeadlineEvent, deadline_id) or DeadlineEvent(
        deadline_id=deadline_id, happened_on=happened_on, entered_at=now
    )
    event.happened_on, event.entered_by, event.entered_at = happened_on, actor.person_id, now
    session.add(event)
    await session.flush()
    audit.note(session, actor, "event-entered", "deadline", deadline_id, now, day=happened_on.isoformat())
    planned = await replanning.sync(session, [deadline_id], now)
    gone = [one for one, day in told if day != due]
    return Entered(due, planned.occurrences, planned.reminders, await _tellings(session, gone))


async def withdraw(session: AsyncSession, actor: Actor, deadline_id: int, now: datetime) -> list[Telling]:
    """The event has not happened after all: nothing is due any more, and what told of it says so."""
    await _mine(session, actor, deadline_id)
    event = await session.get(DeadlineEvent, deadline_id)
    if event is None:
        raise Stale("event.none")
    told = await _open(session, deadline_id)
    await session.delete(event)
    await session.flush()
    audit.note(session, actor, "event-withdrawn", "deadline", deadline_id, now)
    await replanning.sync(session, [deadline_id], now)
    return await _tellings(session, [one for one, _ in told])


async def _open(session: AsyncSession, deadline_id: int) -> list[tuple[int, date]]:
    query = select(Occurrence.id, col(Occurrence.due_on)).where(
        Occurrence.deadline_id == deadline_id, Occurrence.state == OccurrenceState.OPEN
    )
    return [(one, due) for one, due in (await session.exec(query)).all() if one is not None]


async def _tellings(session: AsyncSession, occurrence_ids: list[int]) -> list[Telling]:
    """Every message once, though it may have told of several of the units' days."""
    out: dict[tuple[int, int], Telling] = {}
    for one in occurrence_ids:
        for telling in await tellings(session, one):
            out.setdefault((telling.address.chat_id, telling.message_id), telling)
        if len(out) >= MOST_TELLINGS:
            break
    return list(out.values())


async def _mine(session: AsyncSession, actor: Actor, deadline_id: int) -> tuple[TaskDeadline, Task]:
    deadline = await session.get(TaskDeadline, deadline_id)
    task = await session.get(Task, deadline.task_id) if deadline is not None else None
    plan = await session.get(Plan, task.plan_id) if task is not None else None
    if deadline is None or task is None or plan is None or plan.state != PlanState.PUBLISHED:
        raise Stale("tasks.gone")
    await _may(session, actor, plan)
    if deadline.kind != DeadlineKind.CONDITIONAL or deadline.held:
        raise Stale("tasks.gone")
    return deadline, task


async def _may(session: AsyncSession, actor: Actor, plan: Plan) -> None:
    if not await may_enter(session, actor, plan):
        raise NotAllowed("error.not_allowed.event")


async def may_enter(session: AsyncSession, actor: Actor, plan: Plan) -> bool:
    """Admins, and the coordinator whose area the whole plan lies in."""
    if actor.is_admin:
        return True
    unit = await session.get(Unit, actor.unit_id) if actor.unit_id is not None else None
    if unit is None or actor.role is not Role.COORDINATOR or not plan.province:
        return False
    province = bare_place(fold(plan.province))
    mine = Area(bare_place(unit.province_key), unit.commune_key)
    return mine.covers(Area(province, plan.commune_key))
