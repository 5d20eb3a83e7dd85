"""The book of changes: written with the change, never without it; a line taken out or altered is seen."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from domain.errors import NotAllowed
from domain.roles import Actor, Role
from services import audit
from storage.database import Database
from storage.tables import Audit

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
AN = Actor(1001, "An", "vi", person_id=1, role=Role.OFFICER, unit_id=1)
CHI = Actor(1003, "Chi", "vi", is_admin=True)


async def write(database: Database, *actions: str) -> None:
    async with database.session() as session:
        for action in actions:
            audit.note(session, AN, action, "person", 1, NOW, role="officer")
        await session.commit()


async def checked(database: Database) -> audit.Checked:
    async with database.session(writes=False) as session:
        return await audit.check(session)


async def test_lines_are_chained_over_commits(database: Database) -> None:
    await write(database, "a", "b")
    await write(database, "c")
    found = await checked(database)
    assert (found.lines, found.broken_at) == (3, None)
    assert found.last != audit.BEGINNING


async def test_what_is_rolled_back_is_not_told(database: Database) -> None:
    async with database.session() as session:
        audit.note(session, AN, "a", "person", 1, NOW)
        await session.rollback()
        await session.commit()
    assert (await checked(database)).lines == 0


async def test_the_store_refuses_to_change_or_drop_a_line(database: Database) -> None:
    await write(database, "a")
    for statement in ("UPDATE audit SET action = 'b'", "DELETE FROM audit"):
        async with database.session() as session:
            with pytest.raises(DBAPIError, match="only grows"):
                await session.exec(text(statement))  # type: ignore[call-overload] # plain SQL
    assert (await checked(database)).lines == 1


@pytest.mark.parametrize(
    "harm", ["UPDATE audit SET action = 'x' WHERE id = 2", "DELETE FROM audit WHERE id = 2"]
)
async def test_a_line_harmed_behind_the_stores_back_is_found(database: Database, harm: str) -> None:
    await write(database, "a", "b", "c")
    async with database.session() as session:
        if database.is_sqlite:
            for what in ("update", "delete"):
                await session.exec(text(f"DROP TRIGGER audit_no_{what}"))  # type: ignore[call-overload] # plain SQL
        else:
            await session.exec(text("SET LOCAL session_replication_role = replica"))  # type: ignore[call-overload]
        await session.exec(text(harm))  # type: ignore[call-overload] # plain SQL
        await session.commit()
    first = 2 if harm.startswith("UPDATE") else 3
    assert (await checked(database)).broken_at == first


async def test_writers_side_by_side_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(write(database, f"{number}.a", f"{number}.b") for number in range(8)))
    found = await checked(database)
    assert (found.lines, found.broken_at) == (16, None)


async def test_an_admin_takes_the_book_out_and_that_is_noted(database: Database) -> None:
    await write(database, "role-given")
    async with database.session() as session:
        content, found = await audit.export(session, CHI, NOW)
        await session.commit()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["action"], row["actor"], row["detail"]) for row in rows] == [
        ("role-given", "1", "role=officer")
    ]
    assert found.broken_at is None
    async with database.session(writes=False) as session:
        last = (await session.exec(select(Audit.action, Audit.as_admin).order_by(Audit.id.desc()))).first()  # type: ignore[union-attr]
    assert last == ("audit-export", True)


async def test_nobody_else_takes_the_book_out(database: Database) -> None:
    async with database.session() as session:
        with pytest.raises(NotAllowed):
            await audit.export(session, AN, NOW)
