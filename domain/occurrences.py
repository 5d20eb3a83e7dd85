"""From a deadline to the days that are due: pure calendar, no clock.

Called when plans are published, when the horizon moves on, and to show what comes next. A day may be a
deadline or a check-in: the quarterly question about a duty that has no end in sight.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.rrule import rrulestr

from domain.errors import DomainError
from domain.plan import Deadline, DeadlineKind
from domain.spans import event_due
from domain.workdays import WorkCalendar

HORIZON = timedelta(days=400)
"""How far ahead the days of a recurring deadline are planned; a daily ticker moves it on."""
LONG = timedelta(days=366)
"""A period that lasts longer is asked after every quarter, as an ongoing duty is."""
ANCHOR = date(2000, 1, 1)
"""Where `every second month` counts from if the deadline names no start: the same wherever planning begins."""

BAD_RULE = "rule.unreadable"

_OWN_PARTS = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "UNTIL"}
_HABITS = ("DAILY", "WEEKLY", "HOURLY", "MINUTELY", "SECONDLY")


class DueKind(StrEnum):
    """What a due day asks: that something is done by then, or how an endless duty is going."""

    DEADLINE = "deadline"
    CHECK_IN = "check_in"


@dataclass(frozen=True, slots=True)
class DueDay:
    """One due day. `starts_on` opens a period; `gap` is the number of days to its neighbour day, if it recurs."""

    due_on: date
    starts_on: date | None = None
    gap: int | None = None
    kind: DueKind = DueKind.DEADLINE


def due_days(
    deadline: Deadline,
    today: date,
    horizon: timedelta = HORIZON,
    *,
    check_ins: bool = False,
    event: date | datetime | None = None,
    calendar: WorkCalendar | None = None,
) -> list[DueDay]:
    """The due days of a deadline from `today` on, at most `horizon` ahead for one that recurs, in order.

    `check_ins` adds the quarterly questions of ongoing duties and of periods longer than a year. `event` is
    what a conditional deadline waits for, once somebody entered it; `calendar` counts its working days.
    """
    last = today + horizon
    if deadline.kind is DeadlineKind.RECURRING and deadline.rrule:
        return _recurring(deadline, today, last)
    if deadline.kind is DeadlineKind.ONGOING:
        return _check_ins(deadline.start or today, today, last) if check_ins else []
    if deadline.kind is DeadlineKind.CONDITIONAL:
        if event is None:
            return []
        due = event_due(deadline.within, deadline.working, event, calendar or WorkCalendar())
        return [DueDay(due)] if due >= today else []
    if deadline.due is None or deadline.due < today:
        return []
    if deadline.kind is DeadlineKind.DATE or deadline.start is None:
        return [DueDay(deadline.due)]
    asked: list[DueDay] = []
    if check_ins and deadline.due - deadline.start > LONG:
        asked = _check_ins(deadline.start, today, min(last, deadline.due - timedelta(days=1)))
    return [*asked, DueDay(deadline.due, deadline.start)]


@lru_cache(maxsize=8192)
def next_due(deadline: Deadline, today: date) -> date | None:
    """The next due day that the deadline itself names. Remembered: lists ask it of the same deadlines again and again."""
    days = due_days(deadline, today)
    return days[0].due_on if days else None


def due_kind(deadline: Deadline, due_on: date) -> DueKind:
    """What a stored due day of a deadline asks, for whoever kept no more than its date."""
    if deadline.kind is DeadlineKind.ONGOING:
        return DueKind.CHECK_IN
    early = deadline.kind is DeadlineKind.PERIOD and deadline.due is not None and due_on < deadline.due
    return DueKind.CHECK_IN if early else DueKind.DEADLINE


def _check_ins(start: date, today: date, last: date) -> list[DueDay]:
    """The ends of quarters after `start`, from today on."""
    first = max(today, start + timedelta(days=1))
    days = recurring_days("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", first, last)
    return [DueDay(day, kind=DueKind.CHECK_IN) for day in days]


def _recurring(deadline: Deadline, today: date, last: date) -> list[DueDay]:
    """Days with their distances. Neighbours outside the window count, so that replanning gives the same ladder."""
    assert deadline.rrule is not None
    start = deadline.start
    first = today - HORIZON if start is None else max(start, today - HORIZON)
    days = recurring_days(deadline.rrule, first, last + HORIZON, start=start)
    found = [replace(DueDay(day), gap=_gap(days, i)) for i, day in enumerate(days)]
    return [day for day in found if today <= day.due_on <= last]


def _gap(days: list[date], i: int) -> int | None:
    neighbours = [abs((days[j] - days[i]).days) for j in (i - 1, i + 1) if 0 <= j < len(days)]
    return min(neighbours) if neighbours else None


def recurring_days(rule: str, first: date, last: date, *, start: date | None = None) -> list[date]:
    """The days of an RRULE from `first` to `last`, both included; `start` is where its intervals count from.

    Unlike RFC 5545, the 31st of a shorter month is its last day, and 29 February is the 28th in a common
    year: a report that is due on the 31st is due in June, too. Rules of every day or every week give no
    day: they name a habit, not a due day. Raises DomainError for a rule that cannot be read.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") in _HABITS:
        return []
    try:
        if set(parts) <= _OWN_PARTS:
            return _clamped_days(parts, first, last, start or ANCHOR)
        begin = datetime.combine(start or ANCHOR, datetime.min.time())
        found = rrulestr(rule, dtstart=begin).between(_midnight(first), _midnight(last), inc=True)
    except (KeyError, ValueError) as problem:
        raise DomainError(BAD_RULE, rule=rule[:80]) from problem
    return sorted({moment.date() for moment in found})


def _clamped_days(parts: Mapping[str, str], first: date, last: date, anchor: date) -> list[date]:
    """The days of a monthly or yearly rule, month ends clamped."""
    monthly = {"MONTHLY": True, "YEARLY": False}[parts["FREQ"]]
    numbers = _numbers(parts, "BYMONTHDAY", 31, negative=True)
    months = _numbers(parts, "BYMONTH", 12)
    months = months or (list(range(1, 13)) if monthly or numbers else [12])
    interval = int(parts.get("INTERVAL", "1"))
    if interval < 1:
        raise ValueError("an interval is at least 1")
    if "UNTIL" in parts:
        last = min(last, date.fromisoformat(parts["UNTIL"][:8]))
    days = set()
    for year in range(first.year, last.year + 1):
        for month in months:
            past = (year - anchor.year) * 12 + month - anchor.month if monthly else year - anchor.year
            if past % interval == 0:
                days.update(_in_month(year, month, numbers or [-1]))
    return sorted(day for day in days if first <= day <= last)


def _in_month(year: int, month: int, numbers: list[int]) -> list[date]:
    length = monthrange(year, month)[1]
    found = [length + 1 + number if number < 0 else min(number, length) for number in numbers]
    return [date(year, month, day) for day in found if day >= 1]


def _numbers(parts: Mapping[str, str], name: str, most: int, *, negative: bool = False) -> list[int]:
    """The numbers of one part of a rule, each within its bounds."""
    numbers = [int(text) for text in parts.get(name, "").split(",") if text]
    for number in numbers:
        if not (1 <= number <= most or (negative and -most <= number <= -1)):
            raise ValueError(f"{name} has no {number}")
    return numbers


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a rule of local dates has no zone
