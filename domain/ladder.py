"""The reminder ladder: on which days, and at what hour, a due day is announced.

Steps before the deadline that fall on a day off move to the working day before; steps after it to
the working day after. Nothing is planned in quiet hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.clock import VIETNAM, local
from domain.occurrences import DueDay
from domain.workdays import WorkCalendar

OFFSETS = (-30, -14, -7, -3, -1, 0, 1, 3, 10, 17, 24, 31)
"""Days from the due day: before it, on it, after it, then weekly for a month."""

HOUR = time(7, 30)
QUIET_BEFORE = time(7, 0)
QUIET_AFTER = time(20, 0)

LATE = "late"
OPENS = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: its name (`d-7`, `d+1`, `open`, `late`, `again-2026-03-09`) and its moment (UTC)."""

    name: str
    at: datetime


def steps(due: DueDay, now: datetime, calendar: WorkCalendar) -> list[Step]:
    """The steps still to come for a due day, in order of time, at most one a day.

    If steps of the ladder are past and the due day is not, one `late` notice replaces them.
    """
    by_day: dict[date, Step] = {}
    missed = False
    for offset in _offsets(due.gap):
        day = due.due_on + timedelta(days=offset)
        day = calendar.on_or_before(day) if offset <= 0 else calendar.on_or_after(day)
        step = Step(f"d{offset:+d}", _at(day))
        if step.at > now:
            by_day[day] = step  # the step nearer to the deadline replaces one moved onto its day
        elif offset <= 0:
            missed = True
    if due.starts_on is not None and _at(due.starts_on) > now:
        by_day.setdefault(
            calendar.on_or_after(due.starts_on), Step(OPENS, _at(calendar.on_or_after(due.starts_on)))
        )
    if missed and local(now).date() <= due.due_on:
        notice = next_humane(now)
        by_day[local(notice).date()] = Step(LATE, notice)
    return sorted(by_day.values(), key=lambda step: step.at)


def next_humane(moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    here = local(moment)
    if QUIET_BEFORE <= here.time() < QUIET_AFTER:
        return moment
    day = here.date() if here.time() < QUIET_BEFORE else here.date() + timedelta(days=1)
    return _at(day)


def tomorrow_morning(now: datetime, calendar: WorkCalendar) -> datetime:
    """The next working day's hour of reminders, for "Later"."""
    return _at(calendar.on_or_after(local(now).date() + timedelta(days=1)))


def _offsets(gap: int | None) -> list[int]:
    """The offsets that make sense for a day whose neighbour is `gap` days away."""
    if gap is None:
        return list(OFFSETS)
    return [offset for offset in OFFSETS if abs(offset) <= gap / 2]


def _at(day: date) -> datetime:
    return datetime.combine(day, HOUR, tzinfo=VIETNAM).astimezone(UTC)
