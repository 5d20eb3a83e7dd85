"""From what was found to deadlines: years are filled in, days checked, rules written.

`read` calls `resolve` for every item that is a deadline. What cannot be a day, or is read in one of
several possible ways, comes back with a doubt's word.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.plan import Deadline, DeadlineKind
from plans.deadlines.values import Day, Feast, How, Item, Recurrence, Span, Stretch

_DAY = timedelta(days=1)
_QUARTER_ENDS = (3, 6, 9, 12)
_LEAP = 2024


@dataclass(frozen=True, slots=True)
class Base:
    """What a time is counted from: the plan's year and day, and what comes back in its sentence."""

    year: int | None
    issued_on: date | None = None
    freqs: frozenset[str] = frozenset()
    """The recurrences that hold for the item: `year`, `quarter`, `month` …"""
    labels: frozenset[str] = frozenset()
    periodic: bool = False
    """The sentence says `định kỳ`."""
    reported: bool = False
    """The words around name a kind of report (`Báo cáo 6 tháng gửi`): its day comes back each year."""


@dataclass(slots=True)
class Resolved:
    deadline: Deadline | None = None
    doubts: list[str] = field(default_factory=list)


class NotADay(Exception):
    """The day does not exist; carries the doubt's word."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def resolve(item: Item, text: str, base: Base) -> Resolved:
    """The deadline of `item` (written as `text`), or only its doubts."""
    out = Resolved(doubts=list(item.doubts))
    try:
        out.deadline = _deadline(item, text, base, out.doubts)
    except NotADay as problem:
        out.doubts.append(problem.word)
        return out
    out.doubts += [d for d in item.doubts if d not in out.doubts]
    if item.how.now and out.deadline is not None:
        out.deadline = _from_now(out.deadline, base, out.doubts)
    if out.deadline is not None:
        out.doubts += _checked(out.deadline, item, base)
    return out


def _from_now(deadline: Deadline, base: Base, doubts: list[str]) -> Deadline:
    """`từ nay đến …`: a period where the plan's day is known, else only its end (which is a doubt)."""
    if base.issued_on is None or deadline.due is None or deadline.kind is not DeadlineKind.DATE:
        doubts.append("date_ambiguous")
        return deadline
    return Deadline(DeadlineKind.PERIOD, deadline.as_written, start=base.issued_on, due=deadline.due)


def _deadline(item: Item, text: str, base: Base, doubts: list[str]) -> Deadline | None:
    value = item.value
    if isinstance(value, Span):
        if not value.certain:
            doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.CONDITIONAL, text, within=value.within, working=value.working)
    if isinstance(value, Recurrence):
        return Deadline(DeadlineKind.RECURRING, text, rrule=_recurrence_rule(value, item.how, doubts))
    if isinstance(value, Feast):
        return _feast(value, item, text, base)
    if not value.certain or (item.to is not None and not item.to.certain):
        doubts.append("date_misread" if isinstance(value, Day) else "date_ambiguous")
    if item.to is not None:
        return _range(value, item.to, item, text, base, doubts)
    if isinstance(value, Day):
        return _day(value, item, text, base, doubts)
    return _stretch(value, item, text, base, doubts)


# --- single days -------------------------------------------------------------------------------


def _day(day: Day, item: Item, text: str, base: Base, doubts: list[str]) -> Deadline | None:
    how = item.how
    comes_back = day.year is None and not day.lunar and _comes_back(day, item, base)
    if comes_back:
        if base.reported and day.months and not base.freqs and item.recurs is None:
            doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.RECURRING, text, rrule=_day_rule(day, item, base, doubts))
    if not day.months:
        raise NotADay("date_ambiguous")
    due = _solar(day, item, base)
    if how.since or item.onward:
        return Deadline(DeadlineKind.ONGOING, text, start=due)
    if len(day.months) > 1:
        doubts.append("date_ambiguous")
    if day.year is None and (base.periodic or base.labels) and not day.lunar:
        doubts.append("date_ambiguous")
    return Deadline(DeadlineKind.DATE, text, due=_shifted(due, how))


def _shifted(due: date, how: How) -> date:
    return due - _DAY if how.before and not how.whole and not how.clock else due


def _comes_back(day: Day, item: Item, base: Base) -> bool:
    if item.recurs is not None or item.months:
        return True
    if not day.months:
        return bool(day.cycle or base.freqs or base.labels & {"month", "quarter"})
    return bool(base.freqs) or base.reported or len(day.months) > 2


def _day_rule(day: Day, item: Item, base: Base, doubts: list[str]) -> str:
    before = item.how.before and not item.how.whole and not item.how.clock
    months = day.months
    if not months:
        months = _cycle_months(day, item, base, doubts)
    elif any(not 1 <= m <= 12 for m in months):
        raise NotADay("date_impossible")
    if not (1 <= day.day <= 31 or day.day == -1):
        raise NotADay("date_impossible")
    for month in months if day.day > 0 else ():
        if day.day > monthrange(_LEAP, month)[1] and (len(months) == 1 or day.months):
            raise NotADay("date_impossible")
    return yearly_rule(months, day.day, before=before)


def _cycle_months(day: Day, item: Item, base: Base, doubts: list[str]) -> tuple[int, ...]:
    """The months of a day that names none; empty means every month."""
    if item.months:
        return item.months
    if day.cycle in {"quarter_last", "quarter_first"}:
        return _QUARTER_ENDS if day.cycle == "quarter_last" else (1, 4, 7, 10)
    if day.cycle == "half_last":
        doubts.append("date_ambiguous")
        return (6, 12)
    freqs = {item.recurs.freq} if item.recurs is not None else set(base.freqs | base.labels)
    if "month" in freqs or (day.cycle == "month" and not freqs & {"quarter", "half", "year"}):
        return ()
    doubts.append("date_ambiguous")
    if "quarter" in freqs:
        return _QUARTER_ENDS
    if day.cycle == "month":
        return ()
    raise NotADay("date_ambiguous")


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
        return earlier, monthrange(_LEAP, earlier[0])[1]
    return earlier, -1


def _solar(day: Day, item: Item, base: Base) -> date:
    year = day.year
    if year is None:
        if base.year is None:
            raise NotADay("year_missing")
        year = base.year + day.year_shift
    if day.lunar:
        return _from_lunar(day, year, item, base)
    return make(year, day.months[0], day.day)


def make(year: int, month: int, day: int) -> date:
    """The date, or NotADay with the reason it cannot be one."""
    if not 1990 <= year <= 2100:
        raise NotADay("date_misread")
    if not 1 <= month <= 12:
        raise NotADay("date_impossible")
    last = monthrange(year, month)[1]
    if day == -1:
        day = last
    if not 1 <= day <= last:
        raise NotADay("date_impossible")
    return date(year, month, day)


def _from_lunar(day: Day, year: int, item: Item, base: Base) -> date:
    """The solar date; the last lunar months lie in the next solar year, so the year is chosen with care."""
    from domain.lunar import LunarError, solar_of  # only a lunar day pays for the astronomy

    month, number = day.months[0], 30 if day.day == -1 else day.day
    choices = []
    for lunar_year in (year - 1, year):
        try:
            choices.append(solar_of(number, month, lunar_year))
        except LunarError:
            continue
    if month < 11 or day.year is not None:
        if month >= 11:
            item.doubts.append("date_ambiguous")
        choices = [c for c in choices if c.year == (year if month < 11 else c.year)][-1:]
    elif base.issued_on is not None:
        choices = [c for c in choices if c >= base.issued_on]
    else:
        item.doubts.append("date_ambiguous")
        choices = [c for c in choices if c.year == year] or choices
    if not choices:
        raise NotADay("date_impossible")
    return choices[0]


def _feast(feast: Feast, item: Item, text: str, base: Base) -> Deadline:
    from domain.lunar import solar_of

    year = feast.year or base.year
    if feast.lunar_year is not None:
        # The cycle of sixty: the year of that name nearest to the plan's.
        if base.year is None:
            raise NotADay("year_missing")
        year = min(
            (base.year + d for d in range(-5, 55)), key=lambda y: ((y - 4 - (feast.lunar_year or 0)) % 60, y)
        )
    if year is None:
        raise NotADay("year_missing")
    due = solar_of(feast.day, feast.month, year)
    if feast.year is None and feast.lunar_year is None:
        item.doubts.append("date_ambiguous")
        if base.issued_on is not None and due < base.issued_on:
            due = solar_of(feast.day, feast.month, year + 1)
    return Deadline(DeadlineKind.DATE, text, due=_shifted(due, item.how))


# --- stretches ----------------------------------------------------------------------------------


def bounds(stretch: Stretch, base: Base) -> tuple[date, date]:
    """The first and last day of a stretch; a year that is not said is the plan's."""
    year = stretch.year
    if year is None:
        if base.year is None:
            raise NotADay("year_missing")
        year = base.year + stretch.year_shift
    last_year = stretch.last_year if stretch.last_year is not None else year
    if stretch.last_year is None and stretch.last < stretch.first:
        last_year = year + 1
    start, end = make(year, stretch.first, 1), make(last_year, stretch.last, -1)
    if end < start:
        raise NotADay("date_impossible")
    return _part_of(stretch, start, end)


def _part_of(stretch: Stretch, start: date, end: date) -> tuple[date, date]:
    if stretch.part == "đầu":
        if stretch.unit == "month":
            return start, start.replace(day=10)
        return start, make(start.year, start.month + (0 if stretch.unit == "quarter" else 2), -1)
    if stretch.part.startswith("tuần"):
        which = int(stretch.part.split()[1])
        first = start.replace(day=7 * which - 6 if which < 5 else end.day - 6)
        return first, end if which > 3 else first + timedelta(days=6)
    if stretch.part == "giữa" and stretch.unit == "month":
        return start.replace(day=11), start.replace(day=20)
    return start, end


def _stretch(stretch: Stretch, item: Item, text: str, base: Base, doubts: list[str]) -> Deadline | None:
    how = item.how
    if stretch.year is None and _stretch_comes_back(stretch, item, base):
        return Deadline(DeadlineKind.RECURRING, text, rrule=_stretch_rule(stretch, how))
    if not stretch.named:
        doubts.append("date_ambiguous")
    start, end = bounds(stretch, base)
    if item.onward or (how.since and not how.until):
        return Deadline(DeadlineKind.ONGOING, text, start=start)
    if how.before and not how.whole:
        due = end - _DAY if stretch.part == "cuối" else start - _DAY
        return Deadline(DeadlineKind.DATE, text, due=due)
    if stretch.part:
        doubts.append("date_ambiguous")
    if how.whole or (how.until and not how.since) or stretch.part == "cuối":
        if how.until and not how.whole:
            doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.DATE, text, due=end)
    if how.latest and not how.inside:
        doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.DATE, text, due=end)
    return Deadline(DeadlineKind.PERIOD, text, start=start, due=end)


def _stretch_comes_back(stretch: Stretch, item: Item, base: Base) -> bool:
    if item.recurs is not None:
        return True
    if stretch.unit == "term" or (stretch.unit == "school" and stretch.part):
        return True
    return "year" in base.freqs or (base.periodic and bool(base.freqs))


def _stretch_rule(stretch: Stretch, how: How) -> str:
    if how.before and not how.whole and stretch.part != "cuối":
        return yearly_rule((stretch.first,), 1, before=True)
    last = stretch.last if stretch.part != "đầu" or stretch.unit == "month" else stretch.first
    day = -1 if last == 2 else monthrange(_LEAP, last)[1]
    return yearly_rule((last,), day, before=False)


# --- ranges -------------------------------------------------------------------------------------


def _range(
    first: Day | Stretch | Feast, last: Day | Stretch, item: Item, text: str, base: Base, doubts: list[str]
) -> Deadline:
    assert not isinstance(first, Feast)
    if _range_comes_back(first, last, item, base):
        if isinstance(last, Day):
            plain = Item(item.start, item.end, How(), last, recurs=item.recurs, months=item.months)
            return Deadline(DeadlineKind.RECURRING, text, rrule=_day_rule(last, plain, base, doubts))
        return Deadline(DeadlineKind.RECURRING, text, rrule=_stretch_rule(last, How()))
    _share_year(first, last)
    end = _last_of(last, item, base)
    if item.onward:
        return Deadline(DeadlineKind.ONGOING, text, start=_first_of(first, item, base))
    start = _first_of(first, item, base)
    if end < start:
        if last.year is None or (first.year is not None and isinstance(last, Day) and last.year is None):
            end = (
                end.replace(year=end.year + 1)
                if (end.month, end.day) != (2, 29)
                else end + timedelta(days=365)
            )
        if end < start:
            raise NotADay("date_impossible")
    return Deadline(DeadlineKind.PERIOD, text, start=start, due=end)


def _range_comes_back(first: Day | Stretch, last: Day | Stretch, item: Item, base: Base) -> bool:
    if first.year is not None or last.year is not None:
        return False
    if item.recurs is not None:
        return True
    if isinstance(last, Day) and not last.months:
        return bool(last.cycle or "month" in base.freqs)
    return bool(base.freqs & {"year", "half", "quarter"})


def _share_year(first: Day | Stretch, last: Day | Stretch) -> None:
    """`từ ngày 08 đến ngày 10 tháng 12 năm 2025`: the month and year said at the end hold for the start."""
    if isinstance(first, Day) and not first.months and isinstance(last, Day):
        first.months = last.months[:1]
    if first.year is None and last.year is not None:
        first.year = last.year
        if _month_of(first) > _month_of(last):
            first.year -= 1
    elif last.year is None and first.year is not None and last.year_shift == 0:
        last.year = first.last_year if isinstance(first, Stretch) and first.last_year else first.year
        if _month_of(last) < _month_of(first):
            last.year += 1


def _month_of(value: Day | Stretch) -> int:
    if isinstance(value, Day):
        return value.months[0] if value.months else 0
    return value.first


def _first_of(value: Day | Stretch, item: Item, base: Base) -> date:
    if isinstance(value, Day):
        if not value.months:
            raise NotADay("date_ambiguous")
        return _solar(value, item, base)
    return bounds(value, base)[0]


def _last_of(value: Day | Stretch, item: Item, base: Base) -> date:
    if isinstance(value, Day):
        if not value.months:
            raise NotADay("date_ambiguous")
        return _solar(value, item, base)
    return bounds(value, base)[1]


# --- recurrences --------------------------------------------------------------------------------

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


def _recurrence_rule(value: Recurrence, how: How, doubts: list[str]) -> str:
    """The rule of a recurrence that names no day: the last day of each period."""
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
    if value.interval > 1:
        doubts.append("date_ambiguous")
        name, _, rest = rule.partition(";")
        rule = f"{name};INTERVAL={value.interval}" + (f";{rest}" if rest else "")
    return rule


# --- checks -------------------------------------------------------------------------------------


def _checked(deadline: Deadline, item: Item, base: Base) -> list[str]:
    """Doubts about days that exist and still cannot be right."""
    out = []
    due, start = deadline.due, deadline.start
    if due is not None:
        if (base.issued_on is not None and due < base.issued_on) or (
            base.issued_on is None
            and base.year is not None
            and due.year < base.year - (1 if item.how.before else 0)
        ):
            out.append("date_before_plan")
        if base.year is not None and due.year > base.year + 15:
            out.append("date_misread")
    if start is not None and due is None and base.year is not None and not -5 <= start.year - base.year <= 15:
        out.append("date_misread")
    return out
