"""Databases for tests: a SQLite file copied from a migrated one, a PostgreSQL schema of this run's own."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from shutil import copyfile

from sqlalchemy import text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills SQLModel.metadata
from storage.database import Database
from storage.migrate import migrate

POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "postgresql+asyncpg://postgres@127.0.0.1/test")


def run(work: Coroutine[object, object, None]) -> None:
    """Run a coroutine to its end, also from within a test's loop (session fixtures are made there)."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def make_sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file that each test copies."""
    path = folder / "template.db"

    async def fill() -> None:
        database = Database(f"sqlite:///{path}")
        await migrate(database)
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()

    run(fill())
    return path


@asynccontextmanager
async def sqlite_database(template: Path, folder: Path) -> AsyncIterator[Database]:
    path = folder / "test.db"
    copyfile(template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()


@contextmanager
def postgres_schema() -> Iterator[str | None]:
    """A migrated schema of this run's own, dropped at the end; None where no PostgreSQL answers."""
    schema = f"nhacviec_{os.getpid()}_{uuid.uuid4().hex[:8]}"

    async def execute(statement: str) -> None:
        database = Database(POSTGRES_URL)
        try:
            async with asyncio.timeout(5), database.engine.begin() as connection:
                await connection.execute(text(statement))
        finally:
            await database.close()

    async def fill() -> None:
        database = Database(POSTGRES_URL, schema=schema)
        await migrate(database)
        await database.close()

    try:
        run(execute(f"CREATE SCHEMA {schema}"))
    except (OSError, TimeoutError):
        yield None
        return
    try:
        run(fill())
        yield schema
    finally:
        run(execute(f"DROP SCHEMA {schema} CASCADE"))


@asynccontextmanager
async def postgres_database(schema: str) -> AsyncIterator[Database]:
    """The run's schema, emptied. Deleting a test's few rows costs a tenth of truncating every table."""
    database = Database(POSTGRES_URL, schema=schema)
    tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
    deletes = "; ".join(f'DELETE FROM "{name}"' for name in tables)
    counters = "; ".join(
        f"PERFORM setval('{table.name}_id_seq', 1, false)"
        for table in SQLModel.metadata.sorted_tables
        if "id" in table.columns and table.columns["id"].autoincrement
    )
    async with database.engine.begin() as connection:
        await connection.execute(text("SET LOCAL synchronous_commit = off"))
        # No triggers: the book of changes refuses to be emptied.
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(text(f"DO $$ BEGIN {deletes}; {counters}; END $$"))
    yield database
    await database.close()
