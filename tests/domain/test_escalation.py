"""Steps up, receipts, and how far a class of units has come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.escalation import (
    BAD_ORDER,
    EscalationRules,
    Level,
    Standing,
    UnitState,
    escalation_steps,
    held_until,
    level_of,
    receipt_ends,
    spares,
    standing,
    summarise,
)
from domain.ladder import Ladder, Step, steps
from domain.occurrences import DueDay, DueKind
from tests.domain.moments import CALENDAR, at, day

DUE = day("2026-03-10")
"""A Tuesday."""
NOW = at("2026-03-02T08:00")


def test_the_head_hears_after_three_days_and_the_coordinator_after_seven() -> None:
    assert escalation_steps(DueDay(DUE), Level.HEAD, NOW, CALENDAR) == [
        Step("head+3", at("2026-03-13T07:30"))
    ]
    assert escalation_steps(DueDay(DUE), Level.COORDINATOR, NOW, CALENDAR) == [
        Step("coordinator+7", at("2026-03-17T07:30"))
    ]


def test_a_step_up_falls_on_a_working_day() -> None:
    friday = DueDay(day("2026-03-06"))
    assert escalation_steps(friday, Level.HEAD, NOW, CALENDAR)[0].at == at("2026-03-09T07:30")


def test_days_are_a_setting() -> None:
    rules = EscalationRules(head_after=1, coordinator_after=2)
    assert escalation_steps(DueDay(DUE), Level.HEAD, NOW, CALENDAR, rules=rules)[0].name == "head+1"


@pytest.mark.parametrize(("head", "coordinator"), [(0, 7), (7, 7), (7, 3), (-1, 2)])
def test_the_coordinator_never_hears_before_the_head(head: int, coordinator: int) -> None:
    with pytest.raises(DomainError) as refused:
        EscalationRules(head_after=head, coordinator_after=coordinator)
    assert refused.value.key == BAD_ORDER


@pytest.mark.parametrize("level", Level)
def test_check_ins_past_steps_and_near_neighbours_are_not_escalated(level: Level) -> None:
    assert escalation_steps(DueDay(DUE, kind=DueKind.CHECK_IN), level, NOW, CALENDAR) == []
    assert escalation_steps(DueDay(DUE, gap=5), level, NOW, CALENDAR) == []
    assert escalation_steps(DueDay(DUE), level, at("2026-03-17T07:30"), CALENDAR) == []


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("head+3", Level.HEAD),
        ("coordinator+7", Level.COORDINATOR),
        ("d+3", None),
        ("late", None),
        ("again-2026-03-09", None),
    ],
)
def test_a_steps_name_tells_whom_it_speaks_to(name: str, level: Level | None) -> None:
    assert level_of(name) is level


PLANNED = at("2026-03-13T07:30")
"""A Friday."""


@pytest.mark.parametrize(
    ("told", "now", "until"),
    [
        ("2026-03-11T07:30", "2026-03-13T07:30", None),
        ("2026-03-13T07:30", "2026-03-13T07:31", "2026-03-16T07:30"),  # told the same morning
        (None, "2026-03-13T07:30", "2026-03-16T07:30"),
        (None, "2026-03-16T07:30", None),  # nobody can be told: waiting ends
    ],
)
def test_the_officer_is_told_first(told: str | None, now: str, until: str | None) -> None:
    found = held_until(PLANNED, at(told) if told else None, at(now), CALENDAR)
    assert found == (at(until) if until else None)


@settings(max_examples=60, deadline=None)
@given(due=st.dates(date(2026, 1, 1), date(2027, 12, 31)), gap=st.one_of(st.none(), st.integers(1, 400)))
def test_head_and_coordinator_hear_in_this_order_after_the_officers_first_step(
    due: date, gap: int | None
) -> None:
    place = DueDay(due, gap=gap)
    now = at((due - timedelta(days=60)).isoformat())
    officer = steps(place, now, CALENDAR, ladder=Ladder((0,), (1,)))
    ups = [step for level in Level for step in escalation_steps(place, level, now, CALENDAR)]
    assert [step.at for step in ups] == sorted(step.at for step in ups)
    assert all(officer[0].at < step.at for step in ups)


@pytest.mark.parametrize(
    ("received", "ends"),
    [
        ("2026-02-02", "2026-02-16"),  # 14 days
        ("2026-03-02", "2026-03-06"),  # the step 3 days before, moved off the weekend
        ("2026-03-09", "2026-03-09"),  # too near to spare anything
        ("2026-03-20", "2026-03-20"),  # after the deadline
    ],
)
def test_a_receipt_runs_out(received: str, ends: str) -> None:
    assert receipt_ends(day(received), DUE, CALENDAR) == day(ends)


def test_a_receipt_never_spares_the_last_call_before_tet() -> None:
    due = day("2026-02-23")
    last_call = next(s for s in steps(DueDay(due), at("2026-01-02T08:00"), CALENDAR) if s.name == "d-1")
    assert last_call.at == at("2026-02-13T07:30")
    assert spares(day("2026-02-10"), due, day("2026-02-12"), CALENDAR)
    assert not spares(day("2026-02-10"), due, day("2026-02-13"), CALENDAR)


def test_a_receipt_spares_the_steps_in_between_only() -> None:
    received = day("2026-02-20")
    assert not spares(None, DUE, day("2026-02-24"), CALENDAR)
    assert not spares(received, DUE, day("2026-02-19"), CALENDAR)
    assert spares(received, DUE, day("2026-02-24"), CALENDAR)
    assert not spares(received, DUE, day("2026-03-06"), CALENDAR)
    assert not spares(received, DUE, day("2026-03-11"), CALENDAR)


def test_rules_of_ones_own_for_receipts() -> None:
    rules = EscalationRules(receipt_days=2, receipt_until=1)
    assert receipt_ends(day("2026-03-02"), DUE, CALENDAR, rules) == day("2026-03-04")
    assert receipt_ends(day("2026-03-08"), DUE, CALENDAR, rules) == day("2026-03-09")


@settings(max_examples=80, deadline=None)
@given(
    received=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    due=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    later=st.integers(0, 60),
)
def test_no_receipt_spares_anything_from_three_days_before_on(received: date, due: date, later: int) -> None:
    today = due - timedelta(days=3) + timedelta(days=later)
    assert not spares(received, due, today, CALENDAR)
    assert receipt_ends(received, due, CALENDAR) <= received + timedelta(days=14)


def test_every_unit_of_a_class_has_its_own_state() -> None:
    today = day("2026-03-04")
    states = [
        UnitState(1, received_on=day("2026-03-03")),
        UnitState(2, received_on=day("2026-02-01")),
        UnitState(3, done_on=day("2026-03-01")),
        UnitState(4),
        UnitState(5, received_on=day("2026-02-01"), done_on=day("2026-03-02")),
    ]
    assert [standing(state, DUE, today, CALENDAR) for state in states] == [
        Standing.RECEIVED,
        Standing.EXPIRED,
        Standing.DONE,
        Standing.SILENT,
        Standing.DONE,
    ]
    found = summarise(states, DUE, today, CALENDAR)
    assert (found.received_of, found.done_of) == ("4/5", "2/5")
    assert (found.silent, found.expired, found.late) == ((4,), (2,), 0)
    assert summarise(states, DUE, day("2026-03-11"), CALENDAR).late == 3
    assert summarise([], DUE, today, CALENDAR).received_of == "0/0"


def test_a_receipt_of_today_is_one_also_where_it_spares_nothing() -> None:
    today = day("2026-03-09")
    assert standing(UnitState(1, received_on=today), DUE, today, CALENDAR) is Standing.RECEIVED
