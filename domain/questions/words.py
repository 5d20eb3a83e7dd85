"""The words of a question or of a plan's sentence, as they are compared: marks aside, and with their marks.

Both sides pass through here: abbreviations and chat spellings are opened, y and i are one letter where they
sound alike. What is stored or shown is never changed. Pure; called by `reading` and by `domain/library`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from domain.questions.spellings import CAPITALS, CHAT, OFFICIAL
from domain.text import marked, nfc, strip_marks

_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_JOINED = re.compile(r"(?<!\w)\w{1,5}(?:\s?[&-]\s?\w{1,5})+(?!\w)")
_Y = re.compile(r"(?<=[bdghklmnrstvx])y$|(?<=qu)y$")


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable. `plain` has no marks; `typed` has those that were written, wherever the tone sat, for comparing.

    `written` is for showing.
    """

    plain: str
    typed: str
    written: str = field(default="", compare=False)

    @property
    def has_marks(self) -> bool:
        return self.plain != self.typed


def even(plain: str) -> str:
    """One spelling for y and i: `ky` and `ki`, `quy` and `qui`."""
    return _Y.sub("i", plain)


@lru_cache(maxsize=20_000)
def word(text: str) -> Word:
    """One syllable as it was written."""
    if text.isdigit():
        number = text.lstrip("0") or "0"
        return Word(number, number)
    plain = strip_marks(text).lower()
    typed = marked(text)
    return Word(even(plain), plain_or(typed, plain), nfc(text).lower())


def plain_or(typed: str, plain: str) -> str:
    """The written form, its y evened as the plain form's is; the plain form itself where it has no marks."""
    if typed == plain:
        return even(plain)
    return _EVEN_MARKED.sub("i", typed)


# A tone follows its word in `marked`, so the y may stand before tone signs.
_EVEN_MARKED = re.compile(r"(?:(?<=[bdghklmnrstvxđ])|(?<=qu))y(?=[\u0300-\u036f]*$)")


def split(text: str) -> list[str]:
    """The syllables of a text, case kept."""
    return _TOKEN.findall(joined(text))


def joined(text: str) -> str:
    """The text with its abbreviations in one piece: `Sở KH&CN`, `LĐ-TB&XH`, `gd-đt`."""
    return _JOINED.sub(_without_joints, nfc(text))


def _without_joints(found: re.Match[str]) -> str:
    """`KH&CN`, `LĐ-TB&XH`: one abbreviation where the letters without their joints are known as one."""
    letters = re.sub(r"[\s&-]", "", found[0])
    return letters if letters.lower() in OFFICIAL else found[0]


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a plan's sentence, official abbreviations opened."""
    out: list[Word] = []
    for token in split(text):
        out += _opened(token, chat=False)
    return tuple(out)


def typed_words(text: str) -> tuple[Word, ...]:
    """The words of a typed question: chat spellings are opened, too."""
    out: list[Word] = []
    for token in split(text):
        out += _opened(token, chat=True)
    return tuple(out)


@lru_cache(maxsize=20_000)
def _opened(token: str, *, chat: bool) -> tuple[Word, ...]:
    key = token.lower()
    meant = OFFICIAL.get(key) or CAPITALS.get(token) or (CHAT.get(key) if chat else None)
    if meant is None:
        return (word(token),)
    return tuple(word(part) for part in meant.split())
