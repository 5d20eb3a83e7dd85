"""Opening the store: SQLite by default, PostgreSQL by setting.

`Database` hands out sessions; whoever opens one at an edge commits it. On SQLite a writing session
takes the write lock at once (BEGIN IMMEDIATE), so that two writers wait for each other instead of failing
half-way.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

BUSY_TIMEOUT_MS = 10_000


def read_url(text: str) -> URL:
    """A database address as people write it, with the async driver filled in."""
    url = make_url(text)
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+asyncpg")
    if url.drivername == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    return url


class Database:
    """The engine and its sessions. `schema` (PostgreSQL only) keeps a test run apart from others."""

    def __init__(self, url: str, *, schema: str | None = None) -> None:
        self.url = read_url(url)
        self.schema = schema
        self.engine = _engine(self.url, schema)
        self._writing = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def session(self, *, writes: bool = True) -> AsyncIterator[AsyncSession]:
        """A session that is rolled back unless its owner commits. Say `writes=False` where nothing is written."""
        async with self._writing() as session:
            if self.is_sqlite and writes:
                await session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def _engine(url: URL, schema: str | None) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        settings = {"server_settings": {"search_path": schema}} if schema else {}
        return create_async_engine(url, pool_pre_ping=True, connect_args=settings, hide_parameters=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # An error in a log must not tell what people wrote.
    engine = create_async_engine(url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, a patient lock; and the driver's own BEGIN switched off in favour of ours."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "secure_delete=ON",
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
