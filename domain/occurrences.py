"""From a deadline to the days that are due: pure calendar, no clock.

Ongoing deadlines and those that wait for an event have no due day of their own here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

from domain.plan import Deadline, DeadlineKind

HORIZON = timedelta(days=400)
"""How far ahead the days of a recurring deadline are planned; a daily ticker moves it on."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """One due day. `starts_on` opens a period; `gap` is the number of days to its neighbour day, if it recurs."""

    due_on: date
    starts_on: date | None = None
    gap: int | None = None


def due_days(deadline: Deadline, today: date, horizon: timedelta = HORIZON) -> list[DueDay]:
    """The due days of a deadline from `today` on, at most `horizon` ahead for one that recurs, in order."""
    if deadline.kind is DeadlineKind.DATE and deadline.due is not None:
        return [DueDay(deadline.due)] if deadline.due >= today else []
    if deadline.kind is DeadlineKind.PERIOD and deadline.due is not None:
        return [DueDay(deadline.due, deadline.start)] if deadline.due >= today else []
    if deadline.kind is DeadlineKind.RECURRING and deadline.rrule:
        days = recurring_days(deadline.rrule, today, today + horizon)
        return [DueDay(day, gap=_gap(days, i)) for i, day in enumerate(days)]
    return []


def recurring_days(rule: str, first: date, last: date) -> list[date]:
    """The days of an RRULE from `first` to `last`, both included.

    Unlike RFC 5545, the 31st of a shorter month is its last day: a report that is due on the 31st
    is due in June, too. Rules of every day or every week give no day: they name a habit, not a due day.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") in ("DAILY", "WEEKLY"):
        return []
    if set(parts) <= {"FREQ", "BYMONTH", "BYMONTHDAY"}:
        return _clamped_days(parts, first, last)
    begin = datetime(first.year - 1, 1, 1)  # noqa: DTZ001 - a rule of local dates has no zone
    found = rrulestr(rule, dtstart=begin)
    return [moment.date() for moment in found.between(_midnight(first), _midnight(last), inc=True)]


def _clamped_days(parts: dict[str, str], first: date, last: date) -> list[date]:
    months = [int(m) for m in parts.get("BYMONTH", "").split(",") if m]
    months = months or (list(range(1, 13)) if parts["FREQ"] == "MONTHLY" else [12])
    wanted = [int(d) for d in parts.get("BYMONTHDAY", "").split(",") if d] or [-1]
    days = set()
    for year in range(first.year, last.year + 1):
        for month in months:
            length = monthrange(year, month)[1]
            for day in wanted:
                number = length + 1 + day if day < 0 else min(day, length)
                if number >= 1:
                    days.add(date(year, month, number))
    return sorted(day for day in days if first <= day <= last)


def _gap(days: list[date], i: int) -> int | None:
    neighbours = [abs((days[j] - days[i]).days) for j in (i - 1, i + 1) if 0 <= j < len(days)]
    return min(neighbours) if neighbours else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as above
