"""Which unit a person means by what he typed: without marks, abbreviated, with slips, in any order.

For every word that stands in a unit's name, alias or province the index has the units as the bits of one number:
the units that have all typed words are found by a few `&`, whatever the size of the directory. Only those few are
compared in detail. Words typed with their marks outrank the same words without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from domain.places import is_former, province_called, province_key
from domain.text import marked
from domain.unit_words import LEVELS, SAYS_LITTLE, opened
from domain.units import UnitRef

_ENOUGH = 0.72
"""How much of what was typed, by weight, a unit must have."""
_MOST = 300
"""Units compared in detail. "Trạm Y tế" alone fits one in every commune; the first of them will do."""
_PREFIX, _SLIP, _LIGHT = 0.8, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class _Word:
    """One typed word: what it tells, the directory's words that it may be, and the units that have one."""

    text: str
    weight: float
    fits: dict[str, float]
    units: int


class Search:
    """See the module. Built once for a directory; `find` changes nothing but memory of words."""

    def __init__(self, units: Sequence[UnitRef]) -> None:
        self._units = units
        bits: dict[str, bytearray] = {}
        for i, unit in enumerate(units):
            for word in self._words_of(unit):
                row = bits.get(word)
                if row is None:
                    row = bits[word] = bytearray()
                if len(row) <= i >> 3:
                    row.extend(bytes((i >> 3) + 1 - len(row)))
                row[i >> 3] |= 1 << (i & 7)
        self._bits = {word: int.from_bytes(row, "little") for word, row in bits.items()}
        self._provinces: dict[str, int] = {}

    @staticmethod
    def _words_of(unit: UnitRef) -> set[str]:
        words = {word for name in (unit.name, *unit.aliases) for word in opened(name)}
        words |= set(opened(f"{unit.commune} {unit.province}"))
        return words - SAYS_LITTLE

    def find(self, typed: str, limit: int = 8, province: str | None = None) -> list[UnitRef]:
        """Units that fit, best first; only those of a province (its `places.province_key`) where one is given."""
        typed = of_today(typed)
        order = opened(typed)
        words = self._typed(order)
        if not words:
            return []
        start = (1 << len(self._units)) - 1 if province is None else self._in_province(province)
        found = self._having_all([*words[:-1], self._begun(words[-1])], start)
        if found:
            words[-1] = self._begun(words[-1])
        else:
            words = [self._loosely(word) for word in words]
            found = self._having_all(words, start) or self._having_most(words, start)
        marks = _marks(typed)
        scored = []
        for i in _positions(found, _MOST):
            unit = self._units[i]
            score = self._score(unit, words, marks, order)
            if score > 0:
                scored.append((-score, len(unit.name), unit.name, unit.id, unit))
        scored.sort(key=lambda item: item[:4])
        return [unit for *_, unit in scored[:limit]]

    def _in_province(self, key: str) -> int:
        if key not in self._provinces:
            names = {unit.province for unit in self._units}
            names = {name for name in names if province_key(name) == key}
            row = bytearray(len(self._units) // 8 + 1)
            for i, unit in enumerate(self._units):
                if unit.province in names:
                    row[i >> 3] |= 1 << (i & 7)
            self._provinces[key] = int.from_bytes(row, "little")
        return self._provinces[key]

    def _typed(self, order: Sequence[str]) -> list[_Word]:
        """The words typed, each as it stands; two that were written together are parted."""
        words = [word for word in order if word not in SAYS_LITTLE]
        parted = [part for word in words for part in self._parts(word)]
        return [
            _Word(word, self._weight(word), {word: 1.0}, self._bits.get(word, 0))
            for word in dict.fromkeys(parted)
        ]

    def _parts(self, word: str) -> list[str]:
        """ "suoimay" as "suoi may", where the directory has both words together and not the one."""
        if word in self._bits or len(word) < 3:
            return [word]
        for cut in range(1, len(word)):
            if 1 in (cut, len(word) - cut) and "y" not in (word[:cut], word[cut:]):
                continue
            if self._bits.get(word[:cut], 0) & self._bits.get(word[cut:], 0):
                return [word[:cut], word[cut:]]
        return [word]

    def _begun(self, word: _Word) -> _Word:
        """The last word typed may be the beginning of one."""
        fits = {other: _PREFIX for other in self._bits if other.startswith(word.text)} | word.fits
        return _Word(word.text, word.weight, fits, self._any_of(fits))

    def _any_of(self, words: Iterable[str]) -> int:
        units = 0
        for word in words:
            units |= self._bits.get(word, 0)
        return units

    def _loosely(self, word: _Word) -> _Word:
        """The word as the beginning of others, or up to a slip."""
        fits = self._fits(word.text)
        return _Word(word.text, word.weight, fits, self._any_of(fits))

    def _fits(self, word: str) -> dict[str, float]:
        """The directory's words that a typed word may be."""
        fits: dict[str, float] = {}
        for other in self._bits:
            if other == word:
                fits[other] = 1.0
            elif len(word) > 1 and other.startswith(word):
                fits[other] = _PREFIX
            elif slip(word, other):
                fits[other] = _SLIP
        return fits

    def _having_all(self, words: Sequence[_Word], start: int) -> int:
        """The units that have every word; a type's word is not asked for."""
        found = start
        for word in _heavy(words):
            found &= word.units
        return found

    def _having_most(self, words: Sequence[_Word], start: int) -> int:
        """The units that have most of the words: any one may be passed over, or those that fit nothing else."""
        heavy = sorted(_heavy(words), key=lambda word: -word.weight)
        total = sum(word.weight for word in heavy) or 1.0
        found = 0
        for skipped in heavy:
            if (total - skipped.weight) / total >= _ENOUGH:
                found |= self._having_all([word for word in heavy if word is not skipped], start)
        if found:
            return found
        rest = start
        for word in heavy:
            rest = rest & word.units or rest
        return rest if rest != start else 0

    def _score(self, unit: UnitRef, words: Sequence[_Word], marks: frozenset[str], order: list[str]) -> float:
        """How well a unit fits; 0 where too little of what was typed is in it."""
        names = [opened(name) for name in (unit.name, *unit.aliases)]
        own = {word for name in names for word in name}
        every = own.union(opened(f"{unit.commune} {unit.province}"))
        got, meant = 0.0, {}
        for word in words:
            fit, _, which = max(
                ((fit, other in own, other) for other, fit in word.fits.items() if other in every),
                default=(0.0, False, ""),
            )
            got += fit * word.weight
            meant[word.text] = which
        share = got / (sum(word.weight for word in words) or 1.0)
        if share < _ENOUGH:
            return 0.0
        said = [meant.get(word, word) for word in order]
        named = max(self._name_score(name, said) for name in names)
        with_marks = _marks(f"{unit.name} {unit.province}")
        return share + named + 0.35 * sum(mark in with_marks for mark in marks) / max(len(marks), 1)

    def _name_score(self, name: list[str], said: list[str]) -> float:
        """How much of the name was said, and whether its words stand together as they do in it."""
        if name == said:
            return 1.0
        words = frozenset(said)
        whole = sum(map(self._weight, name)) or 1.0
        covered = sum(self._weight(word) for word in name if word in words) / whole
        pairs = set(pairwise(name))
        typed = set(pairwise(said))
        return 0.3 * covered + 0.3 * len(pairs & typed) / max(len(typed), 1)

    def _weight(self, word: str) -> float:
        """What a word tells: the rarer it is in the directory, the more."""
        weight = log(1 + len(self._units) / max(self._bits.get(word, 0).bit_count(), 1))
        return min(weight, _LIGHT) if word in LEVELS else weight


def _heavy(words: Sequence[_Word]) -> Sequence[_Word]:
    return [word for word in words if word.text not in LEVELS] or words


_DISTRICT = re.compile(
    r"[,\s]+(?:huyện|huyen|quận|thị xã|h\.|q\.)\s*[^,\d]+(?=,|$|\s+tỉnh\s|\s+tinh\s)", re.IGNORECASE
)
_PROVINCE = re.compile(r"(?:,|\s)\s*(?:tỉnh|tinh|thành phố|tp\.?|t\.)\s+([^,]+)$", re.IGNORECASE)


def of_today(typed: str) -> str:
    """An address as people know it in the words of today: no district, the province by its name of today."""
    typed = _DISTRICT.sub("", typed)
    found = _PROVINCE.search(typed)
    today = province_called(found.group(1)) if found is not None and is_former(found.group(1)) else None
    return typed if found is None or today is None else f"{typed[: found.start(1)]}{today.name}"


def _positions(bits: int, most: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while bits and most:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
        most -= 1


@lru_cache(maxsize=4096)
def _marks(text: str) -> frozenset[str]:
    """The words with their marks that say something."""
    return frozenset(word for word in marked(text).split() if word not in ("xã", "phường", "tỉnh"))


def slip(typed: str, meant: str) -> bool:
    """Whether two words are the same up to one slip: a letter more, less, other, or two swapped."""
    if typed == meant:
        return True
    if len(typed) == len(meant) == 2:
        return typed == meant[::-1]
    if min(len(typed), len(meant)) < 3 or abs(len(typed) - len(meant)) > 1:
        return False
    i = next(
        (i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant))
    )
    rest, other = typed[i:], meant[i:]
    return (
        rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or rest[:2][::-1] + rest[2:] == other
    )
