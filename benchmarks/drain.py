"""Chats that are all due at half past seven, on a sandbox with Telegram's limits; people ask questions meanwhile.

The whole bot runs in one process with the sandbox in memory: real handlers, real store (SQLite), real pacing, and a
made-up slowness of the network. `python -m benchmarks.drain [--full]` (the whole takes six minutes)
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import select
from telegram import Update

from benchmarks import claiming
from benchmarks.table import Row, run
from bot.settings import read_settings
from bot.wiring import Service, build
from domain.clock import MovableClock
from sandbox.fake import FakeTelegram, InputFile, Person
from sandbox.request import SandboxRequest
from storage.database import Database
from storage.tables import Chat

TOKEN = "123456:TEST"  # the sandbox's own, of no real bot
LATENCY = 0.005, 0.03
"""Seconds that a call takes to the made-up server and its answer back, together."""
ASKED_A_SECOND = 2.0
WARM_UP = 2.0
"""Seconds at the beginning that are not steady yet."""


class SlowTelegram(FakeTelegram):
    """Messages take a moment there and back; notes when each went out and how many were one too many."""

    chance = random.Random(1)

    async def call(
        self, method: str, params: dict[str, Any], files: Mapping[str, InputFile] | None = None
    ) -> Any:
        way = self.chance.uniform(*LATENCY) / 2
        await asyncio.sleep(way)
        result = await super().call(method, params, dict(files or {}))
        await asyncio.sleep(way)
        return result


@dataclass(slots=True)
class Seen:
    """What a run showed."""

    sent: int
    rate: float
    refused: int
    waits: list[float]


async def measure(full: bool) -> list[Row]:
    """Rate of reminders, refusals, waiting times of those who ask."""
    chats = 10_000 if full else 400
    with tempfile.TemporaryDirectory() as folder:
        seen = await drain(Path(folder) / "drain.db", chats)
    p95 = statistics.quantiles(seen.waits, n=20)[-1] if len(seen.waits) > 1 else 0.0
    return [
        (f"{chats:,} chats due at once: messages a second", f"{seen.rate:.2f}", ">= 28"),
        ("  refused with 429", f"{seen.refused}", "0"),
        (
            f"  {len(seen.waits)} questions meanwhile: p95 (median) until answered",
            f"{p95:.2f} s ({statistics.median(seen.waits):.2f})",
            "<= 1 s",
        ),
    ]


async def drain(path: Path, chats: int) -> Seen:
    """One tick over so many chats while people ask for the hotlines and their tasks."""
    database = Database(f"sqlite:///{path}")
    clock = await claiming.fill(database, chats)
    telegram = SlowTelegram(token=TOKEN, now=clock.now)
    async with database.session(writes=False) as session:
        ids = (await session.exec(select(Chat.telegram_id))).all()
    for telegram_id in ids:
        telegram.person("An", user_id=telegram_id).private.bot = "member"
    service = await start(database, telegram, clock)
    ticking = asyncio.create_task(service.reminding.tick())
    waits = await ask_until(ticking, service, telegram, ids)
    sent = await ticking
    moments = sorted(c.at for c in telegram.calls("sendMessage") if c.error is None)
    refused = sum(call.error is not None for call in telegram.calls("sendMessage"))
    await service.application.shutdown()
    await database.close()
    steady = [moment for moment in moments if moment >= moments[0] + WARM_UP]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    return Seen(sent, rate, refused, waits)


async def start(database: Database, telegram: FakeTelegram, clock: MovableClock) -> Service:
    """The bot as it is run, but for the network."""
    settings = replace(read_settings({}), bot_token=TOKEN)
    service = build(settings, clock, database=database, request=SandboxRequest(telegram))
    await service.application.initialize()
    return service


async def ask_until(
    ticking: asyncio.Task[int], service: Service, telegram: FakeTelegram, people: Sequence[int]
) -> list[float]:
    """Somebody asks every half second as long as reminders go out; seconds until each had the answer."""
    chance, asked = random.Random(2), list[asyncio.Task[float]]()
    while not ticking.done():
        await asyncio.sleep(chance.uniform(0.5, 1.5) / ASKED_A_SECOND)
        person = telegram.users[chance.choice(people)]
        assert isinstance(person, Person)
        person.says(chance.choice(("/duongday", "/nhiemvu")))
        for raw in telegram.take_updates():
            asked.append(asyncio.create_task(answered(service, raw)))
    return list(await asyncio.gather(*asked))


async def answered(service: Service, raw: dict[str, Any]) -> float:
    started = time.perf_counter()
    application = service.application
    await application.process_update(Update.de_json(raw, application.bot))
    return time.perf_counter() - started


if __name__ == "__main__":
    run(measure, "draining a morning's reminders")
