"""Changing the directory: names, aliases, places; merging and removing units so that nothing is orphaned.

Admins only; the callers check. A unit that people, groups or duties hang on is merged into another, never just
removed. What follows for plans in force is done by `attaching.attach_units`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.places import province_called
from domain.roles import Actor
from domain.text import fold, marked, squeeze
from domain.units import commune_of, guess_kind
from services import attaching, audit, directory, schedule
from storage.queries.common import insert_new
from storage.queries.units import changed
from storage.tables import (
    Binding,
    Invite,
    Occurrence,
    OccurrenceState,
    Person,
    Reminder,
    TaskUnit,
    Unit,
    UnitAlias,
)


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a unit: people, groups, duties of plans."""

    people: int
    groups: int
    duties: int

    def __bool__(self) -> bool:
        return bool(self.people or self.groups or self.duties)


async def _unit(session: AsyncSession, unit_id: int) -> Unit:
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise DomainError("error.unit_gone")
    return unit


async def rename(
    session: AsyncSession, unit_id: int, name: str, now: datetime, by: Actor | None = None
) -> Unit:
    """Give a unit another name; the old one stays as an alias, for plans and people still use it."""
    unit = await _unit(session, unit_id)
    name = directory.checked_name(name)
    other = select(Unit.id).where(
        Unit.name_key == marked(name), Unit.province_key == unit.province_key, Unit.id != unit_id
    )
    if (await session.exec(other)).first() is not None:
        raise DomainError("units.name_taken", name=name)
    old = unit.name
    unit.name, unit.name_key, unit.kind = name, marked(name), guess_kind(name).value
    unit.changed_at = now
    changed(session)
    await session.flush()
    await _add_alias(session, unit, old, now)
    audit.note(session, by, "unit-renamed", "unit", unit_id, now)
    return unit


async def move(
    session: AsyncSession,
    unit_id: int,
    province: str,
    commune: str | None,
    now: datetime,
    by: Actor | None = None,
) -> Unit:
    """Say where a unit is: from then on it gets and sees the plans of that province."""
    unit = await _unit(session, unit_id)
    found = province_called(province)
    unit.province = found.name if found else squeeze(province)
    unit.province_key = fold(unit.province)
    unit.commune = commune_of(unit.name) if commune is None else commune
    unit.commune_key = fold(unit.commune)
    unit.place = directory.place_of(unit.province, unit.commune)
    unit.changed_at = now
    changed(session)
    await session.flush()
    await attaching.attach_units(session, {unit_id}, now)
    audit.note(session, by, "unit-moved", "unit", unit_id, now, place=unit.place or None)
    return unit


async def add_alias(
    session: AsyncSession, unit_id: int, alias: str, now: datetime, by: Actor | None = None
) -> None:
    """Another name for a unit; what plans in force call so is its from now on."""
    await _add_alias(session, await _unit(session, unit_id), alias, now)
    audit.note(session, by, "unit-alias-added", "unit", unit_id, now)


async def _add_alias(session: AsyncSession, unit: Unit, alias: str, now: datetime) -> None:
    unit_id = unit.id or 0
    alias = squeeze(alias)
    if not fold(alias):
        raise DomainError("error.not_a_unit_name")
    await insert_new(session, UnitAlias, [{"unit_id": unit_id, "alias": alias, "alias_key": fold(alias)}])
    unit.changed_at = now
    changed(session)
    await session.flush()
    await attaching.attach_units(session, {unit_id}, now)


async def drop_alias(
    session: AsyncSession, unit_id: int, alias: str, now: datetime, by: Actor | None = None
) -> bool:
    """Take an alias away; duties that it brought stay, for people work at them."""
    unit = await _unit(session, unit_id)
    gone = await session.exec(
        delete(UnitAlias).where(col(UnitAlias.unit_id) == unit_id, col(UnitAlias.alias_key) == fold(alias))
    )
    unit.changed_at = now
    changed(session)
    await session.flush()
    if not getattr(gone, "rowcount", 0):
        return False
    audit.note(session, by, "unit-alias-dropped", "unit", unit_id, now)
    return True


async def hanging(session: AsyncSession, unit_id: int) -> Hanging:
    """What would be orphaned if the unit went."""

    async def count(table: type[Person | Binding | TaskUnit]) -> int:
        query = select(func.count()).select_from(table).where(col(table.unit_id) == unit_id)
        return int((await session.exec(query)).one())

    return Hanging(await count(Person), await count(Binding), await count(TaskUnit))


async def remove(session: AsyncSession, unit_id: int, now: datetime, by: Actor | None = None) -> str:
    """Remove a unit that nothing hangs on; returns its name. Any other must be merged into one that stays."""
    unit = await _unit(session, unit_id)
    left = await hanging(session, unit_id)
    if left:
        raise DomainError(
            "units.not_empty", name=unit.name, people=left.people, groups=left.groups, duties=left.duties
        )
    name = unit.name
    changed(session)
    await session.delete(unit)
    await session.flush()
    audit.note(session, by, "unit-removed", "unit", unit_id, now)
    return name


async def merge(
    session: AsyncSession, unit_id: int, into_id: int, now: datetime, by: Actor | None = None
) -> tuple[Hanging, Unit]:
    """Let one unit go up in another: people, groups, duties and names go over, then it is removed."""
    gone, stays = await _unit(session, unit_id), await _unit(session, into_id)
    if unit_id == into_id:
        raise DomainError("units.same_unit")
    if gone.province_key and stays.province_key and gone.province_key != stays.province_key:
        raise DomainError("units.other_province", one=gone.name, other=stays.name)
    left = await hanging(session, unit_id)
    changed(session)
    await session.exec(update(Person).where(col(Person.unit_id) == unit_id).values(unit_id=into_id))
    await _move_bindings(session, unit_id, into_id)
    await _move_duties(session, unit_id, into_id)
    await _move_occurrences(session, unit_id, into_id)
    names = select(UnitAlias.alias).where(UnitAlias.unit_id == unit_id)
    aliases = {fold(name): name for name in (*(await session.exec(names)).all(), gone.name)}
    await insert_new(
        session,
        UnitAlias,
        [{"unit_id": into_id, "alias": name, "alias_key": key} for key, name in aliases.items()],
    )
    await session.delete(gone)
    stays.changed_at = now
    await session.flush()
    await attaching.attach_units(session, {into_id}, now)
    await schedule.plan_unit(session, into_id, now)
    audit.note(session, by, "unit-merged", "unit", unit_id, now, into=into_id, people=left.people)
    return left, stays


async def _move_bindings(session: AsyncSession, unit_id: int, into_id: int) -> None:
    there = select(Binding.chat_id).where(Binding.unit_id == into_id)
    ours = col(Binding.unit_id) == unit_id
    await session.exec(delete(Binding).where(ours, col(Binding.chat_id).in_(there)))
    await session.exec(update(Binding).where(ours).values(unit_id=into_id))
    await session.exec(update(Invite).where(col(Invite.unit_id) == unit_id).values(unit_id=into_id))


async def _move_duties(session: AsyncSession, unit_id: int, into_id: int) -> None:
    columns = ("task_id", "part", "why", "was", "decree", "sure")
    ours = (await session.exec(select(TaskUnit).where(TaskUnit.unit_id == unit_id))).all()
    rows = [{"unit_id": into_id, **{name: getattr(one, name) for name in columns}} for one in ours]
    await insert_new(session, TaskUnit, rows)
    await session.exec(delete(TaskUnit).where(col(TaskUnit.unit_id) == unit_id))


async def _move_occurrences(session: AsyncSession, unit_id: int, into_id: int) -> None:
    """Due days go over with their state; where both have one, done counts, and one of the two rows stays."""
    there = {
        (one.deadline_id, one.due_on): one
        for one in (await session.exec(select(Occurrence).where(Occurrence.unit_id == into_id))).all()
    }
    for one in (await session.exec(select(Occurrence).where(Occurrence.unit_id == unit_id))).all():
        other = there.get((one.deadline_id, one.due_on))
        if other is None:
            one.unit_id = into_id
            continue
        if one.state == OccurrenceState.DONE and other.state != OccurrenceState.DONE:
            other.state, other.done_at, other.done_by = one.state, one.done_at, one.done_by
        await session.exec(delete(Reminder).where(col(Reminder.occurrence_id) == one.id))
        await session.delete(one)
    await session.flush()
