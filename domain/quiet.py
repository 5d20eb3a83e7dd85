"""Quiet hours: when people are left alone, and the next moment at which they may be written to.

Called by the ladder, the day plan and whoever sends. Hours are local hours of a zone, moments are UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from domain.clock import VIETNAM
from domain.errors import DomainError
from domain.text import strip_marks

HOUR = time(7, 30)
"""The hour of reminders for whoever has not chosen one."""
QUIET_BEFORE = time(7, 0)
QUIET_AFTER = time(20, 0)

BAD_HOUR = "hours.not_an_hour"
HOUR_IN_QUIET = "hours.quiet"
BAD_HOURS = "hours.not_hours"

_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.]|h|gio|g)\s*(\d{1,2}|ruoi)?)?(?:\s*phut)?\s*(sang|trua|chieu|toi)?"
)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """It is quiet before `until` and from `since` on; between them lies the day, within one date."""

    until: time = QUIET_BEFORE
    since: time = QUIET_AFTER

    def __post_init__(self) -> None:
        if self.until >= self.since:
            raise DomainError(BAD_HOURS, until=self.until, since=self.since)

    def allow(self, hour: time) -> bool:
        """Whether somebody may be written to at this hour."""
        return self.until <= hour < self.since

    def fit(self, hour: time) -> time:
        """The hour itself if it may be; else the usual one, else the end of the quiet.

        A chosen hour may fall into quiet hours that were set later: a reminder must not be lost for that.
        """
        for each in (hour, HOUR):
            if self.allow(each):
                return each
        return self.until


QUIET = QuietHours()


def next_humane(
    moment: datetime, *, quiet: QuietHours = QUIET, hour: time = HOUR, zone: tzinfo = VIETNAM
) -> datetime:
    """The moment itself, or the hour of reminders that follows the quiet hours it lies in (UTC)."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place here")
    here = moment.astimezone(zone)
    if quiet.allow(here.time()):
        return moment
    day = here.date() if here.time() < quiet.until else here.date() + timedelta(days=1)
    return moment_of(day, quiet.fit(hour), zone)


def moment_of(day: date, hour: time = HOUR, zone: tzinfo = VIETNAM) -> datetime:
    """A local day and hour as a moment in UTC."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def read_hour(text: str, quiet: QuietHours = QUIET) -> time:
    """The hour that a person chose: `8h`, `7h30`, `07:30`, `2 giờ chiều`.

    Raises DomainError: not an hour, or an hour within the quiet.
    """
    hour = _clock(text)
    if hour is None:
        raise DomainError(BAD_HOUR, text=text[:40])
    if not quiet.allow(hour):
        raise DomainError(HOUR_IN_QUIET, hour=hour, until=quiet.until, since=quiet.since)
    return hour


def read_quiet(text: str) -> QuietHours:
    """The day of a settings line such as `07:00-20:00`: reminders go out between the two."""
    first, dash, last = text.replace("–", "-").partition("-")
    until, since = _clock(first), _clock(last)
    if not dash or until is None or since is None:
        raise DomainError(BAD_HOURS, text=text[:40])
    return QuietHours(until, since)


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(strip_marks(text).lower().strip())
    if found is None:
        return None
    hour, minute = int(found[1]), 30 if found[2] == "ruoi" else int(found[2] or 0)
    if hour < (6 if found[3] == "trua" else 12) and found[3] in ("trua", "chieu", "toi"):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
