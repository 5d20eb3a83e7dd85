"""A look at the queue reads nothing but what is due, however much waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from domain.clock import MovableClock
from domain.delivery import LEASE
from storage.database import Database
from storage.queries import claims, reminders


async def test_every_query_of_a_sweep_takes_an_index_and_sorts_nothing(
    database: Database, clock: MovableClock
) -> None:
    """On SQLite, whose plans do not depend on how much is there; the benchmark `sweep` looks at the times."""
    now = clock.now()
    if not database.is_sqlite:
        async with database.session() as session:
            assert await claims.claim(session, now, now + LEASE, now + LEASE, "w", 100) == []
        return
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.session() as session:
        assert not await claims.anything(session, now)
        await claims.claim(session, now, now + LEASE, now + LEASE, "w", 100)
        await reminders.next_due(session)
        await reminders.count_between(session, clock.now() - timedelta(days=1), clock.now())
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    queries = [(text, values) for text, values in asked if text.startswith("SELECT")]
    assert len(queries) >= 7
    async with database.engine.connect() as connection:
        for text, values in queries:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", tuple(values))
            steps = [row[3] for row in plan]
            assert not any(step.startswith("SCAN reminder") and "INDEX" not in step for step in steps), text
            assert not any("SORT" in step or "TEMP B-TREE FOR ORDER" in step for step in steps), text
            assert any("ix_reminder_" in step for step in steps), (text, steps)
