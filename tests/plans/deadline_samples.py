"""How a deadline is written in short: what the tables of `test_deadlines*` compare with."""

from __future__ import annotations

from domain.plan import Deadline, DeadlineKind
from plans.deadlines import Reading


def short(deadline: Deadline) -> str:
    """`2025-06-14`, `2025-01-01..2025-03-31`, `2026-01-01..`, `M 3,6,9,12 -1`, `P5D work`, `event`."""
    if deadline.kind is DeadlineKind.DATE:
        return str(deadline.due)
    if deadline.kind is DeadlineKind.PERIOD:
        return f"{deadline.start}..{deadline.due}"
    if deadline.kind is DeadlineKind.ONGOING:
        return f"{deadline.start}.."
    if deadline.kind is DeadlineKind.CONDITIONAL:
        return f"{deadline.within or 'event'}{' work' if deadline.working else ''}"
    assert deadline.rrule is not None
    parts = dict(p.split("=") for p in deadline.rrule.split(";"))
    rest = [parts[k] for k in ("INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY") if k in parts]
    return " ".join([parts["FREQ"][0], *rest])


def shorts(reading: Reading) -> list[str]:
    return [short(d) for d in reading.deadlines]


def kinds(reading: Reading) -> set[str]:
    return {d.kind for d in reading.doubts}
