"""From a file to a plan in force: the preview of a long plan, publishing many tasks, comparing two plans.

`python -m benchmarks.publishing [--full]`
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks import country
from benchmarks.long_plan import write_plain_pdf
from benchmarks.table import Row, run
from bot.stage import raise_curtain
from domain.differences import Duty, compare
from domain.plan import Deadline, DeadlineKind
from services import intake, publishing
from storage.database import Database
from storage.migrate import migrate

COMMUNES = 10
GOALS = ("<= 1 s", "<= 3 s", "<= 3 s", "<= 0.5 s")


async def measure(full: bool) -> list[Row]:
    """Once each: the whole trip is meant, from a cold start of the reader on."""
    pages, tasks, compared = (40, 2000, 200) if full else (10, 400, 100)
    goals = GOALS if full else ("", "", "", "")
    with tempfile.TemporaryDirectory() as folder:
        first, whole = await preview_of(Path(folder), pages)
        published = await published_in(Path(folder) / "tasks.db", tasks)
    return [
        (f"a plan of {pages} pages: first sign of progress", f"{first:.2f} s", goals[0]),
        (f"a plan of {pages} pages: preview", f"{whole:.2f} s", goals[1]),
        (f"publishing {tasks} tasks, a deadline and a unit each", f"{published:.2f} s", goals[2]),
        (f"two plans of {compared} tasks compared", f"{compared_in(compared):.3f} s", goals[3]),
    ]


async def preview_of(folder: Path, pages: int) -> tuple[float, float]:
    """Chi sends the plan in the made-up office; seconds to the first message and to the preview in its place."""
    path = folder / "plan.pdf"
    write_plain_pdf(path, pages)
    stage = await raise_curtain(folder / "office.db")
    try:
        chi = stage.chi
        known = len(chi.private.messages)
        started = time.perf_counter()
        chi.sends_document(path.read_bytes(), path.name, caption="/load")
        working = asyncio.ensure_future(stage.pump())
        while len(chi.private.messages) < known + 2:
            await asyncio.sleep(0.005)
        first = time.perf_counter() - started
        await working
        whole = time.perf_counter() - started
        if chi.private.messages[-1].edited is None:
            raise RuntimeError("there is no preview")
    finally:
        await stage.close()
    return first, whole


async def published_in(path: Path, tasks: int) -> float:
    """From the tap to the commit: units bound, due days made, reminders planned."""
    database = Database(f"sqlite:///{path}")
    await migrate(database)
    await country.fill(database, COMMUNES)
    draft = country.draft(tasks, tasks, days=0)
    names = [f"Ủy ban nhân dân xã Số {i}" for i in range(COMMUNES)]
    draft = replace(
        draft,
        tasks=tuple(replace(t, assignees=(names[i % COMMUNES],)) for i, t in enumerate(draft.tasks)),
        agencies=tuple(names),
    )
    async with database.session() as session:
        plan_id = await intake.keep(session, b"p", "p.txt", draft, None, country.NOW)
        await session.commit()
    started = time.perf_counter()
    async with database.session() as session:
        await publishing.publish(session, plan_id, None, country.NOW)
        await session.commit()
    seconds = time.perf_counter() - started
    await database.close()
    return seconds


def compared_in(tasks: int) -> float:
    """The worst case: every text was touched and every day moved, so that nothing is found by its very words."""
    words = [f"từ{i}" for i in range(997)]
    old = [
        Duty(" ".join(words[(i * 31 + j * j * 7) % 997] for j in range(40)), "II.1", frozenset(), (_on(1),))
        for i in range(tasks)
    ]
    new = [Duty(f"{duty.text} có bổ sung", "II.1", frozenset(), (_on(2),)) for duty in reversed(old)]
    started = time.perf_counter()
    found = compare(old, new)
    seconds = time.perf_counter() - started
    if len(found.changed) != tasks:
        raise RuntimeError(f"{len(found.changed)} of {tasks} were found again")
    return seconds


def _on(day: int) -> Deadline:
    return Deadline(DeadlineKind.DATE, f"ngày {day}/6/2026", due=date(2026, 6, day))


if __name__ == "__main__":
    run(measure, "from a file to a plan in force")
