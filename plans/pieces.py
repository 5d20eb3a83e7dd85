"""The duties that one paragraph holds: nearly always one.

Called by `plans/tasks.py`. Cuts paragraphs, and never changes their words.
"""

from __future__ import annotations

import re

from plans.paragraphs import Paragraph
from plans.sections import SectionKind, is_appeal, is_closing
from plans.who import starts_with_agency


def pieces(paragraph: Paragraph, kind: SectionKind) -> list[Paragraph]:
    """The duties of one paragraph: nearly always one.

    A reporting sentence whose duties are parted by ";" is several; a plain paragraph in which a printed
    line begins with another agency's sentence was two; a closing formula at the end is cut off.
    """
    whole, paragraph = paragraph, _without_closing(paragraph)
    if paragraph is not whole and paragraph.label is None and is_appeal(paragraph.text):
        return []
    if kind is SectionKind.REPORTING:
        return _cut_all(paragraph, _semicolons(paragraph.text))
    if paragraph.label is None:
        return _cut_all(paragraph, _agency_lines(paragraph))
    return [paragraph]


def _cut_all(paragraph: Paragraph, offsets: list[int]) -> list[Paragraph]:
    out: list[Paragraph] = []
    for offset in reversed(offsets):
        paragraph, tail = paragraph.cut(offset)
        out.insert(0, tail)
    return [paragraph, *out]


_REPORT_AND_DAY = re.compile(
    r"\s*(?:báo cáo\s+)?(?:(?:quý\s+(?:[IV]+|\d)|(?:0?[369]|sáu|chín)\s+tháng(?: đầu năm)?|tháng|(?:cả\s+|01\s+|một\s+)?năm)\b,?\s*)+(?::|,|\()?\s*"
    r"(?:gửi\s+|nộp\s+)?(?:trước|chậm nhất|vào|ngày)\b[^;]{0,60}(?:[;.]|$)",
    re.IGNORECASE,
)
"""`…; báo cáo năm: trước ngày 10/12`: the same duty's next day, and no duty of its own."""


def _semicolons(text: str) -> list[int]:
    """Offsets after the semicolons outside parentheses that part two duties."""
    found = []
    depth = 0
    for offset, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if (
            sign == ";"
            and depth <= 0
            and text[offset + 1 :].count(" ") >= 4
            and text[:offset].count(" ") >= 4
            and _REPORT_AND_DAY.match(text, offset + 1) is None
        ):
            found.append(offset + 1)
    return found


def _agency_lines(paragraph: Paragraph) -> list[int]:
    text = paragraph.text
    return [
        offset
        for offset, _line in paragraph.starts
        if offset and text[:offset].rstrip().endswith(".") and starts_with_agency(text, offset)
    ]


def _without_closing(paragraph: Paragraph) -> Paragraph:
    for found in re.finditer(r"\.\s+(?=[A-ZĐ])|;\s+", paragraph.text):
        if is_closing(paragraph.text[found.end() : found.end() + 300]):
            return paragraph.cut(found.end())[0]
    return paragraph
