"""Days: `15/7/2021`, `ngày 15 tháng 7 năm 2021`, `ngày 06 của tháng cuối quý`, `rằm tháng Tám`."""

from __future__ import annotations

from plans.deadlines.line import Line, first_words
from plans.deadlines.numbers import in_words, month_name, number, opens_number
from plans.deadlines.values import Day, Feast

_JOINTS = ("/", "-", ".", "–")
_NEXT_YEAR = (
    "năm sau",
    "năm kế tiếp",
    "năm tiếp theo",
    "năm liền kề",
    "năm kế hoạch",
    "năm tới",
    "năm liền sau",
)
_THIS_YEAR = ("năm nay", "năm báo cáo", "năm đó", "năm thực hiện", "cùng năm")


_LUNAR = ("mùng", "mồng", "ngày mùng", "ngày mồng")
_FULL_MOON = ("ngày rằm", "rằm")
DAY_WORDS = first_words(_LUNAR, _FULL_MOON, ("ngày",))
"""The folded words with which `day_at` can begin; a number in digits can as well."""
_FEASTS = (
    (1, 1, ("tết nguyên đán", "tết âm lịch", "tết cổ truyền")),
    (8, 15, ("tết trung thu", "trung thu", "ngày tết trung thu")),
    (1, 1, ("tết",)),
)
FEAST_WORDS = first_words(_LUNAR, *(names for _, _, names in _FEASTS))


def slashed(line: Line, at: int) -> tuple[Day, int] | None:
    """`15/7/2021`, `15-7-2021`, `15.7.2021`, `15/7` (the last only with a slash or dash)."""
    if line.value(at) is None or line.digits(at) > 2 or not line.mark(at + 1, *_JOINTS):
        return None
    sign, month = line.tokens[at + 1].text, line.value(at + 2)
    spaced = not (line.tight(at + 1) and line.tight(at + 2))
    third = line.value(at + 4)
    whole = line.mark(at + 3, sign) and line.digits(at + 4) == 4 and line.tight(at + 4)
    half_spaced = whole and (line.tight(at + 1) or line.tight(at + 2))  # "5 -12-2026"
    if month is None or line.digits(at + 2) > 2 or (spaced and sign != "/" and not half_spaced):
        return None
    day = line.value(at) or 0
    if (
        line.mark(at + 3, *_JOINTS)
        and third is not None
        and (line.tokens[at + 3].text == sign or line.digits(at + 4) == 4)
    ):
        if line.tokens[at + 3].text != sign and sign != "/":
            return None  # 15-20/7/2021 is a range of days
        return _with_year(line, Day(day, (month,)), third, at + 4)
    if sign in {".", "–"} or (line.mark(at + 3, "/") and sign == "-"):
        return None
    return after_month(line, Day(day, (month,)), at + 3)


def _with_year(line: Line, day: Day, year: int, at: int) -> tuple[Day, int]:
    digits = line.digits(at)
    if digits == 2:
        day.year, day.certain = 2000 + year, False
    else:
        day.year, day.certain = year, digits == 4
    return day, after_lunar(line, day, at + 1)


def after_month(line: Line, day: Day, at: int) -> tuple[Day, int]:
    """Reads what may follow a day and its month: the year, `năm sau`, `âm lịch`."""
    here = after_lunar(line, day, at)
    if line.mark(here, "/") and line.digits(here + 1) == 4:
        day.year = line.value(here + 1)
        return day, after_lunar(line, day, here + 2)
    ahead = here + 1 if line.mark(here, ",") else here
    ahead = line.first(ahead, "của") or ahead
    after = line.seq(ahead, "năm")
    if after is not None and line.digits(after) >= 4 and line.value(after) is not None:
        day.year, day.certain = line.value(after), line.digits(after) == 4
        return day, after_lunar(line, day, after + 1)
    after = line.first(ahead, *_NEXT_YEAR)
    if after is not None:
        day.year_shift = 1
        return day, after
    after = line.first(ahead, *_THIS_YEAR)
    if after is not None:
        return day, after
    after = line.seq(ahead, "năm")
    if after is not None and ahead > here and not line.mark(here, ","):
        return day, after  # "của năm"
    return day, here


def after_lunar(line: Line, day: Day, at: int) -> int:
    """The index after `âm lịch` or `(âm lịch)`, which makes the day a lunar one."""
    here = at + 1 if line.mark(at, "(") else at
    after = line.first(here, "âm lịch", "âl")
    if after is None:
        return at
    day.lunar = True
    return after + 1 if here > at and line.mark(after, ")") else after


def day_at(line: Line, at: int, *, noise: bool = False) -> tuple[Day, int] | None:
    """A day at `at`. With `noise`, words that name the day may stand before it: `ngày bầu cử 15/3/2026`."""
    if line.value(at) is None and line.plain(at) not in DAY_WORDS:
        return None
    full = _full_moon(line, at)
    if full is not None:
        return full
    lunar = line.first(at, *_LUNAR)
    here = lunar if lunar is not None else (line.seq(at, "ngày") or at)
    worded = here > at
    last = _last_day(line, at)
    if last is not None:
        return last
    found = slashed(line, here) or _in_words(line, here, worded)
    if found is not None and lunar is not None and line.has(found[1], "tết"):
        return None  # "mùng 5 Tết" is counted from the feast
    if found is not None and here == at and line.has(at - 1, "tuần", "thứ", "khoản", "điều", "điểm", "mục"):
        return None
    if found is not None:
        if lunar is not None and found[0].months:
            found[0].certain = found[0].lunar
        return found
    if worded and noise:
        for skip in range(1, 5):
            named = here + skip - 1
            if not (here + skip < len(line) and line.tokens[named].is_word):
                break
            if line.has(named, "đến", "tới", "hết", "ngày", "trước", "từ", "tháng", "năm", "của"):
                break
            found = slashed(line, here + skip)
            if found is not None:
                return found
    return None


def _in_words(line: Line, at: int, worded: bool) -> tuple[Day, int] | None:
    """`15 tháng 7 năm 2021`, `06 (sáu) của tháng cuối quý`, `15` (the last two after `ngày` alone)."""
    if not worded and line.value(at) is None:
        return None
    found = number(line, at)
    if found is None or found[0] > 99 or (line.value(at) is not None and line.digits(at) > 2):
        return None
    day, here = Day(found[0]), found[1]
    months = _months(line, here)
    if months is not None:
        day.months, here, day.lunar = months
        return after_month(line, day, here)
    cycle = _cycle(line, here)
    if cycle is not None and worded:
        day.cycle, here = cycle
        return day, here
    return (day, here) if worded else None


def _months(line: Line, at: int) -> tuple[tuple[int, ...], int, bool] | None:
    """`tháng 7`, `tháng 11 (mười một)`, `các tháng 3, 6, 9, 12`, `tháng Chạp`."""
    here = line.first(at, "của các tháng", "các tháng", "của tháng", "tháng")
    if here is None:
        return None
    first = month_name(line, here)
    if first is None or first[0] > 99:
        return None
    months, here, lunar = [first[0]], first[1], first[2]
    while line.mark(here, ",", ";") or line.has(here, "và"):
        ahead = here + 1
        ahead = line.first(ahead, "và", "tháng") or ahead
        value = line.value(ahead)
        if value is None or not 1 <= value <= 12 or opens_number(line, ahead + 1):
            break
        if line.has(ahead - 1, "ngày") or line.has(ahead + 1, "tháng", "ngày"):
            break
        months.append(value)
        here = ahead + 1
    return tuple(months), here, lunar


_CYCLES = (
    ("quarter_last", ("của tháng cuối quý", "tháng cuối quý", "của tháng cuối mỗi quý", "tháng cuối mỗi quý",
                      "của tháng cuối cùng của quý", "tháng cuối cùng của quý", "của tháng cuối của quý", "tháng cuối của quý",
                      "tháng cuối cùng quý", "của tháng cuối của mỗi quý", "tháng cuối của mỗi quý", "của tháng cuối của từng quý", "tháng cuối của từng quý",
                      "của tháng cuối hằng quý", "của tháng cuối hàng quý", "tháng cuối hằng quý",
                      "tháng cuối hàng quý", "của tháng cuối cùng mỗi quý", "tháng cuối cùng mỗi quý",
                      "của tháng cuối từng quý", "tháng cuối các quý", "của tháng cuối các quý", "của tháng thứ ba của quý",
                      "tháng thứ 3 của quý", "của tháng thứ ba mỗi quý", "tháng kết thúc quý", "của tháng cuối quý báo cáo",
                      "tháng cuối quý báo cáo")),
    ("quarter_first", ("của tháng đầu quý sau", "tháng đầu quý sau", "của tháng đầu tiên của quý sau",
                       "tháng đầu tiên của quý sau", "tháng đầu của quý sau", "của tháng đầu tiên quý sau",
                       "tháng đầu tiên quý sau", "của tháng đầu quý tiếp theo", "tháng đầu quý tiếp theo",
                       "của tháng đầu tiên của quý tiếp theo", "tháng đầu tiên của quý tiếp theo",
                       "của tháng đầu của quý tiếp theo", "của tháng đầu quý", "tháng đầu quý", "tháng đầu mỗi quý",
                       "của tháng đầu mỗi quý", "của tháng đầu quý kế tiếp", "tháng đầu quý kế tiếp",
                       "của tháng đầu của quý sau", "tháng đầu tiên của quý")),
    ("half_last", ("của tháng cuối kỳ báo cáo", "tháng cuối kỳ báo cáo", "của tháng cuối kỳ", "tháng cuối kỳ",
                   "của tháng cuối cùng của kỳ báo cáo")),
    ("month", ("của tháng báo cáo", "của tháng sau", "tháng sau", "của tháng tiếp theo", "tháng tiếp theo",
               "của tháng kế tiếp", "tháng kế tiếp", "của tháng liền kề", "tháng liền kề", "của tháng kế tiếp sau",
               "của tháng sau liền kề", "của tháng liền sau", "tháng báo cáo", "của tháng đó", "trong tháng",
               "của hằng tháng", "của hàng tháng", "của mỗi tháng", "của tháng")),
)  # fmt: skip


def _cycle(line: Line, at: int) -> tuple[str, int] | None:
    for name, phrases in _CYCLES:
        after = line.first(at, *sorted(phrases, key=len, reverse=True))
        if after is not None:
            return name, after
    return None


def _last_day(line: Line, at: int) -> tuple[Day, int] | None:
    """`ngày cuối tháng`, `ngày làm việc cuối cùng của tháng cuối quý`."""
    after = line.first(at, "ngày làm việc cuối cùng", "ngày cuối cùng", "ngày cuối")
    if after is None:
        return None
    day = Day(-1, certain=not line.has(at, "ngày làm việc"))
    months = _months(line, after)
    if months is not None:
        day.months, here, day.lunar = months
        return after_month(line, day, here)
    cycle = _cycle(line, after)
    if cycle is not None:
        day.cycle = cycle[0]
        return day, cycle[1]
    month = line.first(after, "của mỗi tháng", "của tháng", "mỗi tháng", "tháng", "hằng tháng", "hàng tháng")
    if month is not None:
        day.cycle = "month"
        return day, month
    quarter = line.first(after, "của quý", "mỗi quý", "quý")
    if quarter is not None and not line.has(quarter, "i", "ii", "iii", "iv"):
        day.cycle = "quarter_last"
        return day, quarter
    year = line.first(after, "của năm", "năm")
    if year is not None and line.value(year) is None:
        day.day, day.months = 31, (12,)
        return day, year
    return None


def _full_moon(line: Line, at: int) -> tuple[Day, int] | None:
    """`rằm tháng Tám`: the fifteenth of a lunar month."""
    after = line.first(at, *_FULL_MOON)
    if after is None:
        return None
    months = _months(line, after)
    if months is None:
        return None
    day = Day(15, months[0], lunar=True)
    here = months[1]
    again = slashed(line, here + 1) if line.mark(here, "(") else None
    if again is not None and again[0].lunar and line.mark(again[1], ")"):
        here = again[1] + 1  # "rằm tháng Tám (15/8 âm lịch) năm 2026"
    return after_month(line, day, here)


_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_VARIANTS = {"tí": "tý", "mẹo": "mão", "tị": "tỵ", "kỉ": "kỷ"}


def feast_at(line: Line, at: int) -> tuple[Feast, int] | None:
    """`Tết Nguyên đán 2026`, `Tết Trung thu năm 2025`, `Tết Bính Ngọ`."""
    if line.plain(at) not in FEAST_WORDS:
        return None
    first = line.first(at, *_LUNAR)
    if first is not None and 1 <= (line.value(first) or 0) <= 10 and line.has(first + 1, "tết"):
        found = feast_at(line, first + 1)
        if found is None:
            return Feast(1, line.value(first) or 1), first + 2
        if found[0].month == 1:
            found[0].day = line.value(first) or 1
            return found
    for month, day, names in _FEASTS:
        after = line.first(at, *names)
        if after is None:
            continue
        cycle = _cycle_year(line, after)
        if cycle is not None:
            lunar_year, here = cycle
            year = line.seq(here, "năm") or here
            if line.digits(year) == 4:
                return Feast(month, day, year=line.value(year)), year + 1
            return Feast(month, day, lunar_year=lunar_year), here
        year = line.seq(after, "năm") or after
        if line.digits(year) == 4:
            return Feast(month, day, year=line.value(year)), year + 1
        if len(names) > 1:
            return Feast(month, day), after
    return None


def _cycle_year(line: Line, at: int) -> tuple[int, int] | None:
    """`Bính Ngọ` -> its place in the cycle of sixty (the year of grace is found from the plan's)."""
    here = line.seq(at, "năm") or at
    stem = next((i for i, s in enumerate(_STEMS) if line.has(here, s)), None)
    if stem is None:
        return None
    branches = dict.fromkeys(_BRANCHES) | dict.fromkeys(_VARIANTS)
    for word in branches:
        if line.has(here + 1, word):
            branch = _BRANCHES.index(_VARIANTS.get(word, word))
            place = next((n for n in range(60) if n % 10 == stem and n % 12 == branch), None)
            return (place, here + 2) if place is not None else None
    return None


def clock_at(line: Line, at: int) -> int | None:
    """The index after a time of day: `17 giờ 00 phút,`, `17h00`, `24:00`."""
    hour = line.value(at)
    if hour is None or hour > 24:
        return None
    named = line.first(at + 1, "giờ", "h")
    if named is None:
        if not (line.mark(at + 1, ":") and line.digits(at + 2) == 2):
            return None
        here = at + 3
    else:
        minutes = line.digits(named) == 2 and not line.mark(named + 1, "/", "-")
        here = named + 1 if minutes else named
    here = line.first(here, "phút") or here
    return here + 1 if line.mark(here, ",") else here


__all__ = ["after_lunar", "clock_at", "day_at", "feast_at", "in_words", "slashed"]
