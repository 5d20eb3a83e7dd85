"""The whole office for services that are tried on both kinds of database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.clock import MovableClock
from storage.database import Database
from tests.support.office import TestOffice, open_office


@pytest.fixture
async def any_office(database: Database, clock: MovableClock) -> AsyncIterator[TestOffice]:
    async with open_office(database, clock) as opened:
        yield opened
