"""A plan for every commune of the country: 60 tasks, 12 of them with deadlines, every reminder planned at once.

Published on a SQLite file in a process of its own, so that the memory is that of nothing else.
`python -m benchmarks.country [--full]`
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func
from sqlmodel import select

from benchmarks.table import Row, run
from domain.clock import VIETNAM
from domain.plan import Deadline, DeadlineKind, Draft, DraftTask, PlanInfo
from domain.text import fold
from services import intake, publishing
from storage.database import Database
from storage.migrate import migrate
from storage.queries.common import insert_new
from storage.tables import Chat, Person, Reminder, Unit

COMMUNES = 3_321
PROVINCE = "tỉnh Lam Khê"
QUICK = 300
TASKS, DATED = 60, 12
NOW = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)
EVERY = "Ủy ban nhân dân các xã"


async def measure(full: bool) -> list[Row]:
    """Seconds, rows and memory of publishing."""
    communes = COMMUNES if full else QUICK
    command = [sys.executable, "-m", "benchmarks.country", "--child", str(communes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    what = f"a plan of {TASKS} tasks, {DATED} dated, for {communes:,} communes"
    return [
        (f"{what}: {seen['rows']:,} reminders", f"{seen['seconds']:.1f} s", "<= 30 s for 3,321"),
        ("  of it computing", f"{seen['cpu']:.1f} s", ""),
        ("  reminders planned a second", f"{seen['rows'] / seen['seconds']:,.0f}", ""),
        (
            "  resident memory at its highest (before)",
            f"{seen['memory']:.0f} MB ({seen['before']:.0f})",
            "<= 300 MB",
        ),
    ]


async def fill(database: Database, communes: int) -> None:
    """A directory with so many communes, an officer in each."""
    name = "Ủy ban nhân dân xã Số {}"
    async with database.session() as session:
        await insert_new(
            session,
            Unit,
            [
                {
                    "name": name.format(i),
                    "name_key": fold(name.format(i)),
                    "kind": "commune_committee",
                    "province": PROVINCE,
                    "province_key": fold(PROVINCE),
                    "commune": f"xã Số {i}",
                    "commune_key": fold(f"xã Số {i}"),
                    "created_at": NOW,
                }
                for i in range(1, communes + 1)
            ],
        )
        units = (await session.exec(select(Unit.id).order_by(Unit.id))).all()  # type: ignore[arg-type] # SQLModel's columns
        await insert_new(session, Chat, [chat(i) for i in range(len(units))])
        chats = (await session.exec(select(Chat.id).order_by(Chat.id))).all()  # type: ignore[arg-type] # as above
        await insert_new(
            session,
            Person,
            [
                {
                    "telegram_id": 1_000_000 + i,
                    "chat_id": chat,
                    "name": "An",
                    "language": "vi",
                    "role": "officer",
                    "unit_id": unit,
                    "created_at": NOW,
                }
                for i, (unit, chat) in enumerate(zip(units, chats, strict=True))
            ],
        )
        await session.commit()


def chat(i: int) -> dict[str, object]:
    return {
        "telegram_id": 1_000_000 + i,
        "topic_id": 0,
        "kind": "private",
        "title": "",
        "language": "vi",
        "reachable": True,
        "created_at": NOW,
    }


def draft(
    tasks: int, dated: int, who: Sequence[str] = (EVERY,), first: date = date(2026, 3, 31), days: int = 20
) -> Draft:
    """A plan of the whole country; between two deadlines lie so many days."""
    due_days = [first + timedelta(days=days * i) for i in range(dated)]
    due = [Deadline(DeadlineKind.DATE, f"trước {day:%d/%m/%Y}", due=day) for day in due_days]
    todo = tuple(
        DraftTask(
            "II.1", f"Nhiệm vụ số {i}", (i + 1, i + 1), assignees=tuple(who), deadlines=tuple(due[i : i + 1])
        )
        for i in range(tasks)
    )
    return Draft("p.txt", PlanInfo("Kế hoạch", "1/KH-TW", "Chính phủ", "central", None), tuple(who), todo)


async def child(communes: int) -> None:
    """Publish and tell what it took, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'country.db'}")
        await migrate(database)
        await fill(database, communes)
        before = peak()
        started, computed = time.perf_counter(), time.process_time()
        async with database.session() as session:
            plan_id = await intake.keep(session, b"p", "p.txt", draft(TASKS, DATED), None, NOW)
            await publishing.publish(session, plan_id, None, NOW)
            await session.commit()
        seconds, cpu = time.perf_counter() - started, time.process_time() - computed
        memory = peak()
        async with database.session(writes=False) as session:
            rows = (await session.exec(select(func.count()).select_from(Reminder))).one()
        await database.close()
    print(json.dumps({"rows": rows, "seconds": seconds, "cpu": cpu, "memory": memory, "before": before}))


def peak() -> float:
    """The highest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if "--child" in sys.argv:
        asyncio.run(child(int(sys.argv[-1])))
    else:
        run(measure, "a plan for every commune")
