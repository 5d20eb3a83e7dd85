"""A year of one chat, the rules together: every step is told, once a day at most, at a humane hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import pytest

from domain.clock import local, local_date
from domain.daily import DueRow, OpenDay, digest_is_due, plan_day, weekly_digest
from domain.ladder import steps
from domain.occurrences import DueDay, due_days
from domain.plan import Deadline, DeadlineKind
from domain.quiet import QUIET
from tests.domain.moments import CALENDAR, at, day

PUBLISHED = at("2027-01-03T21:30")
"""A Sunday night."""
END = at("2028-01-01T00:00")
DEADLINES = (
    Deadline(DeadlineKind.DATE, "trước ngày 09/02/2027", due=day("2027-02-08")),  # the third day of Tết
    Deadline(DeadlineKind.DATE, "ngày 02/9", due=day("2027-09-02")),
    Deadline(DeadlineKind.DATE, "ngày 04/01", due=day("2027-01-04")),
    Deadline(DeadlineKind.PERIOD, "quý II", start=day("2027-04-01"), due=day("2027-06-30")),
    Deadline(DeadlineKind.RECURRING, "hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=31"),
    Deadline(DeadlineKind.RECURRING, "hằng năm", rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    Deadline(DeadlineKind.ONGOING, "và các năm tiếp theo", start=day("2027-01-01")),
)

Told = dict[int, datetime]


def planned() -> tuple[list[DueDay], list[DueRow]]:
    """Every due day of the year, and a row for each of its steps."""
    places = [
        place
        for deadline in DEADLINES
        for place in due_days(deadline, local_date(PUBLISHED), check_ins=True)
        if place.due_on < date(2028, 1, 1)
    ]
    rows: list[DueRow] = []
    for number, place in enumerate(places):
        for step in steps(place, PUBLISHED, CALENDAR):
            rows.append(DueRow(len(rows), number, place.due_on, step.at))
    return places, rows


def lived(rows: Sequence[DueRow], awake: Sequence[datetime]) -> tuple[Told, list[datetime], set[int]]:
    """Tick at the given moments: when each row was told, when a message went out, what was left to the digest."""
    left = {row.id: row for row in rows}
    again: dict[int, datetime] = {}
    told: Told = {}
    sent: list[datetime] = []
    stale: set[int] = set()
    for now in awake:
        due = [row for row in left.values() if again.get(row.id, row.due_at) <= now]
        if not due:
            continue
        plan = plan_day(due, sent, now, CALENDAR)
        if plan.send:
            sent.append(now)
        again.update(plan.wait)
        stale.update(plan.stale)
        told.update(dict.fromkeys((*plan.send, *plan.fold, *plan.merged), now))
        for number in (*plan.send, *plan.fold, *plan.merged, *plan.stale):
            del left[number]
    assert all(row.due_at >= END - timedelta(days=4) for row in left.values()), "nothing is forgotten"
    return told, sent, stale


def ticks(hours: Sequence[time]) -> Iterator[datetime]:
    now = local(PUBLISHED).replace(hour=0, minute=0)
    while now < END:
        yield from (at(f"{now.date()}T{hour.isoformat()}") for hour in hours)
        now += timedelta(days=1)


def test_every_deadline_of_a_year_is_told_in_time_and_humanely() -> None:
    places, rows = planned()
    told, sent, stale = lived(rows, list(ticks([time(h, m) for h in range(24) for m in (0, 30)])))
    assert len(places) > 15
    assert stale == set()
    assert len(sent) == len({local_date(moment) for moment in sent})
    for moment in sent:
        assert QUIET.allow(local(moment).time())
        assert CALENDAR.is_working(local_date(moment))
    for number, place in enumerate(places):
        first = min(told[row.id] for row in rows if row.occurrence_id == number and row.id in told)
        assert local_date(first) <= place.due_on
        assert local_date(first) <= CALENDAR.on_or_before(place.due_on)
    for row in rows:
        if row.id in told:
            assert local_date(told[row.id]) == local_date(row.due_at), "a free chat is told on the day"


@pytest.mark.parametrize(("first", "last"), [("2027-02-01", "2027-02-20"), ("2027-08-20", "2027-09-15")])
def test_after_weeks_of_downtime_one_message_makes_good_and_the_old_is_left_to_the_digest(
    first: str, last: str
) -> None:
    places, rows = planned()
    down = [
        moment
        for moment in ticks([time(7, 30), time(13)])
        if not at(f"{first}T00:00") <= moment < at(f"{last}T00:00")
    ]
    told, sent, stale = lived(rows, down)
    assert stale
    assert len(sent) == len({local_date(moment) for moment in sent})
    for row in rows:
        if row.id in told:
            assert told[row.id] - row.due_at <= timedelta(days=7)
    up = at(f"{last}T07:30")
    while not CALENDAR.is_working(local_date(up)):
        up += timedelta(days=1)
    assert digest_is_due(up, at(f"{first}T00:00") - timedelta(days=7), CALENDAR)
    digest = weekly_digest([OpenDay(n, place.due_on) for n, place in enumerate(places)], local_date(up))
    overdue = {n for n, place in enumerate(places) if place.due_on < local_date(up)}
    assert set(digest.overdue) == overdue
