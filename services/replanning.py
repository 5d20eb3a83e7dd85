"""Planning anew what is planned already: an hour, a ladder, a day off, an event or a day has changed.

What has been sent stays sent, what somebody put off stays put off; nobody who was told gets a notice for steps
that are past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import ReminderState, SkipReason
from domain.ladder import DEFAULT, Ladder, choose_ladder, steps
from domain.occurrences import DueDay
from domain.plan import DeadlineKind
from domain.workdays import WorkCalendar
from services.rungs import plan_occurrences
from services.schedule import Planned, days_of, gaps_of, plan_tasks
from storage.queries import plans as queries
from storage.queries import settings
from storage.queries.common import chunks
from storage.tables import Occurrence, OccurrenceState, Plan, PlanState, Reminder, Task, TaskDeadline


def _live() -> Any:
    """The deadlines of plans in force."""
    return (
        select(TaskDeadline.id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .join(Plan, col(Plan.id) == Task.plan_id)
        .where(Plan.state == PlanState.PUBLISHED)
    )


async def of_chat(session: AsyncSession, chat_id: int, now: datetime) -> int:
    """A chat has chosen another hour, other quiet hours or another ladder."""
    query = (
        select(Occurrence.deadline_id)
        .join(Reminder, col(Reminder.occurrence_id) == Occurrence.id)
        .where(Reminder.chat_id == chat_id, Reminder.state == ReminderState.PLANNED)
        .distinct()
    )
    return await _anew(session, (await session.exec(query)).all(), now, only_chat=chat_id)


async def of_unit(session: AsyncSession, unit_id: int, now: datetime) -> int:
    """A unit has another ladder."""
    query = select(Occurrence.deadline_id).where(
        Occurrence.unit_id == unit_id, Occurrence.state == OccurrenceState.OPEN
    )
    return await _anew(session, (await session.exec(query.distinct())).all(), now, only_unit=unit_id)


async def of_plan(session: AsyncSession, plan_id: int, now: datetime) -> int:
    """A plan has another ladder."""
    return await _anew(session, (await session.exec(_live().where(Plan.id == plan_id))).all(), now)


async def of_kind(session: AsyncSession, kind: DeadlineKind, now: datetime) -> int:
    """A kind of deadline has another ladder."""
    return await _anew(session, (await session.exec(_live().where(TaskDeadline.kind == kind))).all(), now)


async def of_calendar(session: AsyncSession, before: WorkCalendar, after: WorkCalendar, now: datetime) -> int:
    """Days off have changed: only deadlines whose steps fall elsewhere are planned anew.

    Working days since an event are counted again, too: their due day itself may move.
    """
    waiting = _live().where(TaskDeadline.kind == DeadlineKind.CONDITIONAL, col(TaskDeadline.working))
    entered = await settings.events(session, [one for one in (await session.exec(waiting)).all() if one])
    await sync(session, sorted(entered), now)
    query = (
        select(Occurrence.deadline_id, col(Occurrence.due_on))
        .where(Occurrence.state == OccurrenceState.OPEN)
        .distinct()
    )
    ladders = {DEFAULT, *await _ladders(session)}
    moved: dict[DueDay, bool] = {}
    found = set()
    for deadline_id, due_on in (await session.exec(query)).all():
        day = DueDay(due_on, due_on)  # the opening of a period lies elsewhere: it is looked at below
        if day not in moved:
            moved[day] = any(
                steps(day, now, before, ladder=one) != steps(day, now, after, ladder=one) for one in ladders
            )
        if moved[day]:
            found.add(deadline_id)
    periods = _live().where(TaskDeadline.kind == DeadlineKind.PERIOD)
    found |= {one for one in (await session.exec(periods)).all() if one is not None}
    return await _anew(session, sorted(found), now)


async def _ladders(session: AsyncSession) -> set[Ladder]:
    """Every ladder that is set anywhere."""
    texts = set((await settings.kind_ladders(session)).values())
    texts |= set((await settings.unit_ladders(session)).values())
    texts |= {habits.ladder for habits in (await settings.habits(session)).values() if habits.ladder}
    plans = select(Plan.ladder).where(col(Plan.ladder).is_not(None)).distinct()
    texts |= {text for text in (await session.exec(plans)).all() if text}
    return {choose_ladder(plan=text) for text in texts}


async def _anew(
    session: AsyncSession,
    deadline_ids: Sequence[int | None],
    now: datetime,
    *,
    only_unit: int | None = None,
    only_chat: int | None = None,
) -> int:
    ids = sorted({one for one in deadline_ids if one is not None})
    gaps = await gaps_of(session, ids, now)
    return await plan_occurrences(
        session, ids, gaps, now, only_unit=only_unit, only_chat=only_chat, anew=True
    )


# --- due days that came, went or moved ------------------------------------------------------------


async def sync(session: AsyncSession, deadline_ids: Sequence[int], now: datetime) -> Planned:
    """Bring the occurrences of deadlines of plans in force to the days that hold now, and plan them.

    Open ones on other days are cancelled; one that was cancelled and holds again gets a new version, so that
    what was told of it before counts no more.
    """
    occurrences = reminders = 0
    for plan, rows in await _rows(session, deadline_ids):
        deadlines = [d for row in rows for d in row.deadlines]
        for deadline_id, days in (await days_of(session, deadlines, now)).items():
            held = next(d for d in deadlines if d.id == deadline_id).held
            await _cancel_others(session, deadline_id, [] if held else days)
        planned = await plan_tasks(session, plan, rows, now)
        occurrences, reminders = occurrences + planned.occurrences, reminders + planned.reminders
    return Planned(occurrences, reminders)


async def _rows(
    session: AsyncSession, deadline_ids: Sequence[int]
) -> list[tuple[Plan, list[queries.TaskRow]]]:
    """The plans of deadlines with these tasks and deadlines alone."""
    wanted = set(deadline_ids)
    plan_ids: set[int] = set()
    for ids in chunks(sorted(wanted), 500):
        query = select(Task.plan_id).join(TaskDeadline, col(TaskDeadline.task_id) == Task.id)
        plan_ids.update((await session.exec(query.where(col(TaskDeadline.id).in_(ids)))).all())
    out = []
    for plan_id in sorted(plan_ids):
        plan = await session.get(Plan, plan_id)
        if plan is None or plan.state != PlanState.PUBLISHED:
            continue
        rows = await queries.plan_tasks(session, plan)
        for row in rows:
            row.deadlines = [d for d in row.deadlines if d.id in wanted]
        out.append((plan, [row for row in rows if row.deadlines]))
    return out


async def _cancel_others(session: AsyncSession, deadline_id: int, days: Sequence[DueDay]) -> None:
    hold = [day.due_on for day in days]
    mine = col(Occurrence.deadline_id) == deadline_id
    gone = select(Occurrence.id).where(
        mine, Occurrence.state == OccurrenceState.OPEN, col(Occurrence.due_on).not_in(hold)
    )
    await session.exec(
        update(Reminder)
        .where(col(Reminder.occurrence_id).in_(gone), col(Reminder.state) == ReminderState.PLANNED)
        .values(state=ReminderState.SKIPPED, reason=SkipReason.SUPERSEDED)
        .execution_options(synchronize_session=False)
    )
    for condition, values in (
        (
            (col(Occurrence.state) == OccurrenceState.OPEN) & col(Occurrence.due_on).not_in(hold),
            {"state": OccurrenceState.CANCELLED.value},
        ),
        (
            (col(Occurrence.state) == OccurrenceState.CANCELLED) & col(Occurrence.due_on).in_(hold),
            {"state": OccurrenceState.OPEN.value, "version": Occurrence.version + 1},
        ),
    ):
        await session.exec(update(Occurrence).where(mine, condition).values(**values))
    await session.flush()
