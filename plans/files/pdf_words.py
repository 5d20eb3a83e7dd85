"""The words of one PDF page with their places, out of PDFium.

Owns the calls into PDFium's text functions (`pypdfium2.raw`: the plain C interface, since the
wrapped objects for every letter would cost most of the time). Called by `pdf.py`.

The quick way asks PDFium for the page's text and then only for the places of each word's first and
last letter. Some programs draw the letters that a font lacks after the rest of the line (LibreOffice
does so with Vietnamese); then words lie over each other, and the page is read letter by letter.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium

from plans.files.pdf_calls import quick
from plans.files.words import Word, is_tangled, to_lines

_WORD = re.compile(r"\S+")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What PDFium gives for a hyphen at the end of a line."""
_SAME_PLACE = 0.5
_FAR = 1e6
_NOTE_MARK_RISE = 1.5
"""In points: half of what Word raises a small number by at 10 points."""
_UNITS = frozenset({"m", "km", "cm", "CO", "H"})
_letter_box = quick(
    pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_letter_origin = quick(
    pdfium.FPDFText_GetCharOrigin,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
)


def page_words(page: Any, text_page: Any) -> list[Word]:
    """All words of the page, in no certain order."""
    reader = _PageReader(page, text_page)
    words = reader.words()
    if reader.tangled or is_tangled(to_lines(words)):
        return reader.letters()
    return words


class _PageReader:
    """Buffers for the C calls of one page, and its turn."""

    def __init__(self, page: Any, text_page: Any) -> None:
        self._handle = text_page.raw
        self._address = ctypes.cast(self._handle, ctypes.c_void_p).value
        self._box = pdfium.FS_RECTF()
        self._box_at = ctypes.addressof(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._turn = turn_of(page)
        self.tangled = False
        """Whether a word's last letter stands left of its first, or on another line."""
        self._count = pdfium.FPDFText_CountChars(self._handle)

    def words(self) -> list[Word]:
        """Words as PDFium parts them."""
        text = self._text()
        if len(text) != self._count:  # letters outside the basic plane: places would not fit
            return self.letters()
        words = []
        for match in _WORD.finditer(text):
            word = self._word(match.group(), match.start(), match.end() - 1)
            if word is not None:
                words.append(word)
        return words

    def letters(self) -> list[Word]:
        """Every letter as a word of its own; twins on the same spot (a way to print bold) are dropped."""
        words: list[Word] = []
        seen: set[tuple[str, int, int]] = set()
        for index in range(max(self._count, 0)):
            letter = chr(pdfium.FPDFText_GetUnicode(self._handle, index)).translate(_HYPHENS)
            word = None if letter.isspace() or letter == "\0" else self._word(letter, index, index)
            if word is None:
                continue
            key = (letter, round(word.left / _SAME_PLACE), round(word.y / _SAME_PLACE))
            if key not in seen:
                seen.add(key)
                words.append(word)
        return words

    def _text(self) -> str:
        if self._count <= 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * (self._count + 1))
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        written = pdfium.FPDFText_GetText(self._handle, 0, self._count, pointer)
        return buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace").translate(_HYPHENS)

    def _word(self, text: str, first: int, last: int) -> Word | None:
        """Ask for the places of the first and the last letter. Called for each word: kept quick."""
        box, page = self._box, self._address
        if not _letter_box(page, first, self._box_at):
            return None
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        _letter_origin(page, first, self._x_at, self._y_at)
        y = self._y.value
        if last != first and _letter_box(page, last, self._box_at):
            right = box.right
            if not self._turn:
                self.tangled |= box.left < left or box.top < bottom or box.bottom > top
                if text[-1].isdigit() and text[0].isalpha():
                    text = self._without_note_mark(text, first, y)
            if self._turn:
                left, bottom, top = min(left, box.left), min(bottom, box.bottom), max(top, box.top)
        if self._turn:
            x = self._x.value
            y = turned(self._turn, x, y, x, y)[1]
            left, bottom, right, top = turned(self._turn, left, bottom, right, top)
        if not (top > bottom and abs(left) + abs(right) + abs(y) < _FAR):  # also refuses NaN
            return None
        return Word(text, left, right, y, top - bottom)

    def _without_note_mark(self, text: str, first: int, y: float) -> str:
        """The word without a raised number at its end, which points to a footnote."""
        end = len(text.rstrip("0123456789"))
        _letter_origin(self._address, first + end, self._x_at, self._y_at)
        rise = self._y.value - y
        return text[:end] if rise > _NOTE_MARK_RISE and text[:end] not in _UNITS else text


def turn_of(page: Any) -> int:
    """By how many quarters the page is turned clockwise when it is shown."""
    return int(pdfium.FPDFPage_GetRotation(page.raw)) % 4


def turned(
    turn: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """A box as it lies on the page when that is shown (the page's corner does not matter)."""
    if turn == 1:
        return bottom, -right, top, -left
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return -top, left, -bottom, right
    return left, bottom, right, top
