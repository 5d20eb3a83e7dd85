"""The office that whole trips are made in: on SQLite, or (`any_office`) on both kinds of database.

The trips that lean on the store run on both; the others would only show the same thing twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.clock import MovableClock
from storage.database import Database
from tests.support.database import sqlite_database
from tests.support.office import TestOffice, open_office


@pytest.fixture
async def office(sqlite_template: Path, tmp_path: Path, clock: MovableClock) -> AsyncIterator[TestOffice]:
    async with sqlite_database(sqlite_template, tmp_path) as database, open_office(database, clock) as opened:
        yield opened


@pytest.fixture
async def any_office(database: Database, clock: MovableClock) -> AsyncIterator[TestOffice]:
    async with open_office(database, clock) as opened:
        yield opened
