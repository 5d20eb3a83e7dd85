"""How far the units of a task have come: who has received, who is done, who is silent. For those who follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import Stale
from domain.escalation import Standing, Summary, UnitState, standing, summarise
from domain.occurrences import DueKind, due_kind
from domain.roles import Actor
from domain.workdays import WorkCalendar
from services.access import followed_units, scope_of
from services.calendar import work_calendar
from services.intake import plan_name
from storage.queries import plans as queries
from storage.queries import superiors
from storage.tables import Occurrence, OccurrenceState, Receipt, TaskDeadline, Unit


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of a class and where it stands."""

    unit: str
    standing: Standing
    received_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class DayStanding:
    """One due day: the counts and the units, silent ones first."""

    due_on: date
    summary: Summary
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """The due days of a task that have units to follow: the next one first, then past ones, the newest first."""

    task_id: int
    task: str
    plan: str
    days: tuple[DayStanding, ...]


async def of_task(session: AsyncSession, actor: Actor, task_id: int, now: datetime) -> TaskStanding:
    """The standing of the units that the actor follows: a coordinator's area, a head's own unit."""
    follows = await followed_units(session, actor)
    row = await queries.one_task(session, task_id, None, scope=await scope_of(session, actor))
    if row is None:
        raise Stale("tasks.gone")
    query = (
        select(Occurrence, TaskDeadline, Unit.name)
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Unit, col(Unit.id) == Occurrence.unit_id)
        .where(TaskDeadline.task_id == task_id, Occurrence.state != OccurrenceState.CANCELLED)
        .order_by(col(Occurrence.due_on), col(Unit.name))
    )
    by_day: dict[date, list[tuple[Occurrence, str]]] = {}
    for occurrence, deadline, name in (await session.exec(query)).all():
        asks = due_kind(queries.to_deadline(deadline), occurrence.due_on) is DueKind.CHECK_IN
        if not asks and (follows is None or occurrence.unit_id in follows):
            by_day.setdefault(occurrence.due_on, []).append((occurrence, name))
    today, calendar = local_date(now), await work_calendar(session)
    coming = sorted(day for day in by_day if day >= today)[:1]
    shown = coming + sorted((day for day in by_day if day < today), reverse=True)
    ids = [occurrence.id or 0 for day in shown for occurrence, _ in by_day[day]]
    receipts = await superiors.receipts(session, ids)
    days = tuple(_day(day, by_day[day], receipts, today, calendar) for day in shown)
    return TaskStanding(task_id, row.task.text, plan_name(row.plan), days)


def _day(
    due_on: date,
    found: list[tuple[Occurrence, str]],
    receipts: dict[tuple[int, int], Receipt],
    today: date,
    calendar: WorkCalendar,
) -> DayStanding:
    states, lines = [], []
    for occurrence, name in found:
        receipt = receipts.get((occurrence.id or 0, occurrence.version))
        received_on = local_date(receipt.received_at) if receipt is not None else None
        done_on = local_date(occurrence.done_at) if occurrence.done_at is not None else None
        state = UnitState(occurrence.unit_id, received_on, done_on)
        states.append(state)
        lines.append(UnitLine(name, standing(state, due_on, today, calendar), received_on, done_on))
    order = [Standing.SILENT, Standing.EXPIRED, Standing.RECEIVED, Standing.DONE]
    lines.sort(key=lambda line: order.index(line.standing))
    return DayStanding(due_on, summarise(states, due_on, today, calendar), tuple(lines))
