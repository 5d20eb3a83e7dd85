"""Plans whose dates are over, and moving them by whole years. Pure calendar, no clock.

The preview asks whether a plan is over; `services/past_plans.py` moves its deadlines.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from domain.plan import Deadline, DeadlineKind

MOST_YEARS = 50
_DATED = (DeadlineKind.DATE, DeadlineKind.PERIOD)
_UNTIL = re.compile(r"(UNTIL=)(\d{8})")


def is_over(deadlines: Iterable[Deadline], years: Sequence[int], today: date) -> bool:
    """Whether every date of a plan has passed; one without dates is over when its years are."""
    dated = [deadline.due for deadline in deadlines if deadline.kind in _DATED and deadline.due is not None]
    if any(due >= today for due in dated):
        return False
    if years:
        return max(years) < today.year
    return bool(dated)


def years_to_move(deadlines: Iterable[Deadline], years: Sequence[int], today: date) -> int:
    """By how many years a plan that is over is moved to begin anew: its last year becomes this one."""
    dated = [deadline.due.year for deadline in deadlines if deadline.due is not None]
    last = max([*years, *dated], default=today.year)
    return max(0, today.year - last)


def moved(deadline: Deadline, years: int) -> Deadline:
    """The deadline in other years, on the same day of the month whatever weekday it is then."""
    if not years or abs(years) > MOST_YEARS:
        return deadline
    rule = deadline.rrule and _UNTIL.sub(lambda found: found[1] + _until(found[2], years), deadline.rrule)
    return replace(
        deadline,
        due=deadline.due and move_day(deadline.due, years),
        start=deadline.start and move_day(deadline.start, years),
        rrule=rule,
    )


def _until(day: str, years: int) -> str:
    return move_day(date(int(day[:4]), int(day[4:6]), int(day[6:])), years).strftime("%Y%m%d")


def move_day(day: date, years: int) -> date:
    """The same day of another year. 29 February is 28 February in a common year; the end of February stays
    its end only where the plan said the 29th."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
