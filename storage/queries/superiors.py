"""Who hears of a deadline that has passed besides the officers: unit heads and coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, not_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.escalation import Level
from domain.following import Area
from domain.roles import Role
from storage.queries.common import chunks
from storage.tables import Occurrence, Person, Receipt, Reminder, Unit


@dataclass(frozen=True, slots=True)
class Superior:
    """A chat that a level's steps about a unit go to."""

    chat_id: int
    unit_id: int
    level: Level


async def superiors(session: AsyncSession, unit_ids: Sequence[int] | None = None) -> list[Superior]:
    """Heads of the units and the coordinators whose area they lie in; of every unit if none is named."""
    heads = select(Person.chat_id, Person.unit_id).where(
        Person.role == Role.UNIT_HEAD, col(Person.unit_id).is_not(None)
    )
    units = select(Unit.id, Unit.province_key, Unit.commune_key)
    if unit_ids is not None:
        heads = heads.where(col(Person.unit_id).in_(unit_ids))
        units = units.where(col(Unit.id).in_(unit_ids))
    out = [
        Superior(chat_id, unit_id, Level.HEAD)
        for chat_id, unit_id in (await session.exec(heads)).all()
        if unit_id is not None
    ]
    coordinators = await _coordinators(session)
    if not coordinators:
        return out
    for unit_id, province_key, commune_key in (await session.exec(units)).all():
        here = Area(province_key, commune_key)
        chats = {
            chat
            for area in (here, Area(province_key))
            for chat in coordinators.get(area, ())
            if area.covers(here)
        }
        out += [Superior(chat, unit_id, Level.COORDINATOR) for chat in sorted(chats) if unit_id is not None]
    return out


async def _coordinators(session: AsyncSession) -> dict[Area, list[int]]:
    """The chats of coordinators by the area that they follow."""
    query = select(Person.chat_id, Unit.province_key, Unit.commune_key).join(
        Unit, col(Unit.id) == Person.unit_id
    )
    out: dict[Area, list[int]] = {}
    for chat_id, province_key, commune_key in (
        await session.exec(query.where(Person.role == Role.COORDINATOR))
    ).all():
        out.setdefault(Area(province_key, commune_key), []).append(chat_id)
    return out


def for_officers() -> ColumnElement[bool]:
    """The condition that a reminder is one of the officers' own, not a step up."""
    return not_(or_(*(col(Reminder.step).startswith(f"{level.value}+") for level in Level)))


async def first_told(session: AsyncSession, occurrence_ids: Sequence[int]) -> dict[int, datetime]:
    """When somebody of the unit was first told of each occurrence."""
    out: dict[int, datetime] = {}
    for ids in chunks(occurrence_ids, 500):
        query = (
            select(Reminder.occurrence_id, func.min(Reminder.sent_at))
            .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
            .where(col(Reminder.occurrence_id).in_(ids), col(Reminder.sent_at).is_not(None))
            .where(Reminder.version == Occurrence.version, for_officers())
            .group_by(col(Reminder.occurrence_id))
        )
        out.update({one: at for one, at in (await session.exec(query)).all() if one and at})
    return out


async def receipts(session: AsyncSession, occurrence_ids: Sequence[int]) -> dict[tuple[int, int], Receipt]:
    """Receipts by (occurrence, version)."""
    out: dict[tuple[int, int], Receipt] = {}
    for ids in chunks(occurrence_ids, 500):
        query = select(Receipt).where(col(Receipt.occurrence_id).in_(ids))
        out.update({(row.occurrence_id, row.version): row for row in (await session.exec(query)).all()})
    return out
