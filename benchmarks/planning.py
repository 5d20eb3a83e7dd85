"""Reminders planned a second, against jobs that APScheduler's store takes a second on the same disk.

`python -m benchmarks.planning [--full]`
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks import country, peer
from benchmarks.table import Row, run
from services import intake, publishing
from storage.database import Database
from storage.migrate import migrate

ROUNDS = 3


async def measure(full: bool) -> list[Row]:
    """Best of several rounds, the two taking turns."""
    communes, jobs = (1000, 3000) if full else (200, 600)
    ours = theirs = 0.0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ours = max(ours, await planned_a_second(Path(folder) / "ours.db", communes))
            theirs = max(theirs, peer.added_a_second(Path(folder) / "theirs.db", jobs))
    return [
        ("jobs added a second, APScheduler's SQLAlchemyJobStore", f"{theirs:,.0f}", ""),
        ("reminders planned a second", f"{ours:,.0f} ({ours / theirs:.0f} x)", ">= 50 x"),
    ]


async def planned_a_second(path: Path, communes: int) -> float:
    """Publish a plan with twelve deadlines for so many communes, from draft to commit."""
    database = Database(f"sqlite:///{path}")
    await migrate(database)
    await country.fill(database, communes)
    async with database.session() as session:
        plan_id = await intake.keep(session, b"p", "p.txt", country.draft(12, 12), None, country.NOW)
        await session.commit()
    started = time.perf_counter()
    async with database.session() as session:
        published = await publishing.publish(session, plan_id, None, country.NOW)
        await session.commit()
    seconds = time.perf_counter() - started
    await database.close()
    return published.reminders / seconds


if __name__ == "__main__":
    run(measure, "planning reminders")
