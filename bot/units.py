"""`python -m bot units …`: a province's directory in one go, changes to units, the table of successors.

For operators and scripts; admins ask them. Each command is one transaction.
"""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import Clock
from domain.places import province_called
from domain.succession import Successor
from domain.units import UnitRef
from services import directory, directory_edits, successions
from storage.database import Database

Command = Callable[[AsyncSession, argparse.Namespace, datetime], Awaitable[list[str]]]


async def run(database: Database, options: argparse.Namespace, clock: Clock) -> list[str]:
    """Carry one command out; the lines to print. Raises DomainError for what cannot be done."""
    async with database.session() as session:
        lines = await COMMANDS[options.what](session, options, clock.now())
        await session.commit()
    return lines


async def _create(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    province = directory.known_province(options.province)
    made = await directory.create_province(session, province, now, schools=not options.no_schools)
    return [f"{made.province.full}: {made.new} new units, {made.known} were there already."]


async def _list(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    lines = []
    for name in await directory.provinces(session):
        found = province_called(name)
        units = await directory.of_province(session, name)
        lines.append(f"{found.code if found else '--'}  {name}: {len(units)} units")
    homeless = await directory.of_province(session, "")
    return [*lines, *(_line(unit) + "  (no province: sees nothing)" for unit in homeless)]


async def _find(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    return [_line(unit) for unit in await directory.find(session, options.text, 10, options.province)]


def _line(unit: UnitRef) -> str:
    return f"{unit.id}  {unit.name}  [{unit.province or '-'}]"


async def _rename(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    unit = await directory_edits.rename(session, options.unit, options.name, now)
    return [f"{unit.id}  {unit.name}"]


async def _alias(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    if options.drop:
        gone = await directory_edits.drop_alias(session, options.unit, options.name, now)
        return ["Taken away." if gone else "It had no such name."]
    await directory_edits.add_alias(session, options.unit, options.name, now)
    return ["Added."]


async def _move(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    unit = await directory_edits.move(session, options.unit, options.province, options.commune, now)
    return [f"{unit.name}: {unit.province} {unit.commune} {unit.place}".rstrip()]


async def _merge(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    moved, unit = await directory_edits.merge(session, options.unit, options.into, now)
    return [f"{moved.people} people, {moved.groups} groups, {moved.duties} duties went over to {unit.name}."]


async def _remove(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    return [f"Removed: {await directory_edits.remove(session, options.unit, now)}"]


async def _successors(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    return [
        f"{row.id}  {row.level}/{row.topic}  {row.old} -> {row.new}  ({row.since}, {row.decree})"
        f"{'' if row.sure else '  unsure'}{'' if row.active else '  out'}"
        for row in await successions.everything(session, now)
    ]


async def _successor(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    row = Successor(
        options.old,
        options.new,
        options.level,
        options.since.isoformat(),
        options.decree,
        options.topic,
        not options.unsure,
    )
    kept = await successions.put(session, row, None, now)
    return [f"{kept.id}  {kept.old} -> {kept.new}"]


async def _decide(session: AsyncSession, options: argparse.Namespace, now: datetime) -> list[str]:
    keep = options.what == "successor-keep"
    row = await successions.decide(session, options.row, now, None, active=keep, sure=keep)
    return [f"{row.id}  {row.old} -> {row.new}{'' if keep else '  out'}"]


COMMANDS: dict[str, Command] = {
    "create": _create,
    "list": _list,
    "find": _find,
    "rename": _rename,
    "alias": _alias,
    "move": _move,
    "merge": _merge,
    "remove": _remove,
    "successors": _successors,
    "successor": _successor,
    "successor-drop": _decide,
    "successor-keep": _decide,
}
