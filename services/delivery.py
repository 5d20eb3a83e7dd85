"""Delivering reminders: claim what is due, look again whether it holds, make one message a chat, record.

The caller (bot/draining.py) opens a transaction for each step and sends between them. A message is noted as begun just
before it leaves: after a crash only what had begun is sent once more, marked as possibly repeated. Losing a deadline is
worse than saying it twice. What a worker records, keeps or gives back must still be its own: a row whose lease another
took is not touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.daily import Day, DayPlan, DueRow
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
from domain.escalation import level_of
from domain.ladder import DROPPED
from domain.succession import Succession
from domain.workdays import WorkCalendar
from services import digests, escalation, standing_in
from services.calendar import work_calendar
from services.digests import Digest
from storage.queries import claims, people
from storage.queries import reminders as queries
from storage.queries.claims import Claimed
from storage.queries.settings import habits_of
from storage.tables import Chat, OccurrenceState, Part, PlanState, Reminder


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
    unit_id: int = 0
    received_on: date | None = None
    """When the unit said "received"."""
    succession: Succession | None = None
    moved_from: date | None = None


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
    """One message: everything that a chat is told today, what can still be done in time first."""

    address: Address
    items: tuple[Item, ...]
    possible_repeat: bool
    ids: tuple[int, ...] = ()
    """The reminders that count as told with it."""
    catch_up: bool = False
    """It makes good what was missed while nothing could be sent."""
    into: int | None = None
    """The message of today that is written anew instead of sending another."""
    digest: Digest | None = None
    """The week at a glance, besides the tasks of today."""
    lost_topic: bool = False
    """The group is told that its topic is gone."""

    @property
    def reminder_ids(self) -> list[int]:
        return list(self.ids)

    def each_alone(self) -> list[Batch]:
        """A message of each task: to find the one of which no message can be made."""
        return [replace(self, items=(item,), ids=(item.reminder_id,), digest=None) for item in self.items]

    def without_digest(self) -> Batch:
        """The same message without the week at a glance."""
        told = frozenset(item.reminder_id for item in self.items)
        return replace(self, digest=None, ids=tuple(row_id for row_id in self.ids if row_id in told))

    def without(self, broken: Iterable[int]) -> Batch:
        """The same message without the tasks of some reminders."""
        gone = frozenset(broken)
        return replace(
            self,
            items=tuple(item for item in self.items if item.reminder_id not in gone),
            ids=tuple(row_id for row_id in self.ids if row_id not in gone),
        )


async def claim(session: AsyncSession, now: datetime, worker: str, limit: int = 500) -> list[Claimed]:
    """Take the reminders that are due for this worker, and what their chats are to be told later today."""
    return await claims.claim(
        session, now, now + LEASE, Day.of(now, await work_calendar(session)).ends, worker, limit
    )


async def prepare(
    session: AsyncSession,
    claimed: Sequence[Claimed],
    worker: str,
    now: datetime,
    admin_ids: Collection[int] = (),
) -> list[Batch]:
    """Look again at claimed rows, skip what no longer holds, and make each chat's message of today."""
    rows = await queries.load(session, claimed)
    chats, units = {row.chat_id for row in claimed}, {row.occurrence.unit_id for row in rows}
    responsible = await queries.responsible(session, chats, units)
    responsible |= await standing_in.may_stand_in(
        session, [(row.reminder.chat_id, row.occurrence.unit_id, row.reminder.step) for row in rows]
    )
    calendar = await work_calendar(session)
    turns = await escalation.turns(session, rows, now, calendar)
    by_chat: dict[int, list[queries.ReminderRow]] = {}
    lost: list[standing_in.Missed] = []
    plans = _Plans(now, calendar)
    for row in rows:
        reason = _why_not(row, responsible) or turns.not_sent.get(row.reminder.id)
        if reason is None and row.reminder.id in turns.wait:
            plans.wait(row.reminder.id, turns.wait[row.reminder.id])
        elif reason is None:
            by_chat.setdefault(row.reminder.chat_id, []).append(row)
        else:
            plans.skip(reason, row.reminder.id)
    out = []
    await standing_in.stand_in(session, lost, now, calendar)
    weeks = await _weeks(session, plans, claimed, now, admin_ids)
    places = {group[0].chat.id or 0: group[0].chat for group in by_chat.values()}
    for chat_id, chat in (places | {chat_id: week.chat for chat_id, week in weeks.items()}).items():
        group, week = by_chat.get(chat_id, []), weeks.get(chat_id)
        day = plans.take(chat, group, digest=week is not None)
        if day.send or day.digest:
            batch = _batch(chat, group, day.send, catch_up=day.catch_up)
            out.append(week.put_into(batch) if week is not None and day.digest else batch)
        if week is not None and not day.digest:
            plans.wait_for_morning(chat, week.row.id)
        if day.fold:
            out += await _folded(session, plans, chat, group, day.fold)
    await plans.write(session, worker)
    return out


def _missed(row: queries.ReminderRow) -> standing_in.Missed:
    return standing_in.Missed(
        row.occurrence.id or 0, row.reminder.version, row.reminder.step, row.occurrence.unit_id
    )


@dataclass(frozen=True, slots=True)
class _Week:
    """A chat's weekly digest: its row and what it tells."""

    chat: Chat
    row: Claimed
    digest: Digest

    def put_into(self, batch: Batch) -> Batch:
        return replace(
            batch,
            ids=(*batch.ids, self.row.id),
            digest=self.digest.besides(_told_by(batch)),
            possible_repeat=batch.possible_repeat or self.row.possible_repeat,
        )


async def _weeks(
    session: AsyncSession,
    plans: _Plans,
    claimed: Sequence[Claimed],
    now: datetime,
    admin_ids: Collection[int],
) -> dict[int, _Week]:
    """The weekly digests among claimed rows that have something to tell, by chat."""
    rows = {row.chat_id: row for row in claimed if row.occurrence_id is None}
    if not rows:
        return {}
    chats = await queries.chats_by_id(session, rows)
    wanted: list[Chat] = []
    for row in (one for one in claimed if one.occurrence_id is None):
        chat = chats[row.chat_id]
        reason = _why_no_digest(row, chat, plans.today)
        if reason is not None:
            plans.skip(reason, row.id)
        elif rows[row.chat_id] is row:
            wanted.append(chat)
    made = await digests.make(session, wanted, now, admin_ids)
    out = {}
    for chat in wanted:
        row, digest = rows[chat.id or 0], made[chat.id or 0]
        if digest.empty:
            plans.skip(SkipReason.EMPTY, row.id)
        else:
            out[row.chat_id] = _Week(chat, row, digest)
    return out


def _why_no_digest(row: Claimed, chat: Chat, today: date) -> SkipReason | None:
    if not chat.digest:
        return SkipReason.MUTED
    if not chat.reachable:
        return SkipReason.UNREACHABLE
    return SkipReason.TOO_LATE if row.step != digests.step_of(today) else None


class _Plans:
    """The day plans of many chats, and what becomes of the rows that do not go out now."""

    def __init__(self, now: datetime, calendar: WorkCalendar) -> None:
        self._now = now
        self._calendar = calendar
        self._days: dict[tuple[int | None, int | None, int | None], Day] = {}
        self.today = local_date(now)
        self._skipped: dict[SkipReason, list[int]] = {}
        self._waits: list[tuple[int, datetime]] = []

    def _day(self, chat: Chat) -> Day:
        """The day as it looks to a chat: nearly all keep the usual hours."""
        key = chat.remind_at, chat.quiet_from, chat.quiet_to
        if key not in self._days:
            habits = habits_of(chat)
            self._days[key] = Day.of(self._now, self._calendar, hour=habits.hour, quiet=habits.quiet)
        return self._days[key]

    def take(self, chat: Chat, rows: Iterable[queries.ReminderRow], *, digest: bool = False) -> DayPlan:
        due = [
            DueRow(
                row.reminder.id, row.reminder.occurrence_id or 0, row.occurrence.due_on, row.reminder.due_at
            )
            for row in rows
        ]
        plan = self._day(chat).plan(due, (chat.told_at,) if chat.told_at else (), digest=digest)
        self.skip(SkipReason.MERGED, *plan.merged)
        self.skip(SkipReason.TOO_LATE, *plan.stale)
        self._waits += plan.wait
        return plan

    def skip(self, reason: SkipReason, *ids: int) -> None:
        if ids:
            self._skipped.setdefault(reason, []).extend(ids)

    def wait(self, row_id: int, until: datetime) -> None:
        self._waits.append((row_id, until))

    def wait_for_morning(self, chat: Chat, row_id: int) -> None:
        """A digest waits for the end of the quiet hours, or for the next working day."""
        day = self._day(chat)
        self.wait(row_id, day.humane if day.humane > day.now else day.next_morning)

    async def write(self, session: AsyncSession, worker: str) -> None:
        for reason, ids in self._skipped.items():
            await claims.skip(session, ids, reason, worker)
        await claims.postpone(session, self._waits, worker)


def _why_not(row: queries.ReminderRow, responsible: set[tuple[int, int]]) -> SkipReason | None:
    """The reason for which a claimed reminder must not be sent any more, or None."""
    told_off = row.reminder.step == DROPPED  # what is told is that it does not hold any more
    if row.plan.state != PlanState.PUBLISHED and not told_off:
        return SkipReason.WITHDRAWN
    if row.occurrence.state == OccurrenceState.DONE:
        return SkipReason.DONE
    cancelled = row.occurrence.state == OccurrenceState.CANCELLED
    if cancelled != told_off or row.reminder.version != row.occurrence.version:
        return SkipReason.SUPERSEDED
    officers_own = level_of(row.reminder.step) is None  # of the others services/escalation decides
    if officers_own and (row.reminder.chat_id, row.occurrence.unit_id) not in responsible:
        return SkipReason.NOT_RESPONSIBLE
    if not row.chat.reachable:
        return SkipReason.UNREACHABLE
    return None


def _batch(
    chat: Chat, rows: Iterable[queries.ReminderRow], order: Sequence[int], *, catch_up: bool = False
) -> Batch:
    """One message of a chat's rows, in the order of the day plan."""
    by_id = {row.reminder.id: row for row in rows}
    told = [by_id[row_id] for row_id in order]
    return Batch(
        address_of(chat),
        tuple(item(row) for row in told),
        any(row.reminder.possible_repeat for row in told),
        tuple(order),
        catch_up=catch_up,
        lost_topic=chat.lost_topic,
    )


async def _folded(
    session: AsyncSession,
    plans: _Plans,
    chat: Chat,
    rows: Sequence[queries.ReminderRow],
    ids: Sequence[int],
) -> list[Batch]:
    """Today's message with what was added to it; what it tells of already is merged into it."""
    assert chat.id is not None
    there = await queries.rows_of_message(session, chat.id, chat.told_message_id or 0)
    told = {row.reminder.occurrence_id for row in there}
    new = [row for row in rows if row.reminder.id in ids and row.reminder.occurrence_id not in told]
    plans.skip(SkipReason.MERGED, *(row_id for row_id in ids if row_id not in {r.reminder.id for r in new}))
    if not new:
        return []
    order = [row.reminder.id for row in queries.as_told([*there, *new], plans.today)]
    added = tuple(row.reminder.id for row in new)
    week = await digests.of_message(session, chat.id, chat.told_message_id or 0)
    batch = _batch(chat, [*there, *new], order)
    return [
        replace(batch, ids=added, into=chat.told_message_id, digest=week and week.besides(_told_by(batch)))
    ]


def _told_by(batch: Batch) -> set[int]:
    return {one.occurrence_id for one in batch.items}


def address_of(chat: Chat) -> Address:
    """Where a chat's messages go."""
    assert chat.id is not None
    return Address(chat.id, chat.telegram_id, chat.topic_id, chat.kind, chat.language)


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
        succession=row.succession,
        everyone=row.task.everyone,
        state=OccurrenceState(row.occurrence.state),
        unit_id=row.occurrence.unit_id,
        received_on=local_date(row.receipt.received_at) if row.receipt is not None else None,
        moved_from=row.occurrence.moved_from,
    )


Answer = tuple[Batch, Outcome]


async def record(session: AsyncSession, answers: Sequence[Answer], worker: str, now: datetime) -> None:
    """Write down what sends answered, by the table of outcomes (docs/architecture.md).

    Of one answer or of many: what arrived, which is nearly all, is written by two statements.
    """
    arrived = [
        (batch.address.chat_id, batch.ids, outcome.message_id)
        for batch, outcome in answers
        if isinstance(outcome, Sent)
    ]
    await claims.mark_sent(session, arrived, worker, now)
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
