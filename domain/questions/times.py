"""The span of days that a question is about: `quý I năm 2021`, `tuần này`, `trước 15/7`, `6 tháng đầu năm`.

A grammar of our own over words without marks; whole expressions are found inside a longer question, what is
no time (a decree's number, `6 tháng` in "báo cáo 6 tháng") is left alone. Pure: takes `today` and, for a year
that nobody names, the years of the plans asked. Days are read before months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.text import nfc, strip_marks


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included. `open_start`: "before the last day", whatever lies behind."""

    first: date
    last: date
    open_start: bool = False
    open_end: bool = False

    @property
    def year(self) -> int:
        """The year that it is, where it is a whole one, else 0."""
        whole = (date(self.first.year, 1, 1), date(self.first.year, 12, 31))
        return self.first.year if (self.first, self.last) == whole else 0


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A window and the question without the words that named it."""

    window: Window
    rest: str


_DAY = timedelta(days=1)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_WORDS = {
    "mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_MONTH_NAMES = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_N = r"\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi"
_YEAR = r"(?:\s*(?:,|/|-)?\s*(?:nam\s*)?(?P<y>20\d\d)|\s+nam\s+(?P<which>nay|toi|sau|ngoai|truoc))?"
_DATE = r"(?P<d>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<m>\d{1,2})(?:(?:\s*[/.-]\s*|\s+nam\s+)(?P<dy>20\d\d|\d\d(?![\d/])))?"
_NOT_IN_NUMBER = r"(?<![\d/.-])"
_END = r"(?![\d/]|\s*/\s*[a-z])"

_Made = Callable[[re.Match[str], date, int], Window]


def find_time(text: str, today: date, years: Sequence[int] = ()) -> TimeFound | None:
    """The window that a question names, or None. `years` are those that the plans hold for."""
    plain = strip_marks(nfc(text)).lower()
    if len(plain) != len(nfc(text)):  # a letter that folds to two: places would not fit
        return None
    for pattern, make in _FORMS:
        found = pattern.search(plain)
        if found is None:
            continue
        try:
            window = make(found, today, _year(found, today, years))
        except ValueError:
            continue
        composed = nfc(text)
        return TimeFound(window, f"{composed[: found.start()]} {composed[found.end() :]}")
    return None


def _year(found: re.Match[str], today: date, years: Sequence[int]) -> int:
    """The year that is named, else this one, else the one that all the plans hold for."""
    parts = found.groupdict()
    named = parts.get("y") or parts.get("dy")
    if named:
        return int(named) + (2000 if len(named) == 2 else 0)
    which = parts.get("which")
    if which:
        return today.year + {"nay": 0, "toi": 1, "sau": 1, "ngoai": -1, "truoc": -1}[which]
    if years and today.year not in years and min(years) == max(years):
        return years[0]
    return today.year


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text]


def _months(year: int, first: int, last: int) -> Window:
    return Window(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _before(found: re.Match[str], today: date, year: int) -> Window:
    """`trước 15/7` ends the day before, `đến hết 15/7` on the day."""
    day = date(year, int(found["m"]), int(found["d"]))
    return Window(date.min, day - _DAY if found["how"] in ("truoc", "before") else day, open_start=True)


def _after(found: re.Match[str], today: date, year: int) -> Window:
    return Window(date(year, int(found["m"]), int(found["d"])), date.max, open_end=True)


def _between(found: re.Match[str], today: date, year: int) -> Window:
    first_year = int(found["fy"]) if found["fy"] else year
    first = date(first_year, int(found["fm"] or found["m"]), int(found["fd"]))
    last = date(year, int(found["m"]), int(found["d"]))
    if last < first:
        raise ValueError("ends before it begins")
    return Window(first, last)


def _on(found: re.Match[str], today: date, year: int) -> Window:
    day = date(year, int(found["m"]), int(found["d"]))
    return Window(day, day)


def _quarter(found: re.Match[str], today: date, year: int) -> Window:
    word = found["q"]
    number = int(word) if word.isdigit() else _ROMAN[word]
    if not 1 <= number <= 4:
        raise ValueError("no such quarter")
    return _months(year, number * 3 - 2, number * 3)


def _quarter_near(found: re.Match[str], today: date, year: int) -> Window:
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    first = _plus_months(first, {"nay": 0, "truoc": -3}.get(found["near"], 3))
    return _months(first.year, first.month, first.month + 2)


def _half(found: re.Match[str], today: date, year: int) -> Window:
    return _months(year, 1, 6) if found["half"] in ("dau", "first") else _months(year, 7, 12)


def _edge_of_year(found: re.Match[str], today: date, year: int) -> Window:
    return _months(year, 1, 3) if found["edge"] == "dau" else _months(year, 10, 12)


def _months_between(found: re.Match[str], today: date, year: int) -> Window:
    return _months(year, _number(found["a"]), _number(found["b"]))


def _month(found: re.Match[str], today: date, year: int) -> Window:
    name = found["month"]
    month = _MONTH_NAMES.get(name) or _number(name)
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    how = found.groupdict().get("how")
    if how == "truoc":
        return Window(date.min, date(year, month, 1) - _DAY, open_start=True)
    return _months(year, month, month)


def _month_near(found: re.Match[str], today: date, year: int) -> Window:
    first = _plus_months(
        today.replace(day=1), {"nay": 0, "truoc": -1, "this": 0, "last": -1}.get(found["near"], 1)
    )
    whole = _months(first.year, first.month, first.month)
    edge = found.groupdict().get("edge")
    if edge == "dau":
        return Window(whole.first, whole.first + 9 * _DAY)
    if edge == "cuoi":
        return Window(whole.first + 19 * _DAY, whole.last)
    return whole


def _week_near(found: re.Match[str], today: date, year: int) -> Window:
    monday = today - today.weekday() * _DAY
    shift = {"nay": 0, "this": 0, "truoc": -7, "last": -7}.get(found["near"], 7)
    return Window(monday + shift * _DAY, monday + (shift + 6) * _DAY)


def _ahead(found: re.Match[str], today: date, year: int) -> Window:
    number = _number(found["n"])
    if found["unit"] in ("thang", "months", "month"):
        return Window(today, _plus_months(today, number))
    return Window(today, today + number * (7 if found["unit"] in ("tuan", "weeks", "week") else 1) * _DAY)


def _day_near(found: re.Match[str], today: date, year: int) -> Window:
    shift = {"hom nay": 0, "today": 0, "hom qua": -1, "yesterday": -1, "ngay kia": 2}.get(found["day"], 1)
    return Window(today + shift * _DAY, today + shift * _DAY)


def _year_near(found: re.Match[str], today: date, year: int) -> Window:
    shift = {"nay": 0, "this": 0, "truoc": -1, "ngoai": -1, "last": -1}.get(found["near"], 1)
    return _months(today.year + shift, 1, 12)


def _whole_year(found: re.Match[str], today: date, year: int) -> Window:
    return _months(int(found["whole"]), 1, 12)


def _late(found: re.Match[str], today: date, year: int) -> Window:
    return Window(date.min, today - _DAY, open_start=True)


def _soon(found: re.Match[str], today: date, year: int) -> Window:
    return Window(today, _plus_months(today, 1))


_M = r"\d{1,2}|muoi mot|muoi hai|muoi|gieng|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|chap"
_FORMS: tuple[tuple[re.Pattern[str], _Made], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (
            rf"\b(?:tu|from)(?:\s+ngay)?\s+(?P<fd>\d{{1,2}})(?:\s*[/.-]\s*(?P<fm>\d{{1,2}})(?:[/.-](?P<fy>20\d\d))?)?"
            rf"\s*(?:den|toi|to|-)(?:\s+het)?(?:\s+ngay)?\s+{_DATE}{_END}",
            _between,
        ),
        (rf"\b(?P<how>truoc|before)(?:\s+(?:het\s+)?ngay)?\s+{_DATE}{_END}", _before),
        (
            rf"\b(?P<how>den het|den|cham nhat|muon nhat|toi|by|until)(?:\s+la)?(?:\s+ngay)?\s+{_DATE}{_END}",
            _before,
        ),
        (rf"\b(?:sau|after)(?:\s+ngay)?\s+{_DATE}{_END}", _after),
        (rf"{_NOT_IN_NUMBER}\b(?:(?:vao|trong|on)\s+)?(?:ngay\s+)?{_DATE}{_END}", _on),
        (rf"\b(?:trong\s+)?(?:ca\s+)?quy\s+(?P<q>iv|i{{1,3}}|[1-4]|mot|hai|ba|bon|tu)\b{_YEAR}", _quarter),
        (rf"\bq(?P<q>[1-4])\b{_YEAR}", _quarter),
        (rf"\bquarter\s+(?P<q>[1-4]|iv|i{{1,3}})\b{_YEAR}", _quarter),
        (r"\b(?:trong\s+)?quy\s+(?P<near>nay|toi|sau|truoc)\b", _quarter_near),
        (rf"\b(?:trong\s+)?(?:6|sau)\s+thang\s+(?P<half>dau|cuoi)(?:\s+nam)?\b{_YEAR}", _half),
        (rf"\b(?P<edge>dau|cuoi)\s+nam\b(?!\s*(?:hoc)\b){_YEAR}", _edge_of_year),
        (rf"\btu\s+thang\s+(?P<a>{_M})\s+(?:den|toi)(?:\s+thang)?\s+(?P<b>{_M})\b{_YEAR}", _months_between),
        (r"\b(?P<edge>dau|cuoi)?\s*thang\s+(?P<near>nay|toi|truoc)\b", _month_near),
        (r"\b(?P<edge>dau|cuoi)?\s*thang\s+(?P<near>sau)\b(?!\s*(?:/|nam\b|20))", _month_near),
        (r"\b(?P<near>this|next|last)\s+month\b", _month_near),
        (
            rf"\b(?:(?P<how>truoc)\s+)?(?:(?:trong|vao)\s+)?thang\s+(?P<month>{_M})\b(?!\s*(?:ngay|tuoi))"
            rf"(?:\s*/\s*(?P<y>20\d\d)|\s*(?:nam\s*)(?P<dy>20\d\d)|\s+nam\s+(?P<which>nay|toi|sau|ngoai|truoc))?",
            _month,
        ),
        (rf"\bin\s+(?P<month>{'|'.join(_MONTH_NAMES)})\b(?:\s+(?P<y>20\d\d))?", _month),
        (r"\b(?:trong\s+)?(?:cuoi\s+)?tuan\s+(?P<near>nay|toi|sau|truoc)\b", _week_near),
        (r"\b(?P<near>this|next|last)\s+week\b", _week_near),
        (
            rf"\b(?:trong\s+)?(?:vong\s+)?(?P<n>{_N})\s+(?P<unit>ngay|tuan|thang)\s+(?:nua|toi|sap toi)\b",
            _ahead,
        ),
        (rf"\btrong\s+(?:vong\s+)?(?P<n>{_N})\s+(?P<unit>ngay|tuan|thang)\b(?!\s+(?:dau|cuoi))", _ahead),
        (r"\b(?:in\s+the\s+)?next\s+(?P<n>\d{1,2})\s+(?P<unit>days?|weeks?|months?)\b", _ahead),
        (r"\b(?P<day>hom nay|today|hom qua|yesterday|ngay mai|tomorrow|ngay kia)\b", _day_near),
        (r"\b(?:trong\s+)?nam\s+(?P<near>nay|toi|sau|truoc|ngoai)\b", _year_near),
        (r"\b(?P<near>this|next|last)\s+year\b", _year_near),
        (r"\b(?:tre|qua)\s+han\b|\boverdue\b|\bda qua han\b", _late),
        (r"\bsap\s+(?:den|toi|het)\s+han\b|\bsap toi\b|\bgan den han\b", _soon),
        (r"\b(?:trong\s+)?nam\s+(?P<whole>20\d\d)\b(?!\s*(?:va\s+)?(?:cac|nhung)\s+nam)", _whole_year),
    )
)
