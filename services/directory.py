"""The directory of units: finding one, adding one, and who a plan's agencies are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.text import fold, squeeze
from domain.units import UnitRef, commune_of, guess_kind, looks_like_unit, search_units
from services import publishing
from storage.queries import people
from storage.tables import Unit, UnitAlias

_LIMIT = 120


async def find(session: AsyncSession, typed: str, limit: int = 8) -> list[UnitRef]:
    """Units that fit what a person typed, best first."""
    return search_units(typed, await people.units(session), limit)


async def everything(session: AsyncSession) -> list[UnitRef]:
    """Every unit, by name."""
    return sorted(await people.units(session), key=lambda unit: (unit.commune, unit.name))


def checked_name(typed: str) -> str:
    """A typed name of a new unit, tidied; refused where it does not look like one."""
    name = re.sub(r"\s*[.;,:]+$", "", squeeze(typed))
    if not name or len(name) > _LIMIT or not looks_like_unit(name):
        raise DomainError("error.not_a_unit_name")
    return name


async def add(
    session: AsyncSession,
    name: str,
    now: datetime,
    *,
    province: str = "",
    commune: str | None = None,
    kind: str | None = None,
    aliases: Iterable[str] = (),
) -> Unit:
    """Add a unit, or give back the one of that name; what published plans say of it is looked up."""
    name_key, province_key = fold(name), fold(province)
    known = select(Unit).where(Unit.name_key == name_key, Unit.province_key == province_key)
    unit = (await session.exec(known)).first()
    if unit is not None:
        return unit
    place = commune_of(name) if commune is None else commune
    unit = Unit(
        name=name,
        name_key=name_key,
        kind=kind or guess_kind(name),
        province=province,
        province_key=province_key,
        commune=place,
        commune_key=fold(place),
        created_at=now,
    )
    session.add(unit)
    await session.flush()
    assert unit.id is not None
    session.add_all(UnitAlias(unit_id=unit.id, alias=alias, alias_key=fold(alias)) for alias in aliases)
    await session.flush()
    await publishing.attach_unit(session, unit.id, now)
    return unit
