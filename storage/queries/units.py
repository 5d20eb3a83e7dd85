"""Reading the directory of units: the index that matching and searching use, kept while nothing changes.

The index of a whole country takes a second to build, so a process keeps the last one of each database. A stamp (how
many units and aliases there are, the highest ids, the last change) tells whether it still holds; a session that
changed the directory itself reads it anew, for its changes may yet be rolled back.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy import select as select_columns
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.succession import Successor, deciding, seeds
from domain.unit_index import UnitIndex
from domain.units import UnitRef
from storage.tables import SuccessorRow, Unit, UnitAlias

Stamp = tuple[Any, ...]

_COLUMNS: tuple[Any, ...] = (Unit.id, Unit.name, Unit.kind, Unit.province, Unit.commune, Unit.place)
_kept: WeakKeyDictionary[Engine, tuple[Stamp, UnitIndex]] = WeakKeyDictionary()
_CHANGED = "directory_changed"


def changed(session: AsyncSession) -> None:
    """Tell that this session changes units: what it reads from now on is kept for nobody else."""
    session.info[_CHANGED] = True


async def directory(session: AsyncSession) -> UnitIndex:
    """Every unit with its aliases, ready for matching and searching. Not to be changed."""
    if session.info.get(_CHANGED) or session.new or session.dirty or session.deleted:
        return await _read(session)
    bind = session.get_bind()
    engine = bind.engine if isinstance(bind, Connection) else bind
    stamp = await _stamp(session)
    known = _kept.get(engine)
    if known is not None and known[0] == stamp:
        return known[1]
    index = await _read(session)
    _kept[engine] = (stamp, index)
    return index


async def _stamp(session: AsyncSession) -> Stamp:
    columns = (Unit.created_at, Unit.changed_at, SuccessorRow.changed_at)
    moments = [(await session.exec(select(func.max(column)))).one() for column in columns]
    ids = (Unit.id, UnitAlias.id, SuccessorRow.id)
    counts = [(await session.exec(select(func.count(), func.max(key)))).one() for key in ids]
    return (*moments, *counts)


async def _read(session: AsyncSession) -> UnitIndex:
    """Columns instead of the mapper's rows, which would take twice as long and as much memory."""
    await session.flush()
    connection = await session.connection()
    aliases: dict[int, list[str]] = {}
    of_aliases = select_columns(col(UnitAlias.unit_id), col(UnitAlias.alias)).order_by(col(UnitAlias.id))
    for row in await connection.execute(of_aliases):
        aliases.setdefault(row[0], []).append(row[1])
    of_units = select_columns(*(col(column) for column in _COLUMNS)).order_by(col(Unit.id))
    rows = (await connection.execute(of_units)).all()
    followers = deciding(await successors(session))
    shared: dict[str, str] = {}
    units = [
        UnitRef(
            unit_id,
            name,
            shared.setdefault(kind, kind),
            shared.setdefault(province, province),
            shared.setdefault(commune, commune),
            tuple(aliases.get(unit_id, ())),
            shared.setdefault(place, place),
        )
        for unit_id, name, kind, province, commune, place in rows
    ]
    return UnitIndex(units, followers)


async def successors(session: AsyncSession) -> list[Successor]:
    """The table of successors that is in force; as delivered where nothing has been stored yet."""
    rows = (await session.exec(select(SuccessorRow).order_by(col(SuccessorRow.id)))).all()
    if not rows:
        return seeds()
    return [
        Successor(row.old, row.new, row.level, row.since, row.decree, row.topic, row.sure)
        for row in rows
        if row.active
    ]
