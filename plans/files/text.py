"""Plain text and Markdown in any encoding that Vietnamese offices have used.

Unicode (UTF-8, UTF-16, UTF-32, with or without a byte order mark, composed or decomposed), Windows'
code page 1258, and the font encodings TCVN3, VNI and VISCII, which the library viparse tells apart
and converts (`legacy.py`). Called by `plans.files.read_file`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from plans.errors import FileProblem, FileReadError
from plans.files.bounds import MAX_PAGES, MAX_TEXT_BYTES
from plans.files.lines import clean, make_line
from plans.files.text_columns import with_columns
from plans.files.text_tables import with_rows
from plans.source import Line, Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 8192
_MAX_BINARY_SHARE = 0.02
_MAX_BAD_SHARE = 0.02
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")

TEXT_DAMAGED = "text_damaged"


def read_text(path: Path) -> Source:
    """Read a text file; a form feed begins a page."""
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise FileReadError(FileProblem.TOO_LARGE, f"text of {path.stat().st_size} bytes")
    text, notes = decode(path.read_bytes())
    return Source(path.name, text_lines(text), notes)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The bytes as text, and `text_damaged` where some of them could not be read.

    Raises `FileReadError` (not_text) for bytes that are no text.
    """
    text = _decode_unicode(data)
    if text is not None:
        _refuse_binary(text)
        if _may_be_legacy(text):
            from plans.files.legacy import convert

            text = convert(text) or text
        return text, ()
    from plans.files.legacy import decode_legacy

    text = decode_legacy(data)
    if text is not None:
        return text, ()
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") > _MAX_BAD_SHARE * len(text):
        raise FileReadError(FileProblem.NOT_TEXT, "no known encoding")
    _refuse_binary(text)
    return text, (TEXT_DAMAGED,)


def _decode_unicode(data: bytes) -> str | None:
    """Decode by byte order mark, by the zeros of UTF-16, or as UTF-8; None if none fits."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None:
        encoding = _utf16_without_mark(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return None
        if encoding.startswith("utf-16") and len(data) % 2:  # cut off within the last letter
            return data[:-1].decode(encoding, errors="replace")
        raise FileReadError(FileProblem.NOT_TEXT, encoding) from None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows itself by its high bytes, most of which are zero for Latin letters."""
    sample = data[:_SAMPLE]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(text: str) -> None:
    """A text may hold a few stray control characters; a program or a picture holds many."""
    sample = text[: 4 * _SAMPLE]
    if len(_BINARY.findall(sample)) > _MAX_BINARY_SHARE * len(sample) + 8:
        raise FileReadError(FileProblem.NOT_TEXT, "control characters")


def _may_be_legacy(text: str) -> bool:
    """Whether Unicode text may be font-encoded letters that were pasted as they were.

    Such text has many letters of Latin-1 and none of the block that only Vietnamese uses.
    """
    if text.isascii():
        return False
    sample = text[: 4 * _SAMPLE]
    latin = sum("\u0080" <= letter <= "\u00ff" for letter in sample)
    vietnamese = sum("\u1ea0" <= letter <= "\u1ef9" or "\u0300" <= letter <= "\u0323" for letter in sample)
    return latin > 20 and vietnamese < 0.02 * latin


def convert_pasted(parts: Iterable[list[str]]) -> None:
    """Convert font-encoded letters within texts that came out of another kind of file, in place."""
    lists = list(parts)
    texts = [text for part in lists for text in part]
    if not _may_be_legacy("\n".join(texts)):
        return
    from plans.files.legacy import convert

    whole = convert("\f".join(text.replace("\f", " ") for text in texts))
    if whole is None:
        return
    converted = iter(whole.split("\f"))
    for part in lists:
        part[:] = [next(converted) for _ in part]


def text_lines(text: str) -> tuple[Line, ...]:
    """Cut text into lines. Pages are counted only where the text has form feeds.

    A form feed ends a line only where text stands before it, so that lines keep the numbers that
    an editor shows.
    """
    page: int | None = 1 if "\f" in text else None
    lines: list[Line] = []
    for raw in _LINE_END.split(text):
        pieces = raw.split("\f")
        for turn, piece in enumerate(pieces):
            page = page + 1 if page is not None and turn else page
            if piece or turn == len(pieces) - 1:
                lines.append(make_line(clean(piece), len(lines) + 1, page))
        if page is not None and page > MAX_PAGES:
            raise FileReadError(FileProblem.TOO_MANY_PAGES, f"more than {MAX_PAGES}")
    while lines and not lines[-1].text:
        lines.pop()
    return with_columns(with_rows(lines))
