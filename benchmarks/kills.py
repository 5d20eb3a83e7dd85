"""kill -9 at random moments of a run of reminders, on SQLite and on PostgreSQL.

The sandbox stands in this process, the sending bot in another, over HTTP, at its real pace. After each kill a new one
takes over, its clock past the leases of the dead. `python -m benchmarks.kills [--full]` (the whole takes half an hour)
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks import claiming, faults
from benchmarks.table import Row, run
from bot.settings import read_settings
from bot.wiring import build
from domain.clock import MovableClock
from domain.delivery import LEASE
from sandbox.fake import FakeTelegram
from sandbox.http import api_app
from sandbox.server import running
from storage.database import Database

TOKEN = "123456:TEST"  # the sandbox's own, of no real bot
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgresql+asyncpg://postgres@127.0.0.1/test")
LONGEST_LIFE = 0.7
"""Seconds after which a bot is killed at the latest, counted from its first message."""


async def measure(full: bool) -> list[Row]:
    """Both databases."""
    reminders, kills = (2_000, 200) if full else (100, 8)
    rows: list[Row] = []
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'kills.db'}" if kind == "SQLite" else POSTGRES
            try:
                async with schema(url) as name:
                    rows += await killed(kind, url, name, reminders, kills)
            except OSError:
                rows.append((f"{kind}: kill -9", "no server answers", ""))
    return rows


@asynccontextmanager
async def schema(url: str) -> AsyncIterator[str | None]:
    """On PostgreSQL a schema of this run's own, dropped at the end."""
    if not url.startswith("postgresql"):
        yield None
        return
    name, server = f"kills_{uuid.uuid4().hex[:8]}", Database(url)
    async with server.engine.begin() as connection:
        await connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield name
    finally:
        async with server.engine.begin() as connection:
            await connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        await server.close()


async def killed(kind: str, url: str, name: str | None, count: int, kills: int) -> list[Row]:
    """Run it through; what people found in their chats."""
    database = Database(url, schema=name)
    clock = await claiming.fill(database, count)
    telegram = FakeTelegram(token=TOKEN, now=clock.now)
    people = await faults.everybody(database, telegram)
    await database.close()
    chance, moments, finished = random.Random(5), list[float](), False
    async with running(api_app(telegram)) as port:
        child = [
            sys.executable,
            "-m",
            "benchmarks.kills",
            "--child",
            url,
            name or "",
            f"http://127.0.0.1:{port}/bot",
        ]
        while not finished:
            last = len(moments) >= kills
            life = None if last else chance.uniform(0, LONGEST_LIFE)
            finished = await one_life([*child, clock.now().isoformat()], life, telegram)
            moments.append(telegram.monotonic())
            clock.move_by(LEASE + timedelta(seconds=1))
    messages = [telegram.sent(telegram.users[one].private) for one in people]  # type: ignore[attr-defined] # they are all people
    tally = faults.tally(messages)
    worst = max(repeats_by_kill(telegram, moments).values(), default=0)
    return [
        (f"{kind}: {count:,} reminders, {len(moments) - 1} times kill -9: lost", f"{tally.lost}", "0"),
        ("  repeats without a mark", f"{tally.unmarked}", "0"),
        (
            "  repeats with a mark (most for one kill)",
            f"{tally.repeats - tally.unmarked} ({worst})",
            "<= 1 a kill",
        ),
        ("  marked, and yet the only one", f"{tally.marked_alone}", ""),
    ]


async def one_life(command: list[str], seconds: float | None, telegram: FakeTelegram) -> bool:
    """Start a bot and kill it so many seconds after its first message arrived; True if it came to the end before."""
    before = len(telegram.calls("sendMessage"))
    process = await asyncio.create_subprocess_exec(*command)
    while process.returncode is None and len(telegram.calls("sendMessage")) == before:
        await asyncio.sleep(0.002)
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
        if process.returncode:
            raise RuntimeError(f"the bot ended with {process.returncode}")
        return True
    except TimeoutError:
        process.send_signal(signal.SIGKILL)
        await process.wait()
        return False


def repeats_by_kill(telegram: FakeTelegram, moments: list[float]) -> Counter[int]:
    """How many messages each kill had repeated: a second message belongs to the last kill before it that
    came after the first message."""
    first: dict[int, float] = {}
    found: Counter[int] = Counter()
    for call in telegram.calls("sendMessage"):
        if call.error is None:
            chat = int(call.params["chat_id"])
            if chat in first:
                found[sum(moment < first[chat] for moment in moments)] += 1
            first[chat] = call.at
    return found


async def child(url: str, name: str, api: str, now: str) -> None:
    """The bot that is killed: ticks until nothing is due."""
    database = Database(url, schema=name or None)
    settings = replace(read_settings({}), bot_token=TOKEN, telegram_api_url=api)
    service = build(settings, MovableClock(datetime.fromisoformat(now)), database=database)
    await service.application.initialize()
    while await service.reminding.tick():
        pass
    await service.application.shutdown()
    await database.close()


if __name__ == "__main__":
    if "--child" in sys.argv:
        asyncio.run(child(*sys.argv[-4:]))
    else:
        run(measure, "kill -9 at random moments")
