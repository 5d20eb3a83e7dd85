"""Tables inside plain text: rows in Markdown's form, or cells parted by " | ".

Owns which lines of a text count as rows. Called by `plans.files.text`. The second form is what
programs make of a Word table when they save it as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.source import Line

_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_SURE_CELLS = 3
"""A row of so many cells is a table's even when it stands alone."""
_SURE_ROWS = 3
"""So many neighbours of two cells are a table; fewer may be a letterhead that was set side by side."""
_LETTERHEAD_ROWS = 5
"""The nation's name stands in the few rows at the top, whatever bars the program set there."""


def with_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with `cells` and `table` set where they are rows."""
    out = list(lines)
    table = 0
    for places in _runs(lines):
        if _is_table([lines[place] for place in places]):
            table += 1
            width = len(_cells(lines[places[0]].text))
            for place in places:
                out[place] = _row(lines[place], table, width)
        else:
            for place in places:
                if _RULE.fullmatch(lines[place].text):
                    out[place] = replace(lines[place], text="")
    return tuple(out)


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The places of lines with "|" that follow each other; empty lines between do not part them."""
    run: list[int] = []
    for place, line in enumerate(lines):
        if "|" in line.text:
            run.append(place)
        elif line.text and run:
            yield run
            run = []
    if run:
        yield run


_LETTERHEAD = re.compile(r"cộng ho[àa]\w* xã hội|độc lập\s*[-–—]\s*tự do", re.IGNORECASE)


def _is_table(run: list[Line]) -> bool:
    if len(run) <= _LETTERHEAD_ROWS and any(_LETTERHEAD.search(line.text) for line in run):
        return False
    widths = [len(_cells(line.text.rstrip("| "))) for line in run if not _RULE.fullmatch(line.text)]
    return any(width >= _SURE_CELLS for width in widths) or widths.count(2) >= _SURE_ROWS


def _row(line: Line, table: int, width: int) -> Line:
    """A row; Markdown's rule between head and body becomes an empty line, to keep the numbers.

    In a table without outer bars a row whose first and last cells are empty begins and ends with a bar
    as well: `width`, the head's count of cells, tells.
    """
    if _RULE.fullmatch(line.text):
        return replace(line, text="")
    cells = _cells(line.text)
    whole = tuple(cell.strip() for cell in line.text.split("|"))
    if len(cells) < width and len(whole) <= width:
        cells = whole
    return replace(line, text=" | ".join(cells), cells=cells, table=table)


def _cells(text: str) -> tuple[str, ...]:
    inner = text[1:-1] if text.startswith("|") and text.endswith("|") and len(text) > 1 else text
    return tuple(cell.strip() for cell in inner.split("|"))
