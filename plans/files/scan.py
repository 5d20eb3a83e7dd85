"""Scans and photos: Tesseract reads a page's picture.

Called by `pdf.py` for pages without text and by `plans.files.read_file` for pictures. Tesseract is a
program of its own (Debian: tesseract-ocr and tesseract-ocr-vie, Apache-2.0) and runs as a child, once
for each page, with a limit on its time; nothing is written to disk. What it reads comes back as rows
in its own reading order.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from plans.errors import FileProblem, FileReadError
from plans.files.pages import document_lines
from plans.files.rows import Page, Row
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
_WORD_LEVEL = "5"
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
            return self._page(_pgm(bitmap), number, scale * _POINTS)
        finally:
            bitmap.close()

    def read_picture(self, data: bytes) -> Page:
        """Read a photo or a scan that is a file of its own."""
        return self._page(data, 1, DPI)

    def _page(self, picture: bytes, number: int, dpi: float) -> Page:
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
        return self._rows(table, number, _POINTS / dpi)

    def _rows(self, table: str, number: int, point: float) -> Page:
        """Tesseract's table of words as rows. Its columns: level, page, block, paragraph, line, word,
        left, top, width, height, confidence, text."""
        rows: list[Row] = []
        page = Page(number, rows, top=0.0, bottom=0.0)
        line_key: list[str] = []
        for entry in table.splitlines():
            fields = entry.split("\t")
            if len(fields) != 12:
                continue
            if fields[0] == "1":
                page.bottom = -int(fields[9]) * point
            if fields[0] != _WORD_LEVEL or not fields[11].strip():
                continue
            self._confidences.append(float(fields[10]))
            if fields[2:5] == line_key:
                rows[-1].text += " " + fields[11]
                rows[-1].right = (int(fields[6]) + int(fields[8])) * point
                continue
            left, top, width, height = (int(fields[place]) * point for place in (6, 7, 8, 9))
            apart = bool(line_key) and fields[2:4] != line_key[:2]
            rows.append(Row(fields[11], left, left + width, -top, height, apart=apart))
            line_key = fields[2:5]
        return page


def read_picture(path: Path, progress: Callable[[int, int], None]) -> Source:
    """Read a photo of one page. Raises `FileReadError`: ocr_missing, ocr_failed, took_too_long."""
    reader = Reader()
    progress(0, 1)
    page = reader.read_picture(path.read_bytes())
    progress(1, 1)
    return Source(path.name, document_lines([page]), tuple(sorted(reader.notes)))


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
