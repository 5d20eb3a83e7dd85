"""The grid of a Word table: which text stands in which column of which row.

Owns merged cells: a cell merged over columns or over rows is repeated in each place it covers, so
that every row can be read alone. Called by `docx.py`, which reads what a cell says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.files.docx_numbering import number, value
from plans.files.xml import Element

MAX_COLUMNS = 63
"""Word's own limit."""
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})


def rows_of(table: Element) -> Iterator[Element]:
    """The rows that are not deleted by a tracked change."""
    for child in table:
        if child.tag == "tr":
            if child.find("trPr/del") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from rows_of(child)


def is_layout(table: Element) -> bool:
    """Whether the table has one column, and so is a frame and no table."""
    return all(sum(1 for _ in cells_of(row)) <= 1 for row in rows_of(table))


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, also those within content controls."""
    for child in row:
        if child.tag == "tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from cells_of(child)


def grid_rows(table: Element, read: Callable[[Element], str]) -> Iterator[tuple[str, ...]]:
    """Each row's cells in column order. `read` is called once for each cell, in document order."""
    above: list[str] = []
    for row in rows_of(table):
        texts = [""] * _skipped(row, "gridBefore")
        for cell in cells_of(row):
            text = read(cell)
            merge = cell.find("tcPr/vMerge")
            if merge is not None and merge.get("val") != "restart" and len(texts) < len(above):
                text = above[len(texts)]
            span = min(max(number(value(cell, "tcPr/gridSpan", "1"), 1), 1), MAX_COLUMNS)
            texts.extend([text] * span)
        texts.extend([""] * _skipped(row, "gridAfter"))
        above = texts[:MAX_COLUMNS]
        yield tuple(above)


def _skipped(row: Element, name: str) -> int:
    return min(max(number(value(row, f"trPr/{name}", "0")), 0), MAX_COLUMNS)
