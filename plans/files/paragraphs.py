"""Lines that are one paragraph for certain are joined, so that nobody has to guess it from the words.

Owns the reading of a page's edges: where the text begins and ends, and whether first lines are set
in. Called by `pages.py`. Only the usual setting of Vietnamese documents is certain: first lines set
in, all further lines at the left edge, every line but the last one full. Everything else is left as
it is printed; `plans/paragraphs.py` decides on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.files.rows import Page, Row

_AT_EDGE = 4.0
_SET_IN = (10.0, 90.0)
_FULL = 0.88
"""A line that reaches so far into the text's width may have been broken for want of room."""
_MIN_SET_IN = 0.06
_MIN_AT_EDGE = 0.3


@dataclass(frozen=True, slots=True)
class _Edges:
    """The left and right edges of the running text, in points."""

    left: float
    right: float

    def begins(self, row: Row) -> bool:
        return _SET_IN[0] <= row.left - self.left <= _SET_IN[1]

    def goes_on(self, before: Row, row: Row) -> bool:
        at_edge = abs(row.left - self.left) <= _AT_EDGE
        return at_edge and before.right - self.left >= _FULL * (self.right - self.left)


def join_paragraphs(pages: Sequence[Page]) -> float:
    """Join what is certain, in place. Returns the left edge of the running text (0 without any)."""
    rows = [row for page in pages for row in page.rows if not row.cells]
    edges = _Edges(_common(row.left for row in rows), _far(row.right for row in rows))
    if edges.right - edges.left < 100 or not _sets_in(rows, edges):
        return edges.left
    open_row: Row | None = None
    before: Row | None = None
    for page in pages:
        kept = []
        for row in page.rows:
            if row.cells:
                open_row = None
            elif open_row is not None and before is not None and edges.goes_on(before, row):
                open_row.text += " " + row.text
                before = row
                continue
            else:
                open_row = row if edges.begins(row) else None
                row.whole = open_row is not None
            before = row
            kept.append(row)
        page.rows = kept
    return edges.left


def _common(values: Iterable[float]) -> float:
    """The most common value, to two points."""
    counts = Counter(round(value / 2) for value in values)
    return counts.most_common(1)[0][0] * 2.0 if counts else 0.0


def _far(values: Iterable[float]) -> float:
    """The value that nine in ten do not exceed: the right edge, since most lines are full."""
    ordered = sorted(values)
    return ordered[len(ordered) * 9 // 10] if ordered else 0.0


def _sets_in(rows: Sequence[Row], edges: _Edges) -> bool:
    """Whether the document sets its first lines in, and its further lines not."""
    set_in = sum(map(edges.begins, rows))
    at_edge = sum(abs(row.left - edges.left) <= _AT_EDGE for row in rows)
    return set_in >= _MIN_SET_IN * len(rows) and at_edge >= _MIN_AT_EDGE * len(rows)
