"""Working days: Tết and its neighbours, swaps by decree, counting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.lunar import solar_of
from domain.workdays import BAD_LINE, TWICE, SwappedDay, WorkCalendar, read_swaps
from tests.domain.moments import CALENDAR, day

TABLE = """
# Swaps of 2026
02/01/2026; nghỉ; notice of 25/12/2025
2026-01-10; làm bù; notice of 25/12/2025
"""


@pytest.mark.parametrize("year", range(2024, 2041))
def test_tet_is_off_by_the_lunar_calendar(year: int) -> None:
    tet = solar_of(1, 1, year)
    assert not any(CALENDAR.is_working(tet + timedelta(days=n)) for n in range(-1, 4))


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2026-08-31", False),  # off for Saturday the 22nd
        ("2026-08-22", True),
        ("2019-01-05", True),  # worked for a day off in the year before
        ("2018-12-31", False),
        ("2026-04-27", False),  # the Hung Kings' day falls on a Sunday
        ("2026-11-24", False),
        ("2025-11-24", True),
    ],
)
def test_swaps_that_the_package_knows_count(text: str, working: bool) -> None:
    assert CALENDAR.is_working(day(text)) is working


def test_the_admins_table_outranks_all() -> None:
    calendar = WorkCalendar.of(read_swaps(TABLE))
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))
    undone = WorkCalendar.of([SwappedDay(date(2026, 8, 22), False, "cancelled")])
    assert not undone.is_working(date(2026, 8, 22))


def test_a_table_is_read_with_its_sources_in_order() -> None:
    assert read_swaps("2026-01-10; làm; TB 1\n02/01/2026; NGHỈ; TB 1; trang 2") == [
        SwappedDay(date(2026, 1, 2), False, "TB 1; trang 2"),
        SwappedDay(date(2026, 1, 10), True, "TB 1"),
    ]
    assert read_swaps("\n# nothing yet\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "31/02/2026; nghỉ; TB 1",
        "2/1; nghỉ; TB 1",
        "02/01/26; nghỉ; TB 1",
        "hai tháng một; nghỉ; TB 1",
        "02/01/2026; có lẽ; TB 1",
        "02/01/2026; nghỉ",
        "02/01/2026; nghỉ; ",
        "02/01/2026",
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_swaps("2026-01-10; làm; TB 1\n" + line)
    assert refused.value.key == BAD_LINE
    assert refused.value.values["line"] == 2


def test_a_day_told_twice_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        read_swaps("02/01/2026; nghỉ; TB 1\n2026-01-02; làm; TB 2")
    assert refused.value.key == TWICE


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-02-12", 5, "2026-02-26"),  # Tết between
        ("2026-02-24", -3, "2026-02-12"),
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-06", 0, "2026-03-06"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_working_days(day(start), count) == day(end)


@settings(max_examples=60, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    count=st.integers(1, 30),
    off=st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=20),
)
def test_counting_passes_over_days_off_only(start: date, count: int, off: frozenset[date]) -> None:
    calendar = WorkCalendar(off=off)
    end = calendar.add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert calendar.is_working(end)
    assert sum(calendar.is_working(each) for each in between) == count
    assert calendar.add_working_days(end, -count) == calendar.on_or_before(start)
    assert calendar.on_or_before(start) <= start <= calendar.on_or_after(start)
