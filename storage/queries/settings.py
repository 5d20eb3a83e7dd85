"""What people set: hours, quiet and ladders of chats; ladders of units and kinds; swapped days; events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain import workdays
from domain.quiet import HOUR, QUIET, QuietHours
from storage.queries.common import chunks
from storage.tables import Chat, DeadlineEvent, KindLadder, SwappedDay, Unit


@dataclass(frozen=True, slots=True)
class Habits:
    """When a chat wants to be written to, and its own ladder if it has one."""

    hour: time = HOUR
    quiet: QuietHours = QUIET
    ladder: str | None = None


USUAL = Habits()


def habits_of(chat: Chat) -> Habits:
    """A chat's row in the domain's words."""
    return _habits(chat.remind_at, chat.quiet_from, chat.quiet_to, chat.ladder)


def minutes_of(hour: time) -> int:
    """A time of the day as the store keeps it."""
    return hour.hour * 60 + hour.minute


def _habits(hour: int | None, quiet_from: int | None, quiet_to: int | None, ladder: str | None) -> Habits:
    quiet = QUIET
    if quiet_from is not None and quiet_to is not None:
        quiet = QuietHours(_time(quiet_to), _time(quiet_from))
    return Habits(HOUR if hour is None else _time(hour), quiet, ladder)


def _time(minutes: int) -> time:
    """Midnight at the end of the day is the day's last moment."""
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else time.max


async def habits(session: AsyncSession) -> dict[int, Habits]:
    """The chats that want anything else than the usual, by id: few of many."""
    columns = (Chat.remind_at, Chat.quiet_from, Chat.ladder)
    query = select(Chat).where(or_(*(col(column).is_not(None) for column in columns)))
    return {chat.id: habits_of(chat) for chat in (await session.exec(query)).all() if chat.id is not None}


async def swapped_days(session: AsyncSession) -> list[workdays.SwappedDay]:
    """The admins' table of working days, in order."""
    rows = (await session.exec(select(SwappedDay).order_by(col(SwappedDay.day)))).all()
    return [workdays.SwappedDay(row.day, row.worked, row.source) for row in rows]


async def events(session: AsyncSession, deadline_ids: Sequence[int]) -> dict[int, date]:
    """The days that were entered for conditional deadlines."""
    out: dict[int, date] = {}
    for ids in chunks(deadline_ids, 500):
        query = select(DeadlineEvent).where(col(DeadlineEvent.deadline_id).in_(ids))
        out.update({row.deadline_id: row.happened_on for row in (await session.exec(query)).all()})
    return out


async def kind_ladders(session: AsyncSession) -> dict[str, str]:
    """Ladders by kind of deadline."""
    return {row.kind: row.ladder for row in (await session.exec(select(KindLadder))).all()}


async def unit_ladders(session: AsyncSession) -> dict[int, str]:
    """Ladders of the units that have one of their own."""
    query = select(Unit.id, Unit.ladder).where(col(Unit.ladder).is_not(None))
    return {unit_id: ladder for unit_id, ladder in (await session.exec(query)).all() if unit_id and ladder}
