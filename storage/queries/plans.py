"""Reading plans, their tasks, deadlines and doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain import places
from domain.areas import read_area
from domain.plan import Deadline, DeadlineKind
from domain.spans import event_due
from domain.succession import Succession
from domain.units import PlanArea
from domain.workdays import WorkCalendar
from storage.queries import settings
from storage.queries.common import chunks
from storage.tables import (
    Document,
    Occurrence,
    OccurrenceState,
    Part,
    Plan,
    PlanDoubt,
    PlanSpan,
    PlanState,
    Task,
    TaskAgency,
    TaskDeadline,
    TaskUnit,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which published plans an actor may see: all, or those of a province and those without one."""

    everything: bool = False
    province_key: str | None = None


PUBLISHING = 0x6E77
"""PostgreSQL's advisory lock under which plans come into force and go out of it."""

NOTHING = Scope()
"""The default everywhere: whoever forgets to say what may be seen sees nothing."""


@dataclass(slots=True)
class TaskRow:
    """A task with all that hangs on it."""

    task: Task
    plan: Plan
    agencies: list[TaskAgency] = field(default_factory=list)
    deadlines: list[TaskDeadline] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    part: Part | None = None
    why: str = ""
    events: dict[int, tuple[date, date]] = field(default_factory=dict)
    """Deadline id -> the day of the event that was entered for it, and the due day that follows."""
    succession: Succession | None = None

    def names(self, part: Part) -> list[str]:
        """The agencies that the plan names for one part, in its order."""
        return [agency.name for agency in self.agencies if agency.part == part]


def to_deadline(row: TaskDeadline) -> Deadline:
    """The row as the domain's dataclass."""
    return Deadline(
        DeadlineKind(row.kind), row.as_written, row.due, row.start, row.rrule, row.within, row.working
    )


def area_of(plan: Plan) -> PlanArea:
    """Where the plan holds."""
    return read_area(plan.level, plan.province, plan.issuer, plan.commune_key, plan.issued_on)


async def document_by_hash(session: AsyncSession, sha256: str) -> Document | None:
    return (await session.exec(select(Document).where(Document.sha256 == sha256))).first()


async def live_plan_of(session: AsyncSession, document_id: int) -> Plan | None:
    """The draft or published reading of a document, or the one kept as history, if there is one."""
    live = col(Plan.state).in_([PlanState.DRAFT, PlanState.PUBLISHED, PlanState.HISTORY])
    query = select(Plan).where(Plan.document_id == document_id, live)
    return (await session.exec(query.order_by(col(Plan.state) == PlanState.HISTORY))).first()


def in_force(as_of: datetime | None = None) -> ColumnElement[bool]:
    """That a plan is in force: now, or as of a moment (old plans that were kept as history among them)."""
    if as_of is None:
        return col(Plan.state) == PlanState.PUBLISHED
    span = select(PlanSpan.plan_id).where(
        col(PlanSpan.from_at) <= as_of,
        or_(col(PlanSpan.until_at).is_(None), col(PlanSpan.until_at) > as_of),
    )
    return col(Plan.id).in_(span)


def counts(as_of: datetime | None = None) -> ColumnElement[bool]:
    """That a task is the one that counts of its duty: no other plan in force says it anew."""
    return _counts(as_of) if as_of is not None else _counts_now()


@cache
def _counts_now() -> ColumnElement[bool]:
    """Made once: every list asks for it."""
    return _counts(None)


def _counts(as_of: datetime | None) -> ColumnElement[bool]:
    newer = aliased(Task)
    said_anew = (
        select(newer.id)
        .join(Plan, col(Plan.id) == newer.plan_id)
        .where(newer.id == Task.superseded_by, in_force(as_of))
        .exists()
    )
    return or_(col(Task.superseded_by).is_(None), ~said_anew)


async def lock_publishing(session: AsyncSession) -> None:
    """Let one transaction at a time change which plans are in force. SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "sqlite":
        await session.exec(select(func.pg_advisory_xact_lock(PUBLISHING)))


async def begin_span(session: AsyncSession, plan_id: int, at: datetime) -> None:
    """Note that a plan is in force from a moment on."""
    session.add(PlanSpan(plan_id=plan_id, from_at=at))
    await session.flush()


async def end_span(session: AsyncSession, plan_id: int, at: datetime, by: int | None) -> None:
    """Note that a plan is not in force any more."""
    query = select(PlanSpan).where(PlanSpan.plan_id == plan_id, col(PlanSpan.until_at).is_(None))
    for span in (await session.exec(query)).all():
        span.until_at, span.ended_by = max(at, span.from_at), by
    await session.flush()


async def published_plans(
    session: AsyncSession, *, scope: Scope = NOTHING, as_of: datetime | None = None
) -> list[Plan]:
    """The plans in force that the scope lets through, newest first; as of a moment those in force then."""
    query = select(Plan).where(in_force(as_of)).order_by(col(Plan.published_at).desc(), col(Plan.id).desc())
    plans = (await session.exec(query)).all()
    return [plan for plan in plans if visible(plan, scope)]


def visible(plan: Plan, scope: Scope) -> bool:
    """A unit sees the plans of its province of today, and those of none; one without a province sees nothing."""
    if scope.everything:
        return True
    if not scope.province_key:
        return False
    return not plan.province or places.province_key(plan.province) == places.province_key(scope.province_key)


def succession_of(link: TaskUnit, unit: str) -> Succession | None:
    """Why the unit has the task, where the plan names a body or a place that is no more."""
    return Succession(link.was, link.decree, link.sure, unit) if link.was else None


async def unit_tasks(
    session: AsyncSession, unit_id: int, *, scope: Scope = NOTHING, as_of: datetime | None = None
) -> list[TaskRow]:
    """The tasks of published plans in which the unit has a part, in the plans' order."""
    plans = {plan.id: plan for plan in await published_plans(session, scope=scope, as_of=as_of)}
    query = (
        select(Task, TaskUnit, Unit.name)
        .join(TaskUnit, col(TaskUnit.task_id) == Task.id)
        .join(Unit, col(Unit.id) == TaskUnit.unit_id)
        .where(TaskUnit.unit_id == unit_id, col(Task.plan_id).in_(plans), counts(as_of))
        .order_by(col(Task.plan_id).desc(), col(Task.position))
    )
    best: dict[int, TaskRow] = {}
    for task, link, name in (await session.exec(query)).all():
        row = TaskRow(task, plans[task.plan_id])
        row.part, row.why, row.succession = Part(link.part), link.why, succession_of(link, name)
        assert task.id is not None
        if task.id not in best or row.part is Part.LEAD:
            best[task.id] = row
    return await fill(session, list(best.values()), unit_id)


async def everyone_tasks(
    session: AsyncSession,
    unit_id: int | None = None,
    *,
    scope: Scope = NOTHING,
    as_of: datetime | None = None,
) -> list[TaskRow]:
    """The tasks that bind everybody in published plans, in the plans' order."""
    plans = {plan.id: plan for plan in await published_plans(session, scope=scope, as_of=as_of)}
    query = select(Task).where(col(Task.plan_id).in_(plans), col(Task.everyone), counts(as_of))
    query = query.order_by(col(Task.plan_id).desc(), col(Task.position))
    rows = [TaskRow(task, plans[task.plan_id]) for task in (await session.exec(query)).all()]
    return await fill(session, rows, unit_id)


async def all_tasks(
    session: AsyncSession,
    unit_id: int | None = None,
    *,
    scope: Scope = NOTHING,
    as_of: datetime | None = None,
) -> list[TaskRow]:
    """Every task of published plans that the scope lets through."""
    plans = {plan.id: plan for plan in await published_plans(session, scope=scope, as_of=as_of)}
    query = select(Task).where(col(Task.plan_id).in_(plans), counts(as_of))
    query = query.order_by(col(Task.plan_id).desc(), col(Task.position))
    rows = [TaskRow(task, plans[task.plan_id]) for task in (await session.exec(query)).all()]
    return await fill(session, rows, unit_id)


async def plan_tasks(session: AsyncSession, plan: Plan, *, whole: bool = False) -> list[TaskRow]:
    """Every task of one plan, whatever its state, for the preview and for publishing; those that a newer plan
    says anew only with `whole`."""
    query = select(Task).where(Task.plan_id == plan.id).order_by(col(Task.position))
    if not whole:
        query = query.where(counts())
    rows = [TaskRow(task, plan) for task in (await session.exec(query)).all()]
    return await fill(session, rows, None)


async def tasks_by_id(
    session: AsyncSession, task_ids: Sequence[int], unit_id: int | None = None, *, scope: Scope = NOTHING
) -> list[TaskRow]:
    """Tasks of published plans in the given order, with the unit's part in each; what the scope hides is left out."""
    query = select(Task, Plan).join(Plan, col(Plan.id) == Task.plan_id)
    query = query.where(col(Task.id).in_(task_ids), Plan.state == PlanState.PUBLISHED)
    rows = {
        task.id: TaskRow(task, plan)
        for task, plan in (await session.exec(query)).all()
        if visible(plan, scope)
    }
    if unit_id is not None:
        links = select(TaskUnit, Unit.name).join(Unit, col(Unit.id) == TaskUnit.unit_id)
        links = links.where(TaskUnit.unit_id == unit_id, col(TaskUnit.task_id).in_(task_ids))
        for link, name in (await session.exec(links)).all():
            row = rows.get(link.task_id)
            if row is not None and row.part is not Part.LEAD:
                row.part, row.why, row.succession = Part(link.part), link.why, succession_of(link, name)
    return await fill(session, [rows[one] for one in task_ids if one in rows], unit_id)


async def one_task(
    session: AsyncSession, task_id: int, unit_id: int | None = None, *, scope: Scope = NOTHING
) -> TaskRow | None:
    """One task of a published plan, or None where the scope does not let it through."""
    task = await session.get(Task, task_id)
    plan = await session.get(Plan, task.plan_id) if task else None
    if task is None or plan is None or plan.state != PlanState.PUBLISHED or not visible(plan, scope):
        return None
    row = TaskRow(task, plan)
    if unit_id is not None:
        parts = (
            await session.exec(
                select(TaskUnit).where(TaskUnit.task_id == task_id, TaskUnit.unit_id == unit_id)
            )
        ).all()
        for part in sorted(parts, key=lambda p: p.part != Part.LEAD)[:1]:
            unit = await session.get(Unit, unit_id)
            row.part, row.why = Part(part.part), part.why
            row.succession = succession_of(part, unit.name if unit is not None else "")
    return (await fill(session, [row], unit_id))[0]


async def fill(session: AsyncSession, rows: list[TaskRow], unit_id: int | None) -> list[TaskRow]:
    """Add agencies, deadlines and the unit's open or done occurrences to task rows."""
    by_id = {row.task.id: row for row in rows if row.task.id is not None}
    for ids in chunks(list(by_id), 500):
        agencies = (
            select(TaskAgency).where(col(TaskAgency.task_id).in_(ids)).order_by(col(TaskAgency.position))
        )
        for agency in (await session.exec(agencies)).all():
            by_id[agency.task_id].agencies.append(agency)
        deadlines = select(TaskDeadline).where(col(TaskDeadline.task_id).in_(ids))
        for deadline in (await session.exec(deadlines.order_by(col(TaskDeadline.position)))).all():
            by_id[deadline.task_id].deadlines.append(deadline)
        await _fill_events(session, [by_id[one] for one in ids])
        if unit_id is not None:
            await _fill_occurrences(session, by_id, ids, unit_id)
    return rows


async def _fill_events(session: AsyncSession, rows: Sequence[TaskRow]) -> None:
    """Add the events that were entered for deadlines that wait for one."""
    waiting = {d.id or 0: d for row in rows for d in row.deadlines if d.kind == DeadlineKind.CONDITIONAL}
    by_task = {row.task.id: row for row in rows}
    for deadline_id, event in (await event_days(session, waiting)).items():
        by_task[waiting[deadline_id].task_id].events[deadline_id] = event


async def event_days(
    session: AsyncSession, waiting: Mapping[int, Deadline | TaskDeadline]
) -> dict[int, tuple[date, date]]:
    """Of deadlines that wait for an event, by id: the day that was entered, and the due day that follows."""
    happened = await settings.events(session, list(waiting))
    if not happened:
        return {}
    calendar = WorkCalendar.of(await settings.swapped_days(session))
    return {
        key: (on, event_due(waiting[key].within, waiting[key].working, on, calendar))
        for key, on in happened.items()
    }


async def _fill_occurrences(
    session: AsyncSession, by_id: dict[int, TaskRow], ids: Sequence[int], unit_id: int
) -> None:
    query = (
        select(Occurrence, TaskDeadline.task_id)
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .where(
            col(TaskDeadline.task_id).in_(ids),
            Occurrence.unit_id == unit_id,
            Occurrence.state != OccurrenceState.CANCELLED,
        )
        .order_by(col(Occurrence.due_on))
    )
    for occurrence, task_id in (await session.exec(query)).all():
        by_id[task_id].occurrences.append(occurrence)


async def doubts_of(session: AsyncSession, plan_id: int) -> list[PlanDoubt]:
    """The doubts of a plan in its order."""
    query = select(PlanDoubt).where(PlanDoubt.plan_id == plan_id).order_by(col(PlanDoubt.position))
    return list((await session.exec(query)).all())


async def plans_by_state(session: AsyncSession, states: Sequence[PlanState]) -> list[Plan]:
    """Plans in one of the states, newest first (admins only: no scope is applied)."""
    query = select(Plan).where(col(Plan.state).in_(states))
    return list((await session.exec(query.order_by(col(Plan.created_at).desc()))).all())
