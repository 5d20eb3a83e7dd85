"""The store keeps its promises by constraints, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import VIETNAM
from storage.database import Database, read_url
from storage.queries.claims import claim
from storage.queries.common import insert_new
from storage.queries.people import ensure_chat, move_chat
from storage.queries.reminders import drop_lease, hold_lease
from storage.tables import (
    Binding,
    Chat,
    ChatKind,
    Document,
    Heartbeat,
    Hotline,
    Occurrence,
    Person,
    Plan,
    PlanDoubt,
    Reminder,
    Task,
    TaskDeadline,
    Unit,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


async def add(session: AsyncSession, row: SQLModel) -> Any:
    session.add(row)
    await session.flush()
    return row


async def some_task(session: AsyncSession) -> tuple[Unit, Plan, Task]:
    unit = await add(session, Unit(name="Sở Y tế", name_key="so y te", kind="department", created_at=NOW))
    document = await add(
        session, Document(sha256="a" * 64, file_name="a.txt", size=1, content=b"x", uploaded_at=NOW)
    )
    plan = await add(session, Plan(document_id=document.id, created_at=NOW))
    task = await add(
        session, Task(plan_id=plan.id, position=0, section="I", first_line=1, last_line=1, text="Việc")
    )
    return unit, plan, task


async def test_a_moment_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database) -> None:
    async with database.session() as session:
        local = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
        await add(session, Unit(name="A", name_key="a", created_at=local))
        await session.commit()
    async with database.session(writes=False) as session:
        unit = (await session.exec(select(Unit))).one()
    assert unit.created_at == NOW
    assert unit.created_at.utcoffset() == timedelta(0)


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    async with database.session() as session:
        session.add(Unit(name="A", name_key="a", created_at=datetime(2026, 3, 2)))
        with pytest.raises(StatementError, match="naive datetime"):
            await session.flush()


BAD_ROWS: dict[str, Any] = {
    "a unit without a name": lambda u, p, t: Unit(name="", name_key="", created_at=NOW),
    "a unit twice": lambda u, p, t: Unit(name="SỞ Y TẾ", name_key="so y te", created_at=NOW),
    "an unknown kind of unit": lambda u, p, t: Unit(name="x", name_key="x", kind="club", created_at=NOW),
    "a private chat with a group's id": lambda u, p, t: Chat(telegram_id=-5, kind="private", created_at=NOW),
    "a topic below zero": lambda u, p, t: Chat(telegram_id=-5, topic_id=-1, kind="group", created_at=NOW),
    "a document without content": lambda u, p, t: Document(
        sha256="b" * 64, file_name="b", size=0, content=b"", uploaded_at=NOW
    ),
    "a second live reading of a document": lambda u, p, t: Plan(document_id=p.document_id, created_at=NOW),
    "published without a moment": lambda u, p, t: Plan(
        document_id=p.document_id, state="published", created_at=NOW
    ),
    "a task without text": lambda u, p, t: Task(
        plan_id=p.id, position=1, section="", first_line=1, last_line=1, text=""
    ),
    "a task that ends before it begins": lambda u, p, t: Task(
        plan_id=p.id, position=1, section="", first_line=5, last_line=4, text="x"
    ),
    "a date without a day": lambda u, p, t: TaskDeadline(
        task_id=t.id, position=0, kind="date", as_written="x"
    ),
    "a period the wrong way round": lambda u, p, t: TaskDeadline(
        task_id=t.id, position=0, kind="period", as_written="x", start=date(2026, 5, 1), due=date(2026, 4, 1)
    ),
    "a recurrence without a rule": lambda u, p, t: TaskDeadline(
        task_id=t.id, position=0, kind="recurring", as_written="x"
    ),
    "a span that waits for nothing": lambda u, p, t: TaskDeadline(
        task_id=t.id, position=0, kind="ongoing", as_written="x", start=date(2026, 1, 1), within="P5D"
    ),
    "a decision without a moment": lambda u, p, t: PlanDoubt(
        plan_id=p.id, position=0, kind="x", text="x", decision="accepted"
    ),
    "a hotline of two digits": lambda u, p, t: Hotline(number="11", number_key="11", name="x"),
    "an occurrence of no unit": lambda u, p, t: Occurrence(
        deadline_id=99, unit_id=u.id, due_on=date(2026, 1, 1)
    ),
}


@pytest.mark.parametrize("what", BAD_ROWS)
async def test_the_database_itself_refuses(database: Database, what: str) -> None:
    async with database.session() as session:
        unit, plan, task = await some_task(session)
        session.add(BAD_ROWS[what](unit, plan, task))
        with pytest.raises(IntegrityError):
            await session.flush()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "skipped"},
        {"state": "planned", "reason": "done"},
        {"state": "sending"},
        {"state": "sent"},
        {"state": "lost"},
        {"state": "planned", "attempts": -1},
    ],
)
async def test_a_reminder_in_an_impossible_state_is_refused(
    database: Database, values: dict[str, Any]
) -> None:
    async with database.session() as session:
        occurrence, chat = await some_occurrence(session)
        row = {"occurrence_id": occurrence.id, "version": 1, "step": "d+0", "chat_id": chat.id, **values}
        session.add(Reminder(due_at=NOW, next_try_at=NOW, **row))
        with pytest.raises(IntegrityError):
            await session.flush()


async def some_occurrence(session: AsyncSession) -> tuple[Occurrence, Chat]:
    unit, _, task = await some_task(session)
    deadline = await add(
        session, TaskDeadline(task_id=task.id, position=0, kind="date", as_written="x", due=date(2026, 3, 5))
    )
    occurrence = await add(
        session, Occurrence(deadline_id=deadline.id, unit_id=unit.id, due_on=date(2026, 3, 5))
    )
    chat = await ensure_chat(session, 1001, ChatKind.PRIVATE, NOW)
    return occurrence, chat


async def test_a_row_that_is_there_already_is_left_as_it_is(database: Database) -> None:
    async with database.session() as session:
        occurrence, chat = await some_occurrence(session)
        row = {"occurrence_id": occurrence.id, "version": 1, "step": "d+0", "chat_id": chat.id}
        planned = {
            **row,
            "due_at": NOW,
            "next_try_at": NOW,
            "state": "planned",
            "attempts": 0,
            "possible_repeat": False,
        }
        await insert_new(session, Reminder, [planned])
        await insert_new(session, Reminder, [{**planned, "attempts": 5}])
        assert [r.attempts for r in (await session.exec(select(Reminder))).all()] == [0]


async def test_two_workers_never_claim_the_same_row(database: Database) -> None:
    async with database.session() as session:
        occurrence, chat = await some_occurrence(session)
        chats = [chat] + [
            await add(session, Chat(telegram_id=2001 + i, kind="private", created_at=NOW)) for i in range(9)
        ]
        rows = [
            {
                "occurrence_id": occurrence.id, "version": 1, "step": f"d+{i}", "chat_id": chats[i % 10].id, "due_at": NOW,
                "next_try_at": NOW, "state": "planned", "attempts": 0, "possible_repeat": False,
            }
            for i in range(30)
        ]  # fmt: skip
        await insert_new(session, Reminder, rows)
        await session.commit()
    taken: list[int] = []
    for worker in ("w1", "w2", "w1"):
        async with database.session() as session:
            until = NOW + timedelta(minutes=2)
            taken += [row.id for row in await claim(session, NOW, until, NOW, worker, 12)]
            await session.commit()
    assert len(taken) == len(set(taken)) == 30


async def test_a_lease_keeps_others_out_until_it_ends(database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    async with database.session() as session:
        assert await hold_lease(session, "poll", "a", NOW, later)
        assert not await hold_lease(session, "poll", "b", NOW, later)
        assert await hold_lease(session, "poll", "a", NOW, later)
        assert await hold_lease(
            session, "poll", "b", later + timedelta(seconds=1), later + timedelta(minutes=1)
        )
        await drop_lease(session, "poll", "a")
        assert not await hold_lease(session, "poll", "c", later, later + timedelta(minutes=2))
        await drop_lease(session, "poll", "b")
        assert await hold_lease(session, "poll", "c", later, later + timedelta(minutes=2))


async def test_a_group_told_of_twice_moves_once_and_keeps_what_it_follows(database: Database) -> None:
    async with database.session() as session:
        unit, _, _ = await some_task(session)
        old = await ensure_chat(session, -5, ChatKind.GROUP, NOW)
        session.add(Binding(chat_id=old.id or 0, unit_id=unit.id or 0, bound_at=NOW))
        await ensure_chat(session, -100777, ChatKind.SUPERGROUP, NOW)
        await session.flush()
        assert await move_chat(session, -5, -100777) == 1
        assert await move_chat(session, -5, -100777) == 0
        chats = (await session.exec(select(Chat))).all()
        bindings = (await session.exec(select(Binding))).all()
    assert [chat.telegram_id for chat in chats] == [-100777]
    assert [binding.chat_id for binding in bindings] == [chats[0].id]


async def test_a_person_of_a_unit_must_have_one(database: Database) -> None:
    async with database.session() as session:
        chat = await ensure_chat(session, 7, ChatKind.PRIVATE, NOW)
        session.add(Person(telegram_id=7, chat_id=chat.id or 0, name="An", role="officer", created_at=NOW))
        with pytest.raises(IntegrityError):
            await session.flush()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://u@h/d", "postgresql+asyncpg"),
        ("postgresql://u@h/d", "postgresql+asyncpg"),
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite"),
    ],
)
def test_a_database_address_gets_its_async_driver(given: str, driver: str) -> None:
    assert read_url(given).drivername == driver


async def beats(database: Database) -> int:
    async with database.session(writes=False) as session:
        return len((await session.exec(select(Heartbeat))).all())


BEAT = "INSERT INTO heartbeat (name, at, note) VALUES ('x', '2026-03-02', '')"


async def test_what_is_written_past_the_sessions_is_written_whole_or_not_at_all(database: Database) -> None:
    async def write(*statements: str) -> None:
        if database.is_sqlite:
            await database.in_one_go(lambda file: [file.execute(one) for one in statements])
            return
        async with database.by_itself() as line:
            for one in statements:
                await line.execute(text(one))

    with pytest.raises(Exception, match="nonsense"):
        await write(*[BEAT, "nonsense"][0 if database.is_sqlite else 1 :])
    assert await beats(database) == 0
    await write(BEAT)
    await database.close()
    await write("DELETE FROM heartbeat")
    assert await beats(database) == 0, "after a close it opens again"
    await database.close()
