"""Due days of every kind: month ends, leap years, check-ins, awaited events."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.occurrences import BAD_RULE, HORIZON, DueDay, DueKind, due_days, due_kind, recurring_days
from domain.plan import Deadline, DeadlineKind
from tests.domain.moments import CALENDAR, at, day

TODAY = date(2026, 3, 2)
ONGOING = Deadline(DeadlineKind.ONGOING, "và các năm tiếp theo", start=date(2026, 5, 10))
YEARS = Deadline(DeadlineKind.PERIOD, "giai đoạn 2026 - 2030", start=date(2026, 1, 1), due=date(2030, 12, 31))
AWAITED = Deadline(DeadlineKind.CONDITIONAL, "05 ngày làm việc sau khi …", within="P5D", working=True)


def recurring(rule: str, start: date | None = None) -> Deadline:
    return Deadline(DeadlineKind.RECURRING, "định kỳ", rrule=rule, start=start)


@pytest.mark.parametrize(
    ("rule", "first", "last", "days"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-01-01", "2028-12-31", "2026-02-28 2027-02-28 2028-02-29"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2028-01-15", "2028-04-30", "2028-01-31 2028-02-29 2028-03-31 2028-04-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=30,31", "2026-02-01", "2026-03-31", "2026-02-28 2026-03-30 2026-03-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-30", "2026-02-01", "2026-03-31", "2026-03-02"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "2026-02-01", "2026-07-31", "2026-03-31 2026-05-31 2026-07-31"),
        ("FREQ=YEARLY;INTERVAL=5;BYMONTH=12;BYMONTHDAY=31", "2026-01-01", "2036-01-01", "2030-12-31 2035-12-31"),
        ("FREQ=YEARLY;BYMONTHDAY=15", "2026-01-01", "2026-03-01", "2026-01-15 2026-02-15"),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20260401", "2026-02-01", "2026-12-31", "2026-02-05 2026-03-05"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-01", "2026-04-30", "2026-03-27 2026-04-24"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-03-01", "2026-04-30", ""),
    ],
)  # fmt: skip
def test_the_days_of_a_rule(rule: str, first: str, last: str, days: str) -> None:
    assert recurring_days(rule, day(first), day(last)) == [day(text) for text in days.split()]


def test_intervals_count_from_the_start_that_the_deadline_names() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1"
    assert recurring_days(rule, day("2026-01-01"), day("2026-04-30"), start=day("2025-12-01")) == [
        day("2026-02-01"),
        day("2026-04-01"),
    ]
    days = due_days(recurring(rule, day("2026-06-01")), TODAY)
    assert days[0].due_on == day("2026-06-01")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;UNTIL=never",
        "FREQ=SOMETIMES;BYMONTH=3",
        "BYMONTH=3",
        "FREQ=MONTHLY;BYDAY=XX",
        "every month",
        "",
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(DomainError) as refused:
        recurring_days(rule, TODAY, TODAY + HORIZON)
    assert refused.value.key == BAD_RULE


def test_replanning_later_gives_the_same_distances() -> None:
    twice_a_year = recurring("FREQ=MONTHLY;BYMONTH=3,4;BYMONTHDAY=15")
    early = {d.due_on: d.gap for d in due_days(twice_a_year, date(2026, 3, 1))}
    late = {d.due_on: d.gap for d in due_days(twice_a_year, date(2026, 4, 1))}
    assert early[date(2026, 4, 15)] == late[date(2026, 4, 15)] == 31


def test_the_last_day_within_the_horizon_knows_its_neighbour() -> None:
    days = due_days(recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"), TODAY, timedelta(days=320))
    assert days == [DueDay(date(2026, 12, 31), gap=365)]


def test_an_ongoing_duty_is_asked_after_at_the_ends_of_quarters_from_its_start_on() -> None:
    days = due_days(ONGOING, TODAY, timedelta(days=300), check_ins=True)
    assert [d.due_on.isoformat() for d in days] == ["2026-06-30", "2026-09-30"]
    assert all(d.kind is DueKind.CHECK_IN for d in days)
    assert due_days(ONGOING, TODAY) == []


def test_a_duty_that_starts_on_a_quarters_last_day_is_first_asked_after_at_the_next() -> None:
    starts = Deadline(DeadlineKind.ONGOING, "từ 31/3", start=date(2026, 3, 31))
    assert due_days(starts, TODAY, timedelta(days=150), check_ins=True)[0].due_on == date(2026, 6, 30)


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=FR"])
def test_habits_are_not_asked_after(rule: str) -> None:
    assert due_days(recurring(rule), TODAY, check_ins=True) == []


def test_a_period_of_years_is_asked_after_until_its_own_end_and_a_short_one_is_not() -> None:
    days = due_days(YEARS, date(2030, 8, 1), check_ins=True)
    assert [(d.due_on.isoformat(), d.kind) for d in days] == [
        ("2030-09-30", DueKind.CHECK_IN),
        ("2030-12-31", DueKind.DEADLINE),
    ]
    year = Deadline(DeadlineKind.PERIOD, "năm 2026", start=date(2026, 1, 1), due=date(2026, 12, 31))
    assert due_days(year, TODAY, check_ins=True) == [DueDay(date(2026, 12, 31), date(2026, 1, 1))]


def test_a_stored_day_tells_what_it_asks() -> None:
    assert due_kind(ONGOING, date(2026, 6, 30)) is DueKind.CHECK_IN
    assert due_kind(YEARS, date(2026, 6, 30)) is DueKind.CHECK_IN
    assert due_kind(YEARS, date(2030, 12, 31)) is DueKind.DEADLINE
    assert due_kind(recurring("FREQ=YEARLY"), date(2026, 12, 31)) is DueKind.DEADLINE


@pytest.mark.parametrize("deadline", [ONGOING, YEARS])
def test_every_day_that_is_planned_is_recognised_when_stored(deadline: Deadline) -> None:
    for due in due_days(deadline, TODAY, check_ins=True):
        assert due_kind(deadline, due.due_on) is due.kind


def test_an_awaited_event_starts_the_deadline() -> None:
    assert due_days(AWAITED, TODAY) == []
    assert due_days(AWAITED, TODAY, event=date(2026, 3, 2), calendar=CALENDAR) == [DueDay(date(2026, 3, 9))]
    assert due_days(AWAITED, TODAY, event=at("2026-03-02T17:00")) == [DueDay(date(2026, 3, 9))]
    assert due_days(AWAITED, TODAY, event=date(2026, 1, 5)) == []


def test_without_a_span_the_day_entered_is_the_due_day() -> None:
    awaited = Deadline(DeadlineKind.CONDITIONAL, "sau khi Bộ ban hành")
    assert due_days(awaited, TODAY, event=date(2026, 3, 20)) == [DueDay(date(2026, 3, 20))]


@settings(max_examples=80, deadline=None)
@given(
    months=st.frozensets(st.integers(1, 12), min_size=1),
    number=st.one_of(st.integers(1, 31), st.integers(-5, -1)),
    today=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
)
def test_a_monthly_rule_gives_each_named_month_one_day(
    months: frozenset[int], number: int, today: date
) -> None:
    rule = f"FREQ=MONTHLY;BYMONTH={','.join(map(str, sorted(months)))};BYMONTHDAY={number}"
    found = recurring_days(rule, today.replace(day=1), date(today.year + 2, 12, 31))
    wanted = [
        (year, month)
        for year in range(today.year, today.year + 3)
        for month in sorted(months)
        if (year, month) >= (today.year, today.month)
    ]
    assert [(each.year, each.month) for each in found] == wanted
    for each in found:
        length = monthrange(each.year, each.month)[1]
        assert each.day == (length + 1 + number if number < 0 else min(number, length))


@settings(max_examples=60, deadline=None)
@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), today=st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_check_ins_come_in_order_after_the_start_and_not_before_today(start: date, today: date) -> None:
    days = [
        d.due_on for d in due_days(Deadline(DeadlineKind.ONGOING, "x", start=start), today, check_ins=True)
    ]
    assert days == sorted(set(days))
    for each in days:
        assert each > start
        assert today <= each <= today + HORIZON
        assert (each + timedelta(days=1)).day == 1
        assert each.month in (3, 6, 9, 12)
