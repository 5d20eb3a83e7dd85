"""Words of names recognised through damage: `S& Vin héa va Thé thao` is `Sở Văn hóa và Thể thao`.

`match` calls `mended` for damaged texts. Each word may stand for itself or for a word of the lexicon
that it could be a misreading of; of all ways to read the line the cheapest is taken, where words
that follow one another in the lexicon are cheaper than words that do not. What is left far from
any word of the lexicon stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from plans.agencies import lexicon
from plans.likeness import misread_cost
from plans.tokens import Token, tokenise

_KEEP = 0.9
"""The price of leaving a word unread; a mend must be cheaper than this, its neighbours counted."""
_STRANGE_PAIR = 0.5
"""The price of two words side by side that no phrase of the lexicon has so."""
_CHOICES = 6


@dataclass(slots=True)
class Vocabulary:
    """The lexicon's words: `written` by folded form, `pairs` of folded words that follow one another."""

    written: dict[str, str] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    lengths: dict[int, list[str]] = field(default_factory=dict)


_CONNECTIVES = (
    "phối hợp với",
    "phối hợp chặt chẽ với",
    "chủ trì, phối hợp với",
    "các sở, ban, ngành và các huyện, thành phố",
    "các cơ quan, tổ chức, đơn vị có liên quan và các huyện, thị xã, thành phố",
    "Thủ trưởng các sở",
    "Chủ tịch Ủy ban nhân dân các huyện",
    "Ủy ban nhân dân các xã, phường, thị trấn",
    "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "Ủy ban nhân dân tỉnh",
    "Ủy ban nhân dân huyện",
    "Giao Sở",
    "các sở, ngành chức năng",
    "các sở, ngành, cơ quan liên quan",
    "thường xuyên, liên tục",
    "trong việc",
)


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    vocabulary = Vocabulary()
    for phrase in _phrases():
        before = ""
        for token in tokenise(phrase):
            if not token.is_word or token.plain == "va":
                continue
            vocabulary.written.setdefault(token.plain, token.text)
            if before:
                vocabulary.pairs.add((before, token.plain))
            before = token.plain
    vocabulary.written.setdefault("va", "và")
    for word in vocabulary.written:
        vocabulary.lengths.setdefault(len(word), []).append(word)
    return vocabulary


def _phrases() -> Iterable[str]:
    for head in ("Sở", "Phòng", "Bộ", "Ngành"):
        for known in lexicon.FIELDS:
            yield f"{head} {known}"
    for table in (lexicon.BODIES, lexicon.CLASS_NOUNS, lexicon.QUALIFIERS, lexicon.LEVELS, lexicon.POLITE):
        yield from table
    for noun in lexicon.CLASS_NOUNS:
        yield f"các {noun}"
        yield f"{noun} liên quan"
    for body in lexicon.BODIES:
        for level in ("tỉnh", "huyện", "xã"):
            yield f"{body.rsplit(' ', 1)[-1]} {level}"
    yield from lexicon.DUTY_WORDS
    yield from _CONNECTIVES


def mended(tokens: Sequence[Token]) -> tuple[list[Token], float]:
    """The tokens with misread words replaced, and the mean price a letter of what was replaced."""
    choices = [_choices(token) for token in tokens]
    path = _cheapest(choices)
    out, price, letters = [], 0.0, 0
    for token, (word, cost) in zip(tokens, path, strict=True):
        letters += len(token.plain)
        if word == token.plain:
            out.append(token)
            continue
        text = _vocabulary().written[word]
        text = text[:1].upper() + text[1:] if not token.text[:1].islower() else text.lower()
        out.append(replace(token, text=text, plain=word, value=None, guessed=True))
        price += cost
    return out, price / max(1, letters)


def _choices(token: Token) -> list[tuple[str, float]]:
    """What a token may stand for: (folded word, price); the token itself comes first."""
    vocabulary = _vocabulary()
    if not token.plain or (token.value is not None and len(token.text) != 2):
        return [(token.plain, 0.0)]
    if token.plain in vocabulary.written:
        return [(token.plain, 0.0), *_near(token.plain, 0.5)]
    own = (token.plain, _KEEP if token.value is None else 0.5)
    return [own, *_near(token.plain, _limit(token.plain))]


def _limit(word: str) -> float:
    return 1.0 if len(word) <= 3 else 1.3 if len(word) <= 4 else 1.8


@lru_cache(maxsize=8192)
def _near(word: str, limit: float) -> tuple[tuple[str, float], ...]:
    lengths = _vocabulary().lengths
    found = []
    for size in range(max(2, len(word) - 2), len(word) + 3):
        for candidate in lengths.get(size, ()):
            cost = misread_cost(word, candidate)
            if 0 < cost <= limit:
                found.append((candidate, cost))
    return tuple(sorted(found, key=lambda c: c[1])[:_CHOICES])


def _cheapest(choices: Sequence[list[tuple[str, float]]]) -> list[tuple[str, float]]:
    """The cheapest reading: one choice a token, the price of strange pairs added."""
    pairs = _vocabulary().pairs
    best: list[tuple[float, int]] = []
    steps: list[list[tuple[float, int]]] = []
    last_words: list[str] = []
    for options in choices:
        column: list[tuple[float, int]] = []
        for word, cost in options:
            if not best:
                column.append((cost, -1))
                continue
            column.append(
                min(
                    (best[i][0] + cost + _pair_price(last_words[i], word, pairs), i) for i in range(len(best))
                )
            )
        best = [(price, i) for price, i in column]
        steps.append(column)
        # Punctuation and `và` part words, but the pair around them still counts.
        last_words = [word if word and word != "va" else "" for word, _ in options]
    return _walk_back(choices, steps)


def _pair_price(before: str, word: str, pairs: set[tuple[str, str]]) -> float:
    if not before or not word or word == "va":
        return 0.0
    return 0.0 if (before, word) in pairs else _STRANGE_PAIR


def _walk_back(
    choices: Sequence[list[tuple[str, float]]], steps: Sequence[list[tuple[float, int]]]
) -> list[tuple[str, float]]:
    if not steps:
        return []
    at = min(range(len(steps[-1])), key=lambda i: steps[-1][i][0])
    path = []
    for options, column in zip(reversed(choices), reversed(steps), strict=True):
        path.append(options[at])
        at = column[at][1]
    return path[::-1]
