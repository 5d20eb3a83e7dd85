"""Words of a text with their place, ready to be compared: the ground of the name and date readers.

`plans.agencies` and `plans.deadlines` call this. It knows nothing about either; it only decides
how far a text's marks can be trusted (`Script`) and cuts it into tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from domain.text import marked as marked_form
from domain.text import strip_marks


class Script(Enum):
    """How far the marks of a text can be trusted."""

    CLEAN = "clean"
    """Vietnamese with its marks: a word that differs in its marks is another word."""
    PLAIN = "plain"
    """Written without marks: only the letters can be compared."""
    DAMAGED = "damaged"
    """Read by a machine in another language: letters and marks are both only likely."""


@dataclass(slots=True)
class Token:
    """One word, number or punctuation mark. `start` and `end` are offsets into the text.

    `plain` is the word folded (`trước` -> `truoc`), `marked` keeps the marks with the tone at the end,
    so that `hoà` and `hòa` agree. `value` is set for a run of digits.
    """

    text: str
    start: int
    end: int
    plain: str
    marked: str
    value: int | None = None
    guessed: bool = False
    """`plain` is what a damaged word was taken for."""

    @property
    def is_word(self) -> bool:
        return self.value is None and bool(self.plain)

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


_CLEAN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
# In damaged text digits and signs stand for letters inside a word (`h6i`, `S&`, `c¢`).
# A point or quote between two letters is a misread mark (`Hé.ng`, `tu‘ng`).
_DAMAGED = re.compile(
    r"[A-ZĐ]{2,}(?=&[A-ZĐ])|&(?=[A-ZĐ]{2})|[^\s/\-–—.,;:()\[\]“”\"'+’‘]+(?:(?<=[^\W\d])[.:‘’'](?=[^\W\d_A-Z])[^\s/\-–—.,;:()\[\]“”\"'+’‘]+)*|\S"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_OWN = re.compile(r"[^\x00-\xffﬁﬂ]")
"""A letter beyond Latin-1 that is no ligature."""
_LATIN_1 = 0xFF
_TYPOGRAPHY = "–—“”‘’…ﬁﬂ•€"


@lru_cache(maxsize=8192)
def _forms(piece: str) -> tuple[str, str, int | None]:
    """What a token of this text has as `plain`, `marked` and `value`."""
    if piece.isdecimal():
        return piece, piece, int(piece) if len(piece) < 9 else None
    if piece[0].isalnum() or len(piece) > 1:
        return strip_marks(piece).lower(), marked_form(piece), None
    return "", piece, None


@lru_cache(maxsize=256)
def script_of(text: str) -> Script:
    """How far the marks of `text` can be trusted.

    More than half of all Vietnamese words carry a letter beyond Latin-1 (`ơ ư ạ ế đ` …), which a reader
    set to a western language never prints; a text of some length without them is not clean.
    """
    words = _WORDS.findall(text)
    own = sum(map(bool, map(_OWN.search, words)))
    if own and own >= 0.12 * len(words):
        return Script.CLEAN
    western = sum(any(0x7F < ord(c) <= _LATIN_1 for c in w) for w in words)
    if western == 0 and own == 0:
        return Script.PLAIN
    # A few words such as `Quý II` or `ngày 20 các tháng` are clean Vietnamese without such a letter.
    return Script.DAMAGED if len(words) >= 9 else Script.CLEAN


def may_be_damaged(text: str) -> bool:
    """Whether a text too short to tell may be damaged: no letter that only Vietnamese has stands in it."""
    return all(ord(c) <= _LATIN_1 or c in _TYPOGRAPHY for c in text)


def tokenise(text: str, script: Script = Script.CLEAN) -> list[Token]:
    """The tokens of `text` (which should be in composed form) in order. They are shared: nobody may change one."""
    return list(_tokens(text, script is Script.DAMAGED))


def forms_in(text: str) -> Iterator[tuple[str, str, str]]:
    """Each token of a clean text without its place: as it is written, `plain`, `marked`."""
    for piece in _CLEAN.findall(text):
        plain, marked, _value = _forms(piece)
        yield piece, plain, marked


@lru_cache(maxsize=64)
def _tokens(text: str, damaged: bool) -> tuple[Token, ...]:
    """A task's text is asked for its days, its partners and whom it reports to, one after the other."""
    out = []
    for found in (_DAMAGED if damaged else _CLEAN).finditer(text):
        piece = found.group()
        start, end = found.span()
        plain, marked, value = _forms(piece)
        out.append(Token(piece, start, end, plain, marked, value))
    return tuple(out)
