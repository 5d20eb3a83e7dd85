"""Working days in Vietnam: weekends and public holidays, Tết among them.

The holidays come from the `holidays` package, which knows the lunar calendar but may lag behind
a year's decree on swapped days; `WorkCalendar` therefore takes swaps by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    from holidays.countries.vietnam import VN  # a slow import that most commands never need

    found = VN(years=year)  # type: ignore[no-untyped-call] # the package has no types for it
    return frozenset(day for day in found if day.year == year)


class WorkCalendar:
    """Tells working days. `off` and `worked` are days swapped by decree."""

    def __init__(self, off: Iterable[date] = (), worked: Iterable[date] = ()) -> None:
        self._off = frozenset(off)
        self._worked = frozenset(worked)

    def is_working(self, day: date) -> bool:
        if day in self._worked:
            return True
        if day in self._off or day.weekday() >= 5:
            return False
        return day not in _public_holidays(day.year)

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
