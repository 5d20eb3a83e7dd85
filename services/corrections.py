"""What an admin says of doubtful points: accept, drop, another deadline, another agency; and taking it back.

Each decision is kept by the sentence that it is about, so that it is replayed when the document is read again, in
whatever format. `handlers/load` and the review page call this; `publishing.store_draft` replays.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError, Stale
from domain.places import province_key
from domain.plan import Deadline, DeadlineKind
from domain.roles import Actor, person_of
from domain.text import fold, squeeze
from domain.unit_index import in_area
from domain.units import UnitRef
from plans.deadlines import read_deadlines
from services import audit, responsibility
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import chunks
from storage.tables import (
    Correction,
    Decision,
    Part,
    Plan,
    PlanDoubt,
    PlanState,
    Task,
    TaskAgency,
    TaskDeadline,
    Unit,
)

DATES = "deadlines"
AGENCIES = {"assignees": Part.LEAD, "partners": Part.PARTNER}
LONGEST = 200
"""What is typed as a date or an agency's name is not longer."""

Values = dict[str, Any]
"""What a decision holds: `deadline` or `agency` as set, and `was`, what stood there before."""


async def settle(
    session: AsyncSession,
    doubt_id: int,
    decision: Decision,
    by: Actor | None,
    now: datetime,
    *,
    deadline: Deadline | None = None,
    agency: str | None = None,
) -> PlanDoubt:
    """Record an admin's decision about a point of a draft, and keep it for the next reading.

    Dropping a doubt about a deadline drops the deadline of those words; DATED puts `deadline` in its place,
    ASSIGNED `agency` in the place of the doubtful name. The deadlines of a task stay held until every doubt
    about them is settled; they stay held for good where an assignee was dropped, for nobody knows then whom they
    bind.
    """
    plan, doubt = await _of_draft(session, doubt_id)
    if doubt.decision is not None:
        raise Stale("load.doubt_settled")
    values: Values = {}
    if deadline is not None:
        values["deadline"] = deadline.to_json()
    if agency is not None:
        values["agency"] = agency
    await _apply(session, doubt, decision, values, person_of(by), now)
    plan.revision += 1
    await _keep(session, plan, doubt, values)
    await session.flush()
    audit.note(session, by, "doubt-settled", "doubt", doubt.id, now, plan=plan.id, decision=decision.value)
    return doubt


async def accept_all(session: AsyncSession, plan_id: int, by: Actor | None, now: datetime) -> int:
    """Accept every open point of a draft as it was read; returns how many there were."""
    open_ones = [d for d in await queries.doubts_of(session, plan_id) if d.decision is None]
    for doubt in open_ones:
        await settle(session, doubt.id or 0, Decision.ACCEPTED, by, now)
    return len(open_ones)


async def take_back(session: AsyncSession, doubt_id: int, by: Actor | None, now: datetime) -> PlanDoubt:
    """Open a settled point of a draft again: what stood there is put back, and the next reading asks again."""
    plan, doubt = await _of_draft(session, doubt_id)
    if doubt.decision is None:
        raise Stale("load.doubt_open")
    values: Values = json.loads(doubt.value or "{}")
    if doubt.task_id is not None:
        await _put_back(session, doubt, values)
    doubt.decision = doubt.value = doubt.decided_by = doubt.decided_at = None
    plan.revision += 1
    key = (await _keys(session, plan))[doubt.id or 0]
    await session.exec(delete(Correction).where(col(Correction.key) == key))
    await session.flush()
    await _hold_or_release(session, doubt)
    audit.note(session, by, "doubt-reopened", "doubt", doubt.id, now, plan=plan.id)
    return doubt


async def replay(session: AsyncSession, plan: Plan) -> int:
    """Say again what was said of the same sentences of this plan before; returns how many points that settled."""
    keys = await _keys(session, plan)
    known: dict[str, Correction] = {}
    for part in chunks(sorted(keys.values()), 500):
        found = await session.exec(select(Correction).where(col(Correction.key).in_(part)))
        known.update({one.key: one for one in found.all()})
    settled = 0
    for doubt in await queries.doubts_of(session, plan.id or 0):
        one = known.get(keys[doubt.id or 0])
        if one is not None and doubt.decision is None:
            values: Values = json.loads(one.value or "{}")
            await _apply(session, doubt, Decision(one.decision), values, one.decided_by, one.decided_at)
            settled += 1
    return settled


async def plan_of(session: AsyncSession, doubt_id: int) -> Plan:
    """The draft that a point belongs to."""
    return (await _of_draft(session, doubt_id))[0]


async def words_of(session: AsyncSession, doubt_id: int) -> str:
    """The doubtful words, for whoever is asked to type others."""
    return (await _of_draft(session, doubt_id))[1].text


async def _of_draft(session: AsyncSession, doubt_id: int) -> tuple[Plan, PlanDoubt]:
    doubt = await session.get(PlanDoubt, doubt_id)
    plan = await session.get(Plan, doubt.plan_id) if doubt else None
    if doubt is None or plan is None or plan.state != PlanState.DRAFT:
        raise Stale("load.doubt_settled")
    return plan, doubt


# --- what is typed --------------------------------------------------------------------------------


def read_typed_date(text: str, plan: Plan) -> Deadline:
    """The one deadline that an admin typed: `30/6/2026`, `quý II`, `ngày 25 hằng tháng` (and the like).

    A day without a year is in the plan's last year. Raises DomainError where it is none, several, or doubtful.
    """
    year = max(plan.years, default=plan.issued_on.year if plan.issued_on else None)
    reading = read_deadlines(squeeze(text)[:LONGEST], year=year, attribute=True, issued_on=plan.issued_on)
    usable = [d for d in reading.deadlines if d.kind is not DeadlineKind.CONDITIONAL]
    if len(usable) != 1 or len(reading.deadlines) != 1 or reading.doubts:
        raise DomainError("doubt.error.date", typed=squeeze(text)[:60])
    return usable[0]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that may be meant: one of our units, or (`unit_id` None) a name out of the plan by its index."""

    name: str
    unit_id: int | None = None
    index: int = 0


async def candidates(
    session: AsyncSession, doubt_id: int, typed: str = "", most: int = 8
) -> tuple[PlanDoubt, list[Candidate]]:
    """The bodies that a doubtful name may mean, best first: units that fit it, then names of the plan's own."""
    plan, doubt = await _of_draft(session, doubt_id)
    if doubt.field not in AGENCIES:
        raise Stale("load.doubt_settled")
    index = await people.units(session)
    words = typed or (doubt.text if doubt.kind == "agency_ambiguous" else "")
    near = list(responsibility.resolve(plan, [words], index)[0].candidates) if words else []
    near += index.search.find(words[:LONGEST], most, province_key(plan.province or "") or None)
    found = [Candidate(unit.name, unit.id) for unit in dict.fromkeys(near) if _may_be_meant(plan, unit)]
    key = fold(words)
    named = [Candidate(name, None, i) for i, name in enumerate(plan.agencies) if key in fold(name)]
    known = {fold(one.name) for one in found}
    return doubt, [*found, *(one for one in named if fold(one.name) not in known)][:most]


def _may_be_meant(plan: Plan, unit: UnitRef) -> bool:
    return in_area(unit, queries.area_of(plan))


async def name_of(session: AsyncSession, plan: Plan, candidate: Candidate) -> str:
    """The name behind a tapped candidate; `Stale` where it is not there any more."""
    if candidate.unit_id is not None:
        unit = await session.get(Unit, candidate.unit_id)
        if unit is not None:
            return unit.name
    elif candidate.index < len(plan.agencies):
        return plan.agencies[candidate.index]
    raise Stale("error.unit_gone")


async def name_agency(
    session: AsyncSession,
    plan_id: int,
    index: int,
    unit_id: int,
    revision: int,
    by: Actor | None,
    now: datetime,
) -> str:
    """Say that an agency of a draft, by its place in the plan's list, is this unit; in every task of the draft.

    Returns the unit's name. It holds for this draft alone: a body of that name may be another elsewhere.
    """
    plan = await session.get(Plan, plan_id, populate_existing=True)
    if plan is None or plan.state != PlanState.DRAFT or plan.revision != revision:
        raise Stale("load.changed_meanwhile")
    unit = await session.get(Unit, unit_id)
    if unit is None or not 0 <= index < len(plan.agencies):
        raise Stale("error.unit_gone")
    old = plan.agencies[index]
    tasks = select(Task.id).where(Task.plan_id == plan_id)
    query = select(TaskAgency).where(TaskAgency.name == old, col(TaskAgency.task_id).in_(tasks))
    there = select(TaskAgency.task_id, TaskAgency.part).where(TaskAgency.name == unit.name)
    known = set((await session.exec(there.where(col(TaskAgency.task_id).in_(tasks)))).all())
    for row in (await session.exec(query)).all():
        if (row.task_id, row.part) in known:
            await session.delete(row)
        row.name, row.name_key = unit.name, fold(unit.name)
    plan.agencies = list(dict.fromkeys(unit.name if name == old else name for name in plan.agencies))
    plan.revision += 1
    await session.flush()
    audit.note(session, by, "agency-named", "plan", plan_id, now, unit=unit_id)
    return unit.name


# --- carrying decisions out -----------------------------------------------------------------------


async def _apply(
    session: AsyncSession,
    doubt: PlanDoubt,
    decision: Decision,
    values: Values,
    by: int | None,
    now: datetime,
) -> None:
    """Change the task as decided; `values` gets what stood there."""
    doubt.decision, doubt.decided_by, doubt.decided_at = decision, by, now
    if doubt.task_id is not None:
        if decision in (Decision.DROPPED, Decision.DATED) and doubt.field == DATES:
            values["was"] = await _take_deadlines(session, doubt.task_id, doubt.text)
        if decision is Decision.DATED:
            await _set_deadline(session, doubt, values)
        if decision is Decision.ASSIGNED:
            values["was"] = await _set_agency(session, doubt, str(values["agency"]))
    doubt.value = json.dumps(values, ensure_ascii=False) if values else None
    await session.flush()
    await _hold_or_release(session, doubt)


async def _take_deadlines(session: AsyncSession, task_id: int, words: str) -> list[Values]:
    """Delete the deadlines that were read from the doubtful words; the task's other deadlines stay."""
    doubtful = f" {fold(words)} "
    taken = []
    query = select(TaskDeadline).where(TaskDeadline.task_id == task_id)
    for row in (await session.exec(query.order_by(col(TaskDeadline.position)))).all():
        written = f" {fold(row.as_written)} "
        if written in doubtful or doubtful in written:
            taken.append({"position": row.position, **queries.to_deadline(row).to_json()})
            await session.delete(row)
    await session.flush()
    return taken


async def _set_deadline(session: AsyncSession, doubt: PlanDoubt, values: Values) -> None:
    """The typed deadline under the plan's own words, in the place of those that were read from them."""
    was: list[Values] = values.get("was", [])
    deadline = Deadline.from_json({**values["deadline"], "as_written": doubt.text})
    assert doubt.task_id is not None
    used = await session.exec(select(TaskDeadline.position).where(TaskDeadline.task_id == doubt.task_id))
    position = was[0]["position"] if was else max(used.all(), default=-1) + 1
    session.add(deadline_row(doubt.task_id, position, deadline, held=False))
    await session.flush()


def deadline_row(task_id: int, position: int, d: Deadline, *, held: bool) -> TaskDeadline:
    """A deadline as the store keeps it."""
    return TaskDeadline(
        task_id=task_id,
        position=position,
        kind=d.kind,
        as_written=d.as_written,
        due=d.due,
        start=d.start,
        rrule=d.rrule,
        within=d.within,
        working=d.working,
        held=held,
    )


async def _set_agency(session: AsyncSession, doubt: PlanDoubt, name: str) -> Values:
    """Put a name in the place of the doubtful one, or beside the others where that is none of them."""
    part = AGENCIES.get(doubt.field)
    task = await session.get(Task, doubt.task_id)
    if part is None or task is None:
        raise Stale("load.doubt_settled")
    was = await _names(session, task.id or 0, part)
    everyone = task.everyone
    await _write_names(
        session, task, part, [*(name if fold(one) == fold(doubt.text) else one for one in was), name]
    )
    if part is Part.LEAD:
        task.everyone = False
    return {"everyone": everyone, "names": was}


async def _names(session: AsyncSession, task_id: int, part: Part) -> list[str]:
    query = select(TaskAgency.name).where(TaskAgency.task_id == task_id, TaskAgency.part == part)
    return list((await session.exec(query.order_by(col(TaskAgency.position)))).all())


async def _write_names(session: AsyncSession, task: Task, part: Part, names: Iterable[str]) -> None:
    """A task's agencies of one part, anew and each once."""
    assert task.id is not None
    await session.exec(
        delete(TaskAgency).where(col(TaskAgency.task_id) == task.id, col(TaskAgency.part) == part)
    )
    session.add_all(
        TaskAgency(task_id=task.id, part=part, position=i, name=name, name_key=fold(name))
        for i, name in enumerate(dict.fromkeys(names))
    )
    await session.flush()


async def _put_back(session: AsyncSession, doubt: PlanDoubt, values: Values) -> None:
    """What stood there before a decision."""
    decision, was = Decision(doubt.decision or ""), values.get("was")
    assert doubt.task_id is not None
    if decision is Decision.DATED:
        await _take_deadlines(session, doubt.task_id, doubt.text)
    if decision is Decision.ASSIGNED and was:
        task = await session.get(Task, doubt.task_id)
        assert task is not None
        await _write_names(session, task, AGENCIES[doubt.field], was["names"])
        task.everyone = was["everyone"]
    elif was:
        session.add_all(
            deadline_row(doubt.task_id, one["position"], Deadline.from_json(one), held=True) for one in was
        )
    await session.flush()


async def _hold_or_release(session: AsyncSession, doubt: PlanDoubt) -> None:
    """A task's deadlines are held while a point about them or about whom they bind is open."""
    if doubt.task_id is None:
        return
    blocks = select(PlanDoubt.id).where(
        PlanDoubt.task_id == doubt.task_id,
        or_(
            col(PlanDoubt.decision).is_(None) & col(PlanDoubt.field).in_([DATES, "assignees"]),
            (col(PlanDoubt.decision) == Decision.DROPPED) & (col(PlanDoubt.field) == "assignees"),
        ),
    )
    held = (await session.exec(blocks)).first() is not None
    await session.exec(
        update(TaskDeadline).where(col(TaskDeadline.task_id) == doubt.task_id).values(held=held)
    )


# --- by the sentence ------------------------------------------------------------------------------


async def _keep(session: AsyncSession, plan: Plan, doubt: PlanDoubt, values: Mapping[str, Any]) -> None:
    """Keep a decision for the next reading; what stood there before is of this reading alone."""
    assert doubt.decided_at is not None
    kept = {name: value for name, value in values.items() if name != "was"}
    one = Correction(
        key=(await _keys(session, plan))[doubt.id or 0],
        decision=doubt.decision or "",
        value=json.dumps(kept, ensure_ascii=False) if kept else None,
        decided_by=doubt.decided_by,
        decided_at=doubt.decided_at,
    )
    await session.merge(one)


async def _keys(session: AsyncSession, plan: Plan) -> dict[int, str]:
    """Each point's key: which plan, which field, which sentence and words of it.

    Folded, so that another format with other line breaks gives the same; the third of three equal points in
    the document is the third in the other format, too.
    """
    doubts = await queries.doubts_of(session, plan.id or 0)
    sentences = await _sentences(session, [d.task_id for d in doubts if d.task_id is not None])
    seen: Counter[str] = Counter()
    out = {}
    for doubt in doubts:
        about = (doubt.kind, "") if doubt.task_id is None and doubt.line is None else (doubt.text, doubt.kind)
        parts = (identity(plan), doubt.field, sentences.get(doubt.task_id or 0, ""), *map(fold, about))
        key = "|".join(parts)
        seen[key] += 1
        out[doubt.id or 0] = hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()
    return out


async def _sentences(session: AsyncSession, task_ids: Sequence[int]) -> dict[int, str]:
    out: dict[int, str] = {}
    for part in chunks(task_ids, 500):
        query = select(Task.id, Task.search_key).where(col(Task.id).in_(part))
        out.update({task_id or 0: key for task_id, key in (await session.exec(query)).all()})
    return out


def identity(plan: Plan) -> str:
    """Which plan a reading is of: number (else title), issuer and years, for numbers begin anew each year."""
    name = fold(plan.number or "") or fold(plan.title or "")
    return f"{name}|{fold(plan.issuer or '')}|{' '.join(map(str, plan.years))}"
