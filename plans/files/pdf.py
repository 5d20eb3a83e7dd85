"""PDF files: their text layer, and the scans among their pages.

Called by `plans.files.read_file`. PDFium reads the file (pypdfium2: Apache-2.0 and BSD, wheels for all
systems, nothing else to install); it is the fastest reader with a free licence and stands up to
hostile files, being the one in Chromium. A page without text that is covered by a picture is a scan
and goes to Tesseract (`scan.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from plans.errors import FileProblem, FileReadError
from plans.files.bare_tables import BareTable, parted
from plans.files.bounds import MAX_PAGES, MAX_SCANNED_PAGES
from plans.files.columns import reading_order
from plans.files.grids import find_grids
from plans.files.pages import document_lines
from plans.files.pdf_rules import page_rules
from plans.files.pdf_words import page_words, turn_of, turned
from plans.files.rows import Page, Row
from plans.files.text import convert_pasted
from plans.files.words import TextLine, Word, to_lines
from plans.source import Source

PAGE_WITHOUT_TEXT = "page_without_text"
_FEW_LETTERS = 60
"""A scan may carry a stamp or a signature's note as text; a page with more letters is text."""
_PICTURE_SHARE = 0.4
_PROGRESS_STEP = 10


def read_pdf(path: Path, progress: Callable[[int, int], None]) -> Source:
    """Read a PDF file. Raises `FileReadError`: broken, encrypted, too_many_pages, ocr_missing …"""
    with _open(path) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise FileReadError(FileProblem.TOO_MANY_PAGES, f"{count}")
        pages, scans = _read_pages(document, progress)
        notes: tuple[str, ...] = ()
        if scans:
            notes = _read_scans(document, pages, scans, progress)
    _convert_old_fonts(pages)
    return Source(path.name, document_lines(pages), notes, frozenset(pages[at].number for at in scans))


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD
        problem = FileProblem.ENCRYPTED if locked else FileProblem.BROKEN
        raise FileReadError(problem, str(error)) from error
    with closing(document):
        yield document


def _read_pages(document: Any, progress: Callable[[int, int], None]) -> tuple[list[Page], list[int]]:
    """Every page's rows, and the places of the pages that are scans."""
    pages, scans = [], []
    count = len(document)
    for index in range(count):
        page, is_scan = _read_page(document, index)
        pages.append(page)
        if is_scan:
            scans.append(index)
        if (index + 1) % _PROGRESS_STEP == 0:
            progress(index + 1, count)
    return pages, scans


def _read_page(document: Any, index: int) -> tuple[Page, bool]:
    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as text_page:
            left, bottom, right, top = _shown_box(page)
            words = [
                word
                for word in page_words(page, text_page)
                if bottom <= word.y <= top and left <= word.left <= right  # what is cut off is not shown
            ]
            is_scan = sum(len(word.text) for word in words) < _FEW_LETTERS and _has_picture(page)
            return Page(index + 1, _rows(page, words), top, bottom), is_scan
    except pdfium.PdfiumError as error:
        raise FileReadError(FileProblem.BROKEN, f"page {index + 1}: {error}") from error


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    """The part of the page that is shown, as it lies when it is shown: left, bottom, right, top."""
    return turned(turn_of(page), *page.get_cropbox())


def _has_picture(page: Any) -> bool:
    """Whether pictures cover a good part of the page."""
    area = page.get_width() * page.get_height()
    kinds = (pdfium.raw.FPDF_PAGEOBJ_IMAGE,)
    covered = 0.0
    for item in page.get_objects(filter=kinds, max_depth=4):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > _PICTURE_SHARE * area)


def _rows(page: Any, words: list[Word]) -> list[Row]:
    """The page's lines and table rows from top to bottom."""
    grids = find_grids(page_rules(page))
    free = [word for word in words if not any(grid.holds(word) for grid in grids)]
    blocks: list[Row] = []
    lines = to_lines(free)
    for number, grid in enumerate(grids, start=1):
        above = [line for line in lines if line.y > grid.ys[0]]
        lines = lines[len(above) :]
        blocks.extend(_text_rows(above, len(grids) + len(blocks)))
        inside = [word for word in words if grid.holds(word)]
        blocks.extend(
            Row(" | ".join(cells), grid.xs[0], grid.xs[-1], grid.ys[0], 0.0, cells, number)
            for cells in grid.rows(inside)
        )
    blocks.extend(_text_rows(lines, len(grids) + len(blocks)))
    return blocks


def _text_rows(lines: list[TextLine], grid: int) -> Iterator[Row]:
    """Lines outside of ruled tables; `grid` is a number that no table of the page has yet."""
    for part in parted(lines):
        if not isinstance(part, BareTable):
            yield from map(_row, reading_order(part))
            continue
        grid += 1
        for y, cells in part.rows:
            yield Row(" | ".join(cells), lines[0].left, lines[0].right, y, 0.0, cells, grid)


def _row(line: TextLine) -> Row:
    return Row(line.text(), line.left, line.right, line.y, line.size)


def _read_scans(
    document: Any, pages: list[Page], scans: list[int], progress: Callable[[int, int], None]
) -> tuple[str, ...]:
    """Read the scanned pages by Tesseract, in place; the notes to go with the document."""
    from plans.files.scan import Reader

    if len(scans) > MAX_SCANNED_PAGES:
        raise FileReadError(FileProblem.TOO_MANY_PAGES, f"{len(scans)} scanned")
    try:
        reader = Reader()
    except FileReadError:
        if len(scans) * 2 > len(pages):
            raise
        return (PAGE_WITHOUT_TEXT,)
    notes: set[str] = set()
    for done, index in enumerate(scans):
        progress(len(pages) - len(scans) + done, len(pages))
        with closing(document[index]) as page:
            pages[index] = reader.read_pdf_page(page, index + 1)
        if not pages[index].rows:
            notes.add(PAGE_WITHOUT_TEXT)
    progress(len(pages), len(pages))
    return tuple(sorted(notes | reader.notes))


def _convert_old_fonts(pages: list[Page]) -> None:
    """Letters of the fonts before Unicode stand in a PDF as they were typed."""
    rows = [row for page in pages for row in page.rows]
    texts = [list(row.cells) if row.cells else [row.text] for row in rows]
    convert_pasted(texts)
    for row, parts in zip(rows, texts, strict=True):
        if row.cells:
            row.cells = tuple(parts)
        else:
            row.text = parts[0]
