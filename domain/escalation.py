"""Who hears of a deadline that has passed, when a receipt counts, and how far a class of units has come.

The officer is told first; the unit head after some days, the coordinator after some more. "Received" is not
"done": it spares a unit the steps in between for a while, and it runs out. Planning plans the steps up,
delivery asks whether one may go and whether a receipt still holds, lists show the summary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.clock import VIETNAM
from domain.errors import DomainError
from domain.ladder import Step, step_day
from domain.occurrences import DueDay, DueKind
from domain.quiet import HOUR, QUIET, QuietHours, moment_of
from domain.workdays import WorkCalendar

BAD_ORDER = "escalation.bad_order"


class Level(StrEnum):
    """Who is told besides the officers of the unit."""

    HEAD = "head"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class EscalationRules:
    """Days after the due day for each level; how long a receipt holds, and until which step at most."""

    head_after: int = 3
    coordinator_after: int = 7
    receipt_days: int = 14
    receipt_until: int = 3
    patience: int = 3
    """Days that a step up waits at most for the officer to have been told."""

    def __post_init__(self) -> None:
        if not 1 <= self.head_after < self.coordinator_after or self.receipt_days < 1:
            raise DomainError(BAD_ORDER, head=self.head_after, coordinator=self.coordinator_after)

    def days_after(self, level: Level) -> int:
        return self.head_after if level is Level.HEAD else self.coordinator_after


RULES = EscalationRules()


# --- steps up -----------------------------------------------------------------------------------


def escalation_steps(
    due: DueDay,
    level: Level,
    now: datetime,
    calendar: WorkCalendar,
    *,
    rules: EscalationRules = RULES,
    hour: time = HOUR,
    quiet: QuietHours = QUIET,
    zone: tzinfo = VIETNAM,
) -> list[Step]:
    """The step on which a level hears of a due day, named `head+3`; none if it is past.

    Check-ins are not escalated, nor days so near to their neighbour that the next one comes first.
    """
    offset = rules.days_after(level)
    if due.kind is DueKind.CHECK_IN or (due.gap is not None and offset > due.gap / 2):
        return []
    at = moment_of(step_day(due.due_on, offset, calendar), quiet.fit(hour), zone)
    return [Step(f"{level.value}{offset:+d}", at)] if at > now else []


def level_of(step: str) -> Level | None:
    """The level that a step's name speaks to, None for the officers' own ladder."""
    word = step.partition("+")[0]
    return next((level for level in Level if level.value == word), None)


def held_until(
    planned: datetime,
    officer_told: datetime | None,
    now: datetime,
    calendar: WorkCalendar,
    *,
    rules: EscalationRules = RULES,
    hour: time = HOUR,
    zone: tzinfo = VIETNAM,
) -> datetime | None:
    """When a step up that is due may go: None for now, else the working day to look again.

    `officer_told` is when an officer of the unit was first told of this due day (None: nobody was). He must
    have had at least the day before for himself. Where nobody could be told, waiting ends after some days.
    """
    today = now.astimezone(zone).date()
    if officer_told is not None and officer_told.astimezone(zone).date() < today:
        return None
    if today >= planned.astimezone(zone).date() + timedelta(days=rules.patience):
        return None
    return moment_of(calendar.on_or_after(today + timedelta(days=1)), hour, zone)


# --- receipts -----------------------------------------------------------------------------------


def receipt_ends(
    received_on: date, due_on: date, calendar: WorkCalendar, rules: EscalationRules = RULES
) -> date:
    """The first day on which a receipt ("Đã nhận") spares nothing any more.

    Whichever is first: some days later, or the step 3 days before the deadline. From that step on, and after the
    deadline, a receipt is noted and spares nothing.
    """
    last_call = step_day(due_on, -rules.receipt_until, calendar)
    return max(received_on, min(received_on + timedelta(days=rules.receipt_days), last_call))


def spares(
    received_on: date | None,
    due_on: date,
    today: date,
    calendar: WorkCalendar,
    rules: EscalationRules = RULES,
) -> bool:
    """Whether a receipt spares the unit today's step of this due day."""
    if received_on is None or today < received_on:
        return False
    return today < receipt_ends(received_on, due_on, calendar, rules)


# --- a class of units ---------------------------------------------------------------------------


class Standing(StrEnum):
    """How one unit stands with one due day."""

    DONE = "done"
    RECEIVED = "received"
    EXPIRED = "expired"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class UnitState:
    """What is known of one unit of a class: when it said "received", when "done"."""

    unit_id: int
    received_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How far a class has come: "12/18 received". A unit that is done has received, too."""

    total: int
    received: int
    done: int
    late: int
    silent: tuple[int, ...]
    """Units that have said nothing, by id."""
    expired: tuple[int, ...]
    """Units whose receipt has run out and that are not done, by id."""

    @property
    def received_of(self) -> str:
        return f"{self.received}/{self.total}"

    @property
    def done_of(self) -> str:
        return f"{self.done}/{self.total}"


def standing(
    state: UnitState, due_on: date, today: date, calendar: WorkCalendar, rules: EscalationRules = RULES
) -> Standing:
    """One unit's standing today."""
    if state.done_on is not None:
        return Standing.DONE
    if state.received_on is None:
        return Standing.SILENT
    held = spares(state.received_on, due_on, today, calendar, rules)
    return Standing.RECEIVED if held or today == state.received_on else Standing.EXPIRED


def summarise(
    states: Iterable[UnitState],
    due_on: date,
    today: date,
    calendar: WorkCalendar,
    rules: EscalationRules = RULES,
) -> Summary:
    """Count a class duty's units, each with its own state."""
    by_unit = {state.unit_id: standing(state, due_on, today, calendar, rules) for state in states}
    of = {each: tuple(sorted(u for u, found in by_unit.items() if found is each)) for each in Standing}
    done = len(of[Standing.DONE])
    return Summary(
        total=len(by_unit),
        received=len(by_unit) - len(of[Standing.SILENT]),
        done=done,
        late=len(by_unit) - done if due_on < today else 0,
        silent=of[Standing.SILENT],
        expired=of[Standing.EXPIRED],
    )
