"""The labels of items: `I.`, `1.`, `1.1.`, `a)`, `-`, `+`, `Điều 2.` and what they mean for depth.

Called by `plans/paragraphs.py` (a labelled line starts a paragraph) and `plans/outline.py`. It looks
at one line at a time; whether a label makes sense where it stands is the callers' business.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class LabelKind(StrEnum):
    """How an item is labelled; the order of depth stands in `RANK`."""

    PART = "part"
    UPPER = "upper"
    ROMAN = "roman"
    NAMED = "named"
    """`Nhiệm vụ 1:`, `Hoạt động 1.2.`"""
    NUMBER = "number"
    DOTTED = "dotted"
    LETTER = "letter"
    BRACKET = "bracket"
    DASH = "dash"
    PLUS = "plus"
    STAR = "star"


RANK = {
    LabelKind.PART: 0.0,
    LabelKind.UPPER: 1.0,
    LabelKind.ROMAN: 2.0,
    LabelKind.NAMED: 2.5,  # under a numbered item it goes below that: `plans/outline.py`
    LabelKind.NUMBER: 3.0,
    LabelKind.DOTTED: 3.0,  # 1.1 lies one below 1, 1.1.1 two: `Label.rank` adds the dots
    LabelKind.LETTER: 6.0,
    LabelKind.BRACKET: 6.5,
    LabelKind.STAR: 6.8,
    LabelKind.DASH: 7.0,
    LabelKind.PLUS: 8.0,
}
BULLETS = frozenset({LabelKind.DASH, LabelKind.PLUS, LabelKind.STAR})


class Label(NamedTuple):
    """A label as printed (`text`: `II`, `1.2`, `đ`, `-`) and the text that follows it (`rest`)."""

    kind: LabelKind
    text: str
    rest: str

    @property
    def rank(self) -> float:
        dots = self.text.count(".")
        if self.kind is LabelKind.NAMED:
            return RANK[self.kind] + 0.1 * dots
        return RANK[self.kind] + (dots if self.kind is LabelKind.DOTTED else 0)

    @property
    def number(self) -> int:
        """The last number of a numbered label, 0 for every other kind."""
        last = self.text.rsplit(".", 1)[-1]
        return int(last) if last.isdigit() else 0


_PART = re.compile(
    r"(?P<text>(?:PHẦN|Phần|CHƯƠNG|Chương|PHỤ LỤC|Phụ lục)\s+(?:THỨ\s+\w+|thứ\s+\w+|[IVXLC]+|\d{1,2}))\b\s*[.:/)–-]*\s*(?P<rest>.*)$"
)
_ARTICLE = re.compile(r"Điều\s+(?P<text>\d{1,2})\s*[.:]\s*(?P<rest>\S.*)$")
_ROMAN = re.compile(r"(?!V/v)(?:MỤC|Mục\s+)?(?P<text>[IVX]{1,6})\s*[./):–-]\s*(?P<rest>\S.*)$")
_DAMAGED_ROMAN = re.compile(r"(?P<text>[IVXivxl1|]{1,5})\s*[.,]\s+(?P<rest>[A-ZĐ]{2,}\s+[A-ZĐ]{2}.*)$")
_UPPER = re.compile(r"(?P<text>[A-HĐK-U])\s*[./)]\s+(?P<rest>\S.*)$")
_NAMED = re.compile(
    r"(?:(?:Nhóm )?(?:[Nn]hiệm vụ|[Gg]iải pháp|[Mm]ục tiêu)|(?:Tiểu )?[Dd]ự án|Hoạt động|Nội dung|Chỉ tiêu|Bước|Đợt)\s+(?:số\s+)?"
    r"(?P<text>\d{1,2}(?:\.\d{1,2}){0,2})\s*(?:[:.)]|\s[-–]\s)\s*(?P<rest>[^\W\d_].*)$"
)
_DOTTED = re.compile(r"(?P<text>\d{1,2}(?:\.\d{1,2}){1,3})\s*(?:[.):]|/(?=\s))?\s*(?P<rest>[^\d\s%.,/].*)$")
_NUMBER = re.compile(
    r"(?P<text>\d{1,2})\s*(?:[.)](?:\s+(?=\S)|(?=[^\d\s.,/%]))|[/–-]\s+(?=[^\W\d]))(?P<rest>.*)$"
)
_LETTER = re.compile(r"(?P<text>[a-zđ])\s*(?:\)\s*|[./]\s+|-\s+(?=[^\W\d_]))(?P<rest>\S.*)$")
_BRACKET = re.compile(r"\((?P<text>\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s*(?P<rest>\S.*)$")
_DASH = re.compile(r"(?P<text>[-–—−•●▪◦·○■□➢\uf0b7\uf0a7\uf02d])\s*(?P<rest>[^\s\d-].*|\s*\d.*)$")
_PLUS = re.compile(r"(?P<text>\+)\s*(?P<rest>\S.*)$")
_STAR = re.compile(r"(?P<text>\*)\s*(?P<rest>\S.*)$")

_TWO_SIGNS = re.compile(r"(?P<label>[IVX]{1,6}|\d{1,2}(?:\.\d{1,2})*|[A-Ha-hđ])\s?[./)]\s?[-–/]\s+(?=\S)")
"""`1/-`, `II.-`, `a.-`: one label with two signs."""

_GRAMMAR = (
    (LabelKind.PART, _PART),
    (LabelKind.ROMAN, _ARTICLE),
    (LabelKind.ROMAN, _ROMAN),
    (LabelKind.ROMAN, _DAMAGED_ROMAN),
    (LabelKind.UPPER, _UPPER),
    (LabelKind.NAMED, _NAMED),
    (LabelKind.DOTTED, _DOTTED),
    (LabelKind.NUMBER, _NUMBER),
    (LabelKind.LETTER, _LETTER),
    (LabelKind.BRACKET, _BRACKET),
    (LabelKind.PLUS, _PLUS),
    (LabelKind.STAR, _STAR),
    (LabelKind.DASH, _DASH),
)


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label | None:
    """The label that the line begins with, or None. The line is stripped and has no Markdown in it."""
    text = _TWO_SIGNS.sub(r"\g<label>. ", text)
    for kind, pattern in _GRAMMAR:
        found = pattern.match(text)
        if found:
            label = found["text"] if kind is not LabelKind.DASH else "-"
            if kind is LabelKind.ROMAN and pattern is _DAMAGED_ROMAN:
                label = label.upper().replace("L", "I").replace("1", "I").replace("|", "I")
            rest = found["rest"].strip() or text  # a part's number may stand alone on its line
            return Label(kind, " ".join(label.split()), rest)
    return None


def without_false_dots(label: Label, last_number: int) -> Label:
    """A dotted label whose first number is the next item's: `7.86 Y tế` (a misread word) is item 7.

    `last_number` is the number of the last plainly numbered item that is still open.
    """
    first, _, tail = label.text.partition(".")
    if label.kind is LabelKind.DOTTED and int(first) != last_number and "." not in tail and int(tail) > 30:
        return Label(LabelKind.NUMBER, first, f"{tail} {label.rest}")
    return label
