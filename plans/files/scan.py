"""Scans and photos: Tesseract reads a page's picture.

Called by `pdf.py` for pages without text and by `plans.files.read_file` for pictures. Tesseract is a
program of its own (Debian: tesseract-ocr and tesseract-ocr-vie, Apache-2.0) and runs as a child, once
for each page, with a limit on its time; nothing is written to disk. What it reads comes back as rows
in its own reading order.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from plans.errors import FileProblem, FileReadError
from plans.files.grids import Grid, find_grids
from plans.files.pages import document_lines
from plans.files.rows import Page, Row
from plans.files.scan_rules import picture_rules
from plans.files.words import Word
from plans.source import Source

DPI = 300
LANGUAGE = "vie"
PAGE_SECONDS = 45
TEXT_DAMAGED = "text_damaged"
_PROGRAM = "tesseract"
_MAX_PIXELS = 40_000_000
"""A3 at 300 dpi has 17 million."""
_POINTS = 72
_SURE = 70.0
"""Below this mean confidence (0 to 100) of its words a scan is called damaged."""
_QUITE_SURE = 93.0
"""Of words read with more confidence not one in a thousand is wrong."""
_LINE_LEVEL = "4"
_WORD_LEVEL = "5"
_LEAST_HEIGHT = 0.45
"""A line lower than this share of the usual height is no line: marks that were taken off their letters."""
_RULE_SIGNS = "|_[]—"
_CUT_DATE = re.compile(r"\d/ \d+/\d{4}\W*$")
"""`20/ 11/2026` is one word."""
_STRAY = re.compile(r"^([-–]?)['`´](?=[^\W\d_])(?!.*['`´])")
_MAX_ERROR = 500


class Reader:
    """Tesseract, ready to read page after page. `notes` tells how sure it was.

    Raises `FileReadError` (ocr_missing) where Tesseract or its Vietnamese data are not installed.
    """

    def __init__(self) -> None:
        program = shutil.which(_PROGRAM)
        if program is None:
            raise FileReadError(FileProblem.OCR_MISSING, "tesseract-ocr")
        self._program = program
        listed = _run([program, "--list-langs"], b"")
        if LANGUAGE not in listed.decode("utf-8", errors="replace").split():
            raise FileReadError(FileProblem.OCR_MISSING, "tesseract-ocr-vie")
        self._confidences: list[float] = []

    @property
    def notes(self) -> set[str]:
        found = self._confidences
        return {TEXT_DAMAGED} if found and sum(found) / len(found) < _SURE else set()

    def read_pdf_page(self, page: Any, number: int) -> Page:
        """Read one page of a PDF from its picture at 300 dpi, or less where it is huge."""
        width, height = page.get_size()
        scale = min(DPI / _POINTS, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, draw_annots=False)
        try:
            picture = _pgm(bitmap)
        finally:
            bitmap.close()
        return self._page(picture, number, scale * _POINTS, find_grids(picture_rules(page)))

    def read_picture(self, data: bytes) -> Page:
        """Read a photo or a scan that is a file of its own."""
        return self._page(data, 1, DPI, [])

    def _page(self, picture: bytes, number: int, dpi: float, grids: list[Grid]) -> Page:
        command = [
            self._program,
            "stdin",
            "stdout",
            "-l",
            LANGUAGE,
            "--dpi",
            str(round(dpi)),
            "--psm",
            "3",
            "tsv",
        ]
        table = _run(command, picture).decode("utf-8", errors="replace")
        point = _POINTS / dpi
        entries = [
            fields for fields in (line.split("\t") for line in table.splitlines()) if len(fields) == 12
        ]
        height = next((int(fields[9]) for fields in entries if fields[0] == "1"), 0)
        words = _words(entries, point)
        self._confidences.extend(float(fields[10]) for fields in entries if fields[0] == _WORD_LEVEL)
        return Page(number, _rows(words, grids), top=0.0, bottom=-height * point)


def read_picture(path: Path, progress: Callable[[int, int], None]) -> Source:
    """Read a photo of one page. Raises `FileReadError`: ocr_missing, ocr_failed, took_too_long."""
    reader = Reader()
    progress(0, 1)
    page = reader.read_picture(path.read_bytes())
    progress(1, 1)
    return Source(path.name, document_lines([page]), tuple(sorted(reader.notes)), frozenset({1}))


def _words(entries: list[list[str]], point: float) -> list[tuple[tuple[str, ...], Word]]:
    """The words of Tesseract's table, each with the key of its line.

    The table's columns: level, page, block, paragraph, line, word, left, top, width, height,
    confidence, text. A word's own box ends where its letters do, so its line's box gives the baseline.
    """
    words: list[tuple[tuple[str, ...], Word]] = []
    bottom = size = 0.0
    line: tuple[str, ...] = ()
    for fields in entries:
        key = tuple(fields[2:5])
        if fields[0] not in (_LINE_LEVEL, _WORD_LEVEL):
            continue
        left, top, width, height = (int(field) * point for field in fields[6:10])
        if fields[0] == _LINE_LEVEL or key != line:
            bottom, size, line = top + height, height, key
        if fields[0] == _WORD_LEVEL and fields[11].strip():
            text, sure = _small_letters(_without_strays(fields[11])), float(fields[10])
            words.append((key, Word(text, left, left + width, -bottom, size, sure)))
    low = _low_lines(entries)
    return [(key, word) for key, word in words if key not in low]


def _low_lines(entries: list[list[str]]) -> set[tuple[str, ...]]:
    """The lines of Tesseract's table whose words are too low for letters."""
    heights: dict[tuple[str, ...], list[int]] = {}
    for fields in entries:
        if fields[0] == _WORD_LEVEL and fields[11].strip():
            heights.setdefault(tuple(fields[2:5]), []).append(int(fields[9]))
    if not heights:
        return set()
    usual = median(height for line in heights.values() for height in line)
    return {key for key, line in heights.items() if median(line) < _LEAST_HEIGHT * usual}


def _without_strays(text: str) -> str:
    """The word without a mark before its first letter that Tesseract made of a speck: `'Tổ`, `-'Tổ`."""
    return _STRAY.sub(r"\1", text)


def _small_letters(text: str) -> str:
    """Tesseract takes some small letters with marks for capitals (`tẾ`); after a small letter none stands."""
    pairs = zip(" " + text, text, strict=False)
    return "".join(
        letter if letter.isascii() or not before.islower() else letter.lower() for before, letter in pairs
    )


def _rows(words: list[tuple[tuple[str, ...], Word]], grids: list[Grid]) -> list[Row]:
    """Lines in Tesseract's order, with its paragraphs apart; tables stand between what is above and below."""
    rows: list[Row] = []
    last: tuple[str, ...] = ()
    for key, word in words:
        if any(grid.holds(word) for grid in grids):
            continue
        if key == last:
            rows[-1].text += (
                word.text if _CUT_DATE.search(f"{rows[-1].text} {word.text}") else " " + word.text
            )
            rows[-1].right = word.right
            rows[-1].unsure += _unsure([word])
        else:
            apart = bool(last) and key[:2] != last[:2]
            row = Row(
                word.text, word.left, word.right, word.y, word.size, apart=apart, unsure=_unsure([word])
            )
            rows.append(row)
        last = key
    for number, grid in enumerate(grids, start=1):
        inside = [_without_rules(word) for _key, word in words if grid.holds(word)]
        above = sum(row.y > grid.ys[0] for row in rows)
        rows[above:above] = [
            Row(
                " | ".join(cells),
                grid.xs[0],
                grid.xs[-1],
                grid.ys[0],
                0.0,
                cells,
                number,
                unsure=_unsure(inside),
            )
            for cells in grid.rows(word for word in inside if word.text)
        ]
    return rows


def _unsure(words: list[Word]) -> tuple[tuple[str, int], ...]:
    return tuple((word.text, int(word.sure)) for word in words if word.sure < _QUITE_SURE)


def _without_rules(word: Word) -> Word:
    """The word without what Tesseract made of the lines beside it."""
    return replace(word, text=word.text.strip(_RULE_SIGNS))


def _pgm(bitmap: Any) -> bytes:
    """The bitmap in the plainest format that Tesseract reads: a head and the grey values."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(bitmap.buffer)
    if stride != width:
        data = b"".join(data[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + data


def _run(command: list[str], given: bytes) -> bytes:
    """Run Tesseract and return what it prints."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # its threads cost more than they gain
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the picture goes in by standard input
            command, input=given, capture_output=True, timeout=PAGE_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileReadError(FileProblem.TOOK_TOO_LONG, "tesseract") from None
    except OSError as error:
        raise FileReadError(FileProblem.OCR_FAILED, str(error)) from error
    if done.returncode != 0:
        detail = done.stderr[-_MAX_ERROR:].decode("utf-8", errors="replace")
        raise FileReadError(FileProblem.OCR_FAILED, detail)
    return done.stdout
