"""The days on which a task is due, as questions ask for them: the next one, and those inside a window. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from domain import occurrences
from domain.library.entries import Entry
from domain.occurrences import recurring_days
from domain.plan import Deadline, DeadlineKind
from domain.questions.times import Window

_LONGEST = timedelta(days=3 * 366)


def next_due(entry: Entry, today: date) -> date | None:
    """The first day from `today` on that one of the task's deadlines names, else the last one that is past."""
    coming = [day for each in entry.deadlines if (day := occurrences.next_due(each, today)) is not None]
    if coming:
        return min(coming)
    return max((each.due for each in entry.deadlines if each.due is not None), default=None)


def within(entry: Entry, window: Window, today: date) -> date | None:
    """The first day inside the window on which the task is due."""
    first, last = _bounds(entry, window, today)
    days = [day for each in entry.deadlines if (day := _first(each, first, last)) is not None]
    return min(days, default=None)


def _bounds(entry: Entry, window: Window, today: date) -> tuple[date, date]:
    """ "Before 15/7" begins today, or with the year where that day is past; recurring days end somewhere."""
    first, last = window.first, window.last
    if window.open_start:
        first = today if today <= last else date(last.year, 1, 1)
    begun = entry.plan.issued_on or (date(entry.plan.years[0], 1, 1) if entry.plan.years else None)
    if begun is not None:
        first = max(first, begun)
    return first, min(last, max(first, today) + _LONGEST)


@lru_cache(maxsize=8192)
def _first(deadline: Deadline, first: date, last: date) -> date | None:
    if deadline.kind is DeadlineKind.RECURRING and deadline.rrule:
        days = (
            recurring_days(deadline.rrule, max(first, deadline.start or first), last) if first <= last else []
        )
        return days[0] if days else None
    if deadline.kind in (DeadlineKind.DATE, DeadlineKind.PERIOD) and deadline.due is not None:
        return deadline.due if first <= deadline.due <= last else None
    return None
