"""A worker's hold on reminders: claiming what is due, keeping it, noting what begins, what arrived and what did not.

Called by services/delivery.py. Every change of a claimed row asks whether the row is still the worker's; plain
tuples and statements over many rows, since thousands go through here at half past seven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, and_, bindparam, case, func, or_, text, true, update
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import MOST_CRASHES, ReminderState, SkipReason
from storage.queries.common import chunks
from storage.tables import Reminder

CLAIMING = 0x6E76
"""PostgreSQL's advisory lock under which rows are claimed: two claims at once could part a chat's rows."""

# Written out, not bound: only so do both databases see that the partial indexes fit (storage/tables/reminders.py).
WAITING = text("reminder.state = 'planned'")
SENDING = text("reminder.state = 'sending'")

_rows: Table = SQLModel.metadata.tables["reminder"]


class Claimed(NamedTuple):
    """A row that a worker holds, as far as its message needs it. Without an occurrence it is a weekly digest."""

    id: int
    chat_id: int
    occurrence_id: int | None
    version: int
    step: str
    due_at: datetime
    possible_repeat: bool


_COLUMNS = [_rows.c[name] for name in Claimed._fields]
_FREE: dict[str, Any] = {"lease_until": None, "lease_by": None}


async def alone(session: AsyncSession) -> None:
    """No other worker claims before this transaction ends."""
    if not _is_sqlite(session):
        await session.exec(select(func.pg_advisory_xact_lock(CLAIMING)))


async def anything(session: AsyncSession, now: datetime) -> bool:
    """Whether something is due, or was left behind by a worker that died: one look, every few seconds."""
    due = select(Reminder.id).where(WAITING, col(Reminder.next_try_at) <= now).limit(1)
    lost = select(Reminder.id).where(SENDING, col(Reminder.lease_until) < now).limit(1)
    return bool((await session.exec(select_columns(or_(due.exists(), lost.exists())))).scalar())  # type: ignore[call-overload] # no entity


async def claim(
    session: AsyncSession, now: datetime, until: datetime, day_ends: datetime, worker: str, limit: int
) -> list[Claimed]:
    """Take what is due in the chats that have waited longest, for one worker until the lease ends.

    A chat's rows are taken together (beyond `limit` if need be), with those that are due later today, and not while
    another worker has some of them. Of rows whose worker died those that had begun to be sent are marked as possible
    repeats, the others are as they were. PostgreSQL passes over rows that others hold; SQLite has one writer anyway.
    """
    await alone(session)
    busy = select(Reminder.chat_id).where(SENDING, col(Reminder.lease_until) >= now)
    lost = select(Reminder.chat_id).where(SENDING, col(Reminder.lease_until) < now)
    due = select(Reminder.chat_id).where(WAITING, col(Reminder.next_try_at) <= now)
    if (await session.exec(busy.limit(1))).first() is not None:
        lost, due = (query.where(col(Reminder.chat_id).not_in(busy)) for query in (lost, due))
    lost_chats = set((await session.exec(lost.order_by(col(Reminder.lease_until)).limit(limit))).all())
    oldest = due.order_by(col(Reminder.next_try_at), col(Reminder.chat_id)).limit(limit)
    chats = sorted(lost_chats | set((await session.exec(oldest)).all()))
    if not chats:
        return []
    held = {
        "state": ReminderState.SENDING.value,
        "lease_until": until,
        "lease_by": worker,
        "started_at": None,
    }
    found: list[Claimed] = []
    if lost_chats:
        found += await _take_over(session, chats, now, held)
    coming = or_(_rows.c.next_try_at <= now, _rows.c.due_at > now)
    where = and_(WAITING, _rows.c.next_try_at <= max(day_ends, now), coming, _rows.c.chat_id.in_(chats))
    return [*found, *await _take(session, where, held)]


async def _take_over(
    session: AsyncSession, chats: Sequence[int], now: datetime, held: Mapping[str, Any]
) -> list[Claimed]:
    """The rows of workers that died. What seems to kill every worker that sends it is set aside as unsure."""
    where = and_(SENDING, _rows.c.lease_until < now, _rows.c.chat_id.in_(chats))
    begun = _rows.c.started_at.is_not(None)
    connection = await session.connection()
    await connection.execute(
        update(_rows)
        .where(where, begun, _rows.c.attempts >= MOST_CRASHES)
        .values(**_FREE, state=ReminderState.UNSURE.value, possible_repeat=true(), next_try_at=now)
    )
    marks = {
        "possible_repeat": case((begun, true()), else_=_rows.c.possible_repeat),
        "attempts": case((begun, _rows.c.attempts + 1), else_=_rows.c.attempts),
    }
    return await _take(session, where, {**held, **marks})


async def _take(session: AsyncSession, where: Any, values: Mapping[str, Any]) -> list[Claimed]:
    ids = select_columns(_rows.c.id).where(where)
    if not _is_sqlite(session):
        ids = ids.with_for_update(skip_locked=True)
    statement = update(_rows).where(_rows.c.id.in_(ids)).values(**values).returning(*_COLUMNS)
    connection = await session.connection()
    return cast(list[Claimed], list(await connection.execute(statement)))


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


async def renew(session: AsyncSession, ids: Sequence[int], worker: str, until: datetime) -> set[int]:
    """Give a worker's rows a new end of their lease; gives the rows that are the worker's indeed."""
    return await _update_mine(session, ids, worker, {"lease_until": until})


async def start(session: AsyncSession, ids: Sequence[int], worker: str, now: datetime) -> set[int]:
    """Note that rows begin to be sent; gives those that are the worker's and may be."""
    return await _update_mine(session, ids, worker, {"started_at": now})


async def skip(session: AsyncSession, ids: Sequence[int], reason: SkipReason, worker: str) -> None:
    """Note why claimed rows are not sent."""
    await _update_mine(
        session, ids, worker, {**_FREE, "state": ReminderState.SKIPPED.value, "reason": reason.value}
    )


async def release(session: AsyncSession, ids: Sequence[int], worker: str) -> None:
    """Give back rows that were not sent."""
    await _update_mine(session, ids, worker, {**_FREE, "state": ReminderState.PLANNED.value})


async def fail(session: AsyncSession, ids: Sequence[int], error: str, worker: str, now: datetime) -> None:
    """Set rows aside. They keep the moment of it, for the counts by day."""
    values = {**_FREE, "state": ReminderState.FAILED.value, "last_error": error, "next_try_at": now}
    await _update_mine(session, ids, worker, values)


async def _update_mine(
    session: AsyncSession, ids: Sequence[int], worker: str, values: Mapping[str, Any]
) -> set[int]:
    """Change rows that a worker holds; gives them. One whose lease another took meanwhile is not touched."""
    mine: set[int] = set()
    if not ids:
        return mine
    connection = await session.connection()
    for part in chunks(ids):
        statement = (
            update(_rows)
            .where(_rows.c.id.in_(part), SENDING, _rows.c.lease_by == worker)
            .values(**values)
            .returning(_rows.c.id)
        )
        mine.update((await connection.execute(statement)).scalars())
    return mine


_POSTPONE = (
    update(_rows)
    .where(_rows.c.id == bindparam("row"), SENDING, _rows.c.lease_by == bindparam("worker"))
    .values(**_FREE, state=ReminderState.PLANNED.value, next_try_at=bindparam("at"))
)


async def postpone(session: AsyncSession, waits: Sequence[tuple[int, datetime]], worker: str) -> None:
    """Give rows back until a moment of each one's own."""
    if waits:
        connection = await session.connection()
        await connection.execute(_POSTPONE, [{"row": row, "at": at, "worker": worker} for row, at in waits])
