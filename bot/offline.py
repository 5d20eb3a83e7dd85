"""Commands that run and end: `migrate`, `ask …` (`load`: bot/loading.py). They need no Telegram."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import units
from bot.loading import load_file
from bot.settings import Settings
from domain.clock import VIETNAM, Clock, MovableClock, SystemClock
from domain.errors import DomainError
from domain.roles import Actor
from handlers.views.questions import answer_text
from locales import load as load_catalogs
from locales import without_html
from services import answers, directory, successions
from storage.database import Database
from storage.migrate import migrate as apply_migrations
from storage.queries import plans as queries
from storage.tables import Unit

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


async def ask(
    question: str, plans: Sequence[Path], unit: str | None, today: date | None, settings: Settings
) -> dict[str, Any]:
    """Answer a question: from the given files alone, or from the store if no file is given."""
    clock: Clock = SystemClock()
    if today is not None:
        clock = MovableClock(datetime.combine(today, time(8), tzinfo=VIETNAM))
    database = Database("sqlite://" if plans else settings.database_url)
    try:
        if plans:
            await apply_migrations(database)
            for path in plans:
                await load_file(database, path, clock, publish=True)
        return await _answer(database, question, unit, clock, new_units=bool(plans))
    finally:
        await database.close()


async def _answer(
    database: Database, question: str, unit: str | None, clock: Clock, *, new_units: bool
) -> dict[str, Any]:
    now = clock.now()
    async with database.session() as session:
        unit_id = None
        if unit:
            found = await directory.find(session, unit, 1)
            if not found and not new_units:
                raise DomainError("error.unit_gone")
            unit_id = found[0].id if found else (await _new_unit(session, unit, now)).id
        actor = Actor(0, "", LANGUAGE, unit_id=unit_id, is_admin=True)
        answer = await answers.ask(session, actor, question, now)
        tasks = answer.tasks
        if answer.kind in ("my_tasks", "deadlines") and unit_id is not None:
            listed = await answers.unit_tasks(session, actor, now)
            tasks = (*listed.own, *listed.everyone)
    text = answer_text(load_catalogs(), LANGUAGE, answer, tasks)
    return {
        "kind": answer.kind.value,
        "text": without_html(text),
        "tasks": [_task(task) for task in tasks],
    }


async def _new_unit(session: AsyncSession, name: str, now: datetime) -> Unit:
    """The unit that asks, put where the given plans hold: one without a province would see none of them."""
    plans = await queries.published_plans(session, scope=queries.Scope(everything=True))
    province = next((plan.province for plan in plans if plan.province), None)
    return await directory.add(session, name, now, province=province or "")


def _task(task: answers.TaskView) -> dict[str, Any]:
    return {
        "section": task.section,
        "text": task.text,
        "plan": task.plan,
        "everyone": task.everyone,
        "deadlines": [deadline.as_written for deadline in task.deadlines],
    }


def as_lines(answer: dict[str, Any]) -> str:
    """The answer as a person would read it, for the terminal."""
    return str(answer["text"])


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
