"""A document comes in: checked, read in a child process under limits, kept as a draft, previewed."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import DomainError, Stale
from domain.occurrences import due_days
from domain.plan import Deadline, DeadlineKind, Draft
from domain.roles import Actor, person_of
from domain.succession import Succession as SuccessionOf
from plans.errors import ReadFailedError
from plans.limits import read_in_child
from services import audit, past_plans, publishing, responsibility, succession
from services.succession import Succession
from storage.queries import people
from storage.queries import plans as queries
from storage.tables import Decision, Document, DocumentText, Part, PastUse, Plan, PlanDoubt, PlanState

MAX_BYTES = 20 * 1024 * 1024
"""What the Bot API lets a bot fetch; a plan is a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is here already."""

    plan_id: int
    state: PlanState
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DueLine:
    """One deadline in a preview. `due_on` is None where it has no day of its own."""

    due_on: date | None
    as_written: str
    task: str
    section: str
    assignees: tuple[str, ...]
    kind: DeadlineKind
    held: bool
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """One doubt in a preview, with the sentence that it is about. `set` is what an admin put there."""

    id: int
    kind: str
    text: str
    line: int | None
    page: int | None
    task: str
    decision: Decision | None
    field: str = ""
    task_id: int | None = None
    set_deadline: Deadline | None = None
    set_agency: str = ""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency of the plan, its number of tasks, and how many of our units it stands for.

    `succession`: the body is no more, and whose work it is now by which decree (`now` is empty where it went to
    several units). `candidates`: where nobody was chosen, (unit, name) of those that may be meant, best first.
    """

    name: str
    tasks: int
    units: int
    succession: SuccessionOf | None = None
    candidates: tuple[tuple[int, str], ...] = ()
    index: int = 0
    """Its place in the plan's list of agencies, for the buttons."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood of a document: doubts first, then counts, then deadlines in date order."""

    plan_id: int
    state: PlanState
    name: str
    title: str
    issuer: str
    issued_on: date | None
    tasks: int
    everyone_tasks: int
    agencies: tuple[AgencyLine, ...]
    deadlines: tuple[DueLine, ...]
    past_deadlines: int
    doubts: tuple[DoubtLine, ...]
    revision: int = 0
    succession: Succession | None = None
    over: bool = False
    past: PastUse | None = None
    moved_years: int = 0
    """Years by which an old plan is moved, or would be if the admin chose so."""

    @property
    def forerunner(self) -> int:
        """The plan that this one would replace or amend; 0 for a plan of its own."""
        return self.succession.plan_id if self.succession is not None else 0

    @property
    def decided(self) -> tuple[DoubtLine, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.decision is not None)

    @property
    def open_doubts(self) -> tuple[DoubtLine, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.decision is None)


def check_upload(file_name: str, size: int | None) -> None:
    """Refuse what need not even be fetched."""
    if size is not None and size > MAX_BYTES:
        raise DomainError("load.error.too_large", megabytes=MAX_BYTES // (1024 * 1024))
    if size == 0:
        raise DomainError("load.error.empty")


async def known(session: AsyncSession, content: bytes) -> Known | None:
    """The live reading of the very same file, if it was loaded before."""
    document = await queries.document_by_hash(session, _sha256(content))
    plan = await queries.live_plan_of(session, document.id) if document and document.id else None
    if plan is None or plan.id is None:
        return None
    return Known(plan.id, PlanState(plan.state), plan_name(plan), plan.published_at or plan.created_at)


async def read(
    content: bytes, file_name: str, on_progress: Callable[[int, int], None] | None = None
) -> Draft:
    """Read a document in a child process; what cannot be read becomes a sentence of the catalogs."""
    if not content:
        raise DomainError("load.error.empty")
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        path = Path(folder) / f"document{_suffix(file_name)}"
        path.write_bytes(content)
        try:
            data = await read_in_child(path, on_progress=on_progress, arguments=("--lines",))
        except ReadFailedError as problem:
            raise DomainError(f"load.error.{problem.code}", file=file_name) from problem
    draft = Draft.from_json(data)
    if not draft.tasks:
        raise DomainError("load.error.not_a_plan", file=file_name)
    return draft


def _suffix(file_name: str) -> str:
    """The file's ending, harmless: a sender's file name is never used as a path."""
    suffix = Path(file_name).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""


async def keep(
    session: AsyncSession, content: bytes, file_name: str, draft: Draft, by: Actor | None, now: datetime
) -> int:
    """Store the document and its draft; returns the plan's id."""
    digest = _sha256(content)
    document = await queries.document_by_hash(session, digest)
    if document is None:
        document = Document(
            sha256=digest,
            file_name=Path(file_name).name[:200] or "document",
            size=len(content),
            content=content,
            uploaded_by=person_of(by),
            uploaded_at=now,
        )
        session.add(document)
        await session.flush()
    assert document.id is not None
    if draft.lines:
        await session.merge(DocumentText(document_id=document.id, lines=[list(one) for one in draft.lines]))
    plan = await publishing.store_draft(session, draft, document.id, now)
    assert plan.id is not None
    audit.note(session, by, "plan-loaded", "plan", plan.id, now, document=document.id, tasks=len(draft.tasks))
    return plan.id


async def preview(session: AsyncSession, plan_id: int, now: datetime) -> Preview:
    """What was understood, for whoever decides about publishing."""
    plan = await session.get(Plan, plan_id)
    if plan is None or plan.id is None:
        raise Stale("load.gone")
    rows = await queries.plan_tasks(session, plan)
    deadlines, past = _due_lines(rows, local_date(now))
    draft = plan.state == PlanState.DRAFT
    over = draft and (plan.past is not None or past_plans.over(plan, rows, local_date(now)))
    return Preview(
        plan_id=plan.id,
        state=PlanState(plan.state),
        name=plan_name(plan),
        title=plan.title or "",
        issuer=plan.issuer or "",
        issued_on=plan.issued_on,
        tasks=len(rows),
        everyone_tasks=sum(row.task.everyone for row in rows),
        agencies=await _agency_lines(session, plan, rows),
        deadlines=tuple(deadlines),
        past_deadlines=past,
        doubts=tuple(_doubt_line(d, rows) for d in await queries.doubts_of(session, plan.id)),
        revision=plan.revision,
        succession=await succession.describe(session, plan) if draft else None,
        over=over,
        past=PastUse(plan.past) if plan.past else None,
        moved_years=plan.moved_years or past_plans.years_to_move(plan, rows, local_date(now)),
    )


def _due_lines(rows: list[queries.TaskRow], today: date) -> tuple[list[DueLine], int]:
    """The deadlines in date order, those without a day last; and how many are over already."""
    lines, past = [], 0
    for row in rows:
        for deadline in row.deadlines:
            value = queries.to_deadline(deadline)
            days = due_days(value, today)
            dated = value.kind in (DeadlineKind.DATE, DeadlineKind.PERIOD)
            if dated and not days:
                past += 1
            due_on = value.due if dated else days[0].due_on if days else None
            names = tuple(row.names(Part.LEAD))
            lines.append(
                DueLine(
                    due_on,
                    value.as_written,
                    row.task.text,
                    row.task.section,
                    names,
                    value.kind,
                    deadline.held,
                    deadline.moved_from,
                )
            )
    lines.sort(key=lambda line: (line.due_on is None, line.due_on or date.max))
    return lines, past


async def _agency_lines(
    session: AsyncSession, plan: Plan, rows: list[queries.TaskRow]
) -> tuple[AgencyLine, ...]:
    """The plan's agencies in its order, with what they got and whom they stand for."""
    tasks: dict[str, int] = dict.fromkeys(plan.agencies, 0)
    for row in rows:
        for name in row.names(Part.LEAD):
            tasks[name] = tasks.get(name, 0) + 1
    places = {name: i for i, name in enumerate(tasks)}
    led = [name for name, count in tasks.items() if count]
    return tuple(
        AgencyLine(
            one.name,
            tasks[one.name],
            len(one.units),
            _followed(one),
            tuple((unit.id, unit.name) for unit in one.candidates),
            places[one.name],
        )
        for one in responsibility.resolve(plan, led, await people.units(session))
    )


def _followed(one: responsibility.Resolved) -> SuccessionOf | None:
    """What became of an agency that is no more, with the unit of today where it is one."""
    if one.succession is None or not one.units:
        return None
    return replace(one.succession, now=one.units[0].name if len(one.units) == 1 else "")


def _doubt_line(doubt: PlanDoubt, rows: list[queries.TaskRow]) -> DoubtLine:
    task = next((row.task for row in rows if row.task.id == doubt.task_id), None)
    values = json.loads(doubt.value or "{}")
    assert doubt.id is not None
    return DoubtLine(
        doubt.id,
        doubt.kind,
        doubt.text,
        doubt.line,
        doubt.page,
        f"{task.lead_in or ''} {task.text}".strip() if task is not None else "",
        Decision(doubt.decision) if doubt.decision else None,
        doubt.field,
        doubt.task_id,
        Deadline.from_json(values["deadline"]) if "deadline" in values else None,
        values.get("agency", ""),
    )


def plan_name(plan: Plan) -> str:
    """How a plan is called in lists: its number, else the beginning of its title."""
    return plan.number or (plan.title or "")[:60]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
