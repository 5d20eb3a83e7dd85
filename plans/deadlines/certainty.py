"""What makes a reading uncertain: misread words, strange words before a day, times left unread."""

from __future__ import annotations

from datetime import date

from plans.deadlines.line import Line
from plans.deadlines.recurring import label_after, weekday_at
from plans.deadlines.values import Day, Feast, Item
from plans.tokens import Script

_URGENT = (
    "trước ngày", "chậm nhất", "muộn nhất", "hạn chót", "hạn cuối", "trước tháng", "trước quý", "hoàn thành trước khi", "xong trước khi",
)  # fmt: skip
_TIME_WORDS = ("ngày", "tháng", "quý", "năm", "tuần", "hằng", "hàng", "học kỳ", "tết", "mùa")
_LEFT_OVER = (
    *_TIME_WORDS, "mỗi", "từng", "kỳ", "hè", "cuối", "giữa", "trước", "sau", "khi", "hết", "lần", "đợt",
    "chậm nhất", "nửa", "giờ", "thứ", "nghỉ", "khai giảng", "sớm", "muộn", "kể từ", "tính từ", "trở đi", "tiếp theo",
)  # fmt: skip
_QUIET = (
    "thường kỳ", "định kỳ", "báo cáo tháng", "báo cáo quý", "báo cáo năm", "hằng ngày", "hàng ngày", "sau đó", "trước mắt", "trước hết", "sau đây", "trước đây", "kỳ báo cáo", "các năm",
    "sơ kết giữa kỳ", "từng bước", "từng đơn vị", "cuối cùng", "đợt 1", "đợt 2", "đợt 3", "kịp thời", "sớm nhất",
)  # fmt: skip
_BEFORE_DAYS = (
    "thực hiện", "hoàn thành", "xong", "hạn", "dự kiến", "thời gian", "tổ chức", "báo cáo", "gửi", "và", "tức", "diễn ra", "khai mạc",
    "định kỳ", "lần", "đợt", "kỳ", "sáng", "chiều", "tối", "cả", "bế mạc",
)  # fmt: skip


def unread(line: Line, items: list[Item], kept: list[Item], *, focused: bool) -> str | None:
    """What looks like a deadline and was not read (passed over in silence it would be lost), or None.

    Where the text only says when (`focused`), every word of time must have been used by one of `items`.
    """
    covered = {i for item in items for i in range(item.start, _end_of_remarks(line, item.end))}
    urgent = set(line.places(*_URGENT))
    if focused and kept:
        urgent.update(_left_over(line))
    for at in range(len(line)):
        if at not in covered and ((focused and _is_number(line, at)) or at in urgent):
            return line.written(at, min(len(line), at + 8))
    if focused and not items and line.find(0, len(line), *_TIME_WORDS) is not None:
        return line.text
    return None


def _end_of_remarks(line: Line, at: int) -> int:
    """The index after a weekday or a report's name in brackets: `ngày 05/6/2026 (thứ Sáu)`."""
    weekday = _weekday_beside(line, at)
    if weekday is not None:
        return weekday[1]
    if label_after(line, at):
        return next(i for i in range(at, len(line)) if line.mark(i, ")")) + 1
    return at


def _weekday_beside(line: Line, at: int) -> tuple[str, int] | None:
    """`(thứ Sáu)`, `, thứ Sáu` after a day and the index after it."""
    return weekday_at(line, at + 1) if line.mark(at, "(", ",") else None


def is_other_weekday(line: Line, item: Item, day: date | None) -> bool:
    """Whether the weekday that stands beside a day is not its own: `ngày 05/6/2026 (thứ Hai)`."""
    if day is None or not isinstance(item.value, Day) or item.to is not None:
        return False
    named = _weekday_beside(line, item.end)
    if named is None:
        start = next((i for i in range(max(0, item.start - 4), item.start) if weekday_at(line, i)), None)
        named = weekday_at(line, start) if start is not None else None
        if named is None or item.start - named[1] > 1:
            return False
    return named[0] != _WEEKDAYS[day.weekday()]


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _left_over(line: Line) -> set[int]:
    """Where words of time stand in a text that only says when; those of set phrases (`thời kỳ đầu`) tell nothing."""
    quiet = {i for words in _QUIET for at in line.places(words) for i in range(at, at + words.count(" ") + 1)}
    return set(line.places(*_LEFT_OVER)) - quiet


def _is_number(line: Line, at: int) -> bool:
    return line.value(at) is not None and not line.mark(at + 1, "%") and not line.mark(at - 1, "số")


def is_guess(line: Line, item: Item) -> bool:
    """Whether the reading hangs on a misread word, or a word before a bare day may have been lost."""
    if any(i in line.guesses for i in range(item.start, item.end)):
        return True
    return line.script is Script.DAMAGED and isinstance(item.value, Day) and item.how.bare


def is_after_strange_word(line: Line, item: Item) -> bool:
    """Whether an unknown word stands before a bare day: it may be a misread `trước` or `từ`."""
    if isinstance(item.value, Feast | Day) and line.has(item.start - 1, "sau"):
        return True
    if not isinstance(item.value, Day) or not item.how.bare or item.start == 0:
        return False
    before = item.start - 1
    if not line.tokens[before].is_word:
        return False
    return not line.ends(item.start, *_BEFORE_DAYS)
