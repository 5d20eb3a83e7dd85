"""The Vietnamese lunar calendar, for days such as `rằm tháng Tám` or `23 tháng Chạp`.

Pure arithmetic from 1990 to 2100. The new moon is the mean conjunction with its periodic terms, the
sun's longitude its mean longitude with the equation of the centre, both after Jean Meeus,
"Astronomical Formulae for Calculators" (1982, chapters 18 and 32). A lunar day begins at midnight
in Vietnam (UTC+7); the month that holds the winter solstice is the eleventh; of thirteen months
between two eleventh months the first without a principal term is the leap month.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, radians, sin

_UTC_OFFSET_DAYS = 7 / 24
_SYNODIC_MONTH = 29.530588853
_J1900 = 2415021.076998695
"""Julian day of the first mean new moon of 1900, from which months are counted."""
_ORDINAL_TO_JULIAN = 1721425
"""Julian day number (at noon) of `date.fromordinal(0)`."""


class LunarError(ValueError):
    """The lunar calendar has no such day."""


def solar_of(day: int, month: int, year: int, *, leap: bool = False) -> date:
    """The solar date of a lunar day; `year` is the one in which the lunar year begins.

    The twelfth month of lunar 2025 lies in January and February 2026. Raises LunarError for a
    day 30 of a month of 29 days, or a leap month that the year does not have.
    """
    if not 1 <= month <= 12:
        raise LunarError(f"no lunar month {month}")
    starts = _months(year)
    found = starts.get((month, leap))
    if found is None:
        raise LunarError(f"lunar {year} has no leap month {month}")
    start, length = found
    if not 1 <= day <= length:
        raise LunarError(f"lunar month {month} of {year} has {length} days")
    return start + timedelta(days=day - 1)


@lru_cache(maxsize=32)
def _months(year: int) -> dict[tuple[int, bool], tuple[date, int]]:
    """First day and length of each month of a lunar year, by (number, whether it is the leap month)."""
    if not 1990 <= year <= 2100:
        raise LunarError(f"no lunar calendar for {year}")
    # A run begins with the eleventh and twelfth month of its own year and goes on with the next year's.
    early = [m for m in _from_eleventh(year - 1) if m[0] <= 10]
    late = [m for m in _from_eleventh(year) if m[0] >= 11]
    return {(number, leap): (start, length) for number, leap, start, length in early + late}


def _from_eleventh(year: int) -> list[tuple[int, bool, date, int]]:
    """The months from the eleventh month of `year` up to the next one: number, leap, start, length."""
    first, _ = _eleventh_month(year)
    last, _ = _eleventh_month(year + 1)
    count = last - first
    leap_at = _leap_position(first) if count == 13 else None
    months = []
    number = 11
    for i in range(count):
        is_leap = i == leap_at
        if i and not is_leap:
            number = number % 12 + 1
        start = _new_moon_day(first + i)
        months.append((number, is_leap, start, (_new_moon_day(first + i + 1) - start).days))
    return months


def _leap_position(first: int) -> int:
    """Which month after the eleventh has no principal term (the sun stays within one twelfth)."""
    for i in range(1, 14):
        if _sun_sector(_new_moon_day(first + i)) == _sun_sector(_new_moon_day(first + i + 1)):
            return i
    raise LunarError("no leap month where one must be")


@lru_cache(maxsize=256)
def _eleventh_month(year: int) -> tuple[int, date]:
    """The eleventh lunar month that begins in `year`: its number since 1900 and its first day."""
    k = floor((date(year, 12, 31).toordinal() + _ORDINAL_TO_JULIAN - _J1900) / _SYNODIC_MONTH)
    # The sun stands in the ninth twelfth before the solstice (270 degrees) and in the tenth after it.
    while _sun_sector(_new_moon_day(k)) >= 9:
        k -= 1
    return k, _new_moon_day(k)


@lru_cache(maxsize=1024)
def _new_moon_day(k: int) -> date:
    """The day in Vietnam on which the k-th new moon since 1900 falls."""
    t = k / 1236.85
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(sun + 2 * moon)
    )
    dynamical = -0.000278 + 0.000265 * t + 0.000262 * t**2
    julian = mean + shift - dynamical
    return date.fromordinal(floor(julian + 0.5 + _UTC_OFFSET_DAYS) - _ORDINAL_TO_JULIAN)


@lru_cache(maxsize=1024)
def _sun_sector(day: date) -> int:
    """In which twelfth of its path (0 from the spring equinox) the sun stands as the day begins in Vietnam."""
    t = (day.toordinal() + _ORDINAL_TO_JULIAN - 0.5 - _UTC_OFFSET_DAYS - 2451545.0) / 36525
    mean_longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    centre = (
        (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000290 * sin(3 * anomaly)
    )
    longitude = radians(mean_longitude + centre)
    return floor((longitude % (2 * pi)) / pi * 6)
