"""Times that no calendar fixes: `dịp hè`, and what has to be done before an event (`trước Đại hội Đảng`).

`periods` asks for the summer, `grammar` for what stands before an event. Whatever is read here carries a
doubt: a person has to say the day.
"""

from __future__ import annotations

from plans.deadlines.days import day_at
from plans.deadlines.line import Line, first_words
from plans.deadlines.values import Span, Stretch

SUMMER = "summer"
CAUSE = "cause"
_SUMMER = (
    "các tháng nghỉ hè", "các tháng hè", "thời gian nghỉ hè", "kỳ nghỉ hè", "kì nghỉ hè", "dịp nghỉ hè", "dịp hè", "mùa hè",
    "nghỉ hè", "hè",
)  # fmt: skip

SUMMER_WORDS = first_words(_SUMMER)


def summer_at(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`dịp hè năm 2026`: the months in which schools are closed."""
    after = line.first(at, *_SUMMER)
    if after is None:
        return None
    here = line.first(after, "của năm", "năm") or after
    year = line.value(here) if line.digits(here) == 4 else None
    return [Stretch(SUMMER, 6, 8, year)], here + 1 if year is not None else after


_MONTHS_OF = (
    (6, ("tháng hành động vì trẻ em", "tháng hành động phòng, chống ma túy", "tháng hành động phòng chống ma túy")),
    (3, ("tháng thanh niên",)),
    (5, ("tháng công nhân",)),
)  # fmt: skip
"""Months that a law or a standing decision gives to a cause, each the same every year."""


CAUSE_WORDS = first_words(*(names for _, names in _MONTHS_OF))


def month_of_cause_at(line: Line, at: int) -> tuple[list[Stretch], int] | None:
    """`Tháng hành động vì trẻ em năm 2026` is June."""
    for month, names in _MONTHS_OF:
        after = line.first(at, *names)
        if after is None:
            continue
        here = line.first(after, "của năm", "năm") or after
        year = line.value(here) if line.digits(here) == 4 else None
        return [Stretch(CAUSE, month, month, year)], here + 1 if year is not None else after
    return None


_EVENTS = (
    "đại hội", "mùa mưa", "mùa bão", "mùa lũ", "mùa nắng nóng", "khai giảng", "tựu trường", "bế giảng", "tổng kết năm học",
    "năm học mới", "kỳ nghỉ hè", "kì nghỉ hè", "nghỉ hè", "dịp hè", "mùa hè", "kỳ thi", "kỳ họp", "bầu cử", "tổng tuyển cử",
    "bước vào năm học", "vào năm học",
)  # fmt: skip
_BEFORE = (
    "trước khi diễn ra", "trước khi tổ chức", "trước khi", "trước thềm", "trước dịp", "trước ngày diễn ra", "trước ngày", "trước lễ",
    "trước",
)  # fmt: skip
BEFORE_WORDS = first_words(_BEFORE)
_PERIODS = ("kết thúc năm học", "kết thúc học kỳ", "kết thúc học kì", "kết thúc năm", "kết thúc quý", "hết")
"""Their last day is known: `trước khi kết thúc năm học` is read as a stretch of time."""
_FINISHED = (
    "hoàn thành",
    "hoàn thành việc này",
    "xong",
    "kết thúc",
    "thực hiện xong",
    "hoàn tất",
    "thực hiện",
    "triển khai",
    "ban hành",
)
_LONGEST_EVENT = 12


def before_event_at(line: Line, at: int, *, focused: bool) -> tuple[Span, int] | None:
    """`trước Đại hội Đảng các cấp`, `trước mùa mưa bão`; where the time is all that is said, any event."""
    after = line.first(at, *_BEFORE)
    if after is None or line.has(after, *_PERIODS):
        return None
    if not line.has(after, *_EVENTS) and not (focused and line.has(at, "trước khi", "trước thềm")):
        return None
    firm = line.has(at, "trước ngày") or line.ends(at, *_FINISHED)
    if not (focused or firm):
        return None  # "kiểm tra cơ sở vật chất trước khai giảng" only says what the check is for
    end = _event_end(line, after)
    if any(day_at(line, here) is not None for here in range(after, end)):
        return None  # "trước ngày bầu cử 15/3/2026"
    return _ahead(line, after, end), end


def _ahead(line: Line, start: int, end: int) -> Span:
    """`trước khi tổ chức Hội thi 10 ngày`: how long before it."""
    for words, pattern, working in (
        ("ngày làm việc", "P{}D", True),
        ("ngày", "P{}D", False),
        ("tuần", "P{}W", False),
    ):
        at = end - words.count(" ") - 2
        if at > start and line.value(at) is not None and line.seq(at + 1, words) == end:
            return Span(pattern.format(line.value(at)), working, certain=False)
    return Span(certain=False)


def _event_end(line: Line, at: int) -> int:
    here = at
    while here < len(line) and here - at < _LONGEST_EVENT:
        if line.mark(here, ",", ";", ".", "(", ")", ":") or line.has(here, "và", "chậm nhất"):
            break
        here += 1
    return here
