"""Where a plan holds, in the places of today.

A plan of the time before 1 July 2025 names a province, a district or a commune that may be no more: it holds in
the communes of today that lie there. Called by storage/queries/plans, which knows what was read of a plan.
"""

from __future__ import annotations

import re
from datetime import date

from domain import former_places, places
from domain.places import bare
from domain.succession import Succession
from domain.text import squeeze
from domain.units import PlanArea, commune_of

_DISTRICT = re.compile(r"\b((?:huyện|quận|thị xã|thành phố)\s+\S.*)$", re.IGNORECASE)


def read_area(
    level: str | None, province: str | None, issuer: str | None, commune_key: str, issued_on: date | None
) -> PlanArea:
    """The area of a plan, as far as what was read of it tells. A made-up province is compared by its name alone."""
    former = issued_on is not None and issued_on <= former_places.LAST_DAY
    commune = commune_of(issuer) or commune_key
    area = PlanArea(level, province, commune, former=former)
    if places.province_called(province) is None:
        return area
    if level == "district":
        return _of_district(area, issuer or "")
    if level in ("commune", "school") and commune:
        return _of_commune(area, commune)
    return _of_province(area)


def _of_district(area: PlanArea, issuer: str) -> PlanArea:
    """Only former plans have districts; one that cannot be found binds no commune rather than all."""
    found = _DISTRICT.search(issuer)
    name = found.group(1) if found else ""
    communes = former_places.of_district(name, area.province or "") if name else frozenset()
    moved = Succession(squeeze(name), former_places.COMMUNES_DECREE) if communes else None
    return PlanArea(area.level, area.province, "", communes, moved, former=True)


def _of_commune(area: PlanArea, commune: str) -> PlanArea:
    province = places.province_called(area.province)
    assert province is not None
    today = places.commune_called(commune, province.code)
    if today is not None and not area.former and not places.is_former(area.province):
        return PlanArea(area.level, area.province, commune, frozenset({today.code}))
    olds = former_places.of_commune(commune, area.province or "")
    codes = frozenset(code for one in olds for code in one.codes)
    if not codes:
        known = frozenset({today.code}) if today is not None else frozenset()
        return PlanArea(area.level, area.province, commune, known, former=area.former)
    moved = Succession(squeeze(commune), former_places.COMMUNES_DECREE)
    return PlanArea(area.level, area.province, commune, codes, moved, former=True)


def _of_province(area: PlanArea) -> PlanArea:
    """A province's plan of before the merger holds in its own part of today's province."""
    if not area.former and not places.is_former(area.province):
        return area
    province = places.province_called(area.province)
    assert province is not None
    if len(province.former) == 1:
        return area
    communes = former_places.of_province(area.province or "")
    name = bare(area.province or "")
    was = next((old for old in province.former if bare(old) == name), area.province or "")
    moved = Succession(was, former_places.PROVINCES_DECREE)
    return PlanArea(area.level, area.province, "", communes or None, moved, former=True)
