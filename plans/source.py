"""What a file gives to the reader: its lines in order, each with its place.

`plans/files/` makes a Source out of a file; `plans/outline.py` reads it. Nothing here opens
a file and nothing here interprets the text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, or one row of a table.

    text    the line as printed (NFC, tabs and line ends gone). For a row of a table: its cells
            joined by " | ", so that whoever does not know tables still sees the words.
    number  1-based line of the text the file was read into (an empty line counts too)
    page    1-based page, None where a file has no pages
    indent  width of the white space before the text, in characters; None where it is not known
    cells   the row's cells in column order, () for a line that is no row. A cell merged over
            rows is repeated in each of them; a cell merged over columns is repeated as well.
    table   which table of the document the row belongs to (1, 2, …), 0 for a line outside. Rows of
            one table that goes over a page break keep one number.
    whole   the line is a whole paragraph (a DOCX paragraph), so the next line never continues it
    unsure  words (or cells' words) that a machine reading a picture was not quite sure of, with how sure (0 to 100)
    """

    text: str
    number: int
    page: int | None = None
    indent: int | None = None
    cells: tuple[str, ...] = ()
    table: int = 0
    whole: bool = False
    unsure: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document's lines. `name` is the file's own name without its folder.

    notes   fixed words of what the file reader was not sure of (`text_damaged`, `page_without_text`
            …); they become doubts of the draft.
    scanned the pages that were read from their picture, not from text
    """

    name: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    scanned: frozenset[int] = frozenset()
