"""The admins' table of swapped days: days off and days worked instead, with their source. Rules: domain/workdays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import Stale
from domain.roles import Actor, Right
from domain.workdays import SwappedDay as Day
from domain.workdays import read_swaps
from services import audit, replanning
from services.access import require
from services.calendar import work_calendar
from storage.queries import settings
from storage.tables import SwappedDay


async def listed(session: AsyncSession, actor: Actor) -> list[Day]:
    """The table, in order."""
    require(actor, Right.PLAN_REMINDERS)
    return await settings.swapped_days(session)


async def add(session: AsyncSession, actor: Actor, text: str, now: datetime) -> tuple[list[Day], int]:
    """Enter pasted lines, all or none; a day that is there takes what is pasted. Returns them and the rows planned."""
    require(actor, Right.PLAN_REMINDERS)
    days = read_swaps(text)
    before = await work_calendar(session)
    for day in days:
        row = await session.get(SwappedDay, day.day) or SwappedDay(
            day=day.day, worked=day.worked, source=day.source, entered_at=now
        )
        row.worked, row.source, row.entered_by, row.entered_at = day.worked, day.source, actor.person_id, now
        session.add(row)
        audit.note(session, actor, "day-swapped", "day", day.day.toordinal(), now, worked=int(day.worked))
    await session.flush()
    return days, await replanning.of_calendar(session, before, await work_calendar(session), now)


async def remove(session: AsyncSession, actor: Actor, day: date, now: datetime) -> None:
    """The day is again what weekends and public holidays make it."""
    require(actor, Right.PLAN_REMINDERS)
    before = await work_calendar(session)
    gone = await session.exec(delete(SwappedDay).where(col(SwappedDay.day) == day))
    if getattr(gone, "rowcount", 0) != 1:
        raise Stale("daysoff.gone")
    audit.note(session, actor, "day-unswapped", "day", day.toordinal(), now)
    await replanning.of_calendar(session, before, await work_calendar(session), now)
