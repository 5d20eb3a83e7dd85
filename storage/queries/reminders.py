"""Claiming, looking at and recording reminders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, case, func, text, true, update
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import ReminderState, SkipReason
from storage.queries.common import chunks
from storage.tables import (
    Chat,
    Heartbeat,
    Occurrence,
    Part,
    Plan,
    ProcessLease,
    Reminder,
    Task,
    TaskDeadline,
    TaskUnit,
    Unit,
)

_Row = TypeVar("_Row", Reminder, Occurrence, TaskDeadline, Task, Plan, Unit, Chat)


@dataclass(slots=True)
class ReminderRow:
    """A reminder with everything that its message tells, to be read and not changed."""

    reminder: Reminder
    occurrence: Occurrence
    deadline: TaskDeadline
    task: Task
    plan: Plan
    unit: Unit
    chat: Chat
    part: Part | None = None


CLAIMING = 0x6E76
"""PostgreSQL's advisory lock under which rows are claimed: two claims at once could part a chat's rows."""

# Written out, not bound: only so do both databases see that the partial indexes fit (storage/tables/reminders.py).
_WAITING = text("reminder.state IN ('planned', 'unsure')")
_SENDING = text("reminder.state = 'sending'")
_FAILED = text("reminder.state = 'failed'")


async def claim(session: AsyncSession, now: datetime, until: datetime, worker: str, limit: int) -> list[int]:
    """Take what is due in the chats that have waited longest, for one worker until the lease ends.

    A chat's rows are taken together (beyond `limit` if need be) and not while another worker has some of
    them, so that its messages stay few and in order. A row whose lease ran out was being sent when its
    worker died: it is taken again, marked as a possible repeat. PostgreSQL passes over rows that others
    hold; SQLite has one writer anyway.
    """
    if not _is_sqlite(session):
        await session.exec(select(func.pg_advisory_xact_lock(CLAIMING)))
    busy = select(Reminder.chat_id).where(_SENDING, col(Reminder.lease_until) >= now)
    lost = select(Reminder.chat_id).where(_SENDING, col(Reminder.lease_until) < now)
    due = select(Reminder.chat_id).where(_WAITING, col(Reminder.next_try_at) <= now)
    first_due = due.order_by(col(Reminder.next_try_at), col(Reminder.id))
    chats: set[int] = set()
    for query in (lost.order_by(col(Reminder.lease_until)), first_due):
        free = query.where(col(Reminder.chat_id).not_in(busy)).limit(limit)
        chats.update((await session.exec(free)).all())
    ids = await _rows_of(session, chats, now)
    broken = col(Reminder.state).in_([ReminderState.SENDING, ReminderState.UNSURE])
    for part in chunks(ids):
        await session.exec(
            update(Reminder)
            .where(col(Reminder.id).in_(part))
            .values(
                possible_repeat=case((broken, true()), else_=col(Reminder.possible_repeat)),
                state=ReminderState.SENDING,
                lease_until=until,
                lease_by=worker,
            )
            .execution_options(synchronize_session=False)
        )
    return ids


async def _rows_of(session: AsyncSession, chats: set[int], now: datetime) -> list[int]:
    """The rows of these chats that are due or were lost, locked, oldest first."""
    if not chats:
        return []
    rows: list[tuple[int | None, datetime]] = []
    for state, moment in ((_SENDING, Reminder.lease_until), (_WAITING, Reminder.next_try_at)):
        query = select(Reminder.id, Reminder.next_try_at).where(
            state, col(moment) <= now, col(Reminder.chat_id).in_(chats)
        )
        if not _is_sqlite(session):
            query = query.with_for_update(skip_locked=True)
        rows += (await session.exec(query)).all()
    return [row_id for row_id, _ in sorted(rows, key=lambda row: (row[1], row[0])) if row_id is not None]


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


async def renew(session: AsyncSession, ids: Sequence[int], worker: str, until: datetime) -> set[int]:
    """Give a worker's rows a new end of their lease; gives the rows that are the worker's indeed."""
    await update_mine(session, ids, worker, lease_until=until)
    mine: set[int] = set()
    for part in chunks(ids):
        query = select(Reminder.id).where(
            _SENDING, col(Reminder.lease_by) == worker, col(Reminder.id).in_(part)
        )
        mine.update(row_id for row_id in (await session.exec(query)).all() if row_id is not None)
    return mine


async def skip(session: AsyncSession, ids: Sequence[int], reason: SkipReason) -> None:
    """Note why claimed rows are not sent."""
    for part in chunks(ids):
        await session.exec(
            update(Reminder)
            .where(col(Reminder.id).in_(part), _SENDING)
            .values(state=ReminderState.SKIPPED, reason=reason, lease_until=None, lease_by=None)
            .execution_options(synchronize_session=False)
        )


async def update_mine(session: AsyncSession, ids: Sequence[int], worker: str, **values: Any) -> None:
    """Change rows that a worker is sending; one whose lease another took meanwhile is not touched."""
    for part in chunks(ids):
        await session.exec(
            update(Reminder)
            .where(col(Reminder.id).in_(part), _SENDING, col(Reminder.lease_by) == worker)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


async def mark_sent(
    session: AsyncSession, arrived: Sequence[tuple[int, int]], worker: str, now: datetime
) -> None:
    """Note (row, message id) of what arrived; a row whose lease another took meanwhile is not touched."""
    if not arrived:
        return
    table = SQLModel.metadata.tables["reminder"]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row"), _SENDING, table.c.lease_by == worker)
        .values(
            state=ReminderState.SENT.value,
            sent_at=now,
            message_id=bindparam("message"),
            attempts=table.c.attempts + 1,
            last_error=None,
            lease_until=None,
            lease_by=None,
        )
    )
    connection = await session.connection()
    await connection.execute(statement, [{"row": row, "message": message} for row, message in arrived])


async def load(session: AsyncSession, ids: Sequence[int]) -> list[ReminderRow]:
    """The rows with what they tell, in the order of their due days.

    Many rows share few tasks, so these are read once each, not joined to every row.
    """
    await session.flush()
    rows = list((await _by_id(session, Reminder, ids)).values())
    occurrences = await _by_id(session, Occurrence, {row.occurrence_id for row in rows})
    deadlines = await _by_id(session, TaskDeadline, {one.deadline_id for one in occurrences.values()})
    tasks = await _by_id(session, Task, {one.task_id for one in deadlines.values()})
    plans = await _by_id(session, Plan, {task.plan_id for task in tasks.values()})
    units = await _by_id(session, Unit, {one.unit_id for one in occurrences.values()})
    chats = await _by_id(session, Chat, {row.chat_id for row in rows})
    parts = await _parts(session, tasks, units)
    out = []
    for row in rows:
        occurrence = occurrences[row.occurrence_id]
        deadline = deadlines[occurrence.deadline_id]
        task = tasks[deadline.task_id]
        part = parts.get((task.id or 0, occurrence.unit_id))
        unit, chat = units[occurrence.unit_id], chats[row.chat_id]
        out.append(ReminderRow(row, occurrence, deadline, task, plans[task.plan_id], unit, chat, part))
    return sorted(out, key=_by_due_day)


def _by_due_day(row: ReminderRow) -> tuple[date, int, int, int]:
    return row.occurrence.due_on, row.task.plan_id, row.task.position, row.reminder.id or 0


async def _by_id(session: AsyncSession, table: type[_Row], ids: Collection[int]) -> dict[int, _Row]:
    """Rows to be read, not changed: past the mapper, which would take more time than all the rest."""
    columns = SQLModel.metadata.tables[str(table.__tablename__)]
    connection = await session.connection()
    found = await connection.execute(columns.select().where(columns.c.id.in_(ids)))
    return {row.id: cast(_Row, row) for row in found}


async def _parts(
    session: AsyncSession, task_ids: Collection[int], unit_ids: Collection[int]
) -> dict[tuple[int, int], Part]:
    """(task, unit) -> the part that the unit has in it; to lead outranks to help."""
    query = select(TaskUnit.task_id, TaskUnit.unit_id, TaskUnit.part).where(
        col(TaskUnit.task_id).in_(task_ids), col(TaskUnit.unit_id).in_(unit_ids)
    )
    out: dict[tuple[int, int], Part] = {}
    for task_id, unit_id, part in (await session.exec(query)).all():
        if out.get((task_id, unit_id)) is not Part.LEAD:
            out[(task_id, unit_id)] = Part(part)
    return out


async def rows_of_message(session: AsyncSession, chat_id: int, message_id: int) -> list[ReminderRow]:
    """The reminders that one message told, so that it can be written anew."""
    query = select(Reminder.id).where(Reminder.chat_id == chat_id, Reminder.message_id == message_id)
    return await load(session, [row_id for row_id in (await session.exec(query)).all() if row_id is not None])


async def messages_telling(session: AsyncSession, occurrence_id: int) -> list[tuple[int, int]]:
    """(chat row, message id) of every message that told of an occurrence."""
    query = (
        select(Reminder.chat_id, Reminder.message_id)
        .where(Reminder.occurrence_id == occurrence_id, Reminder.state == ReminderState.SENT)
        .distinct()
    )
    return [(chat_id, message_id) for chat_id, message_id in (await session.exec(query)).all() if message_id]


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many reminders are in each state."""
    query = select(Reminder.state, func.count()).group_by(col(Reminder.state))
    return {str(state): count for state, count in (await session.exec(query)).all()}


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next planned reminder goes out."""
    query = select(Reminder.next_try_at).where(_WAITING).order_by(col(Reminder.next_try_at)).limit(1)
    return (await session.exec(query)).first()


@dataclass(frozen=True, slots=True)
class DayCount:
    """What came of a stretch of time: messages' rows sent, those of them marked as possible repeats, given up."""

    sent: int
    repeated: int
    failed: int


async def count_between(session: AsyncSession, start: datetime, end: datetime) -> DayCount:
    """Count what was sent and what failed from `start` to before `end`. A failed row keeps its last try's moment."""
    sent = select(func.count()).where(col(Reminder.sent_at) >= start, col(Reminder.sent_at) < end)
    failed = select(func.count()).where(
        _FAILED, col(Reminder.next_try_at) >= start, col(Reminder.next_try_at) < end
    )
    return DayCount(
        (await session.exec(sent)).one(),
        (await session.exec(sent.where(col(Reminder.possible_repeat)))).one(),
        (await session.exec(failed)).one(),
    )


async def waiting_now(session: AsyncSession, now: datetime) -> tuple[int, int]:
    """(rows that are due and not yet sent, rows whose arrival is unsure)."""
    due = select(func.count()).where(_WAITING, col(Reminder.next_try_at) <= now)
    unsure = select(func.count()).where(_WAITING, col(Reminder.state) == ReminderState.UNSURE)
    return (await session.exec(due)).one(), (await session.exec(unsure)).one()


async def beat(session: AsyncSession, name: str, now: datetime, note: str = "") -> None:
    """Note that a ticker ran."""
    row = await session.get(Heartbeat, name) or Heartbeat(name=name, at=now)
    row.at, row.note = now, note
    session.add(row)
    await session.flush()


async def hold_lease(session: AsyncSession, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Take or keep a role that only one process may play; False while another holds it."""
    lease = await session.get(ProcessLease, name)
    if lease is not None and lease.owner != owner and lease.until > now:
        return False
    if lease is None:
        lease = ProcessLease(name=name, owner=owner, until=until)
    lease.owner, lease.until = owner, until
    session.add(lease)
    await session.flush()
    return True


async def drop_lease(session: AsyncSession, name: str, owner: str) -> None:
    """Give a role back at the end of a process."""
    lease = await session.get(ProcessLease, name)
    if lease is not None and lease.owner == owner:
        await session.delete(lease)
        await session.flush()
