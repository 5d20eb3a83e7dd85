"""Working days in Vietnam: weekends, public holidays with Tết by the lunar calendar, days swapped by decree.

The holidays come from the `holidays` package, whose releases lag behind a year's decree on swapped days:
`WorkCalendar` therefore takes an admin's table, which outranks the package. Everybody who plans asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from domain.errors import DomainError
from domain.text import fold

_DAY = timedelta(days=1)

BAD_LINE = "workdays.bad_line"
TWICE = "workdays.twice"

_SAYS_OFF = {"nghi", "off"}
_SAYS_WORKED = {"lam", "lam bu", "di lam", "lam viec", "work", "worked"}


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(day for day in _tables(year)[0] if day.year == year)


@cache
def _worked_weekends(year: int) -> frozenset[date]:
    """Saturdays worked for a day off elsewhere; the day off may lie in a neighbouring year."""
    return frozenset(day for y in (year - 1, year, year + 1) for day in _tables(y)[1] if day.year == year)


@cache
def _tables(year: int) -> tuple[frozenset[date], frozenset[date]]:
    from holidays.countries.vietnam import VN  # a slow import that most commands never need

    found = VN(years=year)  # type: ignore[no-untyped-call] # the package has no types for it
    return frozenset(found), frozenset(found.weekend_workdays)


@dataclass(frozen=True, slots=True)
class SwappedDay:
    """One line of the admin's table: a day and whether it is worked. `source` is the decree or notice."""

    day: date
    worked: bool
    source: str


class WorkCalendar:
    """Tells working days. `off` and `worked` are days swapped by decree; they outrank all else."""

    def __init__(self, off: Iterable[date] = (), worked: Iterable[date] = ()) -> None:
        self._off = frozenset(off)
        self._worked = frozenset(worked)

    @classmethod
    def of(cls, swaps: Iterable[SwappedDay]) -> WorkCalendar:
        """The calendar with an admin's table."""
        rows = list(swaps)
        return cls((r.day for r in rows if not r.worked), (r.day for r in rows if r.worked))

    def is_working(self, day: date) -> bool:
        if day in self._worked:
            return True
        if day in self._off or day in _public_holidays(day.year):
            return False
        return day.weekday() < 5 or day in _worked_weekends(day.year)

    def on_or_before(self, day: date) -> date:
        """The day itself if people work on it, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself if people work on it, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, which itself does not count; backwards if negative.

        Of 0 working days: the day itself, or the first working day after it.
        """
        if count == 0:
            return self.on_or_after(day)
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day


def read_swaps(text: str) -> list[SwappedDay]:
    """An admin's table, a line a day: `02/01/2026; nghỉ; notice that says so`. Blank lines and # are passed over.

    Raises DomainError with the line's number: no such day, neither off nor worked, no source, a day told twice.
    """
    out: dict[date, SwappedDay] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split(";", 2)]
        day = _day(cells[0])
        word = fold(cells[1]) if len(cells) > 1 else ""
        if day is None or word not in _SAYS_OFF | _SAYS_WORKED or len(cells) < 3 or not cells[2]:
            raise DomainError(BAD_LINE, line=number, text=line.strip()[:80])
        if day in out:
            raise DomainError(TWICE, line=number, day=day)
        out[day] = SwappedDay(day, word in _SAYS_WORKED, cells[2])
    return sorted(out.values(), key=lambda row: row.day)


def _day(text: str) -> date | None:
    """`02/01/2026` or `2026-01-02`."""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts)))
    try:
        return date(year, month, day) if year >= 1990 else None
    except ValueError:
        return None
