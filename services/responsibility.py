"""Who a plan's agencies are: the units that each task binds.

Publishing writes these links down; the schedule asks for the duties of everybody; the preview asks who could be
meant where nobody was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from domain.matching import candidates, match_agency
from domain.succession import Succession
from domain.unit_index import UnitIndex, bound_by_everyone
from domain.units import PlanArea, UnitKind, UnitMatch, UnitRef
from storage.queries import plans as queries
from storage.tables import Part, Plan

_SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom an agency of a plan stands for; where nobody was chosen, those to choose from, best first."""

    name: str
    units: tuple[UnitRef, ...]
    why: str
    succession: Succession | None
    candidates: tuple[UnitRef, ...]


def resolve(plan: Plan, names: Iterable[str], units: Iterable[UnitRef]) -> list[Resolved]:
    """Whom each agency stands for, for the preview: never one of several that fit, but all of them to choose from."""
    index = _near(plan, _index(units))
    area = _area(plan, index)
    out = []
    for name in names:
        found = match_agency(name, area, index)
        near = [] if found else candidates(name, area, index)
        out.append(
            Resolved(
                name,
                tuple(index.by_id[match.unit_id] for match in found),
                found[0].why if found else "",
                found[0].succession if found else None,
                tuple(index.by_id[unit_id] for unit_id in near),
            )
        )
    return out


def links(plan: Plan, rows: list[queries.TaskRow], units: Iterable[UnitRef]) -> list[dict[str, Any]]:
    """Which unit has which part in which task: each agency name is matched once a plan."""
    whole = _index(units)
    area, near = _area(plan, whole), _near(plan, whole)
    known: dict[str, list[UnitMatch]] = {}
    out: list[dict[str, Any]] = []
    issuer = _issuing_school(plan, whole)
    for row in rows:
        parts: dict[tuple[int, str], UnitMatch] = {}
        for agency in row.agencies:
            if agency.part == Part.REPORT_TO:
                continue
            if agency.name not in known:
                known[agency.name] = match_agency(agency.name, area, near)
            for match in known[agency.name]:
                parts.setdefault((match.unit_id, agency.part), match)
        if issuer is not None and not row.task.everyone:
            parts.setdefault((issuer, Part.LEAD), UnitMatch(issuer, "issuer"))
        out += [link(row.task.id, part, match) for (_, part), match in parts.items()]
    return out


def link(task_id: int | None, part: str, match: UnitMatch) -> dict[str, Any]:
    """A row of `task_unit`: the unit's part in a task, and what the plan called it where that is no more."""
    why = match.succession
    return {
        "task_id": task_id,
        "unit_id": match.unit_id,
        "part": str(part),
        "why": match.why,
        "was": why.was if why else "",
        "decree": why.decree if why else "",
        "sure": why.sure if why else True,
    }


def _index(units: Iterable[UnitRef]) -> UnitIndex:
    return units if isinstance(units, UnitIndex) else UnitIndex(units)


def _near(plan: Plan, units: UnitIndex) -> UnitIndex:
    """The units that the plan can mean: of schools, a school's own plan means only itself."""
    if plan.level != _SCHOOL:
        return units
    issuer = _issuing_school(plan, units)
    near = [unit for unit in units if unit.kind != UnitKind.SCHOOL or unit.id == issuer]
    return UnitIndex(near, units.successors)


def _area(plan: Plan, units: UnitIndex) -> PlanArea:
    """Where the plan holds; a school's plan holds in the commune of the school."""
    area = queries.area_of(plan)
    if plan.level != _SCHOOL:
        return area
    school = units.by_id.get(_issuing_school(plan, units) or 0)
    if school is None or not school.commune:
        return PlanArea(plan.level, plan.province)
    communes = frozenset({school.place}) if school.place else None
    return PlanArea(plan.level, plan.province, school.commune, communes)


def _issuing_school(plan: Plan, units: UnitIndex) -> int | None:
    """The unit that a school's own plan binds, whatever its teachers and boards are called in it."""
    if plan.level != _SCHOOL or not plan.issuer:
        return None
    found = match_agency(plan.issuer, PlanArea(None, plan.province), units)
    return found[0].unit_id if len(found) == 1 else None


def everyone_units(plan: Plan, units: Iterable[UnitRef]) -> list[int]:
    """The units that a duty of everybody in the plan binds."""
    index = _index(units)
    school = _issuing_school(plan, index)
    if plan.level == _SCHOOL:
        return [school] if school is not None else []
    area = queries.area_of(plan)
    return [unit.id for unit in index.of_area(area) if bound_by_everyone(unit, area)]
