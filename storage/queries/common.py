"""What several query modules need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

BATCH = 2_000
"""Rows written by one statement: below the drivers' limits on bound values for our widest table."""


async def insert_new(session: AsyncSession, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in bulk; those that a unique constraint already has are left as they are."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # Past the mapper, which would spend more on each row than the database does.
    statement = insert(SQLModel.metadata.tables[str(table.__tablename__)]).on_conflict_do_nothing()
    await session.flush()
    connection = await session.connection()
    for chunk in chunks(rows):
        await connection.execute(statement, list(chunk))


def chunks(rows: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """The rows in pieces of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
