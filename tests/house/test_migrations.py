"""The migrations make exactly the tables that the code describes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, inspect
from sqlmodel import SQLModel

from storage import tables
from storage.database import Database
from storage.migrate import alembic_config, migrate

Checks = dict[tuple[str, str], str]


@pytest.fixture
async def fresh() -> AsyncIterator[Database]:
    database = Database("sqlite+aiosqlite:///:memory:")
    yield database
    await database.close()


async def differences(database: Database, wanted: MetaData) -> list[Any]:
    """What alembic would still have to write: tables, columns, types, defaults, keys, indexes."""

    def look(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), wanted))

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


async def checks(database: Database) -> Checks:
    """Table and name of every CHECK, with its rule; alembic does not compare these."""

    def look(connection: Connection) -> Checks:
        inspector = inspect(connection)
        return {
            (table, str(check["name"])): re.sub(r"[\s()\"]+", "", check["sqltext"])
            for table in inspector.get_table_names()
            for check in inspector.get_check_constraints(table)
        }

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


async def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    assert tables.__all__
    assert await differences(database, SQLModel.metadata) == []


async def test_every_check_of_the_code_is_in_the_migrated_database(database: Database) -> None:
    described = {
        (table.name, str(rule.name))
        for table in SQLModel.metadata.sorted_tables
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    assert described == set(await checks(database))


async def test_a_column_without_a_migration_is_seen(fresh: Database) -> None:
    await migrate(fresh)
    ahead = MetaData()
    for table in SQLModel.metadata.sorted_tables:
        table.to_metadata(ahead)
    ahead.tables["unit"].append_column(Column("forgotten", Integer))
    assert [difference[0] for difference in await differences(fresh, ahead)] == ["add_column"]


async def test_the_rules_of_the_checks_are_those_of_the_code(fresh: Database) -> None:
    await migrate(fresh)
    migrated = await checks(fresh)
    described = Database("sqlite+aiosqlite:///:memory:")
    async with described.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    wanted = await checks(described)
    await described.close()
    assert len(wanted) > 20
    assert migrated == wanted


async def test_migrating_twice_changes_nothing(fresh: Database) -> None:
    await migrate(fresh)
    await migrate(fresh)
    assert await differences(fresh, SQLModel.metadata) == []


def test_the_migrations_are_one_line_without_a_fork() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
