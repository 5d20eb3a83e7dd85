"""The day plan: one message a chat and day, whatever falls due; the weekly digest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import local_date
from domain.daily import (
    DayPlan,
    Digest,
    DueRow,
    OpenDay,
    digest_is_due,
    digest_moment,
    plan_day,
    weekly_digest,
)
from domain.delivery import TOO_LATE
from domain.quiet import next_humane
from domain.workdays import WorkCalendar
from tests.domain.moments import CALENDAR, at, day

FAR = day("2026-06-30")
MORNING = at("2026-03-04T07:30")
"""A Wednesday."""


def row(number: int, due_at: str, due_on: date = FAR, occurrence: int | None = None) -> DueRow:
    return DueRow(number, occurrence or number, due_on, at(due_at))


def ids(plan: DayPlan) -> list[int]:
    """Every id, wherever it stands."""
    return sorted([*plan.send, *plan.fold, *plan.merged, *plan.stale, *(number for number, _ in plan.wait)])


def test_all_that_is_due_goes_in_one_message_what_can_be_done_in_time_first() -> None:
    rows = [
        row(1, "2026-03-04T07:30", day("2026-02-20")),
        row(2, "2026-03-04T07:30", day("2026-03-18")),
        row(3, "2026-03-04T07:30", day("2026-03-04")),
        row(4, "2026-03-04T07:30", day("2026-03-03")),
    ]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert plan == DayPlan(send=(3, 2, 4, 1))


def test_what_comes_later_today_rides_along_and_tomorrows_waits() -> None:
    rows = [row(1, "2026-03-04T07:30"), row(2, "2026-03-04T14:00"), row(3, "2026-03-05T07:30")]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert plan.send == (1, 2)
    assert plan.wait == ((3, at("2026-03-05T07:30")),)


def test_nothing_goes_before_something_is_due() -> None:
    plan = plan_day([row(2, "2026-03-04T14:00")], [], MORNING, CALENDAR)
    assert plan == DayPlan(wait=((2, at("2026-03-04T14:00")),))
    assert plan_day([], [], MORNING, CALENDAR) == DayPlan()


def test_a_second_message_waits_for_the_next_working_day() -> None:
    friday = at("2026-03-06T10:00")
    plan = plan_day([row(1, "2026-03-06T10:00")], [at("2026-03-06T07:30")], friday, CALENDAR)
    assert plan == DayPlan(wait=((1, at("2026-03-09T07:30")),))


def test_yesterdays_message_does_not_count() -> None:
    plan = plan_day([row(1, "2026-03-04T07:30")], [at("2026-03-03T19:59")], MORNING, CALENDAR)
    assert plan.send == (1,)


@pytest.mark.parametrize("due_on", ["2026-03-06", "2026-03-07", "2026-03-08"])
def test_what_cannot_wait_is_folded_into_todays_message(due_on: str) -> None:
    friday = at("2026-03-06T10:00")
    rows = [row(1, "2026-03-06T10:00", day(due_on)), row(2, "2026-03-06T10:00", day("2026-03-09"))]
    plan = plan_day(rows, [at("2026-03-06T07:30")], friday, CALENDAR)
    assert plan == DayPlan(fold=(1,), wait=((2, at("2026-03-09T07:30")),))


def test_an_urgent_row_that_is_due_this_afternoon_keeps_its_moment() -> None:
    now = at("2026-03-06T10:00")
    rows = [row(1, "2026-03-06T10:00"), row(2, "2026-03-06T14:00", day("2026-03-06"))]
    plan = plan_day(rows, [at("2026-03-06T07:30")], now, CALENDAR)
    assert plan.wait == ((1, at("2026-03-09T07:30")), (2, at("2026-03-06T14:00")))
    later = plan_day(rows, [at("2026-03-06T07:30")], at("2026-03-06T14:00"), CALENDAR)
    assert later.fold == (2,)


def test_a_day_off_is_left_alone_unless_monday_is_too_late() -> None:
    saturday = at("2026-03-07T09:00")
    rows = [row(1, "2026-03-07T09:00", day("2026-03-08")), row(2, "2026-03-07T09:00", day("2026-03-09"))]
    plan = plan_day(rows, [], saturday, CALENDAR)
    assert plan == DayPlan(send=(1,), wait=((2, at("2026-03-09T07:30")),))


def test_quiet_hours_hold_everything_and_then_it_is_sent_once() -> None:
    evening = at("2026-03-04T21:00")
    rows = [row(1, "2026-03-04T20:30", day("2026-03-04")), row(2, "2026-03-04T07:30")]
    plan = plan_day(rows, [], evening, CALENDAR)
    morning = at("2026-03-05T07:30")
    assert plan == DayPlan(wait=((1, morning), (2, morning)))
    assert plan_day(rows, [], morning, CALENDAR).send == (2, 1)


def test_ones_own_hour_is_when_waiting_ends() -> None:
    sent = [at("2026-03-04T09:00")]
    plan = plan_day([row(1, "2026-03-04T09:30")], sent, at("2026-03-04T10:00"), CALENDAR, hour=time(9))
    assert plan.wait == ((1, at("2026-03-05T09:00")),)


def test_of_two_steps_of_one_task_the_newer_tells() -> None:
    rows = [row(1, "2026-03-03T07:30", occurrence=7), row(2, "2026-03-04T07:30", occurrence=7)]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert (plan.send, plan.merged) == ((2,), (1,))


def test_the_next_step_of_a_task_is_not_merged_into_this_one() -> None:
    rows = [row(1, "2026-03-04T07:30", occurrence=7), row(2, "2026-03-05T07:30", occurrence=7)]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert (plan.send, plan.merged, plan.wait) == ((1,), (), ((2, at("2026-03-05T07:30")),))


def test_what_was_missed_is_told_once_and_called_so() -> None:
    rows = [row(1, "2026-03-02T07:30", occurrence=7), row(2, "2026-02-27T07:30"), row(3, "2026-03-04T07:30")]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert sorted(plan.send) == [1, 2, 3]
    assert plan.catch_up
    assert not plan_day([row(1, "2026-03-03T10:00")], [], MORNING, CALENDAR).catch_up
    over_the_weekend = plan_day([row(1, "2026-03-06T10:00")], [], at("2026-03-09T07:30"), CALENDAR)
    assert not over_the_weekend.catch_up


def test_what_is_older_than_a_week_is_left_to_the_digest() -> None:
    rows = [row(1, "2026-02-25T07:29"), row(2, "2026-02-25T07:30")]
    plan = plan_day(rows, [], MORNING, CALENDAR)
    assert (plan.stale, plan.send) == ((1,), (2,))


def test_what_waited_through_tet_is_not_stale() -> None:
    before_tet, after_tet = at("2026-02-13T10:00"), at("2026-02-23T07:30")
    waiting = row(1, "2026-02-13T10:00", day("2026-03-05"))
    assert plan_day([waiting], [at("2026-02-13T07:30")], before_tet, CALENDAR).wait == ((1, after_tet),)
    plan = plan_day([waiting], [], after_tet, CALENDAR)
    assert plan == DayPlan(send=(1,))


def test_the_digest_is_the_days_message() -> None:
    monday = at("2026-03-09T07:30")
    plan = plan_day([row(1, "2026-03-09T07:30")], [], monday, CALENDAR, digest=True)
    assert plan == DayPlan(send=(1,), digest=True)
    assert plan_day([], [], monday, CALENDAR, digest=True) == DayPlan(digest=True)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2026-03-09T10:00", ["2026-03-09T07:30"]),
        ("2026-03-09T21:00", []),
        ("2026-03-07T10:00", []),
    ],
)
def test_the_digest_waits_where_a_message_would(now: str, sent: list[str]) -> None:
    plan = plan_day([], [at(text) for text in sent], at(now), CALENDAR, digest=True)
    assert plan == DayPlan()


ROWS = st.lists(
    st.builds(
        lambda occurrence, due, hours: (occurrence, due, hours),
        st.integers(1, 6),
        st.dates(date(2026, 1, 20), date(2026, 3, 31)),
        st.integers(-24 * 12, 24 * 40),
    ),
    max_size=12,
)


def made(rows: list[tuple[int, date, int]], start: datetime) -> list[DueRow]:
    return [
        DueRow(n, occurrence, due, start + timedelta(hours=hours))
        for n, (occurrence, due, hours) in enumerate(rows, start=1)
    ]


@settings(max_examples=150, deadline=None)
@given(
    rows=ROWS,
    now=st.datetimes(datetime(2026, 2, 1), datetime(2026, 3, 1)),
    sent=st.lists(st.integers(0, 72), max_size=3),
    digest=st.booleans(),
)
def test_every_row_stands_in_one_place(
    rows: list[tuple[int, date, int]], now: datetime, sent: list[int], digest: bool
) -> None:
    moment = at(now.isoformat())
    before = [moment - timedelta(hours=hours) for hours in sent]
    plan = plan_day(made(rows, moment), before, moment, CALENDAR, digest=digest)
    assert ids(plan) == list(range(1, len(rows) + 1))
    assert all(until > moment for _, until in plan.wait)
    written = any(local_date(each) == local_date(moment) for each in before)
    assert not (written and (plan.send or plan.digest))
    assert not (plan.fold and not written)
    if next_humane(moment) > moment:
        assert (plan.send, plan.fold, plan.digest) == ((), (), False)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, step=st.integers(20, 600), off=st.frozensets(st.dates(date(2026, 2, 1), date(2026, 3, 20))))
def test_over_weeks_there_is_one_message_a_day_and_every_row_is_told_once(
    rows: list[tuple[int, date, int]], step: int, off: frozenset[date]
) -> None:
    calendar = WorkCalendar(off=list(off)[:4])
    now = at("2026-02-02T00:00")
    open_rows = {each.id: each for each in made(rows, now)}
    waits: dict[int, datetime] = {}
    sent: list[datetime] = []
    ended: list[int] = []
    while now < at("2026-04-10T00:00"):
        due = [each for each in open_rows.values() if waits.get(each.id, each.due_at) <= now]
        if due:
            plan = plan_day(due, sent, now, calendar)
            sent += [now] * bool(plan.send)
            waits.update(plan.wait)
            gone = [*plan.send, *plan.fold, *plan.merged, *plan.stale]
            ended += gone
            for number in gone:
                told = open_rows.pop(number)
                assert number not in plan.stale or now - told.due_at > TOO_LATE
        now += timedelta(minutes=step)
    assert sorted(ended) == list(range(1, len(rows) + 1))
    days = [local_date(each) for each in sent]
    assert len(days) == len(set(days))
    assert all(next_humane(each) == each for each in sent)


def test_a_digest_tells_all_that_is_overdue_and_the_week_ahead() -> None:
    days = [
        OpenDay(1, day("2026-03-15")),
        OpenDay(2, day("2026-03-16")),
        OpenDay(3, day("2024-12-31")),
        OpenDay(4, day("2026-03-09")),
        OpenDay(5, day("2026-03-08")),
    ]
    digest = weekly_digest(days, day("2026-03-09"))
    assert digest == Digest(overdue=(3, 5), coming=(4, 1))
    assert not digest.empty
    assert weekly_digest([OpenDay(2, day("2026-03-16"))], day("2026-03-09")).empty


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2026-03-09", "2026-03-09T07:30"),
        ("2026-03-15", "2026-03-09T07:30"),
        ("2026-09-02", "2026-09-03T07:30"),  # Monday to Wednesday are off
        ("2026-02-18", None),  # the whole week is Tết
    ],
)
def test_the_digest_is_due_on_the_weeks_first_working_day(today: str, moment: str | None) -> None:
    assert digest_moment(day(today), CALENDAR) == (at(moment) if moment else None)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-03-09T07:29", None, False),
        ("2026-03-09T07:30", None, True),
        ("2026-03-09T07:30", "2026-03-02T07:30", True),
        ("2026-03-09T09:00", "2026-03-09T07:31", False),
        ("2026-03-11T09:00", "2026-03-02T07:30", True),  # the bot was down on Monday
        ("2026-03-11T21:00", "2026-03-02T07:30", False),
        ("2026-03-14T09:00", "2026-03-02T07:30", False),
        ("2026-02-18T09:00", None, False),
    ],
)
def test_a_digest_goes_once_a_week(now: str, last: str | None, due: bool) -> None:
    assert digest_is_due(at(now), at(last) if last else None, CALENDAR) is due
