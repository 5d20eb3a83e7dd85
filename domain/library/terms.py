"""From the words of a question to what is looked for: slips mended, synonyms joined, weights given. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from domain.library.index import Library, Shelf, phrase
from domain.library.slips import one_slip
from domain.library.synonyms import GROUPS
from domain.questions.reading import same
from domain.questions.words import Word, words_of

OTHER_NAME = 0.95
"""What a synonym counts against the word that was typed."""
ALONE = 0.45
"""What a syllable counts that stands somewhere else than beside its neighbours of the question."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: the phrases that stand for it, the typed one first, and its weight."""

    phrases: tuple[tuple[Word, ...], ...]
    weight: float
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
def known_pairs() -> frozenset[tuple[str, str]]:
    """Words that stand side by side in a synonym: they are spelt right, too."""
    return frozenset(
        (a.plain, b.plain)
        for group in GROUPS
        for each in group
        for a, b in zip(words_of(each), words_of(each)[1:], strict=False)
    )


def mend(words: Sequence[Word], library: Library) -> tuple[Word, ...]:
    """The words with slips mended where a neighbour tells what is meant; marks that no text has are dropped."""
    out = [_without_wrong_marks(one, library) for one in words]
    for i, one in enumerate(out):
        before = out[i - 1] if i else None
        after = out[i + 1] if i + 1 < len(out) else None
        meant = _meant(one, before, after, library)
        if meant != one.plain:
            out[i] = Word(meant, meant)
    return tuple(out)


def _without_wrong_marks(one: Word, library: Library) -> Word:
    if not one.has_marks or one.typed in library.forms or one.typed in _synonym_forms():
        return one
    return Word(one.plain, one.plain) if one.plain in library.vocabulary else one


@cache
def _synonym_forms() -> frozenset[str]:
    return frozenset(one.typed for group in GROUPS for each in group for one in words_of(each))


def _meant(one: Word, before: Word | None, after: Word | None, library: Library) -> str:
    """The word itself where it stands beside a neighbour somewhere, else its nearest that does."""

    def beside(plain: str) -> bool:
        left = before is not None and _pair(before.plain, plain, library)
        return left or (after is not None and _pair(plain, after.plain, library))

    if beside(one.plain) or len(one.plain) < 2:
        return one.plain
    near = [
        plain
        for plain in library.vocabulary
        if abs(len(plain) - len(one.plain)) < 2 and one_slip(one.plain, plain)
    ]
    if before is None and after is None:
        if one.plain in library.vocabulary or not near or len(one.plain) < 4:
            return one.plain
        return max(near, key=lambda plain: library.vocabulary[plain])
    fitting = [plain for plain in near if plain != one.plain and beside(plain)]
    if not fitting:
        return one.plain
    return max(fitting, key=lambda plain: library.vocabulary[plain])


def _pair(one: str, other: str, library: Library) -> bool:
    return (one, other) in library.pairs or (one, other) in known_pairs()


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
            out.append(Term(phrases, library.weight(_count(phrases, library)) * size**0.5))
            i += size
            continue
        before = words[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        weight = library.weight(library.vocabulary.get(words[i].plain, 0))
        out.append(Term(((words[i],),), weight, before, after))
        i += 1
    return tuple(out)


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
