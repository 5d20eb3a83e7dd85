"""The office that whole trips are made in, on both kinds of database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.clock import MovableClock
from storage.database import Database
from tests.support.office import TestOffice, open_office


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> AsyncIterator[TestOffice]:
    async with open_office(database, clock) as opened:
        yield opened
