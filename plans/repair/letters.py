"""From a misread word to the syllables it may have been, with what each reading costs.

Called by the decoder. It looks at one word and knows nothing of its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from heapq import nsmallest
from typing import Any

from domain.text import strip_marks
from plans.repair.knowledge import Knowledge

_WIDTH = 8.0
"""A reading this much dearer than the best one of the same word is forgotten."""
_STATES = 36
_STRAY = 7.5
"""Cost of a sign that stands for nothing."""
_END = ""
_FIGURE = 5.0
_FIGURES_FOR = {
    **dict.fromkeys("il", "1"),
    **dict.fromkeys("o", "06"),
    **dict.fromkeys("OQDC", "0"),
    **dict.fromkeys("IL", "1"),
    **dict.fromkeys("a", "4"),
    **dict.fromkeys("sS", "58"),
    "B": "8",
    "G": "6",
    "g": "9",
    "z": "2",
    "b": "6",
}
"""Figures that look like letters; that they do needs no learning."""


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
            for figure in _FIGURES_FOR.get(strip_marks(letter), ""):
                rules.setdefault(figure, _FIGURE)
        self._tree: dict[str, Any] = {}
        for word in knowledge.syllables:
            node = self._tree
            for letter in word:
                node = node.setdefault(letter, {})
            node[_END] = word
        self._known: dict[str, list[Reading]] = {}

    def readings(self, raw: str) -> list[Reading]:
        """What `raw` may have been, the most likely letters first."""
        found = self._known.get(raw)
        if found is None:
            readings = [
                Reading(word, case, cost) for case in _cases(raw) for word, cost in self._search(raw, case)
            ]
            readings.sort(key=lambda r: r.cost)
            found = self._known[raw] = [r for r in readings if r.cost <= readings[0].cost + _WIDTH]
        return found

    def _search(self, raw: str, case: Case) -> list[tuple[str, float]]:
        """Walk the tree and the word side by side; each place of the word keeps its cheapest states."""
        size = len(raw)
        places: list[dict[int, tuple[float, dict[str, Any], int]]] = [{} for _ in range(size + 1)]
        places[0][id(self._tree)] = (0.0, self._tree, 0)
        ends: dict[str, float] = {}
        for at in range(size + 1):
            states = list(places[at].values())
            if not states:
                continue
            limit = min(state[0] for state in states) + _WIDTH
            states = nsmallest(_STATES, states, key=lambda s: s[0])
            for cost, node, depth in states:
                if cost <= limit:
                    self._step(raw, at, cost, node, depth, case, places, ends)
        return list(ends.items())

    def _step(
        self,
        raw: str,
        at: int,
        cost: float,
        node: dict[str, Any],
        depth: int,
        case: Case,
        places: list[dict[int, tuple[float, dict[str, Any], int]]],
        ends: dict[str, float],
    ) -> None:
        size = len(raw)
        if at == size and _END in node and cost < ends.get(node[_END], 99.0):
            ends[node[_END]] = cost
        if at < size:
            _offer(places[at + 1], cost + _STRAY, node, depth)
        upper = case is Case.UPPER or (case is Case.TITLE and depth == 0)
        for letter, below in node.items():
            if letter == _END:
                continue
            rules = self._rules[letter.upper() if upper else letter]
            for taken in range(min(4, size - at + 1)):
                price = rules.get(raw[at : at + taken])
                if price is None:
                    continue
                if taken:
                    _offer(places[at + taken], cost + price, below, depth + 1)
                else:
                    self._step(raw, at, cost + price, below, depth + 1, case, places, ends)


def _offer(
    place: dict[int, tuple[float, dict[str, Any], int]], cost: float, node: dict[str, Any], depth: int
) -> None:
    old = place.get(id(node))
    if old is None or cost < old[0]:
        place[id(node)] = (cost, node, depth)


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
