"""Deadlines that wait for an event: from the event's date and a span such as `P5D` to the day that is due.

Called when a coordinator enters the event's date. Pure; no clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

from domain.clock import VIETNAM
from domain.errors import DomainError
from domain.workdays import WorkCalendar

BAD_SPAN = "event.bad_span"
HOURS_A_DAY = 8
"""Working hours of a working day, for spans such as `16 giờ làm việc`."""

_SPAN = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?"
)


def event_due(
    within: str | None,
    working: bool,
    event: date | datetime,
    calendar: WorkCalendar,
    zone: tzinfo = VIETNAM,
) -> date:
    """The last day that is on time, `within` (ISO 8601) of an event.

    Days, weeks, months and years are counted from the day after the event, months clamped to their ends;
    working days by the calendar. Hours run by the clock, nights and holidays included, and end on the day on
    which their last minute lies; of an event without an hour they run from the start of its day. Without a
    span the date that the coordinator enters is itself the day that is due. Whatever is not certain ends
    earlier rather than later. Raises DomainError for a span that cannot be read.
    """
    day = _local_day(event, zone)
    if within is None:
        return day
    years, months, weeks, days, hours, minutes = _parts(within)
    if working:
        if years or months:
            raise DomainError(BAD_SPAN, span=within)
        count = weeks * 5 + days + (hours * 60 + minutes) // (HOURS_A_DAY * 60)
        return calendar.add_working_days(day, count)
    try:
        day = _plus_months(day, years * 12 + months) + timedelta(days=weeks * 7 + days)
        if hours or minutes:
            day = _day_of_end(event, day, timedelta(hours=hours, minutes=minutes), zone)
    except (OverflowError, ValueError) as problem:
        raise DomainError(BAD_SPAN, span=within) from problem
    return day


def _local_day(event: date | datetime, zone: tzinfo) -> date:
    if not isinstance(event, datetime):
        return event
    if event.tzinfo is None:
        raise ValueError("a naive datetime has no place here")
    return event.astimezone(zone).date()


def _parts(within: str) -> list[int]:
    """Years, months, weeks, days, hours, minutes."""
    found = _SPAN.fullmatch(within)
    if found is None or not any(found.groups()):
        raise DomainError(BAD_SPAN, span=within[:40])
    return [int(group or 0) for group in found.groups()]


def _plus_months(day: date, months: int) -> date:
    """31 January and a month is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_of_end(event: date | datetime, day: date, span: timedelta, zone: tzinfo) -> date:
    """The local day of the last minute before the span is over. Hours are real ones, also where clocks change."""
    hour = event.astimezone(zone).timetz() if isinstance(event, datetime) else time(tzinfo=zone)
    begin = datetime.combine(day, hour)
    end = datetime.fromtimestamp(begin.timestamp() + span.total_seconds() - 1, zone)
    return end.date()
