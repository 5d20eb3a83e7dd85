"""Tables of a PDF without ruled lines: columns kept apart by empty strips, under a head that begins with `STT`.

Called by `pdf.py` with the lines of a page that stand in no ruled grid. A line belongs to the table as long as
all its columns stay apart; a row begins where the first column has a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.text import fold
from plans.files.words import TextLine, Word
from plans.keys import column_key

_NUMBER_HEADS = frozenset({"stt", "tt", "so tt"})
_NUMBER = re.compile(r"\d{1,3}\.?|[IVX]{1,4}\.?|[A-H]\.?")
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 9
_LEAST_ROWS = 2
_STRIP = 0.8
"""The least width of an empty strip between two columns, in letter sizes."""

Span = tuple[float, float]


class BareTable(NamedTuple):
    """The table's rows, its head first, each with its height on the page; and how many lines it takes."""

    rows: list[tuple[float, tuple[str, ...]]]
    length: int


def parted(lines: Sequence[TextLine]) -> Iterator[Sequence[TextLine] | BareTable]:
    """The lines in order: runs of text, and the tables between them."""
    start = at = 0
    while at < len(lines):
        found = _table(lines, at) if _begins_head(lines[at]) else None
        if found is None:
            at += 1
            continue
        if at > start:
            yield lines[start:at]
        yield found
        start = at = at + found.length
    if start < len(lines):
        yield lines[start:]


def _begins_head(line: TextLine) -> bool:
    return fold(line.words[0].text) in _NUMBER_HEADS


def _table(lines: Sequence[TextLine], at: int) -> BareTable | None:
    columns = _joined([], lines[at])
    count, end = len(columns), at + 1
    if not _LEAST_COLUMNS <= count <= _MOST_COLUMNS:
        return None
    while end < len(lines):
        wider = _joined(columns, lines[end])
        if len(wider) != count:
            break
        columns, end = wider, end + 1
    rows = _rows(lines[at:end], columns)
    asks = any(column_key(name) for name in rows[0][1][1:])
    return BareTable(rows, end - at) if asks and len(rows) > _LEAST_ROWS else None


def _joined(columns: Sequence[Span], line: TextLine) -> list[Span]:
    """The columns with the line's words: spans of the page's width that no empty strip parts."""
    spans = sorted([*columns, *((word.left, word.right) for word in line.words)])
    out = [spans[0]]
    for left, right in spans[1:]:
        if left - out[-1][1] < _STRIP * line.size:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _rows(lines: Sequence[TextLine], columns: Sequence[Span]) -> list[tuple[float, tuple[str, ...]]]:
    rows: list[tuple[float, tuple[str, ...]]] = []
    for line in lines:
        cells = tuple(_text(line, span) for span in columns)
        if not rows or _NUMBER.fullmatch(cells[0]):
            rows.append((line.y, cells))
        else:
            y, above = rows[-1]
            rows[-1] = y, tuple(f"{a} {b}".strip() for a, b in zip(above, cells, strict=True))
    return rows


def _text(line: TextLine, span: Span) -> str:
    words: list[Word] = [word for word in line.words if span[0] <= word.left <= span[1]]
    return TextLine(words).text() if words else ""
