"""Quiet hours and a person's own hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.quiet import (
    BAD_HOUR,
    BAD_HOURS,
    HOUR_IN_QUIET,
    QUIET,
    QuietHours,
    moment_of,
    next_humane,
    read_hour,
    read_quiet,
)
from tests.domain.moments import ZONES, at


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-02T06:59", "2026-03-02T09:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T19:00", "2026-03-03T09:00"),
    ],
)
def test_the_quiet_ends_at_the_hour_of_ones_own_choosing(now: str, then: str) -> None:
    quiet = QuietHours(time(7), time(19))
    assert next_humane(at(now), quiet=quiet, hour=time(9)) == at(then)


def test_an_hour_that_lies_in_the_quiet_gives_way() -> None:
    assert QUIET.fit(time(9)) == time(9)
    assert QUIET.fit(time(21)) == time(7, 30)
    assert QuietHours(time(9), time(17)).fit(time(21)) == time(9)
    assert next_humane(at("2026-03-02T21:00"), hour=time(6)) == at("2026-03-03T07:30")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8h", time(8)),
        ("7h30", time(7, 30)),
        ("07:30", time(7, 30)),
        ("8 giờ", time(8)),
        ("8 giờ 15 phút", time(8, 15)),
        ("2 giờ chiều", time(14)),
        ("7g sáng", time(7)),
        ("8 giờ rưỡi", time(8, 30)),
        ("11h trưa", time(11)),
        ("1 giờ trưa", time(13)),
        ("14", time(14)),
    ],
)
def test_an_hour_is_read_as_people_type_it(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize("text", ["", "sáng", "25h", "7h61", "7:30:00", "sau khi họp", "-8"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_hour(text)
    assert refused.value.key == BAD_HOUR


@pytest.mark.parametrize("text", ["6h", "20:00", "11 giờ tối"])
def test_an_hour_within_the_quiet_cannot_be_chosen(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_hour(text)
    assert refused.value.key == HOUR_IN_QUIET


def test_quiet_hours_are_read_from_a_line() -> None:
    assert read_quiet("07:00-20:00") == QUIET
    assert read_quiet("8h – 17h30") == QuietHours(time(8), time(17, 30))


@pytest.mark.parametrize("text", ["", "7", "20:00-07:00", "8-8", "sáng-tối", "7-20-21"])
def test_a_line_that_leaves_no_day_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_quiet(text)
    assert refused.value.key == BAD_HOURS


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        next_humane(datetime(2026, 3, 2, 8, 0))


@settings(max_examples=120, deadline=None)
@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
    zone=st.sampled_from(ZONES),
    first=st.integers(0, 22),
    length=st.integers(1, 23),
    hour=st.times(),
)
def test_the_next_humane_moment_is_soon_humane_and_stays(
    moment: datetime, zone: ZoneInfo, first: int, length: int, hour: time
) -> None:
    quiet = QuietHours(time(first), time(min(first + length, 23), 59))
    now = moment.replace(tzinfo=UTC)
    then = next_humane(now, quiet=quiet, hour=hour, zone=zone)
    assert now <= then <= now + timedelta(hours=49)
    assert next_humane(then, quiet=quiet, hour=hour, zone=zone) == then or _in_a_gap(then, zone, quiet)


def _in_a_gap(then: datetime, zone: ZoneInfo, quiet: QuietHours) -> bool:
    """A chosen hour that summer time skips becomes the hour after it."""
    here = then.astimezone(zone)
    return here.utcoffset() != (here - timedelta(days=1)).utcoffset() and not quiet.allow(here.time())


@given(day=st.dates(date(2025, 1, 1), date(2028, 1, 1)), zone=st.sampled_from(ZONES))
def test_the_hour_of_reminders_is_the_same_on_the_wall_all_year(day: date, zone: ZoneInfo) -> None:
    here = moment_of(day, time(7, 30), zone).astimezone(zone)
    assert (here.date(), here.time()) == (day, time(7, 30))
