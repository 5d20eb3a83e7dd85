"""From occurrences to reminders: which ladder holds for which chat, and the rows of its steps.

`services/schedule` calls this when something is published, joined, moved on or set anew. Planning is idempotent:
rows are unique per (occurrence, version, step, chat).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, not_
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import ReminderState
from domain.escalation import Level, escalation_steps
from domain.ladder import LATE, Ladder, Step, choose_ladder, steps
from domain.occurrences import DueDay, due_kind
from domain.plan import Deadline
from domain.workdays import WorkCalendar
from services.calendar import work_calendar
from storage.queries import people, settings, superiors
from storage.queries import plans as queries
from storage.queries.common import BATCH, chunks, insert_new
from storage.queries.settings import USUAL, Habits
from storage.queries.superiors import Superior
from storage.tables import Occurrence, OccurrenceState, Plan, Reminder, Task, TaskDeadline

Gaps = dict[tuple[int, date], int | None]
"""(deadline id, due day) -> days to the neighbouring due day of a recurring deadline, else None."""

AGAIN = "again-"
"""How the steps that somebody asked for by "Later" begin."""
OVERDUE = timedelta(days=400)
"""How old an open due day may be for its last steps to be planned anew."""

AT_ONCE = 16
"""Deadlines looked up by one query: a plan of thousands asks seldom, one of every commune needs little memory."""

Pair = tuple[int, int, int]
"""(occurrence, version, chat)."""


class _Place(NamedTuple):
    """What planning needs of an occurrence."""

    id: int
    version: int
    unit_id: int
    due_on: date
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A deadline with the ladder that its plan or kind sets."""

    id: int
    deadline: Deadline
    kind_ladder: str | None
    plan_ladder: str | None


@dataclass(slots=True)
class _Desk:
    """What is looked up once for a planning: the calendar, who is told of which unit, what they set."""

    now: datetime
    calendar: WorkCalendar
    habits: dict[int, Habits]
    unit_ladders: dict[int, str]
    officers: dict[int, list[int]]
    superiors: dict[int, list[Superior]]
    _steps: dict[tuple[DueDay, Ladder, Habits], list[Step]] = field(default_factory=dict)
    _up: dict[tuple[DueDay, Level, Habits], list[Step]] = field(default_factory=dict)

    def ladder(self, rule: _Rule, day: DueDay, unit_id: int, chat_id: int) -> list[Step]:
        """The steps of a chat's ladder; chats that set nothing share them."""
        habits = self.habits.get(chat_id, USUAL)
        ladder = choose_ladder(
            chat=habits.ladder,
            unit=self.unit_ladders.get(unit_id),
            kind=rule.kind_ladder,
            plan=rule.plan_ladder,
        )
        key = (day, ladder, habits)
        if key not in self._steps:
            self._steps[key] = steps(
                day, self.now, self.calendar, ladder=ladder, hour=habits.hour, quiet=habits.quiet
            )
        return self._steps[key]

    def steps_up(self, day: DueDay, superior: Superior) -> list[Step]:
        """The step on which a unit's head or a coordinator hears."""
        habits = self.habits.get(superior.chat_id, USUAL)
        key = (day, superior.level, habits)
        if key not in self._up:
            self._up[key] = escalation_steps(
                day, superior.level, self.now, self.calendar, hour=habits.hour, quiet=habits.quiet
            )
        return self._up[key]


async def _open_desk(
    session: AsyncSession, now: datetime, only_unit: int | None, only_chat: int | None
) -> _Desk:
    units = None if only_unit is None else [only_unit]
    officers: dict[int, list[int]] = {}
    for recipient in await people.recipients(session, units):
        if only_chat in (None, recipient.chat_id):
            officers.setdefault(recipient.unit_id, []).append(recipient.chat_id)
    up: dict[int, list[Superior]] = {}
    for superior in await superiors.superiors(session, units):
        if only_chat in (None, superior.chat_id):
            up.setdefault(superior.unit_id, []).append(superior)
    return _Desk(
        now,
        await work_calendar(session),
        await settings.habits(session),
        await settings.unit_ladders(session),
        officers,
        up,
    )


async def plan_occurrences(
    session: AsyncSession,
    deadline_ids: Sequence[int],
    gaps: Gaps,
    now: datetime,
    *,
    only_unit: int | None = None,
    only_chat: int | None = None,
    anew: bool = False,
) -> int:
    """Plan the reminders of open occurrences for every chat of their units; returns the number of rows.

    A chat that has rows for an occurrence already is passed over: it must not get a second notice. `anew`: hours,
    ladders or days off have changed; what is still planned gives way to the steps as they are now, and nobody who
    was told gets a notice for steps that are past. Rows are written as they come, so that a plan for every commune
    of the country needs little memory.
    """
    desk = await _open_desk(session, now, only_unit, only_chat)
    total = 0
    rows: list[dict[str, Any]] = []
    since = local_date(now) - (OVERDUE if anew else timedelta(0))
    rules = await _rules(session, deadline_ids)
    for at, rule in enumerate(rules):
        if at % AT_ONCE == 0:
            ids = [one.id for one in rules[at : at + AT_ONCE]]
            known = await _planned_pairs(session, ids)
            places = await _open_occurrences(session, ids, since, only_unit)
        put_off = await _put_off(session, rule.id) if anew else {}
        if anew:
            await _clear(session, rule.id, now, only_unit, only_chat)
        for place in places.pop(rule.id, ()):
            gap = gaps.get((rule.id, place.due_on))
            day = DueDay(place.due_on, place.starts_on, gap, due_kind(rule.deadline, place.due_on))
            rows += _rows(desk, rule, place, day, known, put_off if anew else None)
            if len(rows) >= BATCH:
                total += len(rows)
                await insert_new(session, Reminder, rows)
                rows.clear()
    await insert_new(session, Reminder, rows)
    return total + len(rows)


def _rows(
    desk: _Desk,
    rule: _Rule,
    place: _Place,
    day: DueDay,
    known: set[Pair],
    put_off: dict[Pair, datetime] | None,
) -> Iterator[dict[str, Any]]:
    """The reminders of one occurrence. `put_off` (when planning anew): what was put off by "Later", and until when."""
    for chat_id in desk.officers.get(place.unit_id, ()):
        pair = (place.id, place.version, chat_id)
        if pair not in known:
            if place.due_on >= local_date(desk.now):
                yield from (
                    _reminder(place, s, chat_id) for s in desk.ladder(rule, day, place.unit_id, chat_id)
                )
        elif put_off is not None:
            until = put_off.get(pair, desk.now)
            for step in desk.ladder(rule, day, place.unit_id, chat_id):
                if step.name != LATE and step.at > until:
                    yield _reminder(place, step, chat_id)
    for superior in desk.superiors.get(place.unit_id, ()):
        for step in desk.steps_up(day, superior):
            yield _reminder(place, step, superior.chat_id)


def _reminder(occurrence: _Place, step: Step, chat_id: int) -> dict[str, Any]:
    return {
        "occurrence_id": occurrence.id,
        "version": occurrence.version,
        "step": step.name,
        "chat_id": chat_id,
        "due_at": step.at,
        "next_try_at": step.at,
        "state": ReminderState.PLANNED.value,
        "attempts": 0,
        "possible_repeat": False,
    }


async def _rules(session: AsyncSession, deadline_ids: Sequence[int]) -> list[_Rule]:
    kinds = await settings.kind_ladders(session)
    out: list[_Rule] = []
    for ids in chunks(deadline_ids, 500):
        query = (
            select(TaskDeadline, Plan.ladder)
            .join(Task, col(Task.id) == TaskDeadline.task_id)
            .join(Plan, col(Plan.id) == Task.plan_id)
            .where(col(TaskDeadline.id).in_(ids))
            .order_by(col(TaskDeadline.id))
        )
        out += [
            _Rule(row.id or 0, queries.to_deadline(row), kinds.get(row.kind), ladder)
            for row, ladder in (await session.exec(query)).all()
        ]
    return out


async def _open_occurrences(
    session: AsyncSession, deadline_ids: Sequence[int], since: date, only_unit: int | None
) -> dict[int, list[_Place]]:
    """The open due days of each deadline."""
    columns = (
        Occurrence.deadline_id,
        Occurrence.id,
        Occurrence.version,
        Occurrence.unit_id,
        Occurrence.due_on,
        Occurrence.starts_on,
    )
    query = select_columns(*(col(column) for column in columns)).where(
        col(Occurrence.deadline_id).in_(deadline_ids),
        col(Occurrence.state) == OccurrenceState.OPEN,
        col(Occurrence.due_on) >= since,
    )
    if only_unit is not None:
        query = query.where(col(Occurrence.unit_id) == only_unit)
    await session.flush()
    connection = await session.connection()
    out: dict[int, list[_Place]] = {}
    for row in await connection.execute(query):
        out.setdefault(row.deadline_id, []).append(_Place._make(row[1:]))
    return out


async def _planned_pairs(session: AsyncSession, deadline_ids: Sequence[int]) -> set[Pair]:
    """What is planned, sent or skipped already of the officers' own steps."""
    query = (
        select(Reminder.occurrence_id, Reminder.version, Reminder.chat_id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(col(Occurrence.deadline_id).in_(deadline_ids), superiors.for_officers())
        .distinct()
    )
    return {(one, version, chat) for one, version, chat in (await session.exec(query)).all() if one}


async def _put_off(session: AsyncSession, deadline_id: int) -> dict[Pair, datetime]:
    """Until when a chat put an occurrence off."""
    query = (
        select(Reminder.occurrence_id, Reminder.version, Reminder.chat_id, Reminder.due_at)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .where(Occurrence.deadline_id == deadline_id, Reminder.state == ReminderState.PLANNED)
        .where(col(Reminder.step).startswith(AGAIN))
    )
    return {(one, version, chat): at for one, version, chat, at in (await session.exec(query)).all() if one}


async def _clear(
    session: AsyncSession, deadline_id: int, now: datetime, only_unit: int | None, only_chat: int | None
) -> None:
    """Take back the coming steps of a deadline's ladders. What is due, a notice and what "Later" asked for stay."""
    mine = select(Occurrence.id).where(Occurrence.deadline_id == deadline_id)
    if only_unit is not None:
        mine = mine.where(Occurrence.unit_id == only_unit)
    gone = delete(Reminder).where(
        col(Reminder.occurrence_id).in_(mine),
        col(Reminder.state) == ReminderState.PLANNED,
        col(Reminder.step) != LATE,
        not_(col(Reminder.step).startswith(AGAIN)),
        col(Reminder.due_at) > now,
    )
    if only_chat is not None:
        gone = gone.where(col(Reminder.chat_id) == only_chat)
    await session.exec(gone.execution_options(synchronize_session=False))
