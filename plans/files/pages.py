"""From the pages of a PDF or a scan to the document's lines.

Owns what holds for a whole document: running headers and page numbers are dropped, a word cut at its
hyphen is made whole across lines and pages, a table that goes over a page break stays one table,
indents and paragraph gaps are measured. Called by `pdf.py` and `scan.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from plans.files.lines import clean
from plans.files.paragraphs import join_paragraphs
from plans.files.rows import Page, Row
from plans.source import Line

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:trang\s+)?(\d{1,4})(?:\s*(?:/|of|trên)\s*\d{1,4})?[-–—\s.]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_CUT_WORD = re.compile(r"\w[-/]$")
_EDGE_LINES = 3
_EDGE_PLACE = 4.0
_INDENT_STEP = 0.4
_GAP = 1.3
_MARGIN = 0.13


def document_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """All lines of a document. Works on `pages` in place."""
    _drop_running_lines(pages)
    _rejoin(pages)
    _join_tables(pages)
    margin = join_paragraphs(pages)
    lines: list[Line] = []
    for page in pages:
        leading = _leading(page.rows)
        before: Row | None = None
        for row in page.rows:
            if lines and not row.cells and _is_apart(before, row, leading):
                lines.append(Line("", len(lines) + 1, page.number))
            lines.append(_line(row, len(lines) + 1, page.number, margin))
            before = row
    return tuple(lines)


def _line(row: Row, number: int, page: int, margin: float) -> Line:
    if row.cells:
        cells = tuple(" ".join(clean(cell).split()) for cell in row.cells)
        return Line(" | ".join(cells), number, page, 0, cells, row.table, unsure=row.unsure)
    indent = max(0, round((row.left - margin) / (_INDENT_STEP * row.size))) if row.size else None
    return Line(" ".join(clean(row.text).split()), number, page, indent, whole=row.whole, unsure=row.unsure)


def _leading(rows: Sequence[Row]) -> float:
    """The usual distance between lines of running text on a page, 0 where there are too few."""
    steps = [a.y - b.y for a, b in _pairs(rows) if 0 < a.y - b.y < 4 * max(a.size, 1)]
    return median(steps) if len(steps) >= 5 else 0.0


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    return ((a, b) for a, b in pairwise(rows) if not a.cells and not b.cells)


def _is_apart(before: Row | None, row: Row, leading: float) -> bool:
    if row.apart:
        return True
    if before is None or before.cells or not leading:
        return False
    return before.y - row.y > _GAP * leading or row.y > before.y  # further down, or a next column


# Running headers, footers and page numbers


def _drop_running_lines(pages: Sequence[Page]) -> None:
    """Take out page numbers at the edges, and lines that stand at the same place on most pages."""
    counts = Counter(key for page in pages for key in {_key(row) for row in _edge_rows(page)})
    needed = max(3, len(pages) // 2)
    running = {key for key, count in counts.items() if count >= needed}
    for page in pages:
        edge = {id(row) for row in _edge_rows(page) if _key(row) in running or _is_page_number(row, page)}
        page.rows = [row for row in page.rows if id(row) not in edge]


def _edge_rows(page: Page) -> list[Row]:
    """The first and last lines of a page, by their height."""
    rows = sorted((row for row in page.rows if not row.cells), key=lambda row: -row.y)
    return rows[:_EDGE_LINES] + rows[_EDGE_LINES:][-_EDGE_LINES:]


def _key(row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.text.strip()), round(row.y / _EDGE_PLACE)


def _is_page_number(row: Row, page: Page) -> bool:
    """A number at the edge; or a single letter there, which browsers print twice at page breaks."""
    height = page.top - page.bottom
    at_edge = row.y > page.top - _MARGIN * height or row.y < page.bottom + _MARGIN * height
    text = row.text.strip()
    return at_edge and (_PAGE_NUMBER.fullmatch(text) is not None or (len(text) == 1 and text.isalpha()))


# Words cut at a hyphen


def _rejoin(pages: Sequence[Page]) -> None:
    """Move the rest of a word or number that was cut after its hyphen or slash up to its beginning."""
    before: Row | None = None
    for page in pages:
        for row in page.rows:
            if before is not None and not row.cells and _CUT_WORD.search(before.text):
                first, _, rest = row.text.partition(" ")
                if first[:1].isalnum() and rest:
                    before.text += first
                    row.text = rest
            before = None if row.cells else row


# Tables over page breaks


def _join_tables(pages: Sequence[Page]) -> None:
    """Number the tables; one that goes over a page break keeps its number and loses its repeated head."""
    count = 0
    head: tuple[str, ...] = ()
    last: Row | None = None  # the row just before, if it is a table's
    for page in pages:
        kept: list[Row] = []
        grid = 0
        for place, row in enumerate(page.rows):
            if row.cells and row.grid != grid:
                grid = row.grid
                if place or last is None or len(last.cells) != len(row.cells):
                    count, head = count + 1, row.cells
                elif row.cells == head:
                    continue
            if row.cells and not kept and last is not None and _goes_on(last, row):
                last.cells = tuple(" ".join(pair).strip() for pair in zip(last.cells, row.cells, strict=True))
                continue
            row.table = count if row.cells else 0
            last = row if row.cells else None
            kept.append(row)
        page.rows = kept


def _goes_on(last: Row, row: Row) -> bool:
    """Whether a page's first row is the rest of the row before: no number, and words in mid-sentence."""
    if len(last.cells) != len(row.cells) or row.cells[0]:
        return False
    return any(cell[:1].islower() for cell in row.cells)
