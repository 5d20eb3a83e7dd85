"""The table of what became of bodies, as admins keep it. Called by the command line.

Until somebody changes a row the table is the delivered one (`domain.succession.seeds`); the first change stores
it. A changed table counts for plans published later and, through `attaching.follow_successors`, for those in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError, Stale
from domain.roles import Actor, person_of
from domain.succession import Level, Successor, Topic, seeds
from domain.text import fold, squeeze
from services import attaching, audit
from storage.queries.common import insert_new
from storage.queries.units import changed
from storage.tables import SuccessorRow


async def seed(session: AsyncSession, now: datetime) -> int:
    """Store the delivered rows that are not there yet; those an admin changed or took out stay as they are."""
    known = select(SuccessorRow.level, SuccessorRow.old_key, SuccessorRow.new_key)
    have = {tuple(key) for key in (await session.exec(known)).all()}
    rows = [_columns(row, now, seeded=True) for row in seeds()]
    fresh = [row for row in rows if (row["level"], row["old_key"], row["new_key"]) not in have]
    if fresh:
        changed(session)
        await insert_new(session, SuccessorRow, fresh)
    return len(fresh)


def _columns(row: Successor, now: datetime, *, seeded: bool, by: int | None = None) -> dict[str, Any]:
    return {
        "level": row.level,
        "topic": row.topic,
        "old": row.old,
        "old_key": fold(row.old),
        "new": row.new,
        "new_key": fold(row.new),
        "since": row.since,
        "decree": row.decree,
        "sure": row.sure,
        "active": True,
        "seeded": seeded,
        "changed_by": by,
        "changed_at": now,
    }


async def everything(session: AsyncSession, now: datetime) -> Sequence[SuccessorRow]:
    """Every row, those taken out among them: the province's first, then by old name."""
    await seed(session, now)
    query = select(SuccessorRow).order_by(col(SuccessorRow.level).desc(), SuccessorRow.old_key)
    return (await session.exec(query.order_by(col(SuccessorRow.id)))).all()


async def put(session: AsyncSession, row: Successor, by: Actor | None, now: datetime) -> SuccessorRow:
    """Add a row, or change the one of the same level and names."""
    if row.level not in list(Level) or row.topic not in list(Topic):
        raise DomainError("units.bad_successor")
    if not fold(row.old) or not fold(row.new) or not squeeze(row.decree):
        raise DomainError("units.bad_successor")
    await seed(session, now)
    same = select(SuccessorRow).where(
        SuccessorRow.level == row.level,
        SuccessorRow.old_key == fold(row.old),
        SuccessorRow.new_key == fold(row.new),
    )
    found = (await session.exec(same)).first()
    columns = _columns(row, now, seeded=found is not None and found.seeded, by=person_of(by))
    if found is None:
        found = SuccessorRow(**columns)
    for name, value in columns.items():
        setattr(found, name, value)
    session.add(found)
    await session.flush()
    audit.note(session, by, "successor-set", "successor", found.id, now, sure=int(found.sure))
    return await _applied(session, found, now)


async def decide(
    session: AsyncSession, row_id: int, now: datetime, by: Actor | None, *, active: bool, sure: bool
) -> SuccessorRow:
    """Take a row out or in again, or say that it is sure."""
    row = await session.get(SuccessorRow, row_id)
    if row is None:
        raise Stale("units.successor_gone")
    row.active, row.sure, row.changed_by, row.changed_at = active, sure, person_of(by), now
    action = "successor-kept" if active else "successor-dropped"
    audit.note(session, by, action, "successor", row_id, now, sure=int(sure))
    return await _applied(session, row, now)


async def _applied(session: AsyncSession, row: SuccessorRow, now: datetime) -> SuccessorRow:
    changed(session)
    await session.flush()
    await attaching.follow_successors(session, now)
    return row
