"""The reminder ladder: on which days, and at what hour, a due day is announced.

A ladder is data with a short text form (`-7 -1 0 +1 +3 4w 2m`) that can be kept per plan, kind, unit or
chat. Steps before the deadline fall on working days before it, steps after it on working days after it.
Nothing is planned in quiet hours. Planning calls `steps`; what people set is read by `parse_ladder`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from domain.clock import VIETNAM, local_date
from domain.errors import DomainError
from domain.occurrences import DueDay, DueKind
from domain.quiet import HOUR, QUIET, QUIET_AFTER, QUIET_BEFORE, QuietHours, moment_of, next_humane
from domain.text import strip_marks
from domain.workdays import WorkCalendar

__all__ = [
    "CHECK_IN",
    "DEFAULT",
    "DROPPED",
    "HOUR",
    "LATE",
    "MOVED",
    "NEW",
    "OPENS",
    "QUIET_AFTER",
    "QUIET_BEFORE",
    "Ladder",
    "Step",
    "choose_ladder",
    "format_ladder",
    "next_humane",
    "parse_ladder",
    "step_day",
    "steps",
    "tomorrow_morning",
]

LATE = "late"
OPENS = "open"
MOVED, NEW, DROPPED = "moved", "new", "dropped"
"""Steps that tell a unit what a newer plan changed for it."""
CHECK_IN = "check"
"""How the names of a check-in's steps begin: `check+0`, `check+7`."""

BAD_FORM = "ladder.bad_form"
TOO_FAR = "ladder.too_far"
NONE_BEFORE = "ladder.none_before"

FARTHEST = 365
MOST_REPEATS = 12
MOST_STEPS = 15
WEEK, MONTH = 7, 30
"""Days between the repeats after the last step; a month of the ladder has 30 days."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the due day (0 is the day itself) and after it, then `weekly` and `monthly` repeats.

    There is always a step before or on the due day: a ladder that is silent until it is late is refused.
    """

    before: tuple[int, ...]
    after: tuple[int, ...] = ()
    weekly: int = 0
    monthly: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", tuple(sorted(set(self.before), reverse=True)))
        object.__setattr__(self, "after", tuple(sorted(set(self.after))))
        if not self.before:
            raise DomainError(NONE_BEFORE)
        far = max(self.before[0], *self.after, 0) > FARTHEST
        many = max(len(self.before), len(self.after)) > MOST_STEPS
        if far or many or max(self.weekly, self.monthly) > MOST_REPEATS:
            raise DomainError(TOO_FAR, days=FARTHEST, steps=MOST_STEPS, repeats=MOST_REPEATS)
        if min(*self.before, self.weekly, self.monthly) < 0 or min(self.after, default=1) < 1:
            raise DomainError(BAD_FORM, text=f"{self.before} {self.after}")

    def offsets(self, gap: int | None = None) -> list[int]:
        """Days from the due day, in order; for one that recurs only those nearer than half its distance `gap`."""
        found = [-days for days in self.before] + list(self.after)
        last = max(self.after, default=0)
        found += [last + WEEK * n for n in range(1, self.weekly + 1)]
        last += WEEK * self.weekly
        found += [last + MONTH * n for n in range(1, self.monthly + 1)]
        return [offset for offset in found if gap is None or abs(offset) <= gap / 2]


DEFAULT = Ladder((30, 14, 7, 3, 1, 0), (1, 3), weekly=4, monthly=5)
"""Named `default`. What is half a year late is in the lists and in the weekly digest."""
CHECK_IN_LADDER = Ladder((0,), (7,))
"""An endless duty is asked after once a quarter, and once more a week later."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: its name (`d-7`, `d+1`, `open`, `late`, `check+0`, `again-2026-03-09`) and its moment (UTC)."""

    name: str
    at: datetime


# --- the text form ------------------------------------------------------------------------------

_TOKEN = re.compile(r"(?:([+-])(\d{1,4})|(0)|(\d{1,3})\s*(w|tuan|m|thang))(?=[\s,;]|$)[\s,;]*")
_REPEATS = {"w": "w", "tuan": "w", "m": "m", "thang": "m"}


@lru_cache(maxsize=256)
def parse_ladder(text: str) -> Ladder:
    """Read `-30 -7 0 +1 +3 4w 5m` (also with commas, `4 tuần`, `5 tháng`) or the name `default`.

    A number other than 0 has a sign: 30 alone could be meant either way. Raises DomainError.
    """
    plain = strip_marks(text).lower().replace("−", "-").replace("–", "-").strip()
    if plain in ("default", "mac dinh"):
        return DEFAULT
    before, after, repeats = list[int](), list[int](), dict[str, int]()
    position = 0
    while position < len(plain):
        found = _TOKEN.match(plain, position)
        unit = _REPEATS.get(found[5], "") if found else ""
        if found is None or unit in repeats:
            raise DomainError(BAD_FORM, text=text[:80])
        position = found.end()
        if unit:
            repeats[unit] = int(found[4])
        elif found[1] == "+" and int(found[2]):
            after.append(int(found[2]))
        else:
            before.append(int(found[2] or 0))
    return Ladder(tuple(before), tuple(after), repeats.get("w", 0), repeats.get("m", 0))


def format_ladder(ladder: Ladder) -> str:
    """The text form; `parse_ladder` reads it back."""
    words = [f"-{days}" if days else "0" for days in ladder.before] + [f"+{days}" for days in ladder.after]
    words += [f"{ladder.weekly}w"] * bool(ladder.weekly) + [f"{ladder.monthly}m"] * bool(ladder.monthly)
    return " ".join(words)


def choose_ladder(
    *, chat: str | None = None, unit: str | None = None, kind: str | None = None, plan: str | None = None
) -> Ladder:
    """The nearest text form that is set: the chat's, the unit's, that of the deadline's kind, the plan's."""
    for text in (chat, unit, kind, plan):
        if text:
            return parse_ladder(text)
    return DEFAULT


# --- the steps ----------------------------------------------------------------------------------


def steps(
    due: DueDay,
    now: datetime,
    calendar: WorkCalendar,
    *,
    ladder: Ladder = DEFAULT,
    hour: time = HOUR,
    quiet: QuietHours = QUIET,
    zone: tzinfo = VIETNAM,
) -> list[Step]:
    """The steps still to come for a due day, in order of time, at most one a day.

    If steps of the ladder are past and the due day is not, one `late` notice replaces them. `hour` is the
    chat's own, brought into the day that `quiet` leaves. A check-in has a ladder of its own.
    """
    hour = quiet.fit(hour)
    by_day: dict[date, Step] = {}
    missed = False
    for name, offset, day in _rungs(due, ladder, calendar):
        step = Step(name, moment_of(day, hour, zone))
        if step.at > now:
            by_day[day] = step  # of two steps moved onto one day the later offset tells more
        elif offset <= 0:
            missed = True
    opens = _opening_day(due, calendar)
    if opens is not None and moment_of(opens, hour, zone) > now:
        by_day.setdefault(opens, Step(OPENS, moment_of(opens, hour, zone)))
    notice = _late_notice(due, now, calendar, hour, quiet, zone) if missed else None
    if notice is not None:
        by_day[notice.astimezone(zone).date()] = Step(LATE, notice)
    return sorted(by_day.values(), key=lambda step: step.at)


def step_day(due_on: date, offset: int, calendar: WorkCalendar) -> date:
    """The working day of a step: never later than its own day before the deadline, never earlier after it.

    Before a deadline on a day off, days are counted from the last working day before it: a deadline inside
    Tết has its whole ladder before Tết.
    """
    if offset > 0:
        return calendar.on_or_after(due_on + timedelta(days=offset))
    return calendar.on_or_before(calendar.on_or_before(due_on) + timedelta(days=offset))


def tomorrow_morning(now: datetime, calendar: WorkCalendar, *, hour: time = HOUR) -> datetime:
    """The next working day's hour of reminders, for "Later"."""
    day = local_date(now) + timedelta(days=1)
    return moment_of(calendar.on_or_after(day), QUIET.fit(hour))


def _rungs(due: DueDay, ladder: Ladder, calendar: WorkCalendar) -> Iterator[tuple[str, int, date]]:
    """Name, offset and working day of each step, past ones among them."""
    asks = due.kind is DueKind.CHECK_IN
    for offset in (CHECK_IN_LADDER if asks else ladder).offsets(due.gap):
        name = f"{CHECK_IN if asks else 'd'}{offset:+d}"
        yield name, offset, step_day(due.due_on, offset, calendar)


def _opening_day(due: DueDay, calendar: WorkCalendar) -> date | None:
    """The working day on which a period's beginning is told, within the period or before it."""
    if due.starts_on is None:
        return None
    day = calendar.on_or_after(due.starts_on)
    return day if day <= due.due_on else calendar.on_or_before(due.starts_on)


def _late_notice(
    due: DueDay, now: datetime, calendar: WorkCalendar, hour: time, quiet: QuietHours, zone: tzinfo
) -> datetime | None:
    """The moment of the notice that replaces missed steps, or None if it could not come in time.

    It waits for a working day unless the due day would pass meanwhile: nothing else would tell of it.
    """
    if due.kind is DueKind.CHECK_IN:  # the second question is still to come
        return None
    soon = next_humane(now, quiet=quiet, hour=hour, zone=zone)
    day = soon.astimezone(zone).date()
    working = calendar.on_or_after(day)
    if working != day and working <= due.due_on:
        return moment_of(working, hour, zone)
    return soon if day <= due.due_on else None
