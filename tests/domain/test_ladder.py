"""The ladder as data, its text form, and the steps it gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.ladder import (
    BAD_FORM,
    CHECK_IN,
    DEFAULT,
    LATE,
    NONE_BEFORE,
    OPENS,
    TOO_FAR,
    Ladder,
    choose_ladder,
    format_ladder,
    parse_ladder,
    step_day,
    steps,
)
from domain.occurrences import DueDay, DueKind
from domain.quiet import QUIET, QuietHours
from domain.workdays import WorkCalendar
from tests.domain.moments import CALENDAR, ZONES, at, day

LADDERS = st.builds(
    Ladder,
    before=st.lists(st.integers(0, 60), min_size=1, max_size=8).map(tuple),
    after=st.lists(st.integers(1, 60), max_size=5).map(tuple),
    weekly=st.integers(0, 12),
    monthly=st.integers(0, 12),
)


def days_of(due: DueDay, now: str, calendar: WorkCalendar = CALENDAR, **options: object) -> dict[str, str]:
    """Step names and their local days."""
    found = steps(due, at(now), calendar, **options)  # type: ignore[arg-type] # options are passed through
    return {step.name: (step.at + timedelta(hours=7)).date().isoformat() for step in found}


def test_the_default_ladder_is_weekly_then_monthly_and_ends() -> None:
    assert DEFAULT.offsets() == [-30, -14, -7, -3, -1, 0, 1, 3, 10, 17, 24, 31, 61, 91, 121, 151, 181]
    assert format_ladder(DEFAULT) == "-30 -14 -7 -3 -1 0 +1 +3 4w 5m"


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("-7 0", Ladder((7, 0))),
        ("+3, 0; -7, -1 +1", Ladder((7, 1, 0), (1, 3))),
        ("−7 −1 0 2 tuần 3 tháng", Ladder((7, 1, 0), (), 2, 3)),
        ("-1 -1 0 0 +2 1W 1M", Ladder((1, 0), (2,), 1, 1)),
        ("-7,-1,0,+1", Ladder((7, 1, 0), (1,))),
        ("-0", Ladder((0,))),
        ("default", DEFAULT),
        ("Mặc định", DEFAULT),
    ],
)
def test_a_ladder_is_read_from_its_text_form(text: str, ladder: Ladder) -> None:
    assert parse_ladder(text) == ladder


@given(ladder=LADDERS)
def test_the_text_form_is_read_back(ladder: Ladder) -> None:
    assert parse_ladder(format_ladder(ladder)) == ladder


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("30 7 0", BAD_FORM),  # before or after?
        ("-7 soon", BAD_FORM),
        ("-7-3", BAD_FORM),
        ("-7 0 4w 4w", BAD_FORM),
        ("0 4 weeks", BAD_FORM),
        ("-7.5", BAD_FORM),
        ("+1 +3", NONE_BEFORE),
        ("", NONE_BEFORE),
        ("4w", NONE_BEFORE),
        ("-400 0", TOO_FAR),
        ("0 +400", TOO_FAR),
        ("0 13w", TOO_FAR),
        ("0 99m", TOO_FAR),
        (" ".join(f"-{n}" for n in range(20)), TOO_FAR),
    ],
)
def test_a_form_that_is_wrong_is_refused(text: str, key: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_ladder(text)
    assert refused.value.key == key


@pytest.mark.parametrize("wrong", [((-1, 0), ()), ((0,), (0,)), ((0,), (-3,))])
def test_steps_on_the_wrong_side_are_refused(wrong: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(DomainError) as refused:
        Ladder(*wrong)
    assert refused.value.key == BAD_FORM


def test_the_nearest_ladder_that_is_set_counts() -> None:
    assert choose_ladder() == DEFAULT
    assert choose_ladder(plan="-1 0") == Ladder((1, 0))
    assert choose_ladder(plan="-1 0", kind="-2 0") == Ladder((2, 0))
    assert choose_ladder(plan="-1 0", kind="-2 0", unit="-3 0") == Ladder((3, 0))
    assert choose_ladder(plan="-1 0", kind="-2 0", unit="-3 0", chat="-4 0") == Ladder((4, 0))
    assert choose_ladder(plan="-1 0", chat="default") == DEFAULT
    assert choose_ladder(plan="-1 0", chat="") == Ladder((1, 0))


def test_a_ladder_of_ones_own_at_an_hour_of_ones_own() -> None:
    found = steps(
        DueDay(day("2026-03-20")),
        at("2026-03-02T08:00"),
        CALENDAR,
        ladder=Ladder((7, 0), (1,)),
        hour=time(14, 15),
    )
    assert [(step.name, step.at) for step in found] == [
        ("d-7", at("2026-03-13T14:15")),
        ("d+0", at("2026-03-20T14:15")),
        ("d+1", at("2026-03-23T14:15")),
    ]


def test_an_hour_in_the_quiet_does_not_lose_the_step() -> None:
    found = steps(DueDay(day("2026-06-19")), at("2026-03-02T08:00"), CALENDAR, hour=time(22))
    assert {step.at.astimezone(UTC).time() for step in found} == {time(0, 30)}


def test_a_deadline_inside_tet_has_its_ladder_before_tet() -> None:
    assert days_of(DueDay(day("2026-02-18")), "2026-01-02T08:00", ladder=Ladder((7, 3, 1, 0), (1,))) == {
        "d-7": "2026-02-06",
        "d-3": "2026-02-10",
        "d-1": "2026-02-12",
        "d+0": "2026-02-13",
        "d+1": "2026-02-23",
    }


def test_a_long_run_of_days_off_leaves_the_ladder_before_it() -> None:
    off = [day("2026-02-02") + timedelta(days=n) for n in range(40)]
    calendar = WorkCalendar(off=off)
    ladder = Ladder((14, 7, 3, 1, 0), (1,))
    assert days_of(DueDay(day("2026-03-10")), "2026-01-02T08:00", calendar, ladder=ladder) == {
        "d-14": "2026-01-16",
        "d-7": "2026-01-23",
        "d-3": "2026-01-27",
        "d-1": "2026-01-29",
        "d+0": "2026-01-30",
        "d+1": "2026-03-16",
    }


def test_a_deadline_on_the_first_day_after_tet_is_announced_before_it() -> None:
    found = days_of(DueDay(day("2026-02-23")), "2026-01-02T08:00")
    assert found["d-1"] == "2026-02-13"
    assert found["d+0"] == "2026-02-23"


def test_a_period_is_told_when_it_opens_and_before_it_ends() -> None:
    due = DueDay(day("2026-06-30"), day("2026-03-14"))
    found = days_of(due, "2026-03-02T08:00", ladder=Ladder((7, 0)))
    assert found == {OPENS: "2026-03-16", "d-7": "2026-06-23", "d+0": "2026-06-30"}


def test_a_period_within_a_run_of_days_off_is_opened_before_it() -> None:
    due = DueDay(day("2026-02-19"), day("2026-02-16"))
    found = days_of(due, "2026-02-02T08:00", ladder=Ladder((0,)))
    assert found == {"d+0": "2026-02-13"}
    found = days_of(due, "2026-02-02T08:00", ladder=Ladder((7,)))
    assert found == {"d-7": "2026-02-06", OPENS: "2026-02-13"}


def test_a_period_that_runs_already_is_not_opened_again() -> None:
    assert OPENS not in days_of(DueDay(day("2026-06-30"), day("2026-01-01")), "2026-03-02T08:00")


def test_a_check_in_is_asked_once_and_once_more_whatever_the_ladder() -> None:
    due = DueDay(day("2026-06-30"), kind=DueKind.CHECK_IN)
    assert days_of(due, "2026-03-02T08:00", ladder=Ladder((30, 14, 7), (1, 2))) == {
        "check+0": "2026-06-30",
        "check+7": "2026-07-07",
    }
    assert days_of(due, "2026-06-30T10:00") == {"check+7": "2026-07-07"}
    assert all(name.startswith(CHECK_IN) for name in days_of(due, "2026-03-02T08:00"))


@pytest.mark.parametrize(
    ("due", "now", "notice"),
    [
        ("2026-03-20", "2026-03-10T10:00", "2026-03-10T10:00"),
        ("2026-03-20", "2026-03-10T21:00", "2026-03-11T07:30"),
        ("2026-03-20", "2026-03-06T21:00", "2026-03-09T07:30"),  # published on Friday night
        ("2026-03-08", "2026-03-07T10:00", "2026-03-07T10:00"),  # Monday would be too late
        ("2026-03-10", "2026-03-10T10:00", "2026-03-10T10:00"),
    ],
)
def test_a_plan_published_late_gives_one_notice_in_time(due: str, now: str, notice: str) -> None:
    found = [step for step in steps(DueDay(day(due)), at(now), CALENDAR) if step.name == LATE]
    assert [step.at for step in found] == [at(notice)]


def test_a_notice_that_would_come_after_the_deadline_is_left_to_the_steps_after_it() -> None:
    found = days_of(DueDay(day("2026-03-10")), "2026-03-10T21:00", ladder=Ladder((0,), (1,)))
    assert found == {"d+1": "2026-03-11"}


def test_of_two_steps_moved_onto_one_day_the_later_is_told() -> None:
    found = days_of(DueDay(day("2026-03-06")), "2026-03-05T08:00", ladder=Ladder((0,), (1, 3)))
    assert found == {"d+0": "2026-03-06", "d+3": "2026-03-09"}


@settings(max_examples=150, deadline=None)
@given(
    due=st.dates(date(2025, 6, 1), date(2028, 6, 1)),
    length=st.one_of(st.none(), st.integers(0, 200)),
    now=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)),
    gap=st.one_of(st.none(), st.integers(1, 400)),
    kind=st.sampled_from(DueKind),
    ladder=LADDERS,
    zone=st.sampled_from(ZONES),
    hour=st.times(),
    off=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=30),
)
def test_every_ladder_is_in_order_to_come_humane_working_and_once_a_day(
    due: date,
    length: int | None,
    now: datetime,
    gap: int | None,
    kind: DueKind,
    ladder: Ladder,
    zone: ZoneInfo,
    hour: time,
    off: frozenset[date],
) -> None:
    calendar, moment = WorkCalendar(off=off), now.replace(tzinfo=UTC)
    starts = None if length is None else due - timedelta(days=length)
    place = DueDay(due, starts, gap, kind)
    found = steps(place, moment, calendar, ladder=ladder, hour=hour, zone=zone)
    local_days = [step.at.astimezone(zone).date() for step in found]
    assert local_days == sorted(set(local_days)), "in order, one a day"
    assert len({step.name for step in found}) == len(found)
    assert [step.at for step in found] == sorted(step.at for step in found)
    for step, local_day in zip(found, local_days, strict=True):
        assert step.at >= moment
        assert QUIET.allow(step.at.astimezone(zone).time())
        assert step.name != LATE or local_day <= due
        if step.name.startswith("d-") or step.name in ("d+0", OPENS):
            assert local_day <= due
        if step.name.startswith("d+") and step.name != "d+0":
            assert local_day > due
        if step.name != LATE:
            assert calendar.is_working(local_day)


@settings(max_examples=100, deadline=None)
@given(
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ahead=st.integers(0, 500),
    minutes=st.integers(0, 24 * 60 - 1),
    ladder=LADDERS,
)
def test_a_deadline_to_come_is_never_without_a_reminder_in_time(
    due: date, ahead: int, minutes: int, ladder: Ladder
) -> None:
    now = at((due - timedelta(days=ahead)).isoformat()) + timedelta(minutes=minutes)
    found = steps(DueDay(due), now, CALENDAR, ladder=ladder)
    last_chance = at(due.isoformat()) + timedelta(hours=20)
    assert any(step.at < last_chance for step in found) == (now < last_chance)


@given(
    due=st.dates(date(2025, 1, 1), date(2030, 1, 1)), first=st.integers(-60, 60), second=st.integers(-60, 60)
)
def test_steps_never_change_their_order_by_moving(due: date, first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert step_day(due, low, CALENDAR) <= step_day(due, high, CALENDAR)


def test_other_quiet_hours_move_the_notice() -> None:
    found = steps(
        DueDay(day("2026-03-20")),
        at("2026-03-10T18:00"),
        CALENDAR,
        quiet=QuietHours(time(8), time(17)),
        hour=time(8),
    )
    assert found[0].at == at("2026-03-11T08:00")
