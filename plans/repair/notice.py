"""Is this Vietnamese that was read in the wrong language?

Called for every document, so it only counts letters. More than half of all Vietnamese words carry a letter
beyond Latin-1 (`ơ ư ạ ế đ` …), which a reader set to English never prints; it prints `é`, `i`, `6` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.text import strip_marks
from plans.source import Source

_WORD = re.compile(r"[^\W\d_]{2,}")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_LATIN_1 = 0xFF
_OWN = re.compile(r"[^\x00-\xffﬁﬂ]")
"""A letter beyond Latin-1 that is no ligature."""
_FEWEST_WORDS = 50
_OWN_SHARE, _WESTERN_SHARE, _SYLLABLE_SHARE = 0.12, 0.04, 0.5
_DAMAGED_PART = 0.3


def is_damaged(source: Source) -> bool:
    """A good part of the document is damaged; a foreign text or one typed without marks is not."""
    blocks = list(_blocks(source))
    total = sum(len(words) for words in blocks)
    if total < _FEWEST_WORDS:
        return False
    damaged = [word for words in blocks if lacks_marks(words) for word in words]
    return len(damaged) > _DAMAGED_PART * total and _is_misread(damaged)


def _blocks(source: Source) -> Iterable[list[str]]:
    """The words of ten lines at a time: a clean cover page must not hide what follows."""
    for at in range(0, len(source.lines), 10):
        yield [w for line in source.lines[at : at + 10] for w in _WORD.findall(line.text)]


def lacks_marks(words: list[str]) -> bool:
    """Hardly any of the words has a letter that only Vietnamese has."""
    own = sum(map(bool, map(_OWN.search, words)))
    return own <= _OWN_SHARE * len(words)


def _is_misread(words: list[str]) -> bool:
    western = sum(any(0x7F < ord(c) <= _LATIN_1 for c in word) for word in words)
    if western <= _WESTERN_SHARE * len(words):
        return False
    spelt = sum(_SYLLABLE.fullmatch(strip_marks(word).lower()) is not None for word in words)
    return spelt > _SYLLABLE_SHARE * len(words)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)
