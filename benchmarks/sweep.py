"""A look at the queue with nothing due, over more and more pending rows; and how the database goes about it.

`python -m benchmarks.sweep [--full]`
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks import claiming
from benchmarks.table import Row, run
from services import delivery
from storage.database import Database

SWEEPS = 200

MULTIPLY = """
INSERT INTO reminder (occurrence_id, version, step, chat_id, due_at, next_try_at, state, attempts, possible_repeat)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT (SELECT min(id) FROM occurrence), 1, 'x' || i, (SELECT min(id) FROM chat),
       datetime('2027-01-01', '+' || (i % 500000) || ' minutes') || '.000000',
       datetime('2027-01-01', '+' || (i % 500000) || ' minutes') || '.000000', 'planned', 0, 0
FROM n
"""


async def measure(full: bool) -> list[Row]:
    """The median of many sweeps for each size."""
    sizes = (10_000, 100_000, 1_000_000) if full else (1_000, 10_000, 100_000)
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            median, worst, cpu = await sweep(Path(folder) / "sweep.db", size)
        rows.append(
            (f"a sweep with nothing due, {size:,} pending", f"{median:.2f} ms (95 %: {worst:.2f})", "<= 5 ms")
        )
        rows.append(("  of it computing, in this process", f"{cpu:.2f} ms", ""))
    return rows


async def sweep(path: Path, size: int) -> tuple[float, float, float]:
    """Milliseconds: the median and the 95th of a hundred; the computing of one on the average."""
    database = Database(f"sqlite:///{path}")
    clock = await claiming.fill(database, 1)
    async with database.session() as session:
        await session.exec(text("UPDATE reminder SET state = 'skipped', reason = 'done'"))  # type: ignore[call-overload] # plain SQL
        await session.exec(text(MULTIPLY), params={"count": size})  # type: ignore[call-overload] # plain SQL
        await session.commit()
    now, took, computed = clock.now(), [], time.process_time()
    for _ in range(SWEEPS):
        started = time.perf_counter()
        async with database.session() as session:
            claimed = await delivery.claim(session, now, "bench", 100)
            await session.commit()
        took.append((time.perf_counter() - started) * 1000)
        assert claimed == []
        now += timedelta(seconds=20)
    await database.close()
    computed = (time.process_time() - computed) * 1000 / SWEEPS
    return statistics.median(took), statistics.quantiles(took, n=20)[-1], computed


if __name__ == "__main__":
    run(measure, "a sweep with nothing due")
