"""Numbers as plans write them: `06 (sáu)`, `hai mươi lăm`, `IV`, `tháng Chạp`."""

from __future__ import annotations

from plans.deadlines.line import Line, first_words
from plans.tokens import Script

_ONES = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "l": 1,
    "ll": 2,
    "lll": 3,
    "lV": 4,
    "Ill": 3,
    "Il": 2,
}
_MONTH_NAMES = {"giêng": 1, "chạp": 12, "một": 11}


def number(line: Line, at: int) -> tuple[int, int] | None:
    """A number in digits or words, with the words that repeat it in brackets, and the index after it."""
    value = line.value(at)
    if value is not None:
        return value, after_repeat(line, at + 1)
    return in_words(line, at)


def after_repeat(line: Line, at: int) -> int:
    """The index after `(sáu)` where a number is said again in words (or in digits)."""
    if not line.mark(at, "("):
        return at
    said = in_words(line, at + 1)
    if said is not None and line.mark(said[1], ")"):
        return said[1] + 1
    if line.value(at + 1) is not None and line.mark(at + 2, ")"):
        return at + 3
    if line.script is Script.DAMAGED:
        # misread number words: "25 (hai mvoi lam) tháng 11"
        close = next((i for i in range(at + 2, min(at + 5, len(line))) if line.mark(i, ")")), None)
        if close is not None and all(line.tokens[i].is_word for i in range(at + 1, close)):
            return close + 1
    return at


SPELT = first_words(_ONES, ("mười",))
"""The folded words with which a number in words begins."""


def in_words(line: Line, at: int) -> tuple[int, int] | None:
    """A number from one to ninety-nine in words: `mười lăm`, `ba mươi mốt`."""
    if not 0 <= at < len(line) or line.tokens[at].plain not in SPELT:
        return None
    if line.has(at, "mười"):
        one = _one(line, at + 1)
        return (10 + one, at + 2) if one is not None else (10, at + 1)
    ten = _one(line, at)
    if ten is None:
        return None
    if line.has(at + 1, "mươi"):
        one = _one(line, at + 2)
        return (ten * 10 + one, at + 3) if one is not None else (ten * 10, at + 2)
    return ten, at + 1


def _one(line: Line, at: int) -> int | None:
    if not line.has(at, *_ONES):
        return None
    return next((value for word, value in _ONES.items() if line.has(at, word)), None)


def opens_number(line: Line, at: int) -> bool:
    """Whether a sign at `at` leads on to a number (`8/2026`); a full stop after a list's last month does not."""
    return line.mark(at, "/", "-", ".") and line.value(at + 1) is not None and line.tight(at)


def ordinal(line: Line, at: int) -> tuple[int, int] | None:
    """A quarter's or term's number: `IV`, `4`, `04`, `tư`, `nhất`."""
    if at >= len(line):
        return None
    text = line.tokens[at].text
    if text in _ROMAN or text.lstrip("0") in _ROMAN:
        return _ROMAN[text if text in _ROMAN else text.lstrip("0")], after_repeat(line, at + 1)
    if line.has(at, "nhất"):
        return 1, at + 1
    one = _one(line, at)
    return (one, at + 1) if one is not None and one <= 4 else None


def month_name(line: Line, at: int) -> tuple[int, int, bool] | None:
    """The month after the word `tháng`: number, index after it, and whether its name is the lunar one."""
    value = line.value(at)
    if value is not None:
        return value, after_repeat(line, at + 1), False
    for name in ("giêng", "chạp"):
        if line.has(at, name):
            return _MONTH_NAMES[name], at + 1, True
    said = in_words(line, at)
    return (said[0], said[1], False) if said is not None and said[0] <= 12 else None
