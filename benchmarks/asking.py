"""A typed question and "my unit" through the whole bot, beside bare python-telegram-bot in the same run.

Many plans of one province, their tasks made of the made-up office's own, and many people. The two take turns; what is
shown is the processor's time of this process for one update, so that other programs of the machine do not count.
"""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from telegram import Update
from telegram.ext import Application

from benchmarks.dispatch import Row, bare_bot
from bot.stage import raise_curtain
from domain.plan import Draft
from plans.files import read_file
from plans.read import read
from sandbox.fake import FakeTelegram
from sandbox.office import office
from sandbox.people import Person as Somebody
from services import intake, publishing
from storage.database import Database
from storage.tables import Chat, ChatKind, Person

QUESTIONS = (
    "đuối nước",
    "tao hon ai phu trach",
    "quý II có gì đến hạn",
    "Sở Y tế phụ trách gì",
    "báo cáo 6 tháng nộp khi nào",
)
MINE = ("/nhiemvu",)
ROUNDS = 12


async def measure(full: bool) -> list[Row]:
    """Plans and people are stored first; the first question, which fills the memory, is shown by itself."""
    plans, tasks, people = (100, 200, 50_000) if full else (20, 100, 2_000)
    with tempfile.TemporaryDirectory() as folder:
        stage = await raise_curtain(Path(folder) / "bench.db")
        stage.telegram.enforce_limits = False
        await _fill(stage.service.database, plans, tasks, people, stage.service.office.clock.now())
        bare, world, person = await bare_bot()
        stage.binh.says("/start")
        await stage.pump()
        application, telegram = stage.service.application, stage.telegram
        first = (await _times(application, telegram, stage.binh, QUESTIONS[:1]))[0]
        before = _memory()
        times: dict[str, list[float]] = {"bare": [], "question": [], "mine": []}
        for _ in range(ROUNDS):
            times["bare"] += await _times(bare, world, person, ("/hello",) * 20)
            times["question"] += await _times(application, telegram, stage.binh, QUESTIONS)
            times["mine"] += await _times(application, telegram, stage.binh, MINE * 3)
        grown = _memory() - before
        await bare.stop()
        await bare.shutdown()
        await stage.close()
    rows = [
        (f"{plans} plans, {plans * tasks} tasks, {people} people: the first question", f"{first:.0f} ms", "")
    ]
    base = _p95(times["bare"])
    rows.append(("p95 of an update, bare python-telegram-bot", f"{base:.1f} ms", ""))
    for name, goal in (("question", "≤ 50 ms"), ("mine", "≤ 30 ms")):
        value = _p95(times[name])
        rows.append(
            (f"p95 of an update, whole bot, {name}", f"{value:.1f} ms ({value / base:.0f} x bare)", goal)
        )
    rows.append((f"memory grown in {ROUNDS * 8} answers", f"{grown:.1f} MB", "flat"))
    return rows


async def _times(
    application: Application[Any, Any, Any, Any, Any, Any],
    telegram: FakeTelegram,
    person: Somebody,
    texts: tuple[str, ...],
) -> list[float]:
    """Milliseconds of processor time for each text."""
    out = []
    for text in texts:
        person.says(text)
        for raw in telegram.take_updates():
            started = time.process_time()
            await application.process_update(Update.de_json(raw, application.bot))
            out.append((time.process_time() - started) * 1000)
    return out


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _fill(database: Database, plans: int, tasks: int, people: int, now: Any) -> None:
    draft = read(read_file(office.FIRST_PLANS[0]))
    for number in range(plans):
        async with database.session() as session:
            plan_id = await intake.keep(
                session, str(number).encode(), "p.txt", _plan(draft, number, tasks), None, now
            )
            await publishing.publish(session, plan_id, None, now + timedelta(seconds=number))
            await session.commit()
    async with database.session() as session:
        connection = await session.connection()
        ids = range(1_000_000, 1_000_000 + people)
        chats = [{"telegram_id": one, "topic_id": 0, "kind": ChatKind.PRIVATE, "language": "vi", "title": "",
                  "reachable": True, "created_at": now, "id": one} for one in ids]  # fmt: skip
        persons = [{"telegram_id": one, "chat_id": one, "name": "An", "unit_id": 1, "language": "vi", "role": "officer",
                    "created_at": now} for one in ids]  # fmt: skip
        await connection.execute(insert(Chat), chats)
        await connection.execute(insert(Person), persons)
        await session.commit()


def _plan(draft: Draft, number: int, tasks: int) -> Draft:
    """The office's plan under another number, with as many tasks as wanted."""
    many = tuple(draft.tasks[i % len(draft.tasks)] for i in range(tasks))
    info = replace(draft.plan, number=f"{number + 100}/KH-UBND", title=f"{draft.plan.title} {number}")
    return replace(draft, plan=info, tasks=many, doubts=(), hotlines=())
