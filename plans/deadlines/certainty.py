"""What makes a reading uncertain: misread words, strange words before a day, times left unread."""

from __future__ import annotations

from plans.deadlines.line import Line
from plans.deadlines.values import Day, Feast, Item
from plans.tokens import Script

_URGENT = (
    "trước ngày", "chậm nhất", "muộn nhất", "hạn chót", "hạn cuối", "trước tháng", "trước quý", "hoàn thành trước khi", "xong trước khi",
)  # fmt: skip
_TIME_WORDS = ("ngày", "tháng", "quý", "năm", "tuần", "hằng", "hàng", "học kỳ", "tết", "mùa")
_BEFORE_DAYS = (
    "thực hiện", "hoàn thành", "xong", "hạn", "dự kiến", "thời gian", "tổ chức", "báo cáo", "gửi", "và", "tức", "diễn ra", "khai mạc",
    "định kỳ", "lần", "đợt", "kỳ", "sáng", "chiều", "tối", "cả", "bế mạc",
)  # fmt: skip


def unread(line: Line, items: list[Item], *, focused: bool) -> str | None:
    """What looks like a deadline and was not read (passed over in silence it would be lost), or None."""
    covered = {i for item in items for i in range(item.start, item.end)}
    urgent = set(line.places(*_URGENT))
    for at in range(len(line)):
        if at not in covered and ((focused and _is_number(line, at)) or at in urgent):
            return line.written(at, min(len(line), at + 8))
    if focused and not items and line.find(0, len(line), *_TIME_WORDS) is not None:
        return line.text
    return None


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
