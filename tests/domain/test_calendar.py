"""Working days, due days and the reminder ladder."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import VIETNAM, MovableClock, local, local_date
from domain.ladder import HOUR, LATE, QUIET_AFTER, QUIET_BEFORE, next_humane, steps, tomorrow_morning
from domain.occurrences import DueDay, due_days, recurring_days
from domain.plan import Deadline, DeadlineKind
from domain.workdays import WorkCalendar

CALENDAR = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-03-02", True),
        ("2026-03-07", False),
        ("2026-02-17", False),  # the first day of Tết
        ("2026-04-30", False),
        ("2026-09-02", False),
        ("2026-09-04", True),
    ],
)
def test_weekends_and_public_holidays_are_days_off(day: str, working: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is working


def test_a_day_swapped_by_decree_is_taken_from_the_table() -> None:
    swapped = WorkCalendar(off=[date(2026, 1, 2)], worked=[date(2026, 1, 10)])
    assert not swapped.is_working(date(2026, 1, 2))
    assert swapped.is_working(date(2026, 1, 10))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", ["2026-03-31"]),
        (
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"],
        ),
        ("FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31", ["2026-02-28", "2026-04-30"]),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24", ["2026-11-24"]),
        ("FREQ=DAILY", []),
        ("FREQ=YEARLY", ["2026-12-31"]),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1",
            ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01", "2026-11-01"],
        ),
    ],
)
def test_the_days_of_a_rule_clamp_to_the_ends_of_months(rule: str, days: list[str]) -> None:
    got = recurring_days(rule, date(2026, 1, 1), date(2026, 12, 31))
    assert [day.isoformat() for day in got] == days


def test_kinds_without_a_day_of_their_own_give_none() -> None:
    today = date(2026, 3, 2)
    assert due_days(Deadline(DeadlineKind.ONGOING, "và các năm tiếp theo", start=today), today) == []
    assert due_days(Deadline(DeadlineKind.CONDITIONAL, "sau khi ban hành"), today) == []
    assert due_days(Deadline(DeadlineKind.DATE, "x", due=date(2026, 3, 1)), today) == []


def test_a_monthly_report_is_not_announced_a_month_ahead() -> None:
    days = due_days(
        Deadline(DeadlineKind.RECURRING, "ngày 20 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=20"),
        date(2026, 3, 2),
    )
    names = [step.name for step in steps(days[2], at("2026-03-02T08:00"), CALENDAR)]
    assert "d-30" not in names
    assert "d-7" in names
    assert "d+31" not in names


def test_a_step_on_a_day_off_moves_to_the_working_day_before() -> None:
    found = {
        s.name: local_date(s.at) for s in steps(DueDay(date(2026, 3, 8)), at("2026-02-24T08:00"), CALENDAR)
    }
    assert found["d+0"] == date(2026, 3, 6)
    assert found["d+1"] == date(2026, 3, 9)


def test_a_deadline_inside_tet_is_announced_before_it() -> None:
    found = steps(DueDay(date(2026, 2, 18)), at("2026-01-05T08:00"), CALENDAR)
    before = [step for step in found if step.name in ("d-3", "d-1", "d+0")]
    assert before
    assert all(local_date(step.at) <= date(2026, 2, 13) for step in before)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-02T06:59", "2026-03-02T07:30"),
        ("2026-03-02T07:00", "2026-03-02T07:00"),
        ("2026-03-02T19:59", "2026-03-02T19:59"),
        ("2026-03-02T20:00", "2026-03-03T07:30"),
    ],
)
def test_quiet_hours_hold_until_the_morning(now: str, then: str) -> None:
    assert next_humane(at(now)) == at(then)


def test_later_is_the_next_working_morning() -> None:
    assert tomorrow_morning(at("2026-03-06T10:00"), CALENDAR) == at("2026-03-09T07:30")


@settings(max_examples=60, deadline=None)
@given(
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    gap=st.one_of(st.none(), st.integers(2, 400)),
)
def test_every_ladder_is_in_order_humane_to_come_and_once_a_day(
    due: date, now: datetime, gap: int | None
) -> None:
    moment = now.replace(tzinfo=VIETNAM)
    found = steps(DueDay(due, gap=gap), moment, CALENDAR)
    assert [s.at for s in found] == sorted(s.at for s in found)
    assert len({local_date(s.at) for s in found}) == len(found)
    for step in found:
        assert step.at >= moment
        assert QUIET_BEFORE <= local(step.at).time() < QUIET_AFTER
        if step.name != LATE:
            assert local(step.at).time() == HOUR
            assert CALENDAR.is_working(local_date(step.at))
    if due >= local_date(moment) and local_date(next_humane(moment)) <= due:
        assert found, "a deadline that is still to come is never without a reminder"


def test_the_clock_never_goes_back_and_refuses_naive_times() -> None:
    clock = MovableClock(at("2026-03-02T08:00"))
    clock.move_to(at("2026-03-01T08:00"))
    assert clock.now() == at("2026-03-02T08:00")
    clock.move_by(timedelta(days=1))
    assert local(clock.now()) == at("2026-03-03T08:00")
    with pytest.raises(ValueError):
        clock.move_to(datetime(2026, 3, 3))
    with pytest.raises(ValueError):
        MovableClock(datetime(2026, 3, 3))
    with pytest.raises(ValueError):
        local(datetime(2026, 3, 3))
