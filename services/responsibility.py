"""Who a plan's agencies are: the units that each task binds.

Publishing writes these links down; the schedule asks for the duties of everybody.
"""

from __future__ import annotations

from typing import Any

from domain.units import PlanArea, UnitKind, UnitRef, bound_by_everyone, match_agency
from storage.queries import plans as queries
from storage.tables import Part, Plan

_SCHOOL = "school"


def links(plan: Plan, rows: list[queries.TaskRow], units: list[UnitRef]) -> list[dict[str, Any]]:
    """Which unit has which part in which task: each agency name is matched once a plan."""
    area = _area(plan, units)
    near = _near(plan, units)
    known: dict[str, list[tuple[int, str]]] = {}
    out: list[dict[str, Any]] = []
    issuer = _issuing_school(plan, units)
    for row in rows:
        parts: dict[tuple[int, str], str] = {}
        for agency in row.agencies:
            if agency.part == Part.REPORT_TO:
                continue
            if agency.name not in known:
                known[agency.name] = [(m.unit_id, m.why) for m in match_agency(agency.name, area, near)]
            for unit_id, why in known[agency.name]:
                parts.setdefault((unit_id, agency.part), why)
        if issuer is not None and not row.task.everyone:
            parts.setdefault((issuer, Part.LEAD), "issuer")
        out += [
            {"task_id": row.task.id, "unit_id": unit_id, "part": str(part), "why": why}
            for (unit_id, part), why in parts.items()
        ]
    return out


def reach(plan: Plan, rows: list[queries.TaskRow], units: list[UnitRef]) -> dict[str, int]:
    """How many units each leading agency of the plan stands for, by its name."""
    area, near = _area(plan, units), _near(plan, units)
    names = {name for row in rows for name in row.names(Part.LEAD)}
    return {name: len(match_agency(name, area, near)) for name in names}


def _near(plan: Plan, units: list[UnitRef]) -> list[UnitRef]:
    """The units that the plan can mean: of schools, a school's own plan means only itself."""
    if plan.level != _SCHOOL:
        return units
    issuer = _issuing_school(plan, units)
    return [unit for unit in units if unit.kind != UnitKind.SCHOOL or unit.id == issuer]


def _area(plan: Plan, units: list[UnitRef]) -> PlanArea:
    """Where the plan holds; a school's plan holds in the commune of the school."""
    area = queries.area_of(plan)
    if plan.level != _SCHOOL:
        return area
    school = _issuing_school(plan, units)
    commune = next((unit.commune for unit in units if unit.id == school), "")
    return PlanArea(plan.level, plan.province, commune)


def _issuing_school(plan: Plan, units: list[UnitRef]) -> int | None:
    """The unit that a school's own plan binds, whatever its teachers and boards are called in it."""
    if plan.level != _SCHOOL or not plan.issuer:
        return None
    found = match_agency(plan.issuer, PlanArea(None, plan.province), units)
    return found[0].unit_id if len(found) == 1 else None


def everyone_units(plan: Plan, units: list[UnitRef]) -> list[int]:
    """The units that a duty of everybody in the plan binds."""
    school = _issuing_school(plan, units)
    if plan.level == _SCHOOL:
        return [school] if school is not None else []
    return [unit.id for unit in units if bound_by_everyone(unit, queries.area_of(plan))]
