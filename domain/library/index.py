"""The library: every task of the plans in force, findable by its words and by its bodies. In memory.

One shelf a plan, so that a plan that changed is read anew alone. Searching walks the postings of the words
that weigh; it never looks at every task. Pure.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from domain.library.bodies import Names, binds
from domain.library.entries import Entry, PlanHead
from domain.questions.reading import empty_forms, empty_plain
from domain.questions.words import Word, even, split, word, words_of
from domain.slips import one_finger, one_slip
from domain.text import fold, strip_marks
from domain.units import bare_place

_OFTEN = 3
_REMEMBERED = 5_000
"""Misspelt words whose neighbours are kept in memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """The places of a shelf that are a body's: those it leads, those it helps with."""

    leads: frozenset[int]
    helps: frozenset[int]
    bound: bool = True
    """Whether what binds everybody in the plan's area binds the body."""


class Shelf:
    """One plan's tasks with their words, in the plan's order."""

    def __init__(self, head: PlanHead, entries: Sequence[Entry]) -> None:
        self.head = head
        self.entries = tuple(entries)
        self.plain: list[str] = []
        self.typed: list[str] = []
        self.postings: dict[str, list[int]] = {}
        self.leads: dict[str, list[int]] = {}
        self.helps: dict[str, list[int]] = {}
        self.pairs: set[tuple[str, str]] = set()
        self.content_pairs: set[tuple[str, str]] = set()
        self.half_pairs: Counter[tuple[str, str]] = Counter()
        self.forms: set[str] = set()
        self.written: dict[str, str] = {}
        for i, entry in enumerate(self.entries):
            self._add(i, entry)

    def _add(self, i: int, entry: Entry) -> None:
        words = words_of(f"{entry.lead_in} {entry.text}")
        plain = [one.plain for one in words]
        self.plain.append(f" {' '.join(plain)} ")
        self.typed.append(f" {' '.join(one.typed for one in words)} ")
        self.pairs.update(itertools.pairwise(plain))
        empty = empty_forms()
        for one, other in itertools.pairwise(words):
            idle = (one.typed in empty) + (other.typed in empty)
            if not idle:
                self.content_pairs.add((one.plain, other.plain))
            elif idle == 1:
                self.half_pairs[one.plain, other.plain] += 1
        self.forms.update(one.typed for one in words)
        for key in {token.lower() for token in split(f"{entry.lead_in} {entry.text}")}:
            if key not in self.written and not key.isdigit():
                self.written[key] = word(key).plain
        for each in dict.fromkeys(plain):
            self.postings.setdefault(each, []).append(i)
        for name in dict.fromkeys(entry.assignees):
            self.leads.setdefault(name, []).append(i)
        for name in dict.fromkeys(entry.partners):
            self.helps.setdefault(name, []).append(i)

    @cached_property
    def everyone(self) -> frozenset[int]:
        """The places of what binds everybody in the plan's area."""
        return frozenset(i for i, entry in enumerate(self.entries) if entry.everyone) | frozenset(
            i for name, places in self.leads.items() for i in places if binds_everybody(name)
        )

    def places(self, keys: frozenset[int]) -> frozenset[int]:
        """Where the tasks of these keys stand; most of them may stand on other shelves."""
        known = self._by_key
        return frozenset(known[key] for key in known.keys() & keys)

    @cached_property
    def _by_key(self) -> dict[int, int]:
        return {entry.key: i for i, entry in enumerate(self.entries)}

    def part_of(self, names: Iterable[str]) -> Part:
        """The tasks of the bodies that are called so, classes that hold them among them."""
        asked = tuple(names)
        province = bare_place(fold(self.head.province))
        commune = bare_place(fold(self.head.commune))

        def places(known: Mapping[str, list[int]], *, surely: bool) -> frozenset[int]:
            return frozenset(
                i
                for name, there in known.items()
                if any(binds(name, one, province, commune, surely=surely) for one in asked)
                for i in there
            )

        return Part(places(self.leads, surely=False), places(self.helps, surely=True))


def binds_everybody(name: str) -> bool:
    """Whether a name means all the agencies that are concerned."""
    from domain.library.bodies import body

    return body(name).everybody


class Library:
    """All shelves. Made anew where a shelf changes; it is never changed itself."""

    def __init__(self, shelves: Sequence[Shelf], other_names: Iterable[str] = ()) -> None:
        self.shelves = tuple(shelves)
        self.size = sum(len(shelf.entries) for shelf in self.shelves)
        self._other_names = tuple(other_names)
        self._nearby: dict[str, list[str]] = {}
        self._fingers: dict[str, tuple[str, ...]] = {}

    @cached_property
    def names(self) -> Names:
        """Every body that the plans name, and those of the directory."""
        inside = (name for shelf in self.shelves for name in (*shelf.leads, *shelf.helps))
        return Names((*inside, *self._other_names))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Words that stand side by side somewhere."""
        return frozenset().union(self.names.pairs, *(shelf.pairs for shelf in self.shelves))

    @cached_property
    def content_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs of which neither word is an empty one, and those that are one word ("chỉ tiêu") all the same."""
        return frozenset().union(self._compounds, *(shelf.content_pairs for shelf in self.shelves))

    @cached_property
    def _compounds(self) -> frozenset[tuple[str, str]]:
        """Pairs with an empty word of which the other word has hardly another neighbour."""
        count: Counter[tuple[str, str]] = Counter()
        for shelf in self.shelves:
            count.update(shelf.half_pairs)
        empty = empty_plain()
        return frozenset(
            pair
            for pair, often in count.items()
            if often >= _OFTEN
            and 2 * often >= self.vocabulary.get(pair[1] if pair[0] in empty else pair[0], 0)
        )

    @cached_property
    def written(self) -> dict[str, str]:
        """Every word as it is written, marks in their place, and its form without."""
        out = {one: plain for shelf in self.shelves for one, plain in shelf.written.items()}
        for name in self.names.names:
            out |= {token.lower(): word(token).plain for token in split(name)}
        return out

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every word with its marks."""
        return frozenset().union(self.names.typed, *(shelf.forms for shelf in self.shelves))

    def forms_of(self, plain: str) -> frozenset[str]:
        """The ways in which a word is written with its marks."""
        return self._forms_by_plain.get(plain, frozenset())

    @cached_property
    def _forms_by_plain(self) -> dict[str, frozenset[str]]:
        out: dict[str, set[str]] = {}
        for typed in self.forms:
            out.setdefault(even(strip_marks(typed)), set()).add(typed)
        return {plain: frozenset(forms) for plain, forms in out.items()}

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every word without marks, and how many tasks have it."""
        out: dict[str, int] = {}
        for shelf in self.shelves:
            for plain, places in shelf.postings.items():
                out[plain] = out.get(plain, 0) + len(places)
        return out

    def nearby(self, plain: str, others: Iterable[str] = ()) -> list[str]:
        """Known words that are one slip away from a word."""
        if plain not in self._nearby:
            known = dict.fromkeys((*self.vocabulary, *others, *self.names.words))
            near = [each for each in known if abs(len(each) - len(plain)) < 2 and one_slip(plain, each)]
            if len(self._nearby) > _REMEMBERED:
                self._nearby.clear()
            self._nearby[plain] = near
        return self._nearby[plain]

    def fingers(self, typed: str, others: Mapping[str, str], *, marked: bool) -> tuple[str, ...]:
        """The written words that a finger's slip makes a typed word of; without marks in a text without marks."""
        if typed not in self._fingers:
            if len(self._fingers) > _REMEMBERED:
                self._fingers.clear()
            known = {
                one if marked else plain for words in (self.written, others) for one, plain in words.items()
            }
            self._fingers[typed] = tuple(sorted(one for one in known if one_finger(typed, one)))
        return self._fingers[typed]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the plans hold for."""
        return tuple(sorted({year for shelf in self.shelves for year in shelf.head.years}))

    def weight(self, count: int) -> float:
        """What a word weighs that so many tasks have: the rarer, the more."""
        return log(1 + self.size / max(count, 1))


def phrase(words: Sequence[Word], *, typed: bool) -> str:
    """Words as they are looked for in a shelf's texts."""
    return f" {' '.join(one.typed if typed else one.plain for one in words)} "
