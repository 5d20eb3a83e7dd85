"""Opening the store: SQLite by default, PostgreSQL by setting.

`Database` hands out sessions; whoever opens one at an edge commits it. On SQLite a writing session
takes the write lock at once (BEGIN IMMEDIATE), so that two writers wait for each other instead of failing
half-way.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

BUSY_TIMEOUT_MS = 10_000

_Result = TypeVar("_Result")


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
        # For what is written dozens of times a second: neither fetched from the pool nor given back each time.
        self._own = asyncio.Lock()
        self._file: sqlite3.Connection | None = None
        self._line: AsyncConnection | None = None

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

    async def in_one_go(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """SQLite only: a transaction in a thread of its own, for what is written dozens of times a second.

        A session goes to its thread and back for every statement, a dozen times a transaction. `work` commits nothing.
        """
        async with self._own:
            return await asyncio.to_thread(self._commit, work)

    def _commit(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        if self._file is None:
            self._file = sqlite3.connect(self.url.database or "", check_same_thread=False)
            _prepare_sqlite(self._file, None)
        self._file.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._file)
            self._file.execute("COMMIT")
        except BaseException:
            self._file.rollback()
            raise
        return result

    @asynccontextmanager
    async def by_itself(self) -> AsyncIterator[AsyncConnection]:
        """PostgreSQL only: a connection on which each statement is a transaction, for the same. After an error it goes."""
        async with self._own:
            if self._line is None:
                self._line = await self.engine.connect()
                await self._line.execution_options(isolation_level="AUTOCOMMIT")
            try:
                yield self._line
            except BaseException:
                line, self._line = self._line, None
                with suppress(Exception):
                    await line.invalidate()
                    await line.close()
                raise

    async def close(self) -> None:
        async with self._own:
            if self._file is not None:
                self._file.close()
            if self._line is not None:
                with suppress(Exception):
                    await self._line.close()
            self._file = self._line = None
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
