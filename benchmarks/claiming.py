"""Due reminders claimed, looked at and recorded a second, against APScheduler firing as many from its store.

Nothing is sent on either side. `python -m benchmarks.claiming [--full]`
"""

from __future__ import annotations

import itertools
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import country, peer
from benchmarks.table import Row, run
from bot.draining import Begin
from bot.reminding import Reminding
from domain.clock import VIETNAM, MovableClock
from domain.delivery import Outcome, Sent
from services import intake, publishing
from services.delivery import Batch
from storage.database import Database
from storage.migrate import migrate
from storage.queries.common import insert_new
from storage.tables import Chat, Person

ROUNDS = 2
AT_ONCE = 250
"""Where no network is slow and no kill is to be feared, many answers are written down together."""
TASKS = (1, 4)
"""Tasks that are due in a chat on one day: they come in one message."""
OFFICERS = 4
"""People of a commune."""


class Nowhere:
    """A channel on which everything arrives at once."""

    def __init__(self) -> None:
        self.ids = itertools.count(1)

    def check(self, _batch: Batch) -> None:
        """Everything can be told."""

    async def send(self, _batch: Batch, begin: Begin) -> Outcome:
        await begin()
        return Sent(next(self.ids))


async def measure(full: bool) -> list[Row]:
    """Best of several rounds, the two taking turns."""
    due = 10_000 if full else 2_000
    ours, theirs = dict.fromkeys(TASKS, 0.0), 0.0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            for tasks in TASKS:
                seen = await recorded_a_second(Path(folder) / f"ours{tasks}.db", due, tasks)
                ours[tasks] = max(ours[tasks], seen)
            theirs = max(theirs, peer.fired_a_second(Path(folder) / "theirs.db", due))
    return [
        (f"jobs fired a second out of {due:,} due, APScheduler", f"{theirs:,.0f}", ""),
        *(
            (
                f"reminders claimed and recorded a second, {due // tasks:,} chats with {tasks} each",
                f"{ours[tasks]:,.0f} ({ours[tasks] / theirs:.1f} x)",
                ">= 10 x",
            )
            for tasks in TASKS
        ),
    ]


async def recorded_a_second(path: Path, due: int, tasks: int) -> float:
    """One tick over so many reminders, so many of them in each chat."""
    database = Database(f"sqlite:///{path}")
    clock = await fill(database, due // tasks, tasks)
    started = time.perf_counter()
    sent = await Reminding(database, clock, Nowhere(), "bench", at_once=AT_ONCE).tick()
    seconds = time.perf_counter() - started
    await database.close()
    assert sent == due // tasks, f"{sent} of {due // tasks}"
    return due / seconds


async def fill(database: Database, due: int, tasks: int = 1) -> MovableClock:
    """So many chats, four officers a commune, each with so many tasks due on one day; gives the clock on that day."""
    await migrate(database)
    communes = max(due // OFFICERS, 1)
    await country.fill(database, communes)
    async with database.session() as session:
        chats = [
            {**country.chat(i), "id": 100_000 + i, "telegram_id": 2_000_000 + i}
            for i in range(due - communes)
        ]
        await insert_new(session, Chat, chats)
        people = [
            {
                "telegram_id": chat["telegram_id"],
                "chat_id": chat["id"],
                "name": "An",
                "language": "vi",
                "role": "officer",
                "unit_id": 1 + i % communes,
                "created_at": country.NOW,
            }
            for i, chat in enumerate(chats)
        ]
        await insert_new(session, Person, people)
        plan_id = await intake.keep(
            session, b"p", "p.txt", country.draft(tasks, tasks, days=0), None, country.NOW
        )
        await publishing.publish(session, plan_id, None, country.NOW)
        await session.commit()
    return MovableClock(datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM) + timedelta(minutes=1))


if __name__ == "__main__":
    run(measure, "claiming and recording")
