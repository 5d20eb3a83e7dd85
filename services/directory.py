"""The directory of units: finding one, adding one, and a whole province's at once.

Changing what is there is in `directory_edits`. Nothing is created at start: a province's units are made when an
admin asks for them. Whoever adds units calls `attaching.attach_units`, so that they get their part in the plans in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain import templates
from domain.errors import DomainError
from domain.places import Province, commune_called, communes_of, province_called, province_key
from domain.roles import Actor
from domain.text import fold, marked, squeeze
from domain.units import UnitRef, commune_of, guess_kind, looks_like_unit
from services import attaching, audit
from storage.queries import people
from storage.queries.common import insert_new
from storage.queries.units import changed
from storage.tables import Unit, UnitAlias

_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Created:
    """What creating a province's directory did."""

    province: Province
    new: int
    known: int


async def find(
    session: AsyncSession, typed: str, limit: int = 8, province: str | None = None
) -> list[UnitRef]:
    """Units that fit what a person typed, best first; of one province where its name is given."""
    index = await people.units(session)
    return index.search.find(typed, limit, province_key(province) if province else None)


async def one(session: AsyncSession, unit_id: int) -> UnitRef | None:
    return (await people.units(session)).by_id.get(unit_id)


async def everything(session: AsyncSession) -> list[UnitRef]:
    """Every unit, by name."""
    return sorted(await people.units(session), key=lambda unit: (unit.commune, unit.name))


async def of_province(session: AsyncSession, province: str) -> list[UnitRef]:
    """The units of one province, by commune and name; "" for those without one."""
    units = (await people.units(session)).provinces().get(province_key(province), [])
    return sorted(units, key=lambda unit: (unit.commune, unit.name))


async def provinces(session: AsyncSession) -> list[str]:
    """The provinces that have units, by name; units without one are not counted."""
    by_key = (await people.units(session)).provinces()
    return sorted((units[0].province for key, units in by_key.items() if key), key=fold)


def checked_name(typed: str) -> str:
    """A typed name of a new unit, tidied; refused where it does not look like one."""
    name = re.sub(r"\s*[.;,:]+$", "", squeeze(typed))
    if not name or len(name) > _LIMIT or not looks_like_unit(name):
        raise DomainError("error.not_a_unit_name")
    return name


def known_province(typed: str) -> Province:
    """The province of today that a name means; refused where there is none."""
    found = province_called(typed)
    if found is None:
        raise DomainError("units.no_such_province", name=typed)
    return found


async def add(
    session: AsyncSession,
    name: str,
    now: datetime,
    *,
    province: str = "",
    commune: str | None = None,
    kind: str | None = None,
    aliases: Iterable[str] = (),
    by: Actor | None = None,
) -> Unit:
    """Add a unit, or give back the one of that name; what published plans say of it is looked up."""
    known = select(Unit).where(Unit.name_key == marked(name), Unit.province_key == fold(province))
    unit = (await session.exec(known)).first()
    if unit is not None:
        return unit
    place = commune_of(name) if commune is None else commune
    unit = Unit(**row(name, now, province=province, commune=place, kind=kind))
    changed(session)
    session.add(unit)
    await session.flush()
    assert unit.id is not None
    session.add_all(UnitAlias(unit_id=unit.id, alias=alias, alias_key=fold(alias)) for alias in aliases)
    await session.flush()
    await attaching.attach_units(session, {unit.id}, now)
    audit.note(session, by, "unit-added", "unit", unit.id, now)
    return unit


def row(
    name: str, now: datetime, *, province: str, commune: str, kind: str | None = None, place: str = ""
) -> dict[str, Any]:
    """The columns of a unit. The official place is looked up; a made-up one has none."""
    return {
        "name": name,
        "name_key": marked(name),
        "kind": str(kind or guess_kind(name)),
        "province": province,
        "province_key": fold(province),
        "commune": commune,
        "commune_key": fold(commune),
        "place": place or place_of(province, commune),
        "created_at": now,
    }


def place_of(province: str, commune: str) -> str:
    """The official code of a commune or, for a body of the province's, of the province; "" for a made-up one."""
    found = province_called(province)
    if found is None or not commune:
        return found.code if found else ""
    known = commune_called(commune, found.code)
    return known.code if known else ""


async def create_province(
    session: AsyncSession,
    province: Province,
    now: datetime,
    *,
    schools: bool = True,
    by: Actor | None = None,
) -> Created:
    """Make the units of a province and of all its communes from the templates; those already there stay."""
    wanted = [
        *templates.of_province(province),
        *templates.of_communes(communes_of(province.code), schools=schools),
    ]
    key = fold(province.name)
    before = select(Unit.name_key).where(Unit.province_key == key)
    known = set((await session.exec(before)).all())
    fresh = [one for one in wanted if marked(one.name) not in known]
    changed(session)
    rows = [
        row(one.name, now, province=province.name, commune=one.commune, kind=one.kind, place=one.place)
        for one in fresh
    ]
    await insert_new(session, Unit, rows)
    await _add_aliases(session, key, fresh)
    by_name = select(Unit.id).where(Unit.province_key == key, col(Unit.name_key).not_in(known))
    new = {unit_id for unit_id in (await session.exec(by_name)).all() if unit_id is not None}
    await attaching.attach_units(session, new, now)
    audit.note(session, by, "units-created", "province", int(province.code), now, units=len(fresh))
    return Created(province, len(fresh), len(wanted) - len(fresh))


async def _add_aliases(session: AsyncSession, key: str, fresh: Iterable[templates.UnitTemplate]) -> None:
    named = select(Unit.name_key, Unit.id).where(Unit.province_key == key)
    ids = dict((await session.exec(named)).all())
    rows = [
        {"unit_id": ids[marked(one.name)], "alias": alias, "alias_key": fold(alias)}
        for one in fresh
        for alias in one.aliases
    ]
    await insert_new(session, UnitAlias, rows)
