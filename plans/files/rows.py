"""What a page gives: its rows in reading order, before they become the document's lines.

Made by `pdf.py` and `scan.py`, worked on by `pages.py` and `paragraphs.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

_LETTER = 792.0


@dataclass(slots=True)
class Row:
    """A line of a page, or a row of a table on it (then `cells`; `grid` tells tables of a page apart).

    `apart`: more space stands above it than between lines, or a new paragraph begins for sure.
    `unsure`: its words that a machine was not quite sure of, each with how sure it was (0 to 100).
    `table`: the document's number of the table, `whole`: it has become a whole paragraph; both set here.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    y: float = 0.0
    size: float = 0.0
    cells: tuple[str, ...] = ()
    grid: int = 0
    apart: bool = False
    table: int = 0
    whole: bool = False
    unsure: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Page:
    """A page's rows in reading order. `top` and `bottom` are its edges, on the scale of the rows' `y`."""

    number: int
    rows: list[Row]
    top: float = _LETTER
    bottom: float = 0.0
