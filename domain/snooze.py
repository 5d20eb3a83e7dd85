"""Later: the days to which a reminder may be put off, by a button or by words. Never past the deadline.

Putting off moves one reminder of one chat; the due day and the ladder's distances stay as they are. The
caller echoes the day that came out. Nothing is stored here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from domain.clock import VIETNAM
from domain.day_words import AMBIGUOUS, LONGEST, NO_SUCH_DAY, UNCLEAR, read_day
from domain.errors import DomainError
from domain.ladder import step_day
from domain.quiet import HOUR, QUIET, QuietHours, moment_of
from domain.text import fold
from domain.workdays import WorkCalendar

__all__ = [
    "AMBIGUOUS",
    "NO_SUCH_DAY",
    "PAST",
    "PAST_DEADLINE",
    "TOO_FAR",
    "UNCLEAR",
    "Choice",
    "choices",
    "chosen_day",
    "snooze_moment",
    "typed_day",
]

PAST = "snooze.past"
PAST_DEADLINE = "snooze.past_deadline"
TOO_FAR = "snooze.too_far"

LATE_AT_MOST = timedelta(days=7)
"""What is overdue may be put off so far and no farther: the weekly repeat would come anyway."""
DAYS_BEFORE = 3

_BEFORE_DUE = re.compile(r"(\d{1,3}) ngay truoc (?:thoi )?han|truoc (?:thoi )?han (\d{1,3}) ngay")

LastResort = Callable[..., datetime | None]
"""`dateparser.parse`, or something with its parameters."""


class Choice(StrEnum):
    """The buttons: the next working day, the next Monday, three days before the deadline."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    BEFORE = "before"


def choices(due_on: date, today: date, calendar: WorkCalendar) -> list[tuple[Choice, date]]:
    """The buttons that make sense today, each with its day; two that mean the same day are one."""
    out: dict[date, Choice] = {}
    for choice in Choice:
        try:
            out.setdefault(chosen_day(choice, due_on, today, calendar), choice)
        except DomainError:
            continue  # this button would lead past the deadline, or back
    return [(choice, day) for day, choice in out.items()]


def chosen_day(choice: Choice, due_on: date, today: date, calendar: WorkCalendar) -> date:
    """The day behind a button, always a working day. Raises DomainError: past the deadline, or in the past."""
    if choice is Choice.BEFORE:
        return _within(step_day(due_on, -DAYS_BEFORE, calendar), due_on, today, calendar)
    days = 1 if choice is Choice.TOMORROW else 7 - today.weekday()
    return _within(calendar.on_or_after(today + timedelta(days=days)), due_on, today, calendar)


def typed_day(
    text: str,
    due_on: date,
    today: date,
    calendar: WorkCalendar,
    last_resort: LastResort | None = None,
) -> date:
    """The working day that typed words mean; a day off gives the working day before it, if that is to come.

    `last_resort` is asked for what the own grammar does not know, strictly. Raises DomainError: unclear,
    ambiguous, no such day, not after today, past the deadline, too far.
    """
    before = _BEFORE_DUE.fullmatch(fold(text))
    if before is not None:
        return _within(step_day(due_on, -int(before[1] or before[2]), calendar), due_on, today, calendar)
    day = read_day(text, today)
    if day is None and last_resort is not None:
        day = _guess(text, today, last_resort)
    if day is None:
        raise DomainError(UNCLEAR, text=text.strip()[:LONGEST])
    if day <= today:
        raise DomainError(PAST, day=day)
    if today <= due_on < day:
        raise DomainError(PAST_DEADLINE, day=day, due=due_on)
    moved = calendar.on_or_before(day)
    return _within(moved if moved > today else calendar.on_or_after(day), due_on, today, calendar)


def snooze_moment(
    day: date, *, hour: time = HOUR, quiet: QuietHours = QUIET, zone: tzinfo = VIETNAM
) -> datetime:
    """The moment of a reminder that was put off to a day, at the chat's own hour."""
    return moment_of(day, quiet.fit(hour), zone)


def _within(day: date, due_on: date, today: date, calendar: WorkCalendar) -> date:
    """The day, if it is after today and not past the deadline (or, of what is overdue, not too far)."""
    if day <= today:
        raise DomainError(PAST, day=day)
    if today <= due_on:
        if day > due_on:
            raise DomainError(PAST_DEADLINE, day=day, due=due_on)
    elif day > calendar.on_or_after(today + LATE_AT_MOST):
        raise DomainError(TOO_FAR, day=day, days=LATE_AT_MOST.days)
    return day


_STRICT: dict[str, Any] = {
    "DATE_ORDER": "DMY",
    "REQUIRE_PARTS": ["day", "month"],
    "PREFER_DATES_FROM": "future",
    "RETURN_AS_TIMEZONE_AWARE": False,
}


def _guess(text: str, today: date, last_resort: LastResort) -> date | None:
    """What the last resort makes of words. Numbers alone are telephone numbers and years to it: not asked."""
    digits = sum(letter.isdigit() for letter in text)
    if len(text) > LONGEST or digits > 8 or not any(letter.isalpha() for letter in text):
        return None
    base = datetime.combine(today, time(9))
    found = last_resort(text, languages=["vi", "en"], settings={**_STRICT, "RELATIVE_BASE": base})
    # A bare hour such as `8h` comes back as today: that is no day.
    return None if found is None or found.date() <= today else found.date()
