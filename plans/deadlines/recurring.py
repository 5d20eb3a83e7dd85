"""What comes back: `hằng năm`, `mỗi quý một lần`, `định kỳ 6 tháng, năm`, `02 lần/năm`."""

from __future__ import annotations

from plans.deadlines.line import Line, first_words
from plans.deadlines.numbers import SPELT, number
from plans.deadlines.values import Recurrence

_EACH = ("hằng", "hàng", "mỗi", "từng")
_UNITS = {
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "năm": "year",
    "học kỳ": "term",
    "kỳ": "",
}
_WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "2": "MO", "3": "TU", "4": "WE",
    "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_JOINTS = (",", "/", "-", "–", ";")


def unit_at(line: Line, at: int) -> tuple[str, int] | None:
    for word, name in _UNITS.items():
        after = line.seq(at, word)
        if after is not None and name:
            return name, after
    return None


_YEARS_ON = ("các năm tiếp theo", "những năm tiếp theo", "các năm sau", "những năm sau")
_PARTS = ("đầu", "cuối", "giữa")
_PERIODIC = ("định kỳ", "định kì")
RECURRENCE_WORDS = SPELT | first_words(_YEARS_ON, _PARTS, _EACH, _PERIODIC)
"""The folded words with which `recurrence_at` can begin; a number in digits can as well."""


def recurrence_at(line: Line, at: int) -> tuple[list[Recurrence], int] | None:
    """The recurrences that one expression names and the index after it."""
    return _counted(line, at) or _each(line, at) or _periodic(line, at)


def _each(line: Line, at: int) -> tuple[list[Recurrence], int] | None:
    """`hằng năm`, `mỗi năm 01 lần`, `hàng tháng, quý, năm`, `hằng quý và hằng năm`."""
    years = line.first(at, *_YEARS_ON)
    if years is not None and line.has(years, "trong", "trước", "vào", "chậm nhất", "quý", "tháng"):
        return [Recurrence("year", hard=True)], years
    part = line.first(at, *_PARTS)
    here = line.first(part if part is not None else at, *_EACH)
    if here is None:
        return None
    first = _period(line, here)
    if first is None or line.has(at, "mỗi ngày") or (line.has(at, "từng") and first[0].freq == "day"):
        return None
    if line.has(first[1], "học") and first[0].freq == "year":
        first = (Recurrence("school"), first[1] + 1)
    if part is not None:
        first[0].start, first[0].hard = not line.has(at, "cuối"), True
        return [first[0]], first[1]
    if first[0].freq == "week":
        day = weekday_at(line, line.first(first[1], "vào", "vào các") or first[1])
        if day is not None:
            return [Recurrence("week", weekday=day[0], hard=True)], day[1]
    found, after = [first[0]], _times(line, first[0], first[1])
    while True:
        more = _more(line, after)
        if more is None:
            break
        found.append(more[0])
        after = more[1]
    for one in found:
        one.hard = True
    return found, after


def _more(line: Line, at: int) -> tuple[Recurrence, int] | None:
    """The next member of `hằng tháng, quý, năm`; a bare `năm` only where the list ends with it."""
    here = at + 1 if line.mark(at, *_JOINTS) else at
    here = line.first(here, "và", "hoặc") or here
    if here == at:
        return None
    each = line.first(here, *_EACH)
    period = _period(line, each if each is not None else here)
    if period is None or (line.mark(period[1], "(") and each is None and period[0].freq == "half"):
        return None
    if each is None and (
        line.value(period[1]) is not None or line.has(period[1], "học", "đầu", "cuối", "i", "ii")
    ):
        return None
    if each is None and period[0].freq == "day":
        return None
    period[0].hard = each is not None
    return period[0], _times(line, period[0], period[1])


def _period(line: Line, at: int) -> tuple[Recurrence, int] | None:
    """`năm`, `6 tháng`, `05 năm`, `nửa năm`."""
    unit = unit_at(line, at)
    if unit is not None:
        return Recurrence(unit[0]), unit[1]
    after = line.first(at, "nửa năm")
    if after is not None:
        return Recurrence("half"), after
    count = number(line, at)
    if count is None or line.has(at, "năm"):
        return None
    unit = unit_at(line, count[1])
    if unit is None or line.has(unit[1], "đầu", "cuối", "làm"):
        return None
    return _every(count[0], unit[0]), unit[1]


def _every(count: int, unit: str) -> Recurrence:
    if unit == "month" and count == 6:
        return Recurrence("half")
    if unit == "month" and count == 3:
        return Recurrence("quarter")
    if unit == "month" and count == 12:
        return Recurrence("year")
    return Recurrence(unit, interval=max(1, count))


def _times(line: Line, recurrence: Recurrence, at: int) -> int:
    """Reads `một lần`, `02 (hai) lần`, `ít nhất 1 lần` after a period."""
    here = line.first(at, "ít nhất", "tối thiểu") or at
    count = number(line, here)
    if count is None:
        return at
    after = line.first(count[1], "lần", "đợt", "kỳ", "cuộc", "buổi", "phiên", "lượt")
    if after is None:
        return at
    recurrence.times, recurrence.hard = count[0], True
    return after


def _counted(line: Line, at: int) -> tuple[list[Recurrence], int] | None:
    """`02 lần/năm`, `một năm một lần`, `06 tháng/lần`, `6 tháng một lần`."""
    count = number(line, at)
    if count is None or (line.has(at, "năm") and not line.has(at, "năm năm")):
        return None
    here = line.first(count[1], "lần", "đợt")
    if here is not None:
        ahead = (
            here + 1
            if line.mark(here, "/")
            else line.first(here, "trong một", "trong", "mỗi", "một", "hằng", "hàng")
        )
        period = _period(line, ahead) if ahead is not None else None
        if period is None:
            return None
        period[0].times, period[0].hard = count[0], True
        return [period[0]], period[1]
    unit = unit_at(line, count[1])
    if unit is None:
        return None
    found = _every(count[0], unit[0])
    if line.mark(unit[1], "/") and line.has(unit[1] + 1, "lần", "một lần"):
        found.hard = True
        return [found], line.first(unit[1] + 1, "lần", "một lần") or unit[1]
    after = _times(line, found, unit[1])
    return ([found], after) if after > unit[1] else None


def _periodic(line: Line, at: int) -> tuple[list[Recurrence], int] | None:
    """`định kỳ quý`, `định kỳ 6 tháng, năm`, `định kỳ (hằng) tháng`."""
    here = line.first(at, *_PERIODIC)
    if here is None:
        return None
    here = line.first(here, "báo cáo", "theo", "vào") or here
    found = _each(line, here) or _counted(line, here)
    if found is not None:
        return found
    first = _period(line, here)
    if first is None or line.has(here, "ngày", "kỳ"):
        return None
    found_list, after = [first[0]], _times(line, first[0], first[1])
    if line.value(after) is not None and first[0].freq in {"month", "year"}:
        return None  # "định kỳ tháng 6", "định kỳ năm 2025"
    while True:
        more = _more(line, after)
        if more is None:
            return found_list, after
        found_list.append(more[0])
        after = more[1]


WEEKDAY_WORDS = first_words(("chủ nhật", "ngày thứ", "thứ"))


def weekday_at(line: Line, at: int) -> tuple[str, int] | None:
    """`thứ Sáu` -> FR, `Chủ nhật` -> SU."""
    if line.plain(at) not in WEEKDAY_WORDS:
        return None
    after = line.seq(at, "chủ nhật")
    if after is not None:
        return "SU", after
    here = line.first(at, "ngày thứ", "thứ")
    if here is None or here >= len(line):
        return None
    for word, day in _WEEKDAYS.items():
        if line.has(here, word) or line.tokens[here].text == word:
            return day, here + 1
    return None


_REPORTS = ("báo cáo định kỳ", "báo cáo", "định kỳ", "sơ kết", "tổng kết")


def labels_of(line: Line) -> list[tuple[int, Recurrence]]:
    """All kinds of reports that a line names, and where."""
    named = ((at, label_at(line, at)) for at in line.places(*_REPORTS))
    return [(at, label) for at, label in named if label is not None]


def label_at(line: Line, at: int) -> Recurrence | None:
    """The kind of report named at `at`: `báo cáo tháng`, `báo cáo 6 tháng đầu năm`, `tổng kết năm`."""
    after = line.first(at, *_REPORTS)
    if after is None:
        return None
    count = number(line, after)
    if count is not None and line.has(count[1], "tháng đầu", "tháng cuối"):
        return Recurrence("half")
    period = _period(line, after)
    if period is not None and line.value(period[1]) is None:
        return Recurrence(period[0].freq, period[0].interval)
    return None


def label_after(line: Line, at: int) -> list[Recurrence]:
    """The kind of report named in the bracket after a day: `trước ngày 10/6 (đối với báo cáo 6 tháng)`."""
    if not line.mark(at, "("):
        return []
    here = line.first(at + 1, "đối với", "với") or at + 1
    here = line.first(here, *_REPORTS) or here
    period = _period(line, here)
    return [period[0]] if period is not None and line.mark(period[1], ")") else []


def label_before(line: Line, at: int) -> list[Recurrence]:
    """The kind of report whose day stands in the bracket at `at`: `6 tháng (trước ngày 15/6)`."""
    if not line.mark(at - 1, "("):
        return []
    for back in (2, 3):
        period = _period(line, at - back)
        if period is not None and period[1] == at - 1:
            return [period[0]]
    return []
