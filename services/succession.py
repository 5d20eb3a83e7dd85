"""What a draft does to the plans in force: which one it replaces or amends, and what would change for whom.

Called by the preview and by publishing, which look it up anew each time; it only reads. Taking over, which
writes, is services/taking_over.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.differences import Difference, Duty, Pair, compare
from domain.errors import Stale
from domain.plan import Deadline
from domain.roles import Actor
from domain.text import fold
from services import audit, responsibility
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import chunks
from storage.queries.plans import TaskRow
from storage.tables import Plan, PlanChange, PlanState, TaskUnit


@dataclass(frozen=True, slots=True)
class Forerunner:
    """The plan in force that a draft replaces or amends, and those that amended it meanwhile."""

    plan: Plan
    change: PlanChange
    with_it: tuple[Plan, ...] = ()
    said_by_admin: bool = False

    @property
    def plans(self) -> tuple[Plan, ...]:
        return (self.plan, *self.with_it)

    @property
    def name(self) -> str:
        return self.plan.number or (self.plan.title or "")[:60]


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that moves; a side without a day of its own has its words alone."""

    task: str
    old_on: date | None
    old_words: str
    new_on: date | None
    new_words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One task that is new, dropped or changed, and how many units it binds."""

    task: str
    section: str
    text_changed: bool = False
    who_changed: bool = False
    dates_changed: bool = False


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What changes for one unit."""

    unit: str
    new: int
    dropped: int
    changed: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """What publishing a draft would change, for whoever decides about it."""

    plan_id: int
    name: str
    change: PlanChange
    said_by_admin: bool
    unchanged: int
    new: tuple[Change, ...]
    dropped: tuple[Change, ...]
    changed: tuple[Change, ...]
    moves: tuple[Move, ...]
    units: tuple[UnitChange, ...]

    @property
    def nothing_changes(self) -> bool:
        return not (self.new or self.dropped or self.changed)


async def forerunner(session: AsyncSession, plan: Plan) -> Forerunner | None:
    """The plan whose place a draft takes: the one an admin named, else what its number, its title or its own
    words say. None for a plan of its own."""
    if plan.change == PlanChange.NEW:
        return None
    in_force = [one for one in await _in_force(session) if one.id != plan.id]
    if plan.change is not None:
        named = next((one for one in in_force if one.id == plan.predecessor_id), None)
        found = (named, PlanChange(plan.change)) if named else None
    else:
        found = recognised(plan, in_force)
    if found is None:
        return None
    one, change = found
    amendments = tuple(a for a in in_force if a.predecessor_id == one.id and a.change == PlanChange.AMENDS)
    return Forerunner(one, change, amendments, said_by_admin=plan.change is not None)


async def choose(
    session: AsyncSession,
    plan_id: int,
    change: PlanChange,
    other: int | None,
    by: Actor | None,
    now: datetime,
) -> Plan:
    """An admin says what a draft does to an earlier plan: a plan of its own, or which one it replaces or amends."""
    plan = await session.get(Plan, plan_id, populate_existing=True)
    if plan is None or plan.state != PlanState.DRAFT:
        raise Stale("load.already_decided")
    if change is not PlanChange.NEW and other not in {one.id for one in await _in_force(session)}:
        raise Stale("load.changed_meanwhile")
    plan.change, plan.predecessor_id = change, other if change is not PlanChange.NEW else None
    plan.revision += 1
    await session.flush()
    audit.note(
        session, by, "plan-related", "plan", plan_id, now, change=change.value, other=plan.predecessor_id
    )
    return plan


async def eligible(session: AsyncSession, plan_id: int) -> list[tuple[int, str]]:
    """(plan, name) of every plan in force that a draft may replace, newest first."""
    return [
        (one.id or 0, one.number or (one.title or "")[:60])
        for one in await _in_force(session)
        if one.id != plan_id
    ]


async def _in_force(session: AsyncSession) -> list[Plan]:
    query = select(Plan).where(Plan.state == PlanState.PUBLISHED)
    return list(
        (await session.exec(query.order_by(col(Plan.published_at).desc(), col(Plan.id).desc()))).all()
    )


def recognised(plan: Plan, in_force: Sequence[Plan]) -> tuple[Plan, PlanChange] | None:
    """By the text's own words, by number and issuer within a year, by title, issuer and years."""
    for numbers, change in ((plan.supersedes, PlanChange.REPLACES), (plan.amends, PlanChange.AMENDS)):
        named = {fold(number) for number in numbers or ()}
        for one in in_force:
            if one.number and fold(one.number) in named and _same_place(plan, one):
                return one, change
    for one in in_force:
        if _same_number(plan, one) or _same_title(plan, one):
            return one, PlanChange.REPLACES
    return None


def _same_place(plan: Plan, other: Plan) -> bool:
    return not plan.province or not other.province or fold(plan.province) == fold(other.province)


def _same_number(plan: Plan, other: Plan) -> bool:
    """Numbers begin anew each year, so the year must be the same as far as it is known."""
    if not plan.number or not other.number or fold(plan.number) != fold(other.number):
        return False
    if fold(plan.issuer or "") != fold(other.issuer or ""):
        return False
    if plan.issued_on and other.issued_on:
        return plan.issued_on.year == other.issued_on.year
    return not plan.years or not other.years or bool(set(plan.years) & set(other.years))


def _same_title(plan: Plan, other: Plan) -> bool:
    if not plan.title or not plan.issuer or not plan.years:
        return False
    return (fold(plan.title), fold(plan.issuer), sorted(plan.years)) == (
        fold(other.title or ""),
        fold(other.issuer or ""),
        sorted(other.years),
    )


async def describe(session: AsyncSession, plan: Plan) -> Succession | None:
    """What publishing a draft would change; None for a plan of its own."""
    found = await forerunner(session, plan)
    if found is None:
        return None
    old = await rows_of(session, found)
    new = await queries.plan_tasks(session, plan)
    difference = between(old, new, found.change)
    units_old, units_new = await _units_old(session, old, found), await _units_new(session, plan, new)
    names = {unit.id: unit.name for unit in await people.units(session)}
    return Succession(
        plan_id=found.plan.id or 0,
        name=found.name,
        change=found.change,
        said_by_admin=found.said_by_admin,
        unchanged=len(difference.pairs) - len(difference.changed),
        new=tuple(_change(new[j]) for j in difference.new),
        dropped=tuple(_change(old[i]) for i in difference.dropped),
        changed=tuple(_change(new[pair.new], pair) for pair in difference.changed),
        moves=tuple(move for pair in difference.changed for move in _moves(pair, old, new)),
        units=tuple(_by_unit(difference, old, new, units_old, units_new, names)),
    )


async def rows_of(session: AsyncSession, found: Forerunner) -> list[TaskRow]:
    """The tasks that count of a forerunner and its amendments."""
    return [row for plan in found.plans for row in await queries.plan_tasks(session, plan)]


def between(old: Sequence[TaskRow], new: Sequence[TaskRow], change: PlanChange) -> Difference:
    """What changed; an amendment drops nothing that it does not name."""
    found = compare([duty(row) for row in old], [duty(row) for row in new])
    return Difference(found.pairs, found.new, ()) if change is PlanChange.AMENDS else found


def duty(row: TaskRow) -> Duty:
    """A task as it is compared."""
    who = frozenset((agency.part, agency.name_key) for agency in row.agencies)
    deadlines = tuple(queries.to_deadline(d) for d in row.deadlines)
    return Duty(f"{row.task.lead_in or ''} {row.task.text}", row.task.section, who, deadlines)


def _change(row: TaskRow, pair: Pair | None = None) -> Change:
    if pair is None:
        return Change(row.task.text, row.task.section)
    dates = bool(pair.moved or pair.deadlines_new or pair.deadlines_dropped)
    return Change(row.task.text, row.task.section, pair.text_changed, pair.who_changed, dates)


def _moves(pair: Pair, old: Sequence[TaskRow], new: Sequence[TaskRow]) -> list[Move]:
    before, after, out = old[pair.old], new[pair.new], []
    for a, b in pair.moved:
        was, is_now = queries.to_deadline(before.deadlines[a]), queries.to_deadline(after.deadlines[b])
        out.append(Move(after.task.text, *_side(was), *_side(is_now)))
    return out


def _side(deadline: Deadline) -> tuple[date | None, str]:
    return deadline.due, deadline.as_written


Units = Mapping[int, frozenset[int]]
"""Task id -> the units that it binds."""


async def _units_old(session: AsyncSession, rows: Sequence[TaskRow], found: Forerunner) -> Units:
    """As written down when the old plans were published."""
    units = await people.units(session)
    everyone = {plan.id: responsibility.everyone_units(plan, units) for plan in found.plans}
    bound: dict[int, set[int]] = {
        row.task.id or 0: set(everyone[row.task.plan_id] if row.task.everyone else ()) for row in rows
    }
    for ids in chunks(list(bound), 500):
        query = select(TaskUnit.task_id, TaskUnit.unit_id).where(col(TaskUnit.task_id).in_(ids))
        for task_id, unit_id in (await session.exec(query)).all():
            bound[task_id].add(unit_id)
    return {task_id: frozenset(unit_ids) for task_id, unit_ids in bound.items()}


async def _units_new(session: AsyncSession, plan: Plan, rows: Sequence[TaskRow]) -> Units:
    """As publishing would write them down."""
    units = await people.units(session)
    everyone = responsibility.everyone_units(plan, units)
    bound: dict[int, set[int]] = {
        row.task.id or 0: set(everyone if row.task.everyone else ()) for row in rows
    }
    for link in responsibility.links(plan, list(rows), units):
        bound[link["task_id"]].add(link["unit_id"])
    return {task_id: frozenset(unit_ids) for task_id, unit_ids in bound.items()}


def _by_unit(
    difference: Difference,
    old: Sequence[TaskRow],
    new: Sequence[TaskRow],
    units_old: Units,
    units_new: Units,
    names: Mapping[int, str],
) -> list[UnitChange]:
    """For each unit: what it gets, what it loses, what changes in what it keeps."""
    fresh, gone, other = dict[int, int](), dict[int, int](), dict[int, int]()
    moves: dict[int, list[Move]] = {}

    def add(to: dict[int, int], unit_ids: frozenset[int]) -> None:
        for unit_id in unit_ids:
            to[unit_id] = to.get(unit_id, 0) + 1

    for j in difference.new:
        add(fresh, units_new[new[j].task.id or 0])
    for i in difference.dropped:
        add(gone, units_old[old[i].task.id or 0])
    for pair in difference.pairs:
        before, after = units_old[old[pair.old].task.id or 0], units_new[new[pair.new].task.id or 0]
        add(fresh, after - before)
        add(gone, before - after)
        if pair.changed:
            add(other, before & after)
            for unit_id in before & after:
                moves.setdefault(unit_id, []).extend(_moves(pair, old, new))
    touched = sorted({*fresh, *gone, *other}, key=lambda unit_id: names.get(unit_id, ""))
    return [
        UnitChange(
            names.get(unit_id, ""),
            fresh.get(unit_id, 0),
            gone.get(unit_id, 0),
            other.get(unit_id, 0),
            tuple(moves.get(unit_id, ())),
        )
        for unit_id in touched
    ]
