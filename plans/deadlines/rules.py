"""Recurrence rules (RFC 5545) for days and periods that come back.

`resolve` calls this; it knows months and weekdays, not words.
"""

from __future__ import annotations

from calendar import monthrange

from plans.deadlines.values import How, Recurrence

LEAP = 2024


def yearly_rule(months: tuple[int, ...], day: int, *, before: bool) -> str:
    """The rule of a day in some months (none: in every month), or of the day before it."""
    if before:
        months, day = _day_before(months, day)
    if not months:
        return f"FREQ=MONTHLY;BYMONTHDAY={day if day < 31 else -1}"
    listed = ",".join(str(m) for m in sorted(months))
    freq = "YEARLY" if len(months) == 1 else "MONTHLY"
    return f"FREQ={freq};BYMONTH={listed};BYMONTHDAY={day}"


def _day_before(months: tuple[int, ...], day: int) -> tuple[tuple[int, ...], int]:
    if day == -1:
        return months, -2
    if day > 1:
        return months, day - 1
    earlier = tuple(sorted((m - 2) % 12 + 1 for m in months))
    if len(earlier) == 1 and earlier[0] != 2:
        return earlier, monthrange(LEAP, earlier[0])[1]
    return earlier, -1


_PLAIN_RULES = {
    "day": "FREQ=DAILY",
    "week": "FREQ=WEEKLY",
    "month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "quarter": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "half": "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "first_half": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
    "term": "FREQ=YEARLY;BYMONTH=1,5;BYMONTHDAY=31",
    "school": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31",
    "year": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def recurrence_rule(value: Recurrence, how: How, doubts: list[str]) -> str:
    """The rule of a recurrence that names no day: the last day of each period."""
    if value.weekday and value.turn:
        if how.before and not how.whole:
            doubts.append("date_ambiguous")
        return f"FREQ=MONTHLY;BYDAY={value.turn}{value.weekday}"
    if value.weekday:
        day = value.weekday
        if how.before and not how.clock and not how.whole:
            day = _WEEK[(_WEEK.index(day) - 1) % 7]
        return f"FREQ=WEEKLY;BYDAY={day}"
    freq = value.freq
    if value.start:
        doubts.append("date_ambiguous")
    if value.times > 1:
        freq = {("year", 2): "half", ("year", 4): "quarter", ("year", 12): "month"}.get(
            (freq, value.times), freq
        )
        doubts.append("date_ambiguous")
    rule = _PLAIN_RULES[freq]
    if value.start and freq == "month":
        rule = "FREQ=MONTHLY;BYMONTHDAY=10"  # as `đầu tháng 7/2026` is its first ten days
    if value.interval > 1:
        doubts.append("date_ambiguous")
        name, _, rest = rule.partition(";")
        rule = f"{name};INTERVAL={value.interval}" + (f";{rest}" if rest else "")
    return rule
