"""The weekly digest: its rows, and what it tells.

A digest is a reminder without an occurrence, one a chat and week, so that it is claimed, noted as begun, recorded and
given up like any other (services/delivery.py). Who wants one is said by the chat's row. The rules are in domain/daily.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.daily import AHEAD, OpenDay, digest_moment, weekly_digest
from domain.delivery import ReminderState
from domain.workdays import WorkCalendar
from services import plan_weeks
from services.plan_weeks import PlanWeek
from storage.queries import people
from storage.queries.common import insert_new
from storage.tables import (
    Chat,
    Occurrence,
    OccurrenceState,
    Plan,
    PlanState,
    Reminder,
    Task,
    TaskDeadline,
    Unit,
)

STEP = "digest-"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One open due day as a digest names it."""

    occurrence_id: int
    due_on: date
    task: str
    unit: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What a week's digest tells besides the reminders of its day."""

    overdue: tuple[Line, ...] = ()
    coming: tuple[Line, ...] = ()
    silent: tuple[str, ...] = ()
    """For admins: units of which nobody can be reached."""
    undelivered: int = 0
    """For admins: reminders of the last week that did not arrive, or of which nobody knows."""

    plans: tuple[PlanWeek, ...] = ()
    """For groups that follow plans."""

    @property
    def empty(self) -> bool:
        return not (self.overdue or self.coming or self.silent or self.undelivered or self.plans)

    def besides(self, occurrence_ids: Iterable[int]) -> Digest:
        """The same without what the message tells whole."""
        told = frozenset(occurrence_ids)
        overdue, coming = (
            tuple(line for line in lines if line.occurrence_id not in told)
            for lines in (self.overdue, self.coming)
        )
        return Digest(overdue, coming, self.silent, self.undelivered, self.plans)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def step_of(day: date) -> str:
    """The name of the row of a day's week."""
    return f"{STEP}{monday_of(day).isoformat()}"


async def plan(session: AsyncSession, now: datetime, calendar: WorkCalendar) -> None:
    """Make the rows of this week and the next for every chat that wants a digest; planning twice adds nothing.

    Whoever asks for it in the middle of a week gets that week's, too.
    """
    today = local_date(now)
    wanted = (await session.exec(select(Chat.id).where(col(Chat.digest), col(Chat.reachable)))).all()
    rows = []
    for day in (today, today + _WEEK):
        moment = digest_moment(day, calendar)
        if moment is None:
            continue
        rows += [
            {
                "occurrence_id": None,
                "version": 0,
                "step": step_of(day),
                "chat_id": chat_id,
                "due_at": moment,
                "next_try_at": moment,
                "state": ReminderState.PLANNED.value,
                "attempts": 0,
                "possible_repeat": False,
            }
            for chat_id in wanted
        ]
    await insert_new(session, Reminder, rows)


async def make(
    session: AsyncSession, chats: Sequence[Chat], now: datetime, admin_ids: Collection[int] = ()
) -> dict[int, Digest]:
    """What the digests of these chats tell, by chat. Admins hear of those whom nothing reaches."""
    today = local_date(now)
    units = await _units_of(session, [chat.id or 0 for chat in chats])
    open_days = await _open_days(session, set().union(*units.values()), today) if units else {}
    admins = {chat.id for chat in chats if chat.telegram_id in admin_ids}
    silent, undelivered = await _troubles(session, now) if admins else ((), 0)
    plans = await plan_weeks.of_chats(session, [chat.id or 0 for chat in chats], today)
    out: dict[int, Digest] = {}
    for chat in chats:
        chat_id = chat.id or 0
        mine = [line for unit_id in units.get(chat_id, ()) for line in open_days.get(unit_id, ())]
        overdue, coming = _parted(mine, today)
        is_admin = chat_id in admins
        silent_here, lost_here = (silent, undelivered) if is_admin else ((), 0)
        out[chat_id] = Digest(overdue, coming, silent_here, lost_here, plans.get(chat_id, ()))
    return out


def _parted(lines: Iterable[Line], today: date) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    by_id = {line.occurrence_id: line for line in lines}
    week = weekly_digest((OpenDay(line.occurrence_id, line.due_on) for line in by_id.values()), today)
    return tuple(by_id[one] for one in week.overdue), tuple(by_id[one] for one in week.coming)


async def _units_of(session: AsyncSession, chat_ids: Sequence[int]) -> dict[int, set[int]]:
    """The units whose tasks a chat is reminded of."""
    wanted = frozenset(chat_ids)
    out: dict[int, set[int]] = {}
    for each in await people.recipients(session):
        if each.chat_id in wanted:
            out.setdefault(each.chat_id, set()).add(each.unit_id)
    return out


async def _open_days(session: AsyncSession, unit_ids: Collection[int], today: date) -> dict[int, list[Line]]:
    """The open due days of units up to a week ahead, by unit."""
    query = (
        select_columns(
            col(Occurrence.id),
            col(Occurrence.unit_id),
            col(Occurrence.due_on),
            col(Task.text),
            col(Unit.name),
        )
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .join(Unit, col(Unit.id) == Occurrence.unit_id)
        .where(col(Occurrence.state) == OccurrenceState.OPEN, col(Plan.state) == PlanState.PUBLISHED)
        .where(col(Occurrence.unit_id).in_(unit_ids), col(Occurrence.due_on) < today + AHEAD)
    )
    connection = await session.connection()
    out: dict[int, list[Line]] = {}
    for one, unit_id, due_on, task, unit in await connection.execute(query):
        out.setdefault(unit_id, []).append(Line(one or 0, due_on, task, unit))
    return out


async def _troubles(session: AsyncSession, now: datetime) -> tuple[tuple[str, ...], int]:
    """(names of units of which nobody can be reached, reminders of the last week that did not arrive)."""
    reached: dict[int, bool] = {}
    for each in await people.recipients(session):
        reached[each.unit_id] = reached.get(each.unit_id, False) or each.reachable
    lost = [unit_id for unit_id, here in reached.items() if not here]
    names = (await session.exec(select(Unit.name).where(col(Unit.id).in_(lost)).order_by(Unit.name))).all()
    ended = select(func.count()).where(
        col(Reminder.state).in_([ReminderState.FAILED, ReminderState.UNSURE]),
        col(Reminder.next_try_at) >= now - _WEEK,
    )
    return tuple(names), (await session.exec(ended)).one()


async def of_message(session: AsyncSession, chat_id: int, message_id: int) -> Digest | None:
    """The digest that a message holds, made anew as of its day with what is open now; None where it holds none."""
    row = (
        await session.exec(
            select(Reminder.sent_at).where(
                Reminder.chat_id == chat_id,
                Reminder.message_id == message_id,
                col(Reminder.occurrence_id).is_(None),
            )
        )
    ).first()
    chat = await session.get(Chat, chat_id)
    if row is None or chat is None:
        return None
    return (await make(session, [chat], row))[chat_id]
