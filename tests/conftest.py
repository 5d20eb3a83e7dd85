"""Fixtures for every area: a migrated database (both kinds) and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from domain.clock import VIETNAM, MovableClock
from storage.database import Database
from tests.support.database import (
    POSTGRES_URL,
    make_sqlite_template,
    postgres_database,
    postgres_schema,
    sqlite_database,
)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def schema() -> Iterator[str | None]:
    with postgres_schema() as name:
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        async with sqlite_database(template, tmp_path) as made:
            yield made
        return
    name = request.getfixturevalue("schema")
    if name is None:
        pytest.skip(f"no PostgreSQL answers at {POSTGRES_URL} (set TEST_DATABASE_URL)")
    async with postgres_database(name) as made:
        yield made


@pytest.fixture
def clock() -> MovableClock:
    """Monday, 2 March 2026, 08:00 in Vietnam."""
    return MovableClock(datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM))
