"""What came of sends, written down by the table of outcomes (docs/architecture.md); a worker's hold on its rows.

Called by bot/journal.py, which opens the transactions. A row whose lease another worker took is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import (
    LEASE,
    RETRY_WAITS,
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
from services import standing_in
from services.calendar import work_calendar
from services.messages import Address, Batch
from storage.database import Database
from storage.queries import arrivals, claims, people
from storage.tables import Chat, Reminder

Answer = tuple[Batch, Outcome]


async def note(
    database: Database, answers: Sequence[Answer], starting: Sequence[int], worker: str, now: datetime
) -> set[int] | None:
    """What nearly every message needs, in a transaction of its own: that the last ones arrived, that the next begins.

    Gives the rows that may leave; None where an answer is another than that it arrived: `record` is for those.
    """
    if any(not isinstance(outcome, Sent) for _, outcome in answers):
        return None
    return await arrivals.note(database, _arrived(answers), starting, worker, now)


def _arrived(answers: Sequence[Answer]) -> list[arrivals.Arrived]:
    return [
        (batch.address.chat_id, batch.ids, outcome.message_id)
        for batch, outcome in answers
        if isinstance(outcome, Sent)
    ]


async def record(session: AsyncSession, answers: Sequence[Answer], worker: str, now: datetime) -> None:
    """Write down what sends answered, by the table of outcomes (docs/architecture.md).

    Of one answer or of many: what arrived, which is nearly all, is written by two statements.
    """
    await arrivals.mark_sent(session, _arrived(answers), worker, now)
    for batch, outcome in answers:
        if not isinstance(outcome, Sent):
            await _record_trouble(session, batch, _sensible(batch.address, outcome), worker, now)
    await session.flush()


async def _record_trouble(
    session: AsyncSession, batch: Batch, outcome: Outcome, worker: str, now: datetime
) -> None:
    mine = select(Reminder).where(
        col(Reminder.id).in_(batch.ids),
        Reminder.state == ReminderState.SENDING,
        Reminder.lease_by == worker,
    )
    for row in (await session.exec(mine)).all():
        row.lease_until = row.lease_by = None
        _record_row(row, outcome, now)
    chat = await session.get(Chat, batch.address.chat_id)
    if chat is not None:
        await _record_chat(session, chat, outcome, now)
    if isinstance(outcome, Unreachable):
        await _told_instead(session, batch, now)


async def _told_instead(session: AsyncSession, batch: Batch, now: datetime) -> None:
    """Others are told of what did not reach a chat."""
    missed = [
        standing_in.Missed(one.occurrence_id, one.version, one.step, one.unit_id)
        for one in batch.items
        if one.reminder_id in batch.ids
    ]
    await standing_in.stand_in(session, missed, now, await work_calendar(session))


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
            row.attempts, row.last_error = row.attempts + 1, reason
            row.state, row.reason = ReminderState.SKIPPED, SkipReason.UNREACHABLE
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
    """After an answer that was lost: sent once more, marked. After a second one nobody knows: `unsure`, for the
    admins to see, with the moment of the last try."""
    row.attempts, row.last_error = row.attempts + 1, error
    if row.possible_repeat:
        row.state, row.next_try_at = ReminderState.UNSURE, now
    else:
        row.state, row.possible_repeat, row.next_try_at = ReminderState.PLANNED, True, now + UNSURE_WAIT


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
        chat.topic_id, chat.lost_topic = 0, True
        return
    group.lost_topic = True
    await people.merge_chat(session, chat, group)


async def begin(session: AsyncSession, ids: Sequence[int], worker: str, now: datetime) -> set[int]:
    """Note that rows leave now; gives those that are still this worker's. A crash from here on marks them."""
    return await claims.start(session, ids, worker, now)


async def keep(session: AsyncSession, ids: Sequence[int], worker: str, now: datetime) -> set[int]:
    """Renew the lease of rows that are still being worked on; gives those that are still this worker's."""
    return await claims.renew(session, ids, worker, now + LEASE)


async def release(session: AsyncSession, ids: Sequence[int], worker: str) -> None:
    """Give back rows that this worker claimed and did not start to send (an orderly stop, or a halt)."""
    await claims.release(session, ids, worker)


async def quarantine(
    session: AsyncSession, ids: Sequence[int], error: str, worker: str, now: datetime
) -> None:
    """Set rows aside that break the program: failed, with the kind of the error; the queue goes on."""
    await claims.fail(session, ids, error, worker, now)
