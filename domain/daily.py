"""The day plan of one chat: at most one reminder message a day, whatever falls due; and the weekly digest.

Delivery hands in a chat's rows and when it wrote there; the answer says which rows go now, in one message, and
what becomes of the others. Persons and groups follow the same rule. Nothing is sent or stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from domain.clock import VIETNAM
from domain.delivery import TOO_LATE
from domain.quiet import HOUR, QUIET, QuietHours, moment_of, next_humane
from domain.workdays import WorkCalendar

_DAY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""How far the weekly digest looks ahead, today included."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One planned reminder of a chat. `due_at` is its moment (UTC), `due_on` its deadline."""

    id: int
    occurrence_id: int
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What becomes of each row: every id stands in exactly one of the five places."""

    send: tuple[int, ...] = ()
    """Told now, in one message: what can still be done in time first, nearest first."""
    fold: tuple[int, ...] = ()
    """Added to the message that went out today, by editing it: the next working day would be too late."""
    merged: tuple[int, ...] = ()
    """An older step of something that another row tells of."""
    wait: tuple[tuple[int, datetime], ...] = ()
    """Not now: id and the moment (UTC) to look again."""
    stale: tuple[int, ...] = ()
    """More than a week late, and not for a run of days off: left to the lists and the weekly digest."""
    catch_up: bool = False
    """Whether the message makes good what was missed: some of it should have gone on an earlier working day."""
    digest: bool = False
    """Whether the message is the weekly digest; the rows of `send` stand in it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A moment as it looks to chats of one hour and one quiet: made once, asked for thousands of chats."""

    now: datetime
    today: date
    next_day: date
    """The next working day."""
    working: bool
    humane: datetime
    """The moment itself, or the end of the quiet hours that it lies in."""
    starts: datetime
    ends: datetime
    """The first moments (UTC) of today and of tomorrow."""
    next_morning: datetime
    missed: datetime
    """What was due before this was missed: a row may wait for the next working day by rule, no longer."""

    @classmethod
    def of(
        cls,
        now: datetime,
        calendar: WorkCalendar,
        *,
        hour: time = HOUR,
        quiet: QuietHours = QUIET,
        zone: tzinfo = VIETNAM,
    ) -> Day:
        today = now.astimezone(zone).date()
        next_day = calendar.on_or_after(today + _DAY)
        return cls(
            now=now,
            today=today,
            next_day=next_day,
            working=calendar.is_working(today),
            humane=next_humane(now, quiet=quiet, hour=hour, zone=zone),
            starts=moment_of(today, time(), zone),
            ends=moment_of(today + _DAY, time(), zone),
            next_morning=moment_of(next_day, quiet.fit(hour), zone),
            missed=moment_of(calendar.on_or_before(today - _DAY), time(), zone),
        )

    def plan(self, rows: Iterable[DueRow], sent: Iterable[datetime] = (), *, digest: bool = False) -> DayPlan:
        """Decide over one chat's rows: those that are due, and those still to come today, which ride along.

        `sent` are the moments of reminder messages to this chat (today's count; an edited message is none).
        `digest`: a weekly digest with something in it is due. Rows wait for the next working day if today is
        off or a message went out already, except what that day would be too late for. Quiet hours hold
        everything.
        """
        now, humane = self.now, self.humane
        rows = list(rows)
        if len(rows) == 1 and self._is_plain(rows[0], sent, digest):
            return DayPlan(send=(rows[0].id,), catch_up=rows[0].due_at < self.missed)
        old = min(now - TOO_LATE, self.missed)
        stale, rest = _parted(rows, lambda row: row.due_at < old)
        ahead, present = _parted(rest, lambda row: row.due_at >= self.ends)
        told, merged = _newest(present)
        written = any(self.starts <= moment < self.ends for moment in sent)
        digest = digest and self.working and not written and humane <= now
        going: list[DueRow] = []
        again = now
        if humane > now:
            again = humane
        elif digest or any(row.due_at <= now for row in told):
            free = self.working and not written
            going = [row for row in told if free or self._cannot_wait(row)]
            again = self.next_morning
        gone = {row.id for row in going}
        waiting = [row for row in told if row.id not in gone]
        ids = tuple(row.id for row in sorted(going, key=lambda row: urgency(row.due_on, self.today, row.id)))
        return DayPlan(
            send=() if written else ids,
            fold=ids if written else (),
            merged=tuple(row.id for row in merged),
            wait=tuple(
                (row.id, again if row.due_at <= now else max(row.due_at, humane))
                for row in [*waiting, *ahead]
            ),
            stale=tuple(row.id for row in stale),
            catch_up=any(row.due_at < self.missed for row in going),
            digest=digest,
        )

    def _is_plain(self, row: DueRow, sent: Iterable[datetime], digest: bool) -> bool:
        """Most chats: one row that is due on a working day of which nothing was told yet."""
        plain = self.working and self.humane <= self.now and not digest
        return plain and self.now - TOO_LATE <= row.due_at <= self.now and all(m < self.starts for m in sent)

    def _cannot_wait(self, row: DueRow) -> bool:
        """Whether a row that is due would come too late on the next working day, and not today."""
        return row.due_at <= self.now and self.today <= row.due_on < self.next_day


def plan_day(
    rows: Iterable[DueRow],
    sent: Iterable[datetime],
    now: datetime,
    calendar: WorkCalendar,
    *,
    digest: bool = False,
    hour: time = HOUR,
    quiet: QuietHours = QUIET,
    zone: tzinfo = VIETNAM,
) -> DayPlan:
    """`Day.plan` for one chat alone."""
    return Day.of(now, calendar, hour=hour, quiet=quiet, zone=zone).plan(rows, sent, digest=digest)


def _parted(rows: Iterable[DueRow], test: Callable[[DueRow], bool]) -> tuple[list[DueRow], list[DueRow]]:
    """Those that pass a test, and the others."""
    yes, no = list[DueRow](), list[DueRow]()
    for row in rows:
        (yes if test(row) else no).append(row)
    return yes, no


def _newest(rows: list[DueRow]) -> tuple[list[DueRow], list[DueRow]]:
    """Of several rows of one occurrence the newest is told; the others are merged into it."""
    if len(rows) < 2:
        return rows, []
    newest: dict[int, DueRow] = {}
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        newest[row.occurrence_id] = row
    return _parted(rows, lambda row: newest[row.occurrence_id] is row)


def urgency(due_on: date, today: date, number: int = 0) -> tuple[bool, int, int]:
    """The order of a message: what can still be done in time first, nearest first; then what is late."""
    days = (due_on - today).days
    return days < 0, abs(days), number


# --- the weekly digest --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenDay:
    """An open due day of somebody's unit."""

    occurrence_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Digest:
    """The week at a glance, by occurrence: all that is overdue, however old, and what is due in seven days."""

    overdue: tuple[int, ...]
    coming: tuple[int, ...]

    @property
    def empty(self) -> bool:
        """An empty digest is not sent."""
        return not (self.overdue or self.coming)


def weekly_digest(days: Iterable[OpenDay], today: date) -> Digest:
    """What a digest of today tells, the oldest first."""
    ordered = sorted(days, key=lambda day: (day.due_on, day.occurrence_id))
    return Digest(
        overdue=tuple(day.occurrence_id for day in ordered if day.due_on < today),
        coming=tuple(day.occurrence_id for day in ordered if today <= day.due_on < today + AHEAD),
    )


def digest_moment(
    day: date, calendar: WorkCalendar, *, hour: time = HOUR, zone: tzinfo = VIETNAM
) -> datetime | None:
    """When the digest of a day's week is due: Monday, else the week's first working day; None if it has none."""
    monday = day - timedelta(days=day.weekday())
    first = calendar.on_or_after(monday)
    return moment_of(first, hour, zone) if first < monday + timedelta(days=7) else None


def digest_is_due(
    now: datetime,
    last: datetime | None,
    calendar: WorkCalendar,
    *,
    hour: time = HOUR,
    quiet: QuietHours = QUIET,
    zone: tzinfo = VIETNAM,
) -> bool:
    """Whether this week's digest should go now, to somebody who wants one; `last` is when he got the last.

    If Monday was missed it goes on a later working day of the same week, once.
    """
    today = now.astimezone(zone).date()
    moment = digest_moment(today, calendar, hour=quiet.fit(hour), zone=zone)
    if moment is None or now < moment or (last is not None and last >= moment):
        return False
    return calendar.is_working(today) and next_humane(now, quiet=quiet, hour=hour, zone=zone) <= now
