"""The only place that reads the time. Rules take `now` or `today`; the edges own one `Clock`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""People live in this zone; the database keeps UTC."""


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands still until it is moved: for tests and for the demo."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock wants an aware datetime")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Set the clock; it never goes back."""
        if moment.tzinfo is None:
            raise ValueError("a clock wants an aware datetime")
        self._now = max(self._now, moment.astimezone(UTC))

    def move_by(self, span: timedelta) -> None:
        self.move_to(self._now + span)


def local(moment: datetime) -> datetime:
    """The same moment in Vietnam's zone."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place here")
    return moment.astimezone(VIETNAM)


def local_date(moment: datetime) -> date:
    """The day it is in Vietnam at that moment."""
    return local(moment).date()
