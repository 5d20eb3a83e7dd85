"""Word documents (.docx): paragraphs and rows of tables in the order in which they are read.

Called by `plans.files.read_file`. Written on the standard library (zipfile and expat) instead of
python-docx, because that library knows neither generated numbers nor tracked changes, text boxes
and footnotes, builds the whole tree in memory, and brings lxml with it; what remained of it here
would be the opening of the zip.

Tracked changes are read as accepted: what was inserted stays, what was deleted is gone. Headers and
footers are left out. Footnotes come after the last line, since they belong to no task. Page numbers
are those at which Word last broke the pages; a document without those marks has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plans.errors import FileProblem, FileReadError
from plans.files.bounds import MAX_PAGES
from plans.files.docx_numbering import Numbering, number, text_indent, value
from plans.files.docx_parts import find_parts
from plans.files.docx_runs import Runs
from plans.files.docx_styles import Style, Styles
from plans.files.docx_tables import cells_of, grid_rows, is_layout, rows_of
from plans.files.lines import clean
from plans.files.package import Package
from plans.files.text import convert_pasted
from plans.files.xml import Element, parse, stream
from plans.source import Line, Source

_TWIPS_A_LETTER = 120
"""A letter of 13-point Times is about 6 points wide."""
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def read_docx(path: Path) -> Source:
    """Read a .docx file. Raises `FileReadError` for whatever is no sound Word document."""
    with Package(path) as package:
        parts = find_parts(package)
        data = package.read(parts.document)
        if data is None:
            raise FileReadError(FileProblem.BROKEN, "no document part")
        reader = _Reader(
            Styles(_root(package, parts.styles)), Numbering(_root(package, parts.numbering)), data
        )
        stream(data, "body", reader.block)
        for name in (parts.footnotes, parts.endnotes):
            reader.notes(_root(package, name))
    return Source(path.name, _lines(reader.pieces))


def _root(package: Package, name: str) -> Element | None:
    data = package.read(name) if name else None
    return parse(data) if data else None


@dataclass(slots=True)
class Piece:
    """A line to be: its text, or a row's cells (then `table` is not 0), not yet cleaned."""

    texts: list[str]
    page: int | None = None
    indent: int | None = None
    table: int = 0
    whole: bool = True


def _lines(pieces: list[Piece]) -> tuple[Line, ...]:
    convert_pasted([piece.texts for piece in pieces])
    lines = []
    for place, piece in enumerate(pieces, start=1):
        cells = tuple(" ".join(clean(text).split()) for text in piece.texts)
        is_row = piece.table > 0
        lines.append(
            Line(
                text=" | ".join(cells),
                number=place,
                page=piece.page,
                indent=piece.indent,
                cells=cells if is_row else (),
                table=piece.table,
                whole=piece.whole,
            )
        )
    return tuple(lines)


class _Reader:
    """Walks the blocks of the body and gathers `pieces`."""

    def __init__(self, styles: Styles, numbering: Numbering, data: bytes) -> None:
        self.pieces: list[Piece] = []
        self._styles = styles
        self._numbering = numbering
        self._page: int | None = 1 if b"lastRenderedPageBreak" in data else None
        self._tables = 0
        self._carried = ""
        self._note_ids: list[tuple[str, str]] = []

    def block(self, element: Element) -> None:
        """One block: a paragraph, a table, or a wrapper around such."""
        if element.tag == "p":
            self._paragraph(element)
        elif element.tag == "tbl":
            self._table(element)
        elif element.tag in _WRAPPERS:
            for child in element:
                self.block(child)

    def _paragraph(self, element: Element) -> None:
        """Add a paragraph's lines, then those of the text boxes that hang on it."""
        runs, label = self._read(element)
        if element.find("pPr/rPr/del") is not None:  # its end was deleted: it runs on into the next
            self._carried += runs.text
            self._boxes(runs)
            return
        texts = (self._carried + runs.text).split("\n")
        self._carried = ""
        if texts[0].strip():
            texts[0] = label + texts[0]
        indent = self._indent(element)
        self.pieces.extend(Piece([text], runs.page, indent, whole=len(texts) == 1) for text in texts)
        self._boxes(runs)

    def _read(self, element: Element) -> tuple[Runs, str]:
        """A paragraph's text and its generated label; counts the pages and the list."""
        style = self._styles.get(value(element, "pPr/pStyle"))
        runs = Runs(element, self._page, style.capitals)
        self._page = runs.last_page
        if self._page is not None and self._page > MAX_PAGES:
            raise FileReadError(FileProblem.TOO_MANY_PAGES, f"more than {MAX_PAGES}")
        self._note_ids.extend(runs.note_ids)
        if not runs.text.strip() and element.find("pPr/rPr/del") is not None:
            return runs, ""  # deleted altogether: it has no number either
        num_id, level = self._list_place(element, style)
        return runs, self._numbering.label(num_id, level) if num_id else ""

    def _list_place(self, element: Element, style: Style) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's; "" if it is in none."""
        own = element.find("pPr/numPr")
        if own is not None and own.find("numId") is not None:
            num_id = value(own, "numId")
            return ("", 0) if num_id == "0" else (num_id, number(value(own, "ilvl", "0")))
        if not style.num_id or style.num_id == "0":
            return "", 0
        of_style = self._numbering.level_of_style(style.num_id, value(element, "pPr/pStyle"))
        level = style.level if of_style is None else of_style
        return style.num_id, number(value(own, "ilvl"), level) if own is not None else level

    def _indent(self, element: Element) -> int | None:
        """The indent in letters: the paragraph's own, its list's or its style's."""
        own = element.find("pPr/ind")
        style = self._styles.get(value(element, "pPr/pStyle"))
        twips = style.indent
        if own is not None:
            twips = text_indent(own)
        else:
            num_id, index = self._list_place(element, style)
            level = self._numbering.level(num_id, index) if num_id else None
            twips = level.indent if level is not None and level.indent is not None else twips
        return max(0, (twips or 0) // _TWIPS_A_LETTER)

    def _boxes(self, runs: Runs) -> None:
        for box in runs.boxes:
            for child in box:
                self.block(child)

    def _table(self, element: Element) -> None:
        """A table's rows; a table of one column is a frame around ordinary text."""
        if is_layout(element):
            for row in rows_of(element):
                for cell in cells_of(row):
                    for child in cell:
                        self.block(child)
            return
        self._tables += 1
        table = self._tables
        for texts in grid_rows(element, self._cell_text):
            self.pieces.append(Piece(list(texts), self._page, 0, table))

    def _cell_text(self, cell: Element) -> str:
        """All that stands in a cell, on one line; tables within it too."""
        texts: list[str] = []
        for block in _blocks(cell):
            if block.tag == "tbl":
                texts.extend(" ".join(row) for row in grid_rows(block, self._cell_text))
                continue
            runs, label = self._read(block)
            texts.append(label + runs.text)
            texts.extend(self._cell_text(box) for box in runs.boxes)
        return " ".join(text.strip() for text in texts if text.strip())

    def notes(self, root: Element | None) -> None:
        """The foot- or endnotes that the text refers to, after its last line."""
        if root is None:
            return
        kind = root.tag.removesuffix("s")  # footnotes, endnotes
        notes = {note.get("id", ""): note for note in root.findall(kind)}
        texts = [self._cell_text(notes[key]) for tag, key in self._note_ids if tag == kind and key in notes]
        if any(texts):
            self.pieces.append(Piece([""], self._page))
        self.pieces.extend(Piece([text], self._page) for text in texts if text)


def _blocks(element: Element) -> Iterator[Element]:
    """The paragraphs and tables of a cell, a text box or a note."""
    for child in element:
        if child.tag in ("p", "tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)
