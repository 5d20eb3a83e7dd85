"""How far a misread word is from the word that was meant.

Used by the name and date readers on damaged text only. The costs say which letters a machine that
does not know Vietnamese puts for which: `ước` is read `wée`, `ở` `&`, `năm` `nim`.
"""

from __future__ import annotations

import math
from functools import lru_cache

_VOWELS = set("aeiouy")
_ALIKE = (
    set("uwvyr"),
    set("il1tj!|"),
    set("ce¢€("),
    set("o06ecqd"),
    set("a4@&d"),
    set("s85$§"),
    set("hbnk"),
    set("nmr"),
    set("gq9y"),
    set("dpb"),
    set("&eoé8"),
)
_THIN = set("ilrtj.'")
_KNOWN = {
    ("ty", "uy"): 0.4, ("tty", "uy"): 0.5, ("try", "uy"): 0.6, ("tly", "uy"): 0.6, ("ly", "uy"): 0.7, ("cht", "chu"): 0.4,
    ("ti", "tu"): 0.4,
    ("vi", "voi"): 0.4, ("vei", "voi"): 0.2, ("tir", "tu"): 0.4, ("fir", "tu"): 0.6, ("tur", "tu"): 0.4, ("ttr", "tu"): 0.5, ("vdi", "voi"): 0.3, ("vdéi", "voi"): 0.3,
}  # fmt: skip
"""Misreadings of short words that are many and letter by letter too far: `ủy` is read `ty`."""


@lru_cache(maxsize=4096)
def _swap(read: str, meant: str) -> float:
    if read == meant:
        return 0.0
    if any(read in group and meant in group for group in _ALIKE):
        return 0.4
    if read in _VOWELS and meant in _VOWELS:
        return 0.4
    if not read.isalpha():
        return 0.5
    return 1.0


def same_start(read: str, meant: str) -> bool:
    """Whether two words begin with the same letter or with letters that are taken for one another."""
    return bool(read) and bool(meant) and _swap(read[0], meant[0]) < 0.5


@lru_cache(maxsize=65536)
def misread_cost(read: str, meant: str, limit: float = math.inf) -> float:
    """The weighted edit distance: 0 for the same word, about one for each letter that is quite another.

    What costs more than `limit` is only said to be more.
    """
    if read == meant:
        return 0.0
    if (read, meant) in _KNOWN:
        return _KNOWN[(read, meant)]
    cost = _letter_cost(read, meant, limit)
    for two, one in _TWO_FOR_ONE:
        if two in read and one in meant and two not in meant:
            cost = min(cost, 0.3 + _letter_cost(read.replace(two, one), meant, limit))
    return cost


_TWO_FOR_ONE = (("if", "u"), ("it", "u"), ("ir", "u"), ("ii", "u"), ("tt", "u"), ("rn", "m"), ("cn", "m"))
"""`ữ` and `ứ` are read as two letters."""


def alike(letter: str) -> str:
    """The letters, figures and signs that this letter is taken for by its shape, in a fixed order."""
    found = set().union(*(group for group in _ALIKE if letter in group)) - {letter}
    return "".join(sorted(found))


@lru_cache(maxsize=4096)
def _letters_near(word: str) -> frozenset[str]:
    """The letters that are taken for one of the word's own."""
    near = set(word)
    for group in (*_ALIKE, _VOWELS):
        if not group.isdisjoint(word):
            near |= group
    return frozenset(near)


def _least_cost(read: str, meant: str) -> float:
    """What the letters cost at least that are like none of the other word's: told without looking at their order."""
    near = _letters_near(meant)
    return sum([0.5 if c in _THIN or not c.isalpha() else 0.9 for c in read if c not in near])


_ROUNDED = 1e-6


def _letter_cost(read: str, meant: str, limit: float) -> float:
    if _least_cost(read, meant) > limit + _ROUNDED:
        return math.inf  # most words that are compared have nothing in common
    row = [0.0]
    for _ in meant:
        row.append(row[-1] + 0.9)
    for i, a in enumerate(read, 1):
        add = 0.6 if a in _THIN or not a.isalpha() else 0.9
        diagonal, left = row[0], i * add
        row[0] = least = left
        for j, b in enumerate(meant, 1):
            above = row[j]
            best = diagonal if a == b else diagonal + _swap(a, b)
            if above + add < best:
                best = above + add
            if left + 0.9 < best:
                best = left + 0.9
            diagonal, row[j] = above, best
            left = best
            if best < least:
                least = best
        if least > limit:
            return math.inf
    return row[-1]
