"""What a unit has to do by the published plans: its tasks, its deadlines, one task's card. Questions: `asking`.

Nothing is invented: every line is a task of a plan with its place in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import VIETNAM, local_date
from domain.errors import DomainError, Stale
from domain.occurrences import DueKind, due_kind, next_due
from domain.plan import DeadlineKind
from domain.roles import Actor, Right
from domain.succession import Succession
from domain.unit_index import UnitIndex
from services import events, responsibility
from services.access import follows, require, require_unit, scope_of
from services.intake import plan_name
from storage.queries import lists, people
from storage.queries import plans as queries
from storage.queries.lists import Listed, ListedDay, ListedDeadline
from storage.queries.plans import Scope, TaskRow
from storage.tables import OccurrenceState, Part, Unit


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline as shown: its words, the next due day if it has one, and where this unit stands."""

    kind: DeadlineKind
    as_written: str
    next_due: date | None
    start: date | None
    held: bool
    deadline_id: int = 0
    event_on: date | None = None
    """The day of the event, where the deadline waits for one and somebody entered it."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task in a list."""

    task_id: int
    text: str
    lead_in: str | None
    section: str
    page: int | None
    plan: str
    part: Part | None
    everyone: bool
    why: str
    deadlines: tuple[DeadlineView, ...]
    due_on: date | None
    done: bool
    open_days: tuple[date, ...] = ()
    """The unit's next open due day of each deadline."""
    succession: Succession | None = None
    """What the plan called the unit, where that is no more."""
    leads: tuple[str, ...] = ()
    """Who leads, as the plan names them."""


@dataclass(frozen=True, slots=True)
class TaskList:
    """A unit's tasks: those it leads or helps with, then those that bind everybody."""

    unit: str
    own: tuple[TaskView, ...]
    everyone: tuple[TaskView, ...]
    plans: int


@dataclass(frozen=True, slots=True)
class TaskCard:
    """Everything about one task, with the sentence of the plan."""

    view: TaskView
    plan_title: str
    issuer: str
    issued_on: date | None
    lines: tuple[int, int]
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    report_to: tuple[str, ...]
    open_occurrence: tuple[int, int] | None
    """(occurrence, version) that the asker's unit may mark as done."""
    follows: bool = False
    """Whether the asker may look at the standing of units."""
    may_enter_events: bool = False


@dataclass(frozen=True, slots=True)
class DueLine:
    """One due day of a unit."""

    task: TaskView
    due_on: date
    done: bool


async def unit_tasks(
    session: AsyncSession, actor: Actor, now: datetime, as_of: date | None = None
) -> TaskList:
    """The tasks of the actor's own unit, by deadline, and those that bind everybody; as of the end of an earlier day,
    those of the plans that were in force then. Refused for a day that is still to come."""
    require(actor, Right.SEE_OWN_TASKS)
    unit_id = require_unit(actor)
    today = local_date(now)
    if as_of is not None and as_of > today:
        raise DomainError("tasks.as_of_future", today=today)
    moment = None
    if as_of is not None and as_of < today:
        moment = datetime.combine(as_of, time.max, tzinfo=VIETNAM)
    return await tasks_of(session, unit_id, now, scope=await scope_of(session, actor), as_of=moment)


async def tasks_of(
    session: AsyncSession, unit_id: int, now: datetime, *, scope: Scope, as_of: datetime | None = None
) -> TaskList:
    """A unit's tasks from all published plans that the scope lets through; as of a moment, what the plans said
    that were in force then (done-states belong to what holds now and are not told of the past)."""
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise Stale("error.unit_gone")
    plans = {plan.id or 0: plan for plan in await queries.published_plans(session, scope=scope, as_of=as_of)}
    units = await people.units(session)
    mine_alone = UnitIndex(
        [units.by_id[unit_id]]
    )  # whom a school's own plan means can only be told among all
    binding = {
        key
        for key, plan in plans.items()
        if unit_id in responsibility.everyone_units(plan, units if plan.level == "school" else mine_alone)
    }
    if as_of is None:
        own, shared = await lists.of_unit(session, unit_id, unit.name, plans, binding)
    else:
        own, shared = await _then(session, unit_id, scope, as_of, binding)
    today = local_date(as_of or now)
    return TaskList(unit.name, _shown(own, today), _shown(shared, today), len(plans))


async def _then(
    session: AsyncSession, unit_id: int, scope: Scope, as_of: datetime, binding: Collection[int]
) -> tuple[list[Listed], list[Listed]]:
    """What the plans said that were in force at a moment: the unit's, and everybody's besides; no state of today's."""
    own = await queries.unit_tasks(session, unit_id, scope=scope, as_of=as_of)
    mine = {row.task.id for row in own}
    everyone = await queries.everyone_tasks(session, unit_id, scope=scope, as_of=as_of)
    shared = [row for row in everyone if row.task.id not in mine and row.task.plan_id in binding]
    for row in (*own, *shared):
        row.occurrences = []
    return [lists.listed(row) for row in own], [lists.listed(row) for row in shared]


def _shown(rows: Iterable[Listed], today: date) -> tuple[TaskView, ...]:
    return tuple(sorted((_view(row, today) for row in rows), key=_order))


async def due_list(session: AsyncSession, actor: Actor, now: datetime) -> list[DueLine]:
    """The open due days of the actor's unit, the next one of each deadline: overdue first, then by day."""
    tasks = await unit_tasks(session, actor, now)
    today = local_date(now)
    lines = [
        DueLine(task, due_on, task.done)
        for task in (*tasks.own, *tasks.everyone)
        for due_on in task.open_days
    ]
    lines.sort(key=lambda line: (line.due_on >= today, line.due_on, line.task.task_id))
    return lines


async def card(session: AsyncSession, actor: Actor, task_id: int, now: datetime) -> TaskCard:
    """One task whole: the sentence, who leads, who helps, whom it is reported to."""
    require(actor, Right.SEE_OWN_TASKS)
    row = await queries.one_task(session, task_id, actor.unit_id, scope=await scope_of(session, actor))
    if row is None:
        raise Stale("tasks.gone")
    shown = lists.listed(row)
    open_ones = [day for day in _deadline_days(shown) if day.state == OccurrenceState.OPEN]
    return TaskCard(
        view=_view(shown, local_date(now)),
        plan_title=row.plan.title or "",
        issuer=row.plan.issuer or "",
        issued_on=row.plan.issued_on,
        lines=(row.task.first_line, row.task.last_line),
        leads=tuple(row.names(Part.LEAD)),
        partners=tuple(row.names(Part.PARTNER)),
        report_to=tuple(row.names(Part.REPORT_TO)),
        open_occurrence=(open_ones[0].id, open_ones[0].version) if open_ones else None,
        follows=follows(actor),
        may_enter_events=await events.may_enter(session, actor, row.plan),
    )


def view(row: TaskRow, today: date) -> TaskView:
    """A task as lists show it; `due_on` is the unit's next open day, else the next day that the plan names."""
    return _view(lists.listed(row), today)


def _view(row: Listed, today: date) -> TaskView:
    deadlines = tuple(_deadline_view(one, row.events.get(one.id), today) for one in row.deadlines)
    days = _deadline_days(row)
    open_days = _next_open(days)
    named = [d.next_due for d in deadlines if d.next_due is not None and not d.held]
    done = bool(days) and not open_days
    return TaskView(
        task_id=row.id,
        text=row.text,
        lead_in=row.lead_in,
        section=row.section,
        page=row.page,
        plan=plan_name(row.plan),
        part=row.part,
        everyone=row.everyone,
        why=row.why,
        deadlines=deadlines,
        due_on=min(open_days) if open_days else None if done else min(named, default=None),
        done=done,
        open_days=open_days,
        succession=row.succession,
        leads=tuple(row.leads),
    )


def _next_open(days: Iterable[ListedDay]) -> tuple[date, ...]:
    """The first open due day of each of the task's deadlines, in order."""
    first: dict[int, date] = {}
    for day in days:
        if day.state == OccurrenceState.OPEN:
            first[day.deadline_id] = min(first.get(day.deadline_id, day.due_on), day.due_on)
    return tuple(sorted(set(first.values())))


def _deadline_days(row: Listed) -> list[ListedDay]:
    """The unit's due days of a task without the quarterly questions, which are asked and not listed."""
    deadlines = {one.id: one.deadline for one in row.deadlines}
    return [one for one in row.days if due_kind(deadlines[one.deadline_id], one.due_on) is DueKind.DEADLINE]


def _deadline_view(row: ListedDeadline, event: tuple[date, date] | None, today: date) -> DeadlineView:
    deadline = row.deadline
    due = next_due(deadline, today) or (event[1] if event else deadline.due)
    happened = event[0] if event else None
    return DeadlineView(deadline.kind, deadline.as_written, due, deadline.start, row.held, row.id, happened)


def _order(task: TaskView) -> tuple[bool, bool, date, int]:
    """Open before done, dated before undated, by day, then as in the plan."""
    return (task.done, task.due_on is None, task.due_on or date.max, task.task_id)
