"""Commands that run and end: `migrate`, `ask …` (`load`: bot/loading.py). They need no Telegram."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bot import units
from bot.settings import Settings
from domain.clock import SystemClock
from services import successions
from storage.database import Database
from storage.migrate import migrate as apply_migrations

LANGUAGE = "vi"


async def migrate(settings: Settings) -> str:
    """Bring the store to the newest migration."""
    database = Database(settings.database_url)
    await apply_migrations(database)
    async with database.session() as session:
        await successions.seed(session, SystemClock().now())
        await session.commit()
    await database.close()
    return "The database is up to date."


async def change_units(settings: Settings, options: argparse.Namespace) -> list[str]:
    """`units …`: one command on the directory of the store."""
    database = Database(settings.database_url)
    try:
        return await units.run(database, options, SystemClock())
    finally:
        await database.close()


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
