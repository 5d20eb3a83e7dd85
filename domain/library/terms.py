"""From the words of a question to what is looked for: synonyms joined, weights given. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from domain.library.index import Library, Shelf, phrase
from domain.questions.reading import same
from domain.questions.stopwords import GENERAL_VERBS
from domain.questions.synonyms import GROUPS
from domain.questions.words import Word, words_of

OTHER_NAME = 0.95
"""What a synonym counts against the word that was typed."""
GENERAL = 0.3
"""What a general verb weighs against what the duty is about."""
ALONE = 0.2
"""What a syllable counts that stands somewhere else than beside its neighbours of the question."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: the phrases that stand for it, the typed one first, and its weight."""

    phrases: tuple[tuple[Word, ...], ...]
    weight: float
    size: float = 1.0
    """How many words it is; general verbs are none."""
    before: Word | None = None
    after: Word | None = None

    @property
    def is_word(self) -> bool:
        return len(self.phrases) == 1 and len(self.phrases[0]) == 1


@cache
def _groups() -> dict[str, tuple[tuple[tuple[Word, ...], int], ...]]:
    """Every phrase of every group by its first plain word, longest first."""
    out: dict[str, list[tuple[tuple[Word, ...], int]]] = {}
    for number, group in enumerate(GROUPS):
        for each in group:
            words = words_of(each)
            out.setdefault(words[0].plain, []).append((words, number))
    return {first: tuple(sorted(each, key=lambda one: -len(one[0]))) for first, each in out.items()}


@cache
def _members(number: int) -> tuple[tuple[Word, ...], ...]:
    return tuple(words_of(each) for each in GROUPS[number])


@cache
def _synonym_forms() -> frozenset[str]:
    return frozenset(one.typed for group in GROUPS for each in group for one in words_of(each))


@cache
def _general() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(one.plain for one in words_of(each)) for each in GENERAL_VERBS)


def without_wrong_marks(words: Sequence[Word], library: Library) -> tuple[Word, ...]:
    """Words typed with marks that no text has are taken as typed without any, where they fit their neighbours."""
    return tuple(
        Word(one.plain, one.plain)
        if one.has_marks and not _is_written(one, library) and _fits_beside(words, i, library)
        else one
        for i, one in enumerate(words)
    )


def _is_written(one: Word, library: Library) -> bool:
    return one.typed in library.forms or one.typed in _synonym_forms()


def _fits_beside(words: Sequence[Word], i: int, library: Library) -> bool:
    if len(words) == 1:
        return words[i].plain in library.vocabulary
    left = i > 0 and (words[i - 1].plain, words[i].plain) in library.content_pairs
    return left or (i + 1 < len(words) and (words[i].plain, words[i + 1].plain) in library.content_pairs)


def terms_of(words: Sequence[Word], library: Library) -> tuple[Term, ...]:
    """What to look for: the longest synonyms first, what is left word by word."""
    out: list[Term] = []
    i = 0
    while i < len(words):
        size, number = _group_at(words, i)
        if size:
            members = _members(number)
            typed = tuple(words[i : i + size])
            phrases = (typed, *(m for m in members if [w.plain for w in m] != [w.plain for w in typed]))
            share = GENERAL if tuple(one.plain for one in typed) in _general() else 1.0
            weight = library.weight(_count(phrases, library)) * size**0.5 * share
            out.append(Term(phrases, weight, size if share == 1.0 else 0.0))
            i += size
            continue
        before = words[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        share = _share(before, words[i], after)
        weight = library.weight(library.vocabulary.get(words[i].plain, 0)) * share
        out.append(Term(((words[i],),), weight, 1.0 if share == 1.0 else 0.0, before, after))
        i += 1
    return tuple(out)


def _share(before: Word | None, one: Word, after: Word | None) -> float:
    """Words of general verbs weigh less."""
    sides: list[tuple[str, ...]] = [(one.plain,)]
    sides += [(before.plain, one.plain)] if before else []
    sides += [(one.plain, after.plain)] if after else []
    return GENERAL if any(side in _general() for side in sides) else 1.0


def _group_at(words: Sequence[Word], i: int) -> tuple[int, int]:
    for meant, number in _groups().get(words[i].plain, ()):
        if len(meant) <= len(words) - i and all(same(words[i + n], one) for n, one in enumerate(meant)):
            return len(meant), number
    return 0, 0


def _count(phrases: Sequence[Sequence[Word]], library: Library) -> int:
    return sum(len(places_of(each, shelf)) for each in phrases for shelf in library.shelves)


def places_of(words: Sequence[Word], shelf: Shelf) -> list[int]:
    """The places of a shelf whose text has the words side by side; marks that were typed must be there."""
    lists = [shelf.postings.get(one.plain) for one in words]
    if not all(lists):
        return []
    rarest = min((each for each in lists if each), key=len)
    plain, typed = phrase(words, typed=False), phrase(words, typed=True)
    marked = any(one.has_marks for one in words)
    texts = shelf.plain
    found = [i for i in rarest if plain in texts[i]] if len(words) > 1 else rarest
    if not marked:
        return found
    if all(one.has_marks for one in words) or len(words) == 1:
        return [i for i in found if typed in shelf.typed[i]]
    return [i for i in found if _fits(words, shelf.typed[i].split(), shelf.plain[i].split())]


def _fits(words: Sequence[Word], typed: Sequence[str], plain: Sequence[str]) -> bool:
    """Whether the words stand side by side, each either with the typed marks or typed without any."""
    size = len(words)
    return any(
        all(
            plain[i + n] == one.plain and (not one.has_marks or typed[i + n] == one.typed)
            for n, one in enumerate(words)
        )
        for i in range(len(plain) - size + 1)
    )
