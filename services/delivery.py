"""Delivering reminders: claim what is due, look again whether it holds, group by chat, record.

The caller (bot/draining.py) opens a transaction for each step and sends between them, so that a crash leaves
a claimed row whose lease runs out: it is sent once more, marked as possibly repeated. Losing a deadline is
worse than saying it twice. What a worker records, keeps or gives back must still be its own: a row whose
lease another took is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import (
    LEASE,
    RETRY_WAITS,
    TOO_LATE,
    UNSURE_WAIT,
    Halt,
    Moved,
    NotDelivered,
    Outcome,
    Refused,
    ReminderState,
    Sent,
    SkipReason,
    TopicGone,
    Unreachable,
    Unsure,
    Wait,
)
from domain.ladder import next_humane
from storage.queries import people
from storage.queries import reminders as queries
from storage.tables import Chat, Occurrence, OccurrenceState, Part, PlanState, Reminder

ITEMS_A_MESSAGE = 8
"""A message tells at most this many tasks: each has a row of buttons, and a screen is small."""


@dataclass(frozen=True, slots=True)
class Item:
    """One task in a reminder message."""

    reminder_id: int
    occurrence_id: int
    version: int
    task_id: int
    task: str
    lead_in: str | None
    due_on: date
    as_written: str
    step: str
    unit: str
    plan: str
    section: str
    part: Part | None
    everyone: bool
    state: OccurrenceState


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `chat_id` is our own row, `telegram_id` and `topic_id` the channel's."""

    chat_id: int
    telegram_id: int
    topic_id: int
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One message: everything that is due in one chat, in order of due day."""

    address: Address
    items: tuple[Item, ...]
    possible_repeat: bool

    @property
    def reminder_ids(self) -> list[int]:
        return [item.reminder_id for item in self.items]

    def each_alone(self) -> list[Batch]:
        """The same as messages of one task each: where no message can be made of all of them."""
        return [Batch(self.address, (item,), self.possible_repeat) for item in self.items]


async def claim(session: AsyncSession, now: datetime, worker: str, limit: int = 500) -> list[int]:
    """Take the reminders that are due for this worker; nothing is taken in quiet hours."""
    if next_humane(now) > now:
        return []
    return await queries.claim(session, now, now + LEASE, worker, limit)


async def prepare(session: AsyncSession, ids: Sequence[int], now: datetime) -> list[Batch]:
    """Look again at claimed rows, skip what no longer holds, and group the rest by chat."""
    rows = await queries.load(session, ids)
    responsible = {
        (r.chat_id, r.unit_id)
        for r in await people.recipients(session, sorted({x.occurrence.unit_id for x in rows}))
    }
    batches: dict[int, list[queries.ReminderRow]] = {}
    skipped: dict[SkipReason, list[int]] = {}
    for row in rows:
        reason = _why_not(row, responsible, now)
        if reason is None:
            batches.setdefault(row.chat.id or 0, []).append(row)
        else:
            skipped.setdefault(reason, []).append(row.reminder.id or 0)
    for reason, skipped_ids in skipped.items():
        await queries.skip(session, skipped_ids, reason)
    out = []
    for group in batches.values():
        out += [_batch(group[i : i + ITEMS_A_MESSAGE]) for i in range(0, len(group), ITEMS_A_MESSAGE)]
    return out


def _why_not(row: queries.ReminderRow, responsible: set[tuple[int, int]], now: datetime) -> SkipReason | None:
    """The reason for which a claimed reminder must not be sent any more, or None."""
    if row.plan.state != PlanState.PUBLISHED:
        return SkipReason.WITHDRAWN
    if row.occurrence.state == OccurrenceState.DONE:
        return SkipReason.DONE
    if row.occurrence.state == OccurrenceState.CANCELLED or row.reminder.version != row.occurrence.version:
        return SkipReason.SUPERSEDED
    if (row.reminder.chat_id, row.occurrence.unit_id) not in responsible:
        return SkipReason.NOT_RESPONSIBLE
    if not row.chat.reachable:
        return SkipReason.UNREACHABLE
    if now - row.reminder.due_at > TOO_LATE:
        return SkipReason.TOO_LATE
    return None


def _skip(reminder: Reminder, reason: SkipReason) -> None:
    reminder.state, reminder.reason = ReminderState.SKIPPED, reason
    reminder.lease_until = reminder.lease_by = None


def _batch(rows: Sequence[queries.ReminderRow]) -> Batch:
    """One message of several rows; of two steps for one occurrence the newer one is told."""
    chat = rows[0].chat
    assert chat.id is not None
    address = Address(chat.id, chat.telegram_id, chat.topic_id, chat.kind, chat.language)
    return Batch(address, tuple(item(row) for row in rows), any(row.reminder.possible_repeat for row in rows))


def item(row: queries.ReminderRow) -> Item:
    """What a message tells of one reminder."""
    return Item(
        reminder_id=row.reminder.id or 0,
        occurrence_id=row.occurrence.id or 0,
        version=row.occurrence.version,
        task_id=row.task.id or 0,
        task=row.task.text,
        lead_in=row.task.lead_in,
        due_on=row.occurrence.due_on,
        as_written=row.deadline.as_written,
        step=row.reminder.step,
        unit=row.unit.name,
        plan=row.plan.number or row.plan.title or "",
        section=row.task.section,
        part=row.part,
        everyone=row.task.everyone,
        state=OccurrenceState(row.occurrence.state),
    )


Answer = tuple[Batch, Outcome]


async def record(session: AsyncSession, answers: Sequence[Answer], worker: str, now: datetime) -> None:
    """Write down what sends answered, by the table of outcomes (docs/architecture.md).

    Of one answer or of many: what arrived, which is nearly all, is written by one statement.
    """
    arrived = [(batch, outcome) for batch, outcome in answers if isinstance(outcome, Sent)]
    await queries.mark_sent(
        session,
        [(row_id, sent.message_id) for batch, sent in arrived for row_id in batch.reminder_ids],
        worker,
        now,
    )
    for batch, outcome in answers:
        if not isinstance(outcome, Sent):
            await _record_trouble(session, batch, _sensible(batch.address, outcome), worker, now)
    await session.flush()


async def _record_trouble(
    session: AsyncSession, batch: Batch, outcome: Outcome, worker: str, now: datetime
) -> None:
    mine = select(Reminder).where(
        col(Reminder.id).in_(batch.reminder_ids),
        Reminder.state == ReminderState.SENDING,
        Reminder.lease_by == worker,
    )
    for row in (await session.exec(mine)).all():
        row.lease_until = row.lease_by = None
        _record_row(row, outcome, now)
    chat = await session.get(Chat, batch.address.chat_id)
    if chat is not None:
        await _record_chat(session, chat, outcome, now)


def _sensible(address: Address, outcome: Outcome) -> Outcome:
    """An answer that would send the very same message again for ever is a refusal."""
    if isinstance(outcome, TopicGone) and address.topic_id == 0:
        return Refused("a topic is gone, and none was named")
    if isinstance(outcome, Moved) and outcome.telegram_id == address.telegram_id:
        return Refused("a group moved to where it was")
    return outcome


def _record_row(row: Reminder, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Wait(span):
            row.state, row.next_try_at = ReminderState.PLANNED, now + span
        case Moved() | TopicGone() | Halt():
            row.state, row.next_try_at = ReminderState.PLANNED, now
        case Unreachable(reason):
            row.attempts += 1
            row.last_error = reason
            _skip(row, SkipReason.UNREACHABLE)
        case Refused(error):
            row.attempts, row.last_error = row.attempts + 1, error
            _give_up(row, now)
        case NotDelivered(error):
            _try_again(row, error, now)
        case Unsure(error):
            _once_more(row, error, now)


def _try_again(row: Reminder, error: str, now: datetime) -> None:
    """After a sure non-delivery: the table of waits, then failed."""
    wait = RETRY_WAITS[row.attempts] if row.attempts < len(RETRY_WAITS) else None
    row.attempts, row.last_error = row.attempts + 1, error
    if wait is None:
        _give_up(row, now)
    else:
        row.state, row.next_try_at = ReminderState.PLANNED, now + wait


def _give_up(row: Reminder, now: datetime) -> None:
    """The row keeps the moment of its last try, for the counts by day."""
    row.state, row.next_try_at = ReminderState.FAILED, now


def _once_more(row: Reminder, error: str, now: datetime) -> None:
    """After an answer that was lost: sent once more, marked; a second time it counts as sent."""
    row.attempts, row.last_error = row.attempts + 1, error
    if row.possible_repeat:
        row.state, row.sent_at = ReminderState.SENT, now
    else:
        row.state, row.next_try_at = ReminderState.UNSURE, now + UNSURE_WAIT


async def _record_chat(session: AsyncSession, chat: Chat, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Unreachable(reason):
            await people.set_reachable(session, chat.telegram_id, False, reason, now)
        case Moved(telegram_id):
            await people.move_chat(session, chat.telegram_id, telegram_id)
        case TopicGone():
            await _drop_topic(session, chat, now)


async def _drop_topic(session: AsyncSession, chat: Chat, now: datetime) -> None:
    """What went to a closed topic goes to the group itself from now on."""
    group = await people.chat_at(session, chat.telegram_id, 0)
    if group is None:
        chat.topic_id = 0
        return
    await people.merge_chat(session, chat, group)


async def keep(session: AsyncSession, ids: Sequence[int], worker: str, now: datetime) -> set[int]:
    """Renew the lease of rows that are still being worked on; gives those that are still this worker's."""
    return await queries.renew(session, ids, worker, now + LEASE)


async def release(session: AsyncSession, ids: Sequence[int], worker: str) -> None:
    """Give back rows that this worker claimed and did not start to send (an orderly stop, or a halt)."""
    await queries.update_mine(
        session, ids, worker, state=ReminderState.PLANNED, lease_until=None, lease_by=None
    )


async def quarantine(
    session: AsyncSession, ids: Sequence[int], error: str, worker: str, now: datetime
) -> None:
    """Set rows aside that break the program: failed, with the kind of the error; the queue goes on."""
    await queries.update_mine(
        session,
        ids,
        worker,
        state=ReminderState.FAILED,
        last_error=error,
        next_try_at=now,
        lease_until=None,
        lease_by=None,
    )


async def snooze(session: AsyncSession, occurrence: Occurrence, chat_id: int, at: datetime) -> None:
    """Plan one more reminder of an occurrence for one chat; asking twice for a day gives one row."""
    day = local_date(at)
    step = f"again-{day.isoformat()}"
    known = select(Reminder.id).where(
        Reminder.occurrence_id == occurrence.id,
        Reminder.version == occurrence.version,
        Reminder.step == step,
        Reminder.chat_id == chat_id,
    )
    assert occurrence.id is not None
    if (await session.exec(known)).first() is None:
        session.add(
            Reminder(
                occurrence_id=occurrence.id,
                version=occurrence.version,
                step=step,
                chat_id=chat_id,
                due_at=at,
                next_try_at=at,
            )
        )
    await _hush(session, occurrence, chat_id, at)


async def _hush(session: AsyncSession, occurrence: Occurrence, chat_id: int, until: datetime) -> None:
    """Skip the ladder's own steps that would come before the day that somebody asked for."""
    await session.exec(
        update(Reminder)
        .where(
            col(Reminder.occurrence_id) == occurrence.id,
            col(Reminder.chat_id) == chat_id,
            col(Reminder.state) == ReminderState.PLANNED,
            col(Reminder.due_at) < until - timedelta(minutes=1),
        )
        .values(state=ReminderState.SKIPPED, reason=SkipReason.MUTED)
    )
