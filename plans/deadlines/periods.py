"""Stretches of time: months, quarters, halves, years, school years and terms."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache

from plans.deadlines.line import Line, first_words
from plans.deadlines.numbers import SPELT, month_name, number, opens_number, ordinal
from plans.deadlines.seasons import CAUSE_WORDS, SUMMER_WORDS, month_of_cause_at, summer_at
from plans.deadlines.values import Stretch

_PARTS = {
    "kết thúc": "cuối", "nửa đầu": "nửa đầu", "nửa cuối": "cuối", "đầu": "đầu", "giữa": "giữa", "cuối": "cuối", "thượng tuần": "đầu",
    "trung tuần": "giữa", "hạ tuần": "cuối",
}  # fmt: skip
_DASHES = ("-", "–", "—")


_PART_WORDS = first_words(_PARTS)

_Read = Callable[[Line, int], tuple[list[Stretch], int] | None]


def stretch_at(line: Line, at: int, *, focused: bool = False) -> tuple[list[Stretch], int] | None:
    """The stretches that one expression names (`tháng 6, tháng 12` are two) and the index after it."""
    if not 0 <= at < len(line):
        return None
    part, here = "", at
    for words, name in _PARTS.items() if line.tokens[at].plain in _PART_WORDS else ():
        after = line.seq(at, words)
        if after is not None:
            part, here = name, line.first(after, "của") or after
            break
    for read in _readers(line, here):
        found = read(line, here)
        if found is not None and (found[0][0].named or part):
            return _parted(found, part) if part else found
    return _bare(line, here) if focused and not part else None


_WEEK = ("tuần thứ", "tuần lễ thứ", "tuần lễ", "tuần")
_TERM, _SHORT_TERM = ("học kỳ", "học kì", "kỳ", "hk"), ("HKI", "HKII")
_SCHOOL_YEAR = ("năm học", "niên học", "niên khóa")
_MONTH, _SHORT_MONTH = ("các tháng", "tháng"), ("T", "Th")
_QUARTER, _SHORT_QUARTER = ("các quý", "quý"), ("Q", "QI", "QII", "QIII", "QIV")
_STAGE = ("giai đoạn từ năm", "giai đoạn năm", "giai đoạn", "thời kỳ", "nhiệm kỳ")
_YEAR = ("các năm", "những năm", "hai năm", "cả năm", "năm")
_WHOLE_YEAR = ("cả năm", "năm kế hoạch")


def _readers(line: Line, at: int) -> Sequence[_Read]:
    """What can begin with the word at `at`, in the order in which it is tried."""
    if at >= len(line):
        return ()
    token = line.tokens[at]
    if token.guessed:  # its letters are no more what the word is taken for
        return [read for read, _ in _READERS]
    return _OF_NUMBERS if token.value is not None else _by_word().get(token.plain, ())


@cache
def _by_word() -> dict[str, tuple[_Read, ...]]:
    words = frozenset[str]().union(*(words for _, words in _READERS))
    return {word: tuple(read for read, begins in _READERS if word in begins) for word in words}


def _week(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`tuần 3 tháng 11/2025`, `tuần cuối tháng 6`: its week stands in `part`."""
    here = line.first(at, *_WEEK)
    if here is None:
        return None
    count = number(line, here)
    word = next((w for w in ("đầu tiên", "đầu", "cuối cùng", "cuối") if line.has(here, w)), None)
    if line.has(here, "nhất"):
        which, after = 1, here + 1
    elif word is not None:
        which, after = (1 if word.startswith("đầu") else 5), here + word.count(" ") + 1
    elif count is not None and 1 <= count[0] <= 5:
        which, after = count
    else:
        return None
    month = _month(line, line.first(after, "của") or after)
    if month is None or len(month[0]) != 1 or month[0][0].first != month[0][0].last:
        return None
    month[0][0].part = f"tuần {which}"
    return month


def _days_of_month(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`10 ngày đầu tháng 6`, `10 ngày cuối tháng 12`: how many days stands in `part`."""
    count = number(line, at)
    if count is None or not line.has(count[1], "ngày") or not 2 <= count[0] <= 20:
        return None
    after = line.first(count[1] + 1, "đầu tiên", "đầu", "cuối cùng", "cuối")
    if after is None:
        return None
    month = _month(line, line.first(after, "của") or after)
    if month is None or len(month[0]) != 1 or month[0][0].first != month[0][0].last:
        return None
    sign = "-" if line.has(count[1] + 1, "cuối") else ""
    month[0][0].part = f"ngày {sign}{count[0]}"
    return month


def _parted(found: tuple[list[Stretch], int], part: str) -> tuple[list[Stretch], int]:
    for one in found[0]:
        one.part = part
    return found


def year_at(line: Line, at: int) -> tuple[int | None, int, int]:
    """The year after a month or quarter: (year or None, shift, index after it)."""
    if line.mark(at, "/", "-", ".") and line.digits(at + 1) == 4:
        return line.value(at + 1), 0, at + 2
    here = at + 1 if line.mark(at, ",") else at
    here = line.first(here, "của") or here
    after = line.seq(here, "năm")
    if after is not None and line.digits(after) == 4:
        return line.value(after), 0, after + 1
    if line.mark(at, "/") and line.digits(at + 1) == 2 and (line.value(at + 1) or 0) > 12:
        return 2000 + (line.value(at + 1) or 0), 0, at + 2
    after = line.first(here, "năm sau", "năm kế tiếp", "năm tới")
    if after is not None:
        return None, 1, after
    after = line.first(here, "năm nay")
    return None, 0, after if after is not None else at


def _month(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    here = line.first(at, *_MONTH)
    if here is None and at < len(line) and line.tokens[at].text in _SHORT_MONTH and line.tight(at + 1):
        here = at + 1
    if here is None:
        return None
    first = month_name(line, here)
    if first is not None and first[0] > 12 and line.mark(first[1], "/") and line.digits(first[1] + 1) == 4:
        return [Stretch("month", first[0], first[0], line.value(first[1] + 1))], first[1] + 2  # impossible
    if first is None or not 1 <= first[0] <= 12:
        return None
    months, years, here = [first[0]], [], first[1]
    year, shift, here = year_at(line, here)
    years.append((year, shift))
    dashed = False
    while True:
        ahead, by_dash = _next_of_list(line, here, "tháng")
        value = line.value(ahead) if ahead else None
        if ahead is None or value is None or not 1 <= value <= 12 or line.digits(ahead) > 2:
            break
        year, shift, after = year_at(line, ahead + 1)
        if opens_number(line, ahead + 1) and after == ahead + 1:
            break
        months.append(value)
        years.append((year, shift))
        dashed = dashed or by_dash
        here = after
    return _listed("month", [(m, m) for m in months], years, dashed), here


def _next_of_list(line: Line, at: int, noun: str) -> tuple[int | None, bool]:
    """The index of the next number of a list, and whether a dash leads to it."""
    dash = line.mark(at, *_DASHES)
    if dash:
        return line.seq(at + 1, noun) or at + 1, True
    if line.mark(at, ",", "+"):
        ahead = line.first(at + 1, "và") or at + 1
    elif line.has(at, "và"):
        ahead = at + 1
    else:
        return None, False
    return line.seq(ahead, noun) or ahead, False


def _listed(
    unit: str, months: list[tuple[int, int]], years: list[tuple[int | None, int]], dashed: bool
) -> list[Stretch]:
    """Stretches of a list: a year said once at the end holds for all; what follows on is one stretch."""
    last_year = next((y for y, _ in reversed(years) if y is not None), None)
    shift = years[-1][1]
    whole = [
        Stretch(unit, first, last, year if year is not None else last_year, year_shift=shift)
        for (first, last), (year, _) in zip(months, years, strict=True)
    ]
    if len(whole) == 1:
        return whole
    follows = all(_follows(a, b) for a, b in itertools.pairwise(whole))
    if dashed and len(whole) == 2:
        last = whole[1]
        one = Stretch(
            unit, whole[0].first, last.last, whole[0].year, last.year, year_shift=shift, dashed=True
        )
        return [one]
    if follows:
        return [
            Stretch(
                unit,
                whole[0].first,
                whole[-1].last,
                whole[0].year,
                whole[-1].year if whole[-1].year != whole[0].year else None,
                year_shift=shift,
                certain=False,
            )
        ]
    return whole


def _follows(one: Stretch, other: Stretch) -> bool:
    """Whether one stretch goes on in the other: June and July, `quý IV/2025 và quý I/2026`."""
    if one.year == other.year:
        return other.first == one.last + 1
    return one.year is not None and other.year == one.year + 1 and (one.last, other.first) == (12, 1)


def _quarter(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    here = line.first(at, *_QUARTER)
    if here is None and at < len(line) and line.tokens[at].text in _SHORT_QUARTER:
        here = at + 2 if line.mark(at + 1, ".") else at + 1
        if len(line.tokens[at].text) > 1:
            value = {"QI": 1, "QII": 2, "QIII": 3, "QIV": 4}[line.tokens[at].text]
            year, shift, here = year_at(line, at + 1)
            return [Stretch("quarter", 3 * value - 2, 3 * value, year, year_shift=shift)], here
    if here is None:
        return None
    first = ordinal(line, here)
    if first is None:
        return None
    quarters, here = [first[0]], first[1]
    year, shift, here = year_at(line, here)
    years, dashed = [(year, shift)], False
    while True:
        ahead, by_dash = _next_of_list(line, here, "quý")
        found = ordinal(line, ahead) if ahead else None
        if found is None or (line.mark(found[1], "/") and line.digits(found[1] + 1) != 4):
            break
        year, shift, here = year_at(line, found[1])
        quarters.append(found[0])
        years.append((year, shift))
        dashed = dashed or by_dash
    return _listed("quarter", [(3 * q - 2, 3 * q) for q in quarters], years, dashed), here


def _half(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`6 tháng đầu năm 2026`, `nửa cuối năm`, `9 tháng đầu năm`."""
    found = number(line, at)
    if found is None or not 1 <= found[0] <= 11 or not line.has(found[1], "tháng"):
        return None
    count, here = found[0], found[1] + 1
    head = line.first(here, "đầu năm", "đầu của năm", "đầu")
    tail = line.first(here, "cuối năm", "cuối của năm", "cuối")
    if head is None and tail is None:
        return None
    after = head if head is not None else tail
    assert after is not None
    year = None
    if line.digits(after) == 4:
        year, after = line.value(after), after + 1
    elif line.mark(after, "/") and line.digits(after + 1) == 4:
        year, after = line.value(after + 1), after + 2
    first, last = (1, count) if head is not None else (13 - count, 12)
    return [Stretch("half", first, last, year)], after


def _school_year(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    here = line.first(at, *_SCHOOL_YEAR)
    if here is None:
        return None
    if line.digits(here) != 4:
        return ([Stretch("school", 9, 5, named=False)], here) if not line.has(here, "này") else None
    year = line.value(here)
    assert year is not None
    last = line.value(here + 2) if line.mark(here + 1, "/", *_DASHES) else None
    if last is None:
        return [Stretch("school", 9, 5, year, year + 1)], here + 1
    sure = last == year + 1 and line.digits(here + 2) == 4
    return [Stretch("school", 9, 5, year, year + 1, certain=sure)], here + 3


def _term(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`học kỳ I năm học 2025 - 2026`: the first ends on 31 January, the second on 31 May."""
    here = line.first(at, *_TERM)
    if here is None and at < len(line) and line.tokens[at].text in _SHORT_TERM:
        which: tuple[int, int] | None = (len(line.tokens[at].text) - 2, at + 1)
    else:
        which = ordinal(line, here) if here is not None else None
    if which is None or which[0] > 2 or (here is not None and line.has(at, "kỳ")):
        return None
    year, after = None, which[1]
    ahead = line.first(after, "của") or after
    school = _school_year(line, ahead)
    if school is not None and school[0][0].year is not None:
        year, after = school[0][0].year, school[1]
    elif school is not None:
        after = school[1]
    if which[0] == 1:
        return [Stretch("term", 9, 1, year, year + 1 if year else None)], after
    return [Stretch("term", 2, 5, year + 1 if year else None)], after


def _stage(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    here = line.first(at, *_STAGE)
    if here is None or line.digits(here) != 4:
        return None
    years = _years(line, here)
    if years is None or years[1] == years[0]:
        return None
    return [Stretch("stage", 1, 12, years[0], years[1])], years[2]


def _years(line: Line, at: int) -> tuple[int, int, int] | None:
    first = line.value(at)
    if first is None or line.digits(at) != 4:
        return None
    if line.mark(at + 1, *_DASHES) and line.digits(at + 2) == 4:
        return first, line.value(at + 2) or first, at + 3
    after = line.first(at + 1, "đến năm", "đến")
    if after is not None and line.digits(after) == 4:
        return first, line.value(after) or first, after + 1
    return first, first, at + 1


def _year(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    here = line.first(at, *_YEAR)
    if here is None or line.digits(here) < 4 or line.value(here) is None:
        return None
    first = line.value(here) or 0
    last, after = first, here + 1
    if line.mark(after, *_DASHES) and line.digits(after + 1) == 4:
        last, after = line.value(after + 1) or first, after + 2
    else:
        while (line.mark(after, ",") or line.has(after, "và")) and line.digits(after + 1) == 4:
            if line.mark(after + 2, "/", "-"):
                break
            last, after = line.value(after + 1) or last, after + 2
        joint = after + 1 if line.mark(after, ",") else line.seq(after, "và")
        ahead = line.seq(joint, "năm") if joint is not None else None
        if ahead is not None and line.digits(ahead) == 4:
            last, after = line.value(ahead) or last, ahead + 1
    return [Stretch("year", 1, 12, first, last, certain=line.digits(here) == 4)], after


def _bare(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """Where a time is all that is said: `12/2025`, `2025`, `2026-2030`, `cả năm`, `trong năm`."""
    value = line.value(at)
    last = line.value(at + 2) if line.mark(at + 1, *_DASHES) and line.mark(at + 3, "/") else None
    if value is not None and last is not None and line.digits(at + 4) == 4 and 1 <= value < last <= 12:
        return [Stretch("month", value, last, line.value(at + 4), dashed=True)], at + 5  # "6-8/2026"
    if (
        value is not None
        and line.digits(at) <= 2
        and line.mark(at + 1, "/", "-")
        and line.digits(at + 2) == 4
    ):
        return ([Stretch("month", value, value, line.value(at + 2))], at + 3) if 1 <= value <= 12 else None
    years = _years(line, at)
    if years is not None:
        return [Stretch("year", 1, 12, years[0], years[1])], years[2]
    after = line.first(at, *_WHOLE_YEAR) or (line.seq(at, "năm") if line.has(at - 1, "trong") else None)
    if after is not None and (after >= len(line) or line.mark(after, ".", ";", ",", ")")):
        return [Stretch("year", 1, 12, named=False)], after
    return None


_READERS: tuple[tuple[_Read, frozenset[str]], ...] = (
    (_week, first_words(_WEEK)),
    (_days_of_month, SPELT),
    (summer_at, SUMMER_WORDS),
    (month_of_cause_at, CAUSE_WORDS),
    (_term, first_words(_TERM, _SHORT_TERM)),
    (_school_year, first_words(_SCHOOL_YEAR)),
    (_half, SPELT),
    (_month, first_words(_MONTH, _SHORT_MONTH)),
    (_quarter, first_words(_QUARTER, _SHORT_QUARTER)),
    (_stage, first_words(_STAGE)),
    (_year, first_words(_YEAR)),
)
"""In the order in which they are tried, each with the folded words it can begin with."""
_OF_NUMBERS = (_days_of_month, _half)
STRETCH_WORDS = _PART_WORDS.union(first_words(_WHOLE_YEAR), *(words for _, words in _READERS))
"""The folded words with which `stretch_at` can begin; a number in digits and a guessed word can as well."""
