"""Dates of days and stretches: the year that is not said, the lunar calendar, days that do not exist.

`resolve` calls this. A day that cannot be is `NotADay` with the doubt's word.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from plans.deadlines.values import Day, Feast, Item, Stretch


class Base(NamedTuple):
    """What a time is counted from: the plan's year and day, and what comes back in its sentence."""

    year: int | None
    issued_on: date | None = None
    freqs: frozenset[str] = frozenset()
    """The recurrences that hold for the item: `year`, `quarter`, `month` …"""
    labels: frozenset[str] = frozenset()
    periodic: bool = False
    """The sentence says `định kỳ`."""
    lasting: bool = False
    """The plan holds for several years: the day of a regular report comes back in each of them."""
    goes_on: bool = False
    """The plan goes on into the next calendar year: a month that had passed when it was issued is next year's."""
    reported: bool = False
    """The words around name a kind of report (`Báo cáo 6 tháng gửi`): its day comes back each year."""


class NotADay(Exception):
    """The day does not exist; carries the doubt's word."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def solar_date(day: Day, item: Item, base: Base) -> date:
    year = day.year
    if year is None:
        if base.year is None:
            raise NotADay("year_missing")
        year = base.year + day.year_shift
    if day.lunar:
        return _from_lunar(day, year, item, base)
    return make(year, day.months[0], day.day)


def make(year: int, month: int, day: int) -> date:
    """The date, or NotADay with the reason it cannot be one."""
    if not 1990 <= year <= 2100:
        raise NotADay("date_misread")
    if not 1 <= month <= 12:
        raise NotADay("date_impossible")
    last = monthrange(year, month)[1]
    if day == -1:
        day = last
    if not 1 <= day <= last:
        raise NotADay("date_impossible")
    return date(year, month, day)


def _from_lunar(day: Day, year: int, item: Item, base: Base) -> date:
    """The solar date; the last lunar months lie in the next solar year, so the year is chosen with care."""
    from domain.lunar import LunarError, solar_of  # only a lunar day pays for the astronomy

    month, number = day.months[0], 30 if day.day == -1 else day.day
    choices = []
    for lunar_year in (year - 1, year):
        try:
            choices.append(solar_of(number, month, lunar_year))
        except LunarError:
            continue
    if month < 11 or day.year is not None:
        if month >= 11:
            item.doubts.append("date_ambiguous")
        choices = [c for c in choices if c.year == (year if month < 11 else c.year)][-1:]
    elif base.issued_on is not None:
        choices = [c for c in choices if c >= base.issued_on]
    else:
        item.doubts.append("date_ambiguous")
        choices = [c for c in choices if c.year == year] or choices
    if not choices:
        raise NotADay("date_impossible")
    return choices[0]


def feast_date(feast: Feast, item: Item, base: Base) -> date:
    """The solar date of a feast; one without a year is the plan's next, which is a doubt."""
    from domain.lunar import LunarError, solar_of

    year = _feast_year(feast, base)
    try:
        day = solar_of(feast.day, feast.month, year)
        if feast.year is None and feast.lunar_year is None:
            item.doubts.append("date_ambiguous")
            if base.issued_on is not None and day < base.issued_on:
                day = solar_of(feast.day, feast.month, year + 1)
    except LunarError as problem:
        raise NotADay("date_misread") from problem
    return day


def _feast_year(feast: Feast, base: Base) -> int:
    if feast.year is not None:
        return feast.year
    if base.year is None:
        raise NotADay("year_missing")
    if feast.lunar_year is None:
        return base.year
    # `Bính Ngọ` is a place in the cycle of sixty years: the year of that name from the plan's on.
    return next(y for y in range(base.year - 5, base.year + 55) if (y - 4 - feast.lunar_year) % 60 == 0)


def bounds(stretch: Stretch, base: Base) -> tuple[date, date]:
    """The first and last day of a stretch; a year that is not said is the plan's."""
    year = stretch.year
    if year is None:
        if base.year is None:
            raise NotADay("year_missing")
        year = base.year + stretch.year_shift
    last_year = stretch.last_year if stretch.last_year is not None else year
    if stretch.last_year is None and stretch.last < stretch.first:
        last_year = year + 1
    start, end = make(year, stretch.first, 1), make(last_year, stretch.last, -1)
    if end < start:
        raise NotADay("date_impossible")
    return _part_of(stretch, start, end)


def week_of(stretch: Stretch) -> int | None:
    """Which week of its month is meant (5: the last), None where none is."""
    word, _, which = stretch.part.partition(" ")
    return int(which) if word == "tuần" else None


def _part_of(stretch: Stretch, start: date, end: date) -> tuple[date, date]:
    if stretch.part == "nửa đầu":
        months = (stretch.last - stretch.first) % 12 + 1
        return start, start.replace(day=15) if months == 1 else make(
            start.year, start.month + months // 2 - 1, -1
        )
    if stretch.part == "đầu":
        if stretch.unit == "month":
            return start, start.replace(day=10)
        return start, make(
            start.year, start.month + (0 if stretch.unit in {"quarter", "school", "term"} else 2), -1
        )
    which = week_of(stretch)
    if which is not None:
        first = start.replace(day=7 * which - 6 if which < 5 else end.day - 6)
        return first, end if which > 3 else first + timedelta(days=6)
    if stretch.part.startswith("ngày"):
        days = int(stretch.part.split()[1])
        return (start, start.replace(day=days)) if days > 0 else (end + timedelta(days=days + 1), end)
    if stretch.part == "giữa" and stretch.unit == "month":
        return start.replace(day=11), start.replace(day=20)
    return start, end
