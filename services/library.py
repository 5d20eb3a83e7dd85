"""The library of the plans in force, kept in memory by each process and read anew where a plan changed.

The store counts each plan's changes (`plan.changes`), so that a process learns of what another published. Only
shelves that changed are read; libraries of a province are made of the same shelves. Callers get a library to read
from, never to change.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.library.entries import Entry, PlanHead
from domain.library.finding import Parts
from domain.library.index import Library, Part, Shelf
from domain.states import Part as TaskPart
from domain.units import UnitRef
from services import responsibility
from services.intake import plan_name
from storage.queries import plans as queries
from storage.queries import shelves as rows
from storage.queries.plans import Scope
from storage.tables import Plan

Stamp = Hashable


@dataclass(slots=True)
class _Kept:
    """What one database's process keeps."""

    shelves: dict[int, tuple[Stamp, Shelf, Plan]] = field(default_factory=dict)
    libraries: dict[Scope, tuple[Stamp, Library]] = field(default_factory=dict)


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
MOST_SCOPES = 70
"""Libraries kept at once: the provinces, and the whole."""


async def library(session: AsyncSession, scope: Scope) -> Library:
    """Every task that the scope lets through."""
    kept = await _shelves(session)
    stamp = tuple((plan_id, one[0]) for plan_id, one in kept.shelves.items())
    known = kept.libraries.get(scope)
    if known is not None and known[0] == stamp:
        return known[1]
    visible = [shelf for _, shelf, plan in kept.shelves.values() if queries.visible(plan, scope)]
    made = Library(visible)
    if len(kept.libraries) >= MOST_SCOPES:
        kept.libraries.clear()
    kept.libraries[scope] = (stamp, made)
    return made


async def parts(session: AsyncSession, unit: UnitRef) -> Parts:
    """The places of a unit on each shelf, as publishing wrote them down; what binds everybody where it does."""
    kept = await _shelves(session)
    linked = await rows.parts_of(session, unit.id)
    leads, helps = linked.get(TaskPart.LEAD, frozenset()), linked.get(TaskPart.PARTNER, frozenset())

    def of(shelf: Shelf) -> Part:
        plan = kept.shelves[shelf.head.key][2]
        bound = bool(responsibility.everyone_units(plan, [unit]))
        return Part(shelf.places(leads), shelf.places(helps), bound)

    return of


async def _shelves(session: AsyncSession) -> _Kept:
    bind = session.get_bind()
    engine = bind.engine if isinstance(bind, Connection) else bind
    kept = _kept.setdefault(engine, _Kept())
    stamps = await rows.in_force(session)
    if list(stamps) == list(kept.shelves) and all(kept.shelves[one][0] == stamps[one] for one in stamps):
        return kept
    fresh: dict[int, tuple[Stamp, Shelf, Plan]] = {}
    for plan_id, stamp in stamps.items():
        known = kept.shelves.get(plan_id)
        fresh[plan_id] = known if known and known[0] == stamp else await _read(session, plan_id, stamp)
    kept.shelves = fresh
    return kept


async def _read(session: AsyncSession, plan_id: int, stamp: Stamp) -> tuple[Stamp, Shelf, Plan]:
    plan = await rows.plan(session, plan_id)
    assert plan is not None
    head = PlanHead(
        key=plan_id,
        name=plan_name(plan),
        title=plan.title or "",
        number=plan.number or "",
        level=plan.level or "",
        province=plan.province or "",
        commune=plan.commune_key,
        issuer=plan.issuer or "",
        issued_on=plan.issued_on,
        years=tuple(plan.years),
    )
    session.expunge(plan)
    entries = [_entry(task, head) for task in await rows.tasks(session, plan_id)]
    return stamp, Shelf(head, entries), plan


def _entry(task: rows.StoredTask, head: PlanHead) -> Entry:
    return Entry(
        task.id,
        head,
        task.section,
        task.text,
        task.lead_in,
        task.page,
        tuple(task.agencies.get(TaskPart.LEAD, ())),
        tuple(task.agencies.get(TaskPart.PARTNER, ())),
        tuple(task.agencies.get(TaskPart.REPORT_TO, ())),
        tuple(task.deadlines),
        task.everyone,
    )
