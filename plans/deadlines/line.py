"""A sentence as the date grammar sees it: tokens that can be asked for words.

All parts of the grammar go through `Line`; how strictly a word is compared depends on how far the
sentence's marks can be trusted, and is decided here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.text import marked, strip_marks
from plans.tokens import Script, Token

# Folded forms that no other common word shares: a wrong mark (`trưóc`) does not make them another word.
_DISTINCT = {"truoc", "cham", "hoan", "thuong", "dinh", "hoc", "tiep", "nhung", "truong", "cuoi", "phuong"}


Wanted = tuple[tuple[str, str], ...]
"""The words of a phrase: each with its marks and folded."""


@lru_cache(maxsize=4096)
def _wanted(phrase: str) -> Wanted:
    return tuple((marked(word), strip_marks(word).lower()) for word in phrase.split())


def first_words(*groups: Iterable[str]) -> frozenset[str]:
    """The folded words that the phrases begin with: where none of them stands, none need be asked for."""
    return frozenset(strip_marks(phrase.split(" ", 1)[0]).lower() for group in groups for phrase in group)


Phrases = tuple[str, ...]
_begun: dict[Phrases, dict[str, Phrases]] = {}
"""What `_by_first_word` has told: a dictionary, since this is asked at each word of each text. It holds the
phrases that stand in the grammar and no others."""


def _by_first_word(phrases: Phrases) -> dict[str, Phrases]:
    """The phrases by the folded word they begin with, in their order: most words begin none."""
    out = _begun[phrases] = _by_word(phrases, 0)
    return out


_ended: dict[Phrases, dict[str, Phrases]] = {}


def _by_last_word(phrases: Phrases) -> dict[str, Phrases]:
    """The phrases by the folded word they end with."""
    out = _ended[phrases] = _by_word(phrases, -1)
    return out


def _by_word(phrases: Phrases, place: int) -> dict[str, Phrases]:
    out: dict[str, Phrases] = {}
    for phrase in phrases:
        word = strip_marks(phrase.split()[place]).lower()
        out[word] = (*out.get(word, ()), phrase)
    return out


@dataclass(slots=True)
class Line:
    """The tokens of one text. Indices into `tokens` are what the grammar passes around."""

    text: str
    tokens: Sequence[Token]
    script: Script
    guesses: set[int] = field(default_factory=set)
    """Tokens whose reading is a guess; a deadline that uses one carries a doubt."""
    _index: dict[str, list[int]] | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    def seq(self, at: int, phrase: str) -> int | None:
        """The index after `phrase` where it stands at `at`, or None."""
        return self._follows(at, _wanted(phrase))

    def _follows(self, at: int, wanted: Wanted) -> int | None:
        tokens, here = self.tokens, at
        if at < 0 or at + len(wanted) > len(tokens):
            return None
        for with_marks, plain in wanted:
            token = tokens[here]
            if token.plain != plain or not self._is(token, with_marks, plain):
                return None
            here += 1
        return here

    def first(self, at: int, *phrases: str) -> int | None:
        """The index after the first of `phrases` that stands at `at`."""
        if not 0 <= at < len(self.tokens):
            return None
        begun = _begun.get(phrases) or _by_first_word(phrases)
        for phrase in begun.get(self.tokens[at].plain, ()):
            after = self._follows(at, _wanted(phrase))
            if after is not None:
                return after
        return None

    def has(self, at: int, *phrases: str) -> bool:
        return self.first(at, *phrases) is not None

    def ends(self, at: int, *phrases: str) -> bool:
        """Whether one of `phrases` stands right before `at`."""
        if not 0 < at <= len(self.tokens):
            return False
        ended = _ended.get(phrases) or _by_last_word(phrases)
        for phrase in ended.get(self.tokens[at - 1].plain, ()):
            wanted = _wanted(phrase)
            if self._follows(at - len(wanted), wanted) is not None:
                return True
        return False

    def find(self, start: int, end: int, *phrases: str) -> int | None:
        """The first index in `start:end` where one of `phrases` stands."""
        return min((at for at in self._places(phrases) if start <= at < end), default=None)

    def places(self, *phrases: str) -> list[int]:
        """All indices where one of `phrases` stands."""
        return sorted(set(self._places(phrases)))

    def _places(self, phrases: tuple[str, ...]) -> Iterator[int]:
        """Where one of `phrases` stands, in no certain order."""
        places = self._places_of_words()
        for word, begun in (_begun.get(phrases) or _by_first_word(phrases)).items():
            for at in places.get(word, ()):
                if any(self._follows(at, _wanted(phrase)) is not None for phrase in begun):
                    yield at

    def _places_of_words(self) -> dict[str, list[int]]:
        """Where each folded word stands, noted at the first question."""
        if self._index is None:
            self._index = {}
            for at, token in enumerate(self.tokens):
                self._index.setdefault(token.plain, []).append(at)
        return self._index

    def mark(self, at: int, *signs: str) -> bool:
        """Whether a punctuation mark of `signs` stands at `at`."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text in signs

    def plain(self, at: int) -> str:
        """The folded word at `at`; nothing beyond the end."""
        return self.tokens[at].plain if 0 <= at < len(self.tokens) else ""

    def value(self, at: int) -> int | None:
        return self.tokens[at].value if 0 <= at < len(self.tokens) else None

    def digits(self, at: int) -> int:
        """How many digits the number at `at` is written with."""
        return len(self.tokens[at].text) if self.value(at) is not None else 0

    def tight(self, at: int) -> bool:
        """Whether nothing stands between `at` and the token before it."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def written(self, start: int, end: int) -> str:
        """The text of `start:end` as it stands."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""

    def _is(self, token: Token, with_marks: str, plain: str) -> bool:
        """Whether a word of the same letters is the word that is wanted."""
        if self.script is not Script.CLEAN or token.guessed:
            return True
        return token.marked == with_marks or plain in _DISTINCT
