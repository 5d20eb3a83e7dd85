"""The day that a person means when he types one: `mai`, `thứ 6 tuần sau`, `cuối tháng`, `15/7`, `3 ngày nữa`.

A small grammar of Vietnamese, with marks and without, and of a few English words. It answers with a day or
refuses; it never guesses: what could be read twice is refused as ambiguous, a day that does not exist is
named as such. Called by `snooze`, which sets the limits. Days are read before months (15/7).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from domain.errors import DomainError
from domain.text import nfc, strip_marks

UNCLEAR = "snooze.unclear"
AMBIGUOUS = "snooze.ambiguous"
NO_SUCH_DAY = "snooze.no_such_day"

LONGEST = 60
"""Characters; nobody needs more to name a day."""
NEAR_YEAR_END = timedelta(days=183)
"""A day without a year that is past this year means next year's only if that is nearer than half a year."""

_DAY = timedelta(days=1)
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_WEEKDAYS = {
    "2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_FIXED = {
    "hom nay": 0, "ngay hom nay": 0, "bua nay": 0, "nay": 0, "today": 0, "mai": 1, "ngay mai": 1, "hom sau": 1,
    "tomorrow": 1, "kia": 2, "ngay kia": 2, "mot": 2, "ngay mot": 2, "hom qua": -1, "hom kia": -2,
    "yesterday": -1,
}  # fmt: skip
_MARKED = {"ngày kìa": 3, "kìa": 3}
"""Without marks they read like other words; with them they are clear."""
_NOT_WITHOUT_MARKS = {"mot": {"một"}, "ngay mot": {"ngày một"}}

_N = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_WEEKDAY = (
    r"(?P<weekday>(?:thu\s?(?:[2-7]|hai|ba|tu|nam|sau|bay))|t[2-7]|chu nhat|cn"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_MONTH = r"(?P<month>\d{1,2}|muoi mot|muoi hai|muoi|gieng|mot|hai|ba|tu|bon|nam|bay|tam|chin|chap)"
_SLASHED = r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>\d{4}|\d{2}))?"
_SPOKEN = rf"(?P<d>\d{{1,2}})\s?thang\s?{_MONTH}(?:(?:\s?[/-]\s?|\s(?:nam\s)?)(?P<y>\d{{4}}))?"
_LEAD = re.compile(
    r"^(?:(?:hay |xin |vui long )?nhac (?:lai |toi |minh |em )*)?(?:vao |hen |de |den |on )*(?:luc )?"
)
_TAIL = re.compile(r"(?: nhe| nha| a| di| giup| voi)*[.!]*$")
_PART_OF_DAY = re.compile(r"^(?:buoi )?(?:sang|trua|chieu|toi) (?=\S)|(?<=\S) (?:buoi )?(?:sang|trua|chieu)$")

_JUNE = re.compile(r"\btháng sáu\b")

_Found = re.Match[str]
_Reader = Callable[[_Found, date], date]


def read_day(text: str, today: date) -> date | None:
    """The day that the words name, seen from `today`; it may lie in the past. None: not understood.

    Raises DomainError for what could mean two days, or names a day that does not exist.
    """
    if len(text) > LONGEST:
        return None
    marked = " ".join(nfc(text).lower().split())
    if "thang sau" in marked:  # June or next month: only marks tell
        raise DomainError(AMBIGUOUS, text=text.strip())
    plain = _plain(_JUNE.sub("tháng 6", marked))
    if marked in _MARKED:
        return today + _MARKED[marked] * _DAY
    if plain in _FIXED:
        return None if marked in _NOT_WITHOUT_MARKS.get(plain, ()) else today + _FIXED[plain] * _DAY
    for pattern, reader in _READERS:
        found = pattern.fullmatch(plain)
        if found is not None:
            try:
                return reader(found, today)
            except (ValueError, OverflowError) as problem:
                raise DomainError(NO_SUCH_DAY, text=text.strip()) from problem
    return None


def _plain(text: str) -> str:
    """No marks, no polite words around it, no part of the day: reminders have their own hour."""
    plain = unicodedata.normalize("NFC", strip_marks(text)).replace(",", " ")
    plain = " ".join(plain.split())
    plain = _TAIL.sub("", _LEAD.sub("", plain))
    return _PART_OF_DAY.sub("", plain)


# --- readers of one form each: the match and today, and the day; ValueError if there is none ---------


def _iso(found: _Found, today: date) -> date:
    return date(int(found["y"]), int(found["m"]), int(found["d"]))


def _dated(found: _Found, today: date) -> date:
    """A day and a month, perhaps a year; a weekday beside it must be that day's."""
    parts = found.groupdict()
    day, month = int(parts["d"]), _month(parts.get("month") or parts["m"])
    if parts["y"]:
        year = int(parts["y"])
        out = date(year + 2000 if year < 100 else year, month, day)
    else:
        out = _nearest_year(day, month, today)
    if parts.get("weekday") and _weekday(parts["weekday"]) != out.weekday():
        raise DomainError(AMBIGUOUS, text=found[0], day=out)
    return out


def _nearest_year(day: int, month: int, today: date) -> date:
    """This year's day, or next year's where this one is past and that one near."""
    years = (today.year, today.year + 1)
    found = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    if not found:
        raise ValueError("no such day in either year")
    coming = next((each for each in found if each > today), found[0])
    near = coming.year == today.year or coming - today < NEAR_YEAR_END
    return coming if near else found[0]


def _month(text: str) -> int:
    if text in ("chap", "gieng"):  # names of the lunar calendar, which some use for December and January
        raise DomainError(AMBIGUOUS, text=text)
    return int(text) if text.isdigit() else _NUMBERS[text]


def _weekday(text: str) -> int:
    """Monday is 0. `thu tu`, `t4` and `wednesday` are 2."""
    if text in ("chu nhat", "cn"):
        return 6
    if text[0] == "t" and text[1:].isdigit():
        return _WEEKDAYS[text[1:]]
    return _WEEKDAYS[text if text.endswith("day") else text.removeprefix("thu").strip()]


def _some_weekday(found: _Found, today: date) -> date:
    """`thứ sáu` is the next one, `tuần này` and `tuần sau` name the week, which begins on Monday."""
    weekday, which = _weekday(found["weekday"]), found["which"] or ""
    if which in ("tuan nay", "nay"):
        return _monday(today) + weekday * _DAY
    if which in ("tuan sau", "tuan toi"):
        return _monday(today) + (7 + weekday) * _DAY
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * _DAY


def _ahead(found: _Found, today: date) -> date:
    """`3 ngày nữa`, `sau 2 tuần`, `1 tháng nữa`."""
    number = int(found["n"]) if found["n"].isdigit() else _NUMBERS[found["n"]]
    if found["unit"] == "thang":
        return _plus_months(today, number)
    return today + number * _DAY * (7 if found["unit"] == "tuan" else 1)


def _week(found: _Found, today: date) -> date:
    """`tuần sau` and `đầu tuần` are a Monday, `cuối tuần` is a Saturday."""
    edge, which = found["edge"] or "dau", (found["which"] or "").strip()
    if edge == "cuoi":
        return _monday(today) + (12 if which in ("sau", "toi") else 5) * _DAY
    return _monday(today) + (0 if which == "nay" else 7) * _DAY


def _month_edge(found: _Found, today: date) -> date:
    """`cuối tháng`, `giữa tháng sau`, `đầu tháng 7`, `tháng sau` (its first day)."""
    edge, which = found["edge"] or "dau", found["which"] or ""
    first = today.replace(day=1)
    if which in ("sau", "toi") or (edge == "dau" and not which):
        first = _plus_months(first, 1)
    elif which and which != "nay":
        month = _month(which)
        first = date(today.year + (month < today.month), month, 1)
    last = monthrange(first.year, first.month)[1]
    return first.replace(day={"dau": 1, "giua": 15, "cuoi": last}[edge])


def _end_of(found: _Found, today: date) -> date:
    """`cuối quý`, `cuối năm`."""
    month = 12 if found["what"] == "nam" else (today.month + 2) // 3 * 3
    return date(today.year, month, monthrange(today.year, month)[1])


def _day_of_month(found: _Found, today: date) -> date:
    """`ngày 15`: this month's if it is still to come, else the next month's; `ngày 15 tháng sau`."""
    day, which = int(found["d"]), found["which"]
    if which in ("sau", "toi"):
        return _plus_months(today.replace(day=1), 1).replace(day=day)
    if which == "nay" or day > today.day:
        return today.replace(day=day)
    return _plus_months(today.replace(day=1), 1).replace(day=day)


def _two_ways(found: _Found, today: date) -> date:
    raise DomainError(AMBIGUOUS, text=found[0])


def _monday(today: date) -> date:
    return today - today.weekday() * _DAY


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_FORMS: tuple[tuple[str, _Reader], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", _iso),
    (rf"(?:{_WEEKDAY} )?(?:ngay )?{_SLASHED}", _dated),
    (rf"(?:{_WEEKDAY} )?(?:ngay )?{_SPOKEN}", _dated),
    (rf"(?:ngay )?{_WEEKDAY}(?: (?P<which>tuan nay|tuan sau|tuan toi|nay|toi))?", _some_weekday),
    (rf"(?:sau |trong )?{_N} (?P<unit>ngay|hom|bua|tuan|thang)(?: nua| toi)", _ahead),
    (rf"sau {_N} (?P<unit>ngay|hom|bua|tuan|thang)", _ahead),
    (rf"{_N} (?P<unit>ngay|hom|bua|tuan|thang) sau", _ahead),
    (r"(?:(?P<edge>dau) )?tuan(?P<which> sau| toi)", _week),
    (r"(?P<edge>dau|cuoi) tuan(?: (?P<which>nay|sau|toi))?", _week),
    (r"(?P<edge>)next (?P<which>)week", _week),
    (rf"(?P<edge>dau|giua|cuoi) thang(?: (?P<which>nay|sau|toi|{_MONTH}))?", _month_edge),
    (r"(?P<edge>)thang (?P<which>sau|toi)", _month_edge),
    (r"cuoi (?P<what>quy|nam)(?: nay)?", _end_of),
    (r"ngay (?P<d>\d{1,2})(?: thang (?P<which>nay|sau|toi))?", _day_of_month),
    # `mùng` and the lunar year name lunar days to one, days of the month to another.
    (r"(?:ngay )?(?:mung|mong|ram|ba muoi).*|.*\b(?:am lich|tet)", _two_ways),
    (r"\d{1,2}", _two_ways),
)
_READERS = tuple((re.compile(pattern), reader) for pattern, reader in _FORMS)
