"""A document beside what was read of it, for the review page: its lines, and every task anchored to its own.

The page takes the same corrections as the chat does, through services/corrections.py; this only reads, and finds
the body that a typed name means.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError, Stale
from domain.plan import Deadline
from domain.text import fold
from services import corrections
from storage.queries import plans as queries
from storage.tables import DocumentText, Part, Plan


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document."""

    number: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One task as it was read, with the lines that it was read from."""

    id: int
    text: str
    section: str
    lines: tuple[int, int]
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    everyone: bool
    deadlines: tuple[tuple[Deadline, bool], ...]
    """Each with whether a doubt holds it."""


@dataclass(frozen=True, slots=True)
class Read:
    """The two sides of the page. Where the document's own lines were not kept, the tasks' sentences stand there."""

    lines: tuple[Line, ...]
    tasks: tuple[ReadTask, ...]
    candidates: dict[int, tuple[str, ...]]
    """For each open doubt about an agency, the names that may be meant."""


async def read(session: AsyncSession, plan_id: int) -> Read:
    """What the page shows of a plan besides its preview."""
    plan = await session.get(Plan, plan_id)
    if plan is None:
        raise Stale("load.gone")
    tasks = tuple(_task(row) for row in await queries.plan_tasks(session, plan, whole=True))
    kept = await session.get(DocumentText, plan.document_id)
    lines = (
        tuple(Line(number, page, text) for number, page, text in kept.lines)
        if kept is not None
        else tuple(Line(task.lines[0], None, task.text) for task in tasks)
    )
    names: dict[int, tuple[str, ...]] = {}
    for doubt in await queries.doubts_of(session, plan_id):
        if doubt.decision is None and doubt.task_id and doubt.field in corrections.AGENCIES and doubt.id:
            _, found = await corrections.candidates(session, doubt.id)
            names[doubt.id] = tuple(one.name for one in found)
    return Read(lines, tasks, names)


def _task(row: queries.TaskRow) -> ReadTask:
    return ReadTask(
        row.task.id or 0,
        f"{row.task.lead_in or ''} {row.task.text}".strip(),
        row.task.section,
        (row.task.first_line, row.task.last_line),
        tuple(row.names(Part.LEAD)),
        tuple(row.names(Part.PARTNER)),
        row.task.everyone,
        tuple((queries.to_deadline(d), d.held) for d in row.deadlines),
    )


async def agency_named(session: AsyncSession, doubt_id: int, typed: str) -> str:
    """The one body of that very name; DomainError where it is none or several, for nothing is guessed here."""
    _, found = await corrections.candidates(session, doubt_id, typed)
    exact = [one.name for one in found if fold(one.name) == fold(typed)]
    if len(exact) == 1:
        return exact[0]
    raise DomainError("doubt.error.agency", typed=typed[:60])
