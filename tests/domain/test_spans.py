"""Deadlines that wait for an event: the day that a span ends on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.spans import BAD_SPAN, event_due
from tests.domain.moments import BERLIN, CALENDAR, ZONES, at, day


@pytest.mark.parametrize(
    ("within", "working", "event", "due"),
    [
        ("P5D", False, "2026-03-02", "2026-03-07"),
        ("P5D", True, "2026-03-02", "2026-03-09"),
        ("P10D", True, "2026-02-11", "2026-03-04"),  # over Tết
        ("P5D", True, "2026-03-07", "2026-03-13"),  # the event on a Saturday
        ("P1M", False, "2026-01-31", "2026-02-28"),
        ("P1M", False, "2028-01-31", "2028-02-29"),
        ("P1Y", False, "2028-02-29", "2029-02-28"),
        ("P2W", False, "2026-03-02", "2026-03-16"),
        ("P2W", True, "2026-03-02", "2026-03-16"),
        ("P1M10D", False, "2026-01-31", "2026-03-10"),
        (None, False, "2026-03-07", "2026-03-07"),
        ("PT24H", True, "2026-03-06", "2026-03-11"),  # three days of eight hours
        ("PT4H", True, "2026-03-07", "2026-03-09"),
    ],
)
def test_a_span_runs_from_the_day_after_the_event(
    within: str | None, working: bool, event: str, due: str
) -> None:
    assert event_due(within, working, day(event), CALENDAR) == day(due)


@pytest.mark.parametrize(
    ("within", "event", "due"),
    [
        ("PT12H", "2026-03-02T20:00", "2026-03-03"),
        ("PT12H", "2026-03-02T09:00", "2026-03-02"),
        ("PT12H", "2026-03-02T12:00", "2026-03-02"),  # midnight is the end of the day
        ("PT48H", "2026-03-06T10:00", "2026-03-08"),  # nights and Sundays count
        ("PT90M", "2026-03-02T23:00", "2026-03-03"),
        ("P1DT12H", "2026-03-02T13:00", "2026-03-04"),
    ],
)
def test_hours_run_by_the_clock_to_the_day_they_end(within: str, event: str, due: str) -> None:
    assert event_due(within, False, at(event), CALENDAR) == day(due)


def test_an_event_without_an_hour_counts_from_the_start_of_its_day() -> None:
    assert event_due("PT12H", False, day("2026-03-02"), CALENDAR) == day("2026-03-02")
    assert event_due("PT24H", False, day("2026-03-02"), CALENDAR) == day("2026-03-02")


def test_an_event_is_dated_where_people_live() -> None:
    late_evening_in_london = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
    assert event_due("P1D", False, late_evening_in_london, CALENDAR) == day("2026-03-03")
    assert event_due("P1D", False, late_evening_in_london, CALENDAR, BERLIN) == day("2026-03-02")


def test_an_hour_that_summer_time_takes_away_is_no_hour_less() -> None:
    event = datetime(2026, 3, 28, 23, 30, tzinfo=BERLIN)
    assert event_due("PT24H", False, event, CALENDAR, BERLIN) == day("2026-03-30")


@pytest.mark.parametrize(
    "within", ["", "P", "PT", "5D", "P-5D", "P5", "P5X", "p5d", "P99999D", "P9999Y", "P1.5D"]
)
def test_a_span_that_cannot_be_read_is_refused(within: str) -> None:
    with pytest.raises(DomainError) as refused:
        event_due(within, False, day("2026-03-02"), CALENDAR)
    assert refused.value.key == BAD_SPAN


def test_months_of_working_days_are_refused() -> None:
    with pytest.raises(DomainError):
        event_due("P1M", True, day("2026-03-02"), CALENDAR)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        event_due("P1D", False, datetime(2026, 3, 2, 8, 0), CALENDAR)


@settings(max_examples=80, deadline=None)
@given(
    event=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)),
    zone=st.sampled_from(ZONES),
    hours=st.integers(1, 200),
)
def test_hours_end_within_the_day_they_name_in_any_zone(event: datetime, zone: ZoneInfo, hours: int) -> None:
    moment = event.replace(tzinfo=UTC)
    due = event_due(f"PT{hours}H", False, moment, CALENDAR, zone)
    end = moment + timedelta(hours=hours)
    assert due == (end - timedelta(seconds=1)).astimezone(zone).date()


@settings(max_examples=60, deadline=None)
@given(event=st.dates(date(2025, 1, 1), date(2028, 12, 31)), days=st.integers(1, 40))
def test_working_days_are_never_fewer_than_days(event: date, days: int) -> None:
    plain = event_due(f"P{days}D", False, event, CALENDAR)
    working = event_due(f"P{days}D", True, event, CALENDAR)
    assert event < plain <= working
    assert CALENDAR.is_working(working)
