"""From a misread word to the syllables it may have been, with what each reading costs.

Called by the decoder. It looks at one word and knows nothing of its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from heapq import nsmallest
from math import inf
from typing import Any

from domain.text import strip_marks
from plans.likeness import alike
from plans.repair.knowledge import Knowledge

_WIDTH = 10.0
"""A reading this much dearer than the best one of the same word is forgotten."""
_STATES = 90
_LONGEST = 14
"""The longest syllable has seven letters, and one letter may be read as two."""
_STRAY = 7.5
"""Cost of a sign that stands for nothing."""
_END = ""
_State = tuple[float, dict[str, Any]]
_Moves = dict[str, list[tuple[int, float]]]
_FIGURE = 5.0
_SIGN = 6.0
_SIGNS = "023456789@&¢§€£$%?"
"""Any of these may be a vowel with its marks."""
_FIGURES_FOR = {
    **dict.fromkeys("il", "1"),
    **dict.fromkeys("o", "06"),
    **dict.fromkeys("OQDC", "0"),
    **dict.fromkeys("IL", "1"),
    **dict.fromkeys("a", "4"),
    **dict.fromkeys("sS", "58"),
    "c": "¢",
    "B": "8",
    "G": "6",
    "g": "9",
    "z": "2",
    "b": "6",
}
"""Figures that look like letters; that they do needs no learning."""
_ALIKE = 6.0
"""Cost of a consonant read as one that looks like it: hardly seen in what was learnt, and yet not out of reach."""
_VOWELS = frozenset("aeiouy")


class Case(Enum):
    """How a word is written."""

    SMALL = "small"
    TITLE = "title"
    UPPER = "upper"

    def write(self, word: str) -> str:
        if self is Case.UPPER:
            return word.upper()
        return word[:1].upper() + word[1:] if self is Case.TITLE else word


@dataclass(frozen=True, slots=True)
class Reading:
    """A syllable in small letters, how it is written, and what misreading it so costs."""

    word: str
    case: Case
    cost: float


class Letters:
    """All syllables in a tree of letters, searched along a misread word."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = knowledge.letters
        letters = {c for word in knowledge.syllables for c in word}
        for letter in letters | {c.upper() for c in letters}:
            rules = self._rules.setdefault(letter, {letter: 0.1})
            plain = strip_marks(letter)
            for figure in _FIGURES_FOR.get(plain, ""):
                rules[figure] = min(rules.get(figure, _FIGURE), _FIGURE)
            if letter.islower() and plain not in _VOWELS:
                for sign in alike(plain):
                    rules.setdefault(sign, _ALIKE)
            if plain != letter and letter not in "đĐ":
                for sign in _SIGNS:
                    rules.setdefault(sign, _SIGN)
        self._tree: dict[str, Any] = {}
        for word in knowledge.syllables:
            node = self._tree
            for letter in word:
                node = node.setdefault(letter, {})
            node[_END] = word
        self._read_as: dict[str, list[tuple[str, float]]] = {}
        for letter, prices in self._rules.items():
            for read, price in prices.items():
                self._read_as.setdefault(read, []).append((letter, price))
        self._known: dict[tuple[str, bool], list[Reading]] = {}

    def readings(self, raw: str, *, start: bool = False) -> list[Reading]:
        """What `raw` may have been, the most likely letters first; at the `start` of a sentence a small letter
        may be a misread capital."""
        key = (raw, start)
        found = self._known.get(key) if len(raw) <= _LONGEST else []
        if found is None:
            cases = _cases(raw)
            if start and cases == (Case.SMALL,):
                cases = (Case.SMALL, Case.TITLE)
            readings = [Reading(word, case, cost) for case in cases for word, cost in self._search(raw, case)]
            readings.sort(key=lambda r: r.cost)
            found = self._known[key] = [r for r in readings if r.cost <= readings[0].cost + _WIDTH]
        return found

    def _search(self, raw: str, case: Case) -> list[tuple[str, float]]:
        """Walk the tree and the word side by side; each place of the word keeps its cheapest states.

        This is where a damaged text's time goes: the innermost loop calls nothing.
        """
        places: list[dict[int, _State]] = [{} for _ in range(len(raw) + 1)]
        places[0][id(self._tree)] = (0.0, self._tree)
        dearest = [inf] * len(
            places
        )  # what a state may cost at each place, as far as is known; at the end, anything
        for at, place in enumerate(places):
            states = nsmallest(_STATES, place.values(), key=_cost)
            if not states:
                continue
            small, upper = self._moves(raw, at)
            doubles = self._double_moves(raw, at, capitals=case is Case.UPPER)
            limit = states[0][0] + _WIDTH
            for cost, node in states:
                if cost > limit:
                    continue
                moves = upper if case is Case.UPPER or (case is Case.TITLE and node is self._tree) else small
                for letter, below in node.items():
                    if letter in moves:
                        key = id(below)
                        for taken, price in moves[letter]:
                            total, there = cost + price, at + taken
                            if total > dearest[there]:
                                continue
                            reached = places[there]
                            old = reached.get(key)
                            if old is None or total < old[0]:
                                reached[key] = (total, below)
                                if not taken:
                                    states.append((total, below))
                                elif there < len(raw) and total + _WIDTH < dearest[there]:
                                    dearest[there] = total + _WIDTH
                    for second, taken, price in doubles.get(letter, ()):
                        if second in below:
                            _offer(places[at + taken], cost + price, below[second])
                if at < len(raw):
                    _offer(places[at + 1], cost + _STRAY, node)
        return [(node[_END], cost) for cost, node in places[-1].values() if _END in node]

    def _moves(self, raw: str, at: int) -> tuple[_Moves, _Moves]:
        """For each letter what it may be read as from `at` on: (signs taken, cost). Small letters, capitals."""
        small: _Moves = {}
        upper: _Moves = {}
        for taken in range(min(3, len(raw) - at) + 1):
            for letter, price in self._read_as.get(raw[at : at + taken], ()):
                if len(letter) == 2:
                    continue
                if not letter.isupper():
                    small.setdefault(letter, []).append((taken, price))
                if not letter.islower():
                    upper.setdefault(letter.lower(), []).append((taken, price))
        return small, upper

    def _double_moves(self, raw: str, at: int, *, capitals: bool) -> dict[str, list[tuple[str, int, float]]]:
        """Two letters that were misread as one whole: by the first, the second, signs taken and cost."""
        found: dict[str, list[tuple[str, int, float]]] = {}
        for taken in range(1, min(3, len(raw) - at) + 1):
            for letters, price in self._read_as.get(raw[at : at + taken], ()):
                if len(letters) == 2 and letters.isupper() == capitals:
                    pair = letters.lower()
                    found.setdefault(pair[0], []).append((pair[1], taken, price))
        return found


def _offer(place: dict[int, _State], cost: float, node: dict[str, Any]) -> None:
    """Note the way to `node`, if it is the cheapest so far."""
    old = place.get(id(node))
    if old is None or cost < old[0]:
        place[id(node)] = (cost, node)


def _cost(state: _State) -> float:
    return state[0]


def _cases(raw: str) -> tuple[Case, ...]:
    """The ways in which what is read as `raw` may have been written."""
    letters = [c for c in raw if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if len(letters) > 1 and upper == len(letters):
        return (Case.UPPER,) if len(letters) > 2 else (Case.UPPER, Case.TITLE)
    if len(letters) > 2 and upper >= len(letters) - 1:
        return (Case.UPPER, Case.TITLE)
    if raw[:1].isupper() or not raw[:1].isalpha():
        return (
            (Case.TITLE, Case.SMALL)
            if len(raw) > 1 or raw.isdigit()
            else (Case.TITLE, Case.SMALL, Case.UPPER)
        )
    return (Case.SMALL,)
