"""Set phrases recognised through damage: `T6 chire thwe hien` is like `to chuc thuc hien`.

Called with folded text (domain.text.fold). It only compares; it never changes text.
"""

from __future__ import annotations

from functools import lru_cache

_TOLERANCE = 0.25
"""How much of a phrase may be misread: a letter in four, which Tesseract's wrong language reaches."""
_OTHER_WORDS = frozenset(
    {"doi truong", "chi tiet", "thanh tra", "muc tien", "pham nhan", "bao che", "ket noi"}
)
"""Phrases of clean documents that are a letter away from a set phrase, and are not it."""
_WORD_LIMITS = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}
"""Letters that may be misread in a word of so many letters (3 in longer ones)."""


@lru_cache(maxsize=4096)
def distance(a: str, b: str, limit: int) -> int:
    """The edit distance of two short strings; anything over `limit` is returned as `limit + 1`."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


@lru_cache(maxsize=8192)
def like(text: str, phrase: str) -> bool:
    """Whether a folded text is the phrase, up to a misread letter in four (short phrases: exact).

    Word stands against word, and no word may be another word altogether: `va` is not `bao`.
    """
    if text == phrase:
        return True
    if text in _OTHER_WORDS or len(phrase) < 7 or (text[:1] != phrase[:1] and text[-1:] != phrase[-1:]):
        return False
    words, wanted = text.split(" "), phrase.split(" ")
    if len(words) != len(wanted):
        return False
    left = int(len(phrase) * _TOLERANCE)
    for word, want in zip(words, wanted, strict=True):
        left -= distance(word, want, _WORD_LIMITS.get(len(want), 3)) if word != want else 0
        if left < 0 or (word != want and distance(word, want, 3) > _WORD_LIMITS.get(len(want), 3)):
            return False
    return True


def starts_like(text: str, phrase: str) -> bool:
    """Whether a folded text begins with the phrase, word by word."""
    count = phrase.count(" ") + 1
    head = " ".join(text.split(" ")[:count])
    return like(head, phrase)


def holds_like(text: str, phrase: str) -> bool:
    """Whether the phrase stands anywhere in a folded text, from a word's beginning."""
    if f" {phrase} " in f" {text} ":
        return True
    words = text.split(" ")
    count = phrase.count(" ") + 1
    return any(like(" ".join(words[i : i + count]), phrase) for i in range(len(words) - count + 1))
