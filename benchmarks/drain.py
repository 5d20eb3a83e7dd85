"""Chats that are all due at half past seven, on a sandbox with Telegram's limits; people ask questions meanwhile.

The bot runs as it is: real handlers, real store (SQLite), real pacing. Telegram is in its process with a fast network, or in
one of its own, over HTTP, with a slow one. `python -m benchmarks.drain [--full]` (the whole takes twelve minutes)
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import select
from telegram import Update

from benchmarks import claiming
from benchmarks.table import Row, run
from bot.settings import read_settings
from bot.wiring import Service, build
from domain.clock import SystemClock
from sandbox.fake import FakeTelegram, InputFile
from sandbox.http import api_app
from sandbox.request import SandboxRequest
from sandbox.server import running
from storage.database import Database
from storage.tables import Chat

TOKEN = "123456:TEST"  # the sandbox's own, of no real bot
NEAR, FAR = (0.005, 0.03), (0.05, 0.1)
"""Seconds that a call takes to the made-up server and its answer back, together."""
ASKED_A_SECOND = 2.0
WARM_UP = 2.0
"""Seconds at the beginning that are not steady yet."""

Span = tuple[float, float]


class SlowTelegram(FakeTelegram):
    """Messages take a moment there and back."""

    latency: Span = NEAR
    chance = random.Random(1)

    async def call(
        self, method: str, params: dict[str, Any], files: Mapping[str, InputFile] | None = None
    ) -> Any:
        way = self.chance.uniform(*self.latency) / 2
        await asyncio.sleep(way)
        result = await super().call(method, params, dict(files or {}))
        await asyncio.sleep(way)
        return result

    def seen(self) -> dict[str, Any]:
        """When messages came in, and how many were one too many."""
        calls = self.calls("sendMessage")
        return {
            "moments": [call.at for call in calls if call.error is None],
            "refused": sum(call.error is not None for call in calls),
        }


@dataclass(slots=True)
class Seen:
    """What a run showed: messages and reminders a second, refusals, waits of those who asked, computing a reminder."""

    messages: float
    reminders: float
    refused: int
    waits: list[float]
    cpu_ms: float


async def measure(full: bool) -> list[Row]:
    """Near by in one process, then far away in two."""
    chats = 10_000 if full else 400
    rows: list[Row] = []
    for where, latency in (("in one process", NEAR), ("over HTTP", FAR)):
        with tempfile.TemporaryDirectory() as folder:
            seen = await drain(Path(folder) / "drain.db", chats, latency, apart=latency == FAR)
        least, most = (round(1000 * one) for one in latency)
        rows += told(f"{chats:,} chats due at once, {where}, {least} to {most} ms there and back", seen)
    return rows


def told(what: str, seen: Seen) -> list[Row]:
    p95 = statistics.quantiles(seen.waits, n=20)[-1] if len(seen.waits) > 1 else 0.0
    return [
        (f"{what}: messages a second", f"{seen.messages:.2f}", ">= 28"),
        ("  reminders among them", f"{seen.reminders:.2f}", ""),
        ("  refused with 429", f"{seen.refused}", "0"),
        (
            f"  {len(seen.waits)} questions meanwhile: p95 (median) until answered",
            f"{p95:.2f} s ({statistics.median(seen.waits):.2f})",
            "<= 1 s",
        ),
        ("  user CPU of the bot's process a reminder", f"{seen.cpu_ms:.1f} ms", ""),
    ]


async def drain(path: Path, chats: int, latency: Span, *, apart: bool) -> Seen:
    """One tick over so many chats while people ask for the hotlines and their tasks."""
    database = Database(f"sqlite:///{path}")
    clock = await claiming.fill(database, chats)
    async with database.session(writes=False) as session:
        ids = (await session.exec(select(Chat.telegram_id))).all()
    settings = replace(read_settings({}), bot_token=TOKEN)
    async with (in_its_own_process if apart else in_this_process)(ids, latency) as server:
        if server.port:
            settings = replace(settings, telegram_api_url=f"http://127.0.0.1:{server.port}/bot")
        service = build(settings, clock, database=database, request=server.request)
        await service.application.initialize()
        before = cpu()
        ticking = asyncio.create_task(service.reminding.tick())
        waits = await ask_until(ticking, service, ids)
        sent = await ticking
        spent = cpu() - before
        await service.application.shutdown()
        result = await server.result()
    await database.close()
    moments: list[float] = sorted(result["moments"])
    steady = [moment for moment in moments if moment >= moments[0] + WARM_UP]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    share = sent / len(moments)
    return Seen(rate, rate * share, result["refused"], waits, 1000 * spent / sent)


def cpu() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


# --- Telegram


class Here:
    """Telegram in this process."""

    port = 0

    def __init__(self, telegram: SlowTelegram) -> None:
        self._telegram = telegram
        self.request: SandboxRequest | None = SandboxRequest(telegram)

    async def result(self) -> dict[str, Any]:
        return self._telegram.seen()


class There:
    """Telegram in a process of its own; tells what it saw when asked."""

    request: SandboxRequest | None = None

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self.port = port

    async def result(self) -> dict[str, Any]:
        seen, _ = await self._process.communicate(b"enough\n")
        return dict(json.loads(seen))


def telegram_of(people: Sequence[int], latency: Span) -> SlowTelegram:
    telegram = SlowTelegram(token=TOKEN, now=SystemClock().now)
    telegram.latency = latency
    for one in people:
        telegram.person("An", user_id=one).private.bot = "member"
    return telegram


@asynccontextmanager
async def in_this_process(people: Sequence[int], latency: Span) -> AsyncIterator[Here]:
    yield Here(telegram_of(people, latency))


@asynccontextmanager
async def in_its_own_process(people: Sequence[int], latency: Span) -> AsyncIterator[There]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.drain", "--child", stdin=pipe, stdout=pipe, limit=1 << 24
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([list(people), latency]).encode() + b"\n")
    try:
        yield There(process, int(await process.stdout.readline()))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def child() -> None:
    """A Telegram for the people of the first line; tells its port, and after the next line what it saw."""
    people, latency = json.loads(sys.stdin.readline())
    telegram = telegram_of(people, (latency[0], latency[1]))
    async with running(api_app(telegram)) as port:
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps(telegram.seen()), flush=True)


# --- people


async def ask_until(ticking: asyncio.Task[int], service: Service, people: Sequence[int]) -> list[float]:
    """Somebody asks every half second as long as reminders go out; seconds until each had the answer."""
    chance, asked = random.Random(2), list[asyncio.Task[float]]()
    while not ticking.done():
        await asyncio.wait([ticking], timeout=chance.uniform(0.5, 1.5) / ASKED_A_SECOND)
        words = chance.choice(("/duongday", "/nhiemvu"))
        raw = question(1_000_000 + len(asked), chance.choice(people), words)
        asked.append(asyncio.create_task(answered(service, raw)))
    return list(await asyncio.gather(*asked))


def question(number: int, person: int, words: str) -> dict[str, Any]:
    """A command as an update of Telegram's."""
    who = {"id": person, "first_name": "An", "language_code": "vi"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_772_000_000,
            "chat": {**who, "type": "private"},
            "from": {**who, "is_bot": False},
            "text": words,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(words)}],
        },
    }


async def answered(service: Service, raw: dict[str, Any]) -> float:
    started = time.perf_counter()
    application = service.application
    await application.process_update(Update.de_json(raw, application.bot))
    return time.perf_counter() - started


if __name__ == "__main__":
    if "--child" in sys.argv:
        asyncio.run(child())
    else:
        run(measure, "draining a morning's reminders")
