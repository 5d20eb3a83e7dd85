"""From what was found to deadlines: years are filled in, days checked, rules written.

`read` calls `resolve` for every item that is a deadline. What cannot be a day, or is read in one of
several possible ways, comes back with a doubt's word.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.plan import Deadline, DeadlineKind
from plans.deadlines.dates import Base, NotADay, bounds, feast_date, solar_date, week_of
from plans.deadlines.rules import LEAP, recurrence_rule, yearly_rule
from plans.deadlines.seasons import SUMMER
from plans.deadlines.values import Day, Feast, How, Item, Recurrence, Span, Stretch

_DAY = timedelta(days=1)
_QUARTER_ENDS = (3, 6, 9, 12)


@dataclass(slots=True)
class Resolved:
    deadline: Deadline | None = None
    doubts: list[str] = field(default_factory=list)


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
        return Deadline(DeadlineKind.RECURRING, text, rrule=recurrence_rule(value, item.how, doubts))
    if isinstance(value, Feast):
        day = feast_date(value, item, base)
        due = day - item.ahead * _DAY if item.ahead else _shifted(day, item.how)
        return Deadline(DeadlineKind.DATE, text, due=due)
    if not value.certain or (item.to is not None and not item.to.certain):
        doubts.append("date_misread" if isinstance(value, Day) else "date_ambiguous")
    if item.to is not None:
        return _range(value, item.to, item, text, base, doubts)
    if isinstance(value, Day):
        return _day(value, item, text, base, doubts)
    return _stretch(value, item, text, base, doubts)


def _day(day: Day, item: Item, text: str, base: Base, doubts: list[str]) -> Deadline | None:
    how = item.how
    comes_back = day.year is None and not day.lunar and _comes_back(day, item, base)
    if comes_back:
        if (base.reported or base.lasting) and day.months and not base.freqs and item.recurs is None:
            doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.RECURRING, text, rrule=_day_rule(day, item, base, doubts))
    if not day.months:
        raise NotADay("date_ambiguous")
    due = solar_date(day, item, base)
    if day.year is None and not day.lunar and _is_next_years(due, base):
        doubts.append("date_ambiguous")
        day.year_shift += 1
        due = solar_date(day, item, base)
    if how.since or item.onward:
        return Deadline(DeadlineKind.ONGOING, text, start=due)
    if len(day.months) > 1:
        doubts.append("date_ambiguous")
    if day.year is None and (base.periodic or base.labels) and not day.lunar:
        doubts.append("date_ambiguous")
    return Deadline(DeadlineKind.DATE, text, due=_shifted(due, how))


def _is_next_years(day: date, base: Base) -> bool:
    return base.goes_on and base.issued_on is not None and day < base.issued_on


def _shifted(due: date, how: How) -> date:
    return due - _DAY if how.before and not how.whole and not how.clock else due


def _comes_back(day: Day, item: Item, base: Base) -> bool:
    if item.recurs is not None or item.months:
        return True
    if not day.months:
        return bool(day.cycle or base.freqs or base.labels & {"month", "quarter"})
    if base.lasting and (base.labels or base.periodic):
        return True
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
        if day.day > monthrange(LEAP, month)[1] and (len(months) == 1 or day.months):
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


def _stretch(stretch: Stretch, item: Item, text: str, base: Base, doubts: list[str]) -> Deadline | None:
    how = item.how
    if _is_this_years_term(stretch, item, base):
        doubts.append("date_ambiguous")  # the year is not said
        if base.issued_on is not None and bounds(stretch, base)[1] < base.issued_on:
            stretch.year_shift += 1
        start, end = bounds(stretch, base)
        return Deadline(DeadlineKind.PERIOD, text, start=start, due=end)
    if stretch.year is None and _stretch_comes_back(stretch, item, base):
        if _is_guessed_part(stretch, how):
            doubts.append("date_ambiguous")
        return Deadline(DeadlineKind.RECURRING, text, rrule=_stretch_rule(stretch, how))
    if not stretch.named or stretch.unit == SUMMER:
        doubts.append("date_ambiguous")
    start, end = bounds(stretch, base)
    if stretch.year is None and _is_next_years(end, base):
        doubts.append("date_ambiguous")
        stretch.year_shift += 1
        start, end = bounds(stretch, base)
    spans = stretch.last_year is not None and stretch.last_year != stretch.year and stretch.unit == "year"
    if item.onward or (how.since and not how.until and not spans and not stretch.dashed):
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


def _is_this_years_term(stretch: Stretch, item: Item, base: Base) -> bool:
    """`Học kỳ I` in a plan of one school year is that year's term; in one that lasts, each year's."""
    if stretch.unit != "term" or stretch.part or stretch.year is not None or item.recurs is not None:
        return False
    plain = item.how.bare or item.how.inside
    return plain and not (base.lasting or base.periodic or base.freqs or base.year is None)


def _stretch_comes_back(stretch: Stretch, item: Item, base: Base) -> bool:
    if item.recurs is not None:
        return True
    if stretch.unit == "term" or (stretch.unit == "school" and stretch.part):
        return True
    if stretch.year_shift and (base.reported or base.labels):
        return True  # "báo cáo năm: tháng 01 của năm sau"
    return "year" in base.freqs or (base.periodic and bool(base.freqs))


def _is_guessed_part(stretch: Stretch, how: How) -> bool:
    """Whether no rule says on which day the stretch ends: `đầu năm học`, `tuần thứ hai của tháng 6 hằng năm`."""
    if stretch.part == "cuối":
        return how.before
    return bool(stretch.part) or bool(stretch.year_shift) or stretch.unit == SUMMER


def _week_end(week: int, month: int) -> int:
    """The last day of a month's week; the fourth goes on to the month's end."""
    if week < 4:
        return 7 * week
    return -1 if month == 2 else monthrange(LEAP, month)[1]


_THIRDS = {"đầu": 10, "giữa": 20}
"""The last day of a month's first and second ten days."""


def _stretch_rule(stretch: Stretch, how: How) -> str:
    week = week_of(stretch)
    if week is not None and not (how.before and not how.whole):
        return yearly_rule((stretch.last,), _week_end(week, stretch.last), before=False)
    if week is not None:
        return yearly_rule((stretch.first,), 7 * week - 6 if week < 5 else 25, before=True)
    if how.before and not how.whole and stretch.part != "cuối":
        return yearly_rule((stretch.first,), 1, before=True)
    if stretch.unit == "month" and stretch.part in _THIRDS:
        return yearly_rule((stretch.last,), _THIRDS[stretch.part], before=False)
    last = stretch.last if stretch.part != "đầu" or stretch.unit == "month" else stretch.first
    day = -1 if last == 2 else monthrange(LEAP, last)[1]
    return yearly_rule((last,), day, before=how.before and not how.whole)


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
        return solar_date(value, item, base)
    return bounds(value, base)[0]


def _last_of(value: Day | Stretch, item: Item, base: Base) -> date:
    if isinstance(value, Day):
        if not value.months:
            raise NotADay("date_ambiguous")
        return solar_date(value, item, base)
    return bounds(value, base)[1]


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
