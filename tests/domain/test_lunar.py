"""The lunar calendar against published dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.lunar import LunarError, solar_of


@pytest.mark.parametrize(
    ("year", "first_day"),
    [
        (1997, date(1997, 2, 7)),
        (2000, date(2000, 2, 5)),
        (2007, date(2007, 2, 17)),  # a day before China's
        (2020, date(2020, 1, 25)),
        (2021, date(2021, 2, 12)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2030, date(2030, 2, 2)),  # a day before China's
        (2034, date(2034, 2, 19)),
    ],
)
def test_the_lunar_new_year_falls_on_its_published_day(year: int, first_day: date) -> None:
    assert solar_of(1, 1, year) == first_day


@pytest.mark.parametrize(
    ("day", "month", "year", "solar"),
    [
        (15, 8, 2025, date(2025, 10, 6)),
        (15, 8, 2024, date(2024, 9, 17)),
        (10, 3, 2025, date(2025, 4, 7)),
        (23, 12, 2024, date(2025, 1, 22)),
        (23, 12, 2025, date(2026, 2, 10)),
    ],
)
def test_feasts_fall_on_their_published_days(day: int, month: int, year: int, solar: date) -> None:
    assert solar_of(day, month, year) == solar


@pytest.mark.parametrize(
    ("month", "year", "first_day"),
    [(6, 2025, date(2025, 7, 25)), (2, 2023, date(2023, 3, 22)), (4, 2020, date(2020, 5, 23))],
)
def test_leap_months_begin_on_their_published_days(month: int, year: int, first_day: date) -> None:
    assert solar_of(1, month, year, leap=True) == first_day


def test_every_month_follows_the_one_before_without_a_gap() -> None:
    for year in range(1991, 2100):
        last = solar_of(1, 1, year + 1) - timedelta(days=1)
        assert solar_of((last - solar_of(1, 12, year)).days + 1, 12, year) == last


@pytest.mark.parametrize(
    ("day", "month", "year", "leap"),
    [
        (1, 13, 2025, False),
        (31, 1, 2025, False),
        (0, 1, 2025, False),
        (1, 5, 2025, True),
        (1, 1, 1900, False),
    ],
)
def test_a_lunar_day_that_does_not_exist_is_an_error(day: int, month: int, year: int, leap: bool) -> None:
    with pytest.raises(LunarError):
        solar_of(day, month, year, leap=leap)
