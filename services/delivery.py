"""Delivering reminders: claim what is due, look again whether it holds, make one message a chat.

The caller (bot/draining.py) opens a transaction for each step and sends between them; services/recording.py writes down
what came of it. A message is noted as begun just before it leaves: after a crash only what had begun is sent once more,
marked as possibly repeated. Losing a deadline is worse than saying it twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.daily import Day, DayPlan, DueRow
from domain.delivery import LEASE, SkipReason
from domain.escalation import level_of
from domain.ladder import DROPPED
from domain.workdays import WorkCalendar
from services import digests, escalation, handing_over, standing_in
from services.calendar import work_calendar
from services.digests import Digest
from services.messages import Address, Batch, Item, address_of, item, told_by
from storage.queries import claims
from storage.queries import reminders as queries
from storage.queries.claims import Claimed
from storage.queries.settings import habits_of
from storage.tables import Chat, OccurrenceState, PlanState

__all__ = ["Address", "Batch", "Item", "claim", "item", "prepare"]


async def claim(session: AsyncSession, now: datetime, worker: str, limit: int = 500) -> list[Claimed]:
    """Take the reminders that are due for this worker, and what their chats are to be told later today."""
    if not await claims.anything(session, now):
        return []
    calendar = await work_calendar(session)
    await handing_over.hand_over(session, now, calendar)
    return await claims.claim(session, now, now + LEASE, Day.of(now, calendar).ends, worker, limit)


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
        session, [(row.reminder.chat_id, row.occurrence.unit_id, row.reminder.step) for row in rows], now
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
            if reason is SkipReason.UNREACHABLE:
                lost.append(_missed(row))
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
            digest=self.digest.besides(told_by(batch)),
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
        replace(batch, ids=added, into=chat.told_message_id, digest=week and week.besides(told_by(batch)))
    ]
