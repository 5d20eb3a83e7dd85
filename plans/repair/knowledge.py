"""What was learnt about misread letters and about the order of syllables, read from `data/`.

Called by the decoder, and only when a text is damaged: a clean plan never pays for it. The file is made by
`scripts/learn_repair.py`. It holds counts and costs, no text.

Costs are negative natural logarithms of probabilities everywhere in this package.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from plans.repair.words import CLASSES

DATA = Path(__file__).parent / "data" / "repair.json.gz"
_DISCOUNT_SHARE, _DISCOUNT = 0.65, 4.5
"""What is taken from each count for what was never seen; a plan's words count several times."""
_UNKNOWN = 1.1e-7
"""How likely a word is that the lexicon lacks."""
_STRANGE = 0.01
ORDER_WEIGHT = 0.7
"""How far the order of words is trusted (an exponent)."""


class Knowledge:
    """Costs of letters and of syllables after one another; unpacked as far as it is asked for."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.letters: dict[str, dict[str, float]] = {
            x: {("" if y == "∅" else y): int(cost) / 10 for y, cost in _in_twos(row)}
            for x, row in data["letters"].items()
        }
        self.counts: dict[str, int] = {}
        self.capitals: dict[str, float] = {}
        fields = iter(data["words"].split(" "))
        for word, count, capital in zip(fields, fields, fields, strict=True):
            self.counts[word] = int(count)
            self.capitals[word] = min(0.98, max(0.02, int(capital) / 100))
        self._total = sum(self.counts.values())
        self._pairs: dict[str, str] = data["pairs"]
        self._triples: dict[str, str] = data["triples"]
        self._after: dict[str, tuple[dict[str, int], float, float]] = {}
        self._weights: dict[str, _Row] = {}

    @property
    def syllables(self) -> list[str]:
        """All words that text may be repaired to, in small letters."""
        return [word for word in self.counts if word not in CLASSES]

    def after_one(self, last: str, words: list[str]) -> list[float]:
        """How well each of `words` goes after `last`: likelihoods, flattened by `ORDER_WEIGHT`."""
        row = self._weights.get(last)
        if row is None:
            row = self._weights[last] = _Row(self, last)
        return list(map(row.__getitem__, words))

    def after_two(self, before: str, last: str, words: list[str]) -> list[float]:
        """How well each of `words` goes after `before` and `last`."""
        key = f"{before} {last}"
        if key not in self._triples:
            return self.after_one(last, words)
        followers, total, rest = self._followers(key, self._triples, known_total=True)
        return [
            (_kept(followers.get(word, 0)) / total + rest * self.pair(last, word)) ** ORDER_WEIGHT
            for word in words
        ]

    def goes(self, last: str, word: str) -> bool:
        """`word` is nothing strange after `last`."""
        return self.pair(last, word) > _STRANGE

    def pair(self, last: str, word: str) -> float:
        """How likely `word` is after `last`."""
        count = self.counts.get(word)
        alone = count / self._total if count else _UNKNOWN
        followers, total, rest = self._followers(last, self._pairs, known_total=False)
        return _kept(followers.get(word, 0)) / total + rest * alone if total else alone

    def _followers(
        self, key: str, table: dict[str, str], *, known_total: bool
    ) -> tuple[dict[str, int], float, float]:
        """What follows: counts, their sum (with what was too rare to be kept), the share of the rest."""
        found = self._after.get(key)
        if found is None:
            row = table.get(key, "")
            total = 0.0
            if known_total and row:
                head, _, row = row.partition(" ")
                total = float(head)
            counts = {word: int(count) for word, count in _in_twos(row)}
            total = max(total, float(sum(counts.values())))
            kept = sum(_kept(count) for count in counts.values())
            found = self._after[key] = (counts, total, 1 - kept / total if total else 1.0)
        return found


class _Row(dict[str, float]):
    """How well words go after one, worked out as they are asked for."""

    def __init__(self, knowledge: Knowledge, last: str) -> None:
        self._knowledge, self._last = knowledge, last

    def __missing__(self, word: str) -> float:
        weight: float = self._knowledge.pair(self._last, word) ** ORDER_WEIGHT
        self[word] = weight
        return weight


def _kept(count: int) -> float:
    return count - min(_DISCOUNT_SHARE * count, _DISCOUNT)


def _in_twos(row: str) -> zip[tuple[str, str]]:
    fields = iter(row.split(" ") if row else ())
    return zip(fields, fields, strict=True)


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The project's own knowledge, read once."""
    return load(DATA)


def load(path: Path) -> Knowledge:
    return Knowledge(json.loads(gzip.decompress(path.read_bytes())))
