"""Reading reminders: what a message tells, what a day came to; heartbeats and leases of processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar, cast

from sqlalchemy import func, text
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.daily import urgency
from domain.delivery import RETRY_WAITS, ReminderState
from domain.roles import Role
from domain.succession import Succession
from storage.queries.superiors import receipts
from storage.tables import (
    Chat,
    Heartbeat,
    Occurrence,
    Part,
    Plan,
    ProcessLease,
    Receipt,
    Reminder,
    Task,
    TaskDeadline,
    TaskUnit,
    Unit,
)

_Row = TypeVar("_Row", Occurrence, TaskDeadline, Task, Plan, Unit, Chat)


class Told(Protocol):
    """What a message needs of a reminder's row."""

    @property
    def id(self) -> int: ...
    @property
    def chat_id(self) -> int: ...
    @property
    def occurrence_id(self) -> int | None: ...
    @property
    def version(self) -> int: ...
    @property
    def step(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def possible_repeat(self) -> bool: ...


class _Sent(Told, Protocol):
    @property
    def sent_at(self) -> datetime: ...


@dataclass(slots=True)
class ReminderRow:
    """A reminder with everything that its message tells, to be read and not changed."""

    reminder: Told
    occurrence: Occurrence
    deadline: TaskDeadline
    task: Task
    plan: Plan
    unit: Unit
    chat: Chat
    part: Part | None = None
    receipt: Receipt | None = None
    succession: Succession | None = None


# Written out, not bound: only so do both databases see that the partial indexes fit (storage/tables/reminders.py).
_WAITING = text("reminder.state = 'planned'")
_ENDED = text("reminder.state IN ('failed', 'unsure')")


async def load(session: AsyncSession, rows: Sequence[Told]) -> list[ReminderRow]:
    """The rows with what they tell, in the order of their due days; digests are passed over.

    Many rows share few tasks, so these are read once each, not joined to every row.
    """
    await session.flush()
    due = {row.occurrence_id for row in rows if row.occurrence_id}
    occurrences = await _by_id(session, Occurrence, due, OF_OCCURRENCE)
    deadlines = await _by_id(session, TaskDeadline, {one.deadline_id for one in occurrences.values()})
    tasks = await _by_id(session, Task, {one.task_id for one in deadlines.values()})
    plans = await _by_id(session, Plan, {task.plan_id for task in tasks.values()})
    units = await _by_id(session, Unit, {one.unit_id for one in occurrences.values()})
    chats = await chats_by_id(session, {row.chat_id for row in rows})
    parts = await _parts(session, tasks, units)
    received = await receipts(session, sorted(occurrences))
    out = []
    for row in rows:
        if row.occurrence_id is None:
            continue
        occurrence = occurrences[row.occurrence_id]
        deadline = deadlines[occurrence.deadline_id]
        task = tasks[deadline.task_id]
        part = parts.get((task.id or 0, occurrence.unit_id))
        unit, chat = units[occurrence.unit_id], chats[row.chat_id]
        receipt = received.get((row.occurrence_id, occurrence.version))
        why = Succession(part.was, part.decree, part.sure, unit.name) if part and part.was else None
        plan, told = plans[task.plan_id], part.part if part else None
        out.append(ReminderRow(row, occurrence, deadline, task, plan, unit, chat, told, receipt, why))
    return sorted(out, key=_by_due_day)


def _by_due_day(row: ReminderRow) -> tuple[date, int, int, int]:
    return row.occurrence.due_on, row.task.plan_id, row.task.position, row.reminder.id


async def chats_by_id(session: AsyncSession, ids: Collection[int]) -> dict[int, Chat]:
    """Chats to be read, not changed."""
    return await _by_id(session, Chat, ids, OF_CHAT)


OF_OCCURRENCE = ("id", "deadline_id", "unit_id", "due_on", "moved_from", "version", "state", "was_done_at")
OF_CHAT = (
    "id", "telegram_id", "topic_id", "kind", "language", "reachable", "told_at", "told_message_id", "lost_topic",
    "remind_at", "quiet_from", "quiet_to", "ladder", "digest",
)  # fmt: skip


async def _by_id(
    session: AsyncSession, table: type[_Row], ids: Collection[int], names: Sequence[str] = ()
) -> dict[int, _Row]:
    """Rows to be read, not changed: past the mapper, which would take more time than all the rest. `names` are the
    columns of tables of which there are many rows."""
    columns = SQLModel.metadata.tables[str(table.__tablename__)].c
    wanted = select_columns(*(columns[name] for name in names or columns.keys())).where(columns.id.in_(ids))
    connection = await session.connection()
    found = await connection.execute(wanted)
    return {row.id: cast(_Row, row) for row in found}


class _Link(NamedTuple):
    """A unit's part in a task, and what the plan called it where that is no more."""

    task_id: int
    unit_id: int
    part: Part
    was: str
    decree: str
    sure: bool


async def _parts(
    session: AsyncSession, task_ids: Collection[int], unit_ids: Collection[int]
) -> dict[tuple[int, int], _Link]:
    """(task, unit) -> the part that the unit has in it; to lead outranks to help."""
    columns = (getattr(TaskUnit, name) for name in _Link._fields)
    query = select_columns(*(col(column) for column in columns)).where(
        col(TaskUnit.task_id).in_(task_ids), col(TaskUnit.unit_id).in_(unit_ids)
    )
    out: dict[tuple[int, int], _Link] = {}
    for row in await (await session.connection()).execute(query):
        link = _Link._make(row)._replace(part=Part(row.part))
        known = out.get((link.task_id, link.unit_id))
        if known is None or known.part is not Part.LEAD:
            out[link.task_id, link.unit_id] = link
    return out


async def rows_of_message(session: AsyncSession, chat_id: int, message_id: int) -> list[ReminderRow]:
    """The reminders that one message told, so that it can be written anew, in the order in which it told them."""
    columns = SQLModel.metadata.tables["reminder"]
    await session.flush()
    connection = await session.connection()
    query = columns.select().where(columns.c.chat_id == chat_id, columns.c.message_id == message_id)
    told = cast("list[_Sent]", list(await connection.execute(query)))
    if not told:
        return []
    day = local_date(min(row.sent_at for row in told))
    return as_told(await load(session, told), day)


def as_told(rows: Iterable[ReminderRow], day: date) -> list[ReminderRow]:
    """Rows in the order in which a message of that day tells them."""
    return sorted(rows, key=lambda row: urgency(row.occurrence.due_on, day, row.reminder.id))


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


async def responsible(
    session: AsyncSession, chat_ids: Collection[int], unit_ids: Collection[int]
) -> set[tuple[int, int]]:
    """(chat, unit) of these: the private chats of units' people and the groups that follow units."""
    person, binding = SQLModel.metadata.tables["person"].c, SQLModel.metadata.tables["binding"].c
    connection = await session.connection()
    people = select_columns(person.chat_id, person.unit_id).where(
        person.chat_id.in_(chat_ids), person.unit_id.in_(unit_ids), person.role != Role.VIEWER.value
    )
    groups = select_columns(binding.chat_id, binding.unit_id).where(
        binding.chat_id.in_(chat_ids), binding.unit_id.in_(unit_ids)
    )
    return {(row[0], row[1]) for query in (people, groups) for row in await connection.execute(query)}


@dataclass(frozen=True, slots=True)
class DayCount:
    """What came of a stretch of time: rows sent, those of them marked as possible repeats, given up, and those of
    which two answers were lost, so that nobody knows."""

    sent: int
    repeated: int
    failed: int
    unsure: int = 0


async def count_between(session: AsyncSession, start: datetime, end: datetime) -> DayCount:
    """Count what came of reminders from `start` to before `end`. What did not arrive keeps its last try's moment."""
    sent = select(func.count()).where(col(Reminder.sent_at) >= start, col(Reminder.sent_at) < end)
    ended = select(func.count()).where(
        _ENDED, col(Reminder.next_try_at) >= start, col(Reminder.next_try_at) < end
    )
    return DayCount(
        (await session.exec(sent)).one(),
        (await session.exec(sent.where(col(Reminder.possible_repeat)))).one(),
        (await session.exec(ended.where(col(Reminder.state) == ReminderState.FAILED))).one(),
        (await session.exec(ended.where(col(Reminder.state) == ReminderState.UNSURE))).one(),
    )


async def waiting_now(session: AsyncSession, now: datetime) -> tuple[int, int]:
    """(rows that are due and not yet sent, rows whose answer was lost and that are sent once more)."""
    due = select(func.count()).where(_WAITING, col(Reminder.next_try_at) <= now)
    soon = now + RETRY_WAITS[-1]  # no try is put off for longer; a million rows wait beyond it
    doubtful = select(func.count()).where(
        _WAITING, col(Reminder.next_try_at) <= soon, col(Reminder.possible_repeat)
    )
    return (await session.exec(due)).one(), (await session.exec(doubtful)).one()


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
