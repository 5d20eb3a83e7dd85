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
from plans.provinces import PROVINCES
from plans.tokens import Token, forms_in, tokenise

_KEEP = 0.9
"""The price of leaving a word unread; a mend must be cheaper than this, its neighbours counted."""
_KEEP_PROPER = 0.3
"""The same for a capitalised word where a place or a proper name stands."""
_PROPER = 0.3
"""What it costs more to mend such a word: names of places are no words of the lexicon."""
_STRANGE_PAIR = 0.5
"""The price of two words side by side that no phrase of the lexicon has so."""
_AND = 0.15
"""The price of `và`, which may stand between any two words."""
_CHOICES = 10
_STRAY = {"’", "‘", "'", "`", "”", "“", "^", "~"}
"""Misread marks that stand between words as if they were punctuation."""
_BEFORE_PLACES = {
    "tinh",
    "huyen",
    "xa",
    "phuong",
    "tran",
    "pho",
    "thon",
    "thcs",
    "hoc",
    "non",
    "so",
    "thong",
}

Choice = tuple[str, float]
"""A folded word and the price of reading a token as it."""


@dataclass(slots=True)
class Vocabulary:
    """The lexicon's words by their folded form, and which of them follow one another."""

    written: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Two folded words that stand side by side -> how both are written there."""
    lengths: dict[int, list[str]] = field(default_factory=dict)

    def learn(self, phrase: str) -> None:
        before: tuple[str, str] | None = None
        for text, plain, _marked in forms_in(phrase):
            if not plain or plain == "va" or text.isdecimal() or (text.isupper() and len(text) > 1):
                continue
            self.written.setdefault(plain, text)
            if before is not None:
                self.pairs.setdefault((before[1], plain), (before[0], text))
            before = text, plain


_MORE = (
    "phối hợp với",
    "phối hợp chặt chẽ với",
    "chủ trì, phối hợp với",
    "các sở, ban, ngành và các huyện, thành phố",
    "các cơ quan, tổ chức, đơn vị có liên quan và các huyện, thị xã, thành phố",
    "ngành, cơ quan",
    "Thủ trưởng các sở",
    "Thủ trưởng cơ quan, đơn vị",
    "Hiệu trưởng các trường",
    "Trưởng các đoàn thể",
    "Trưởng các thôn",
    "Chủ tịch Ủy ban nhân dân các huyện",
    "Ủy ban nhân dân các xã, phường, thị trấn",
    "Ủy ban nhân dân các quận, huyện",
    "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "Ủy ban nhân dân các xã, phường, đặc khu",
    "cấp xã",
    "cấp huyện",
    "cấp tỉnh",
    "các cấp",
    "cùng cấp",
    "trên địa bàn xã",
    "trên địa bàn tỉnh",
    "trên địa bàn thành phố",
    "chi nhánh khu vực",
    "chi nhánh tỉnh",
    "khu vực",
    "trực thuộc Sở",
    "thuộc Ủy ban nhân dân",
    "Giao Sở",
    "sở, ngành, đơn vị",
    "ngành, đơn vị",
    "ngành, địa phương",
    "cơ quan, đơn vị, địa phương",
    "đoàn thể, đơn vị liên quan",
    "phòng, ban, ngành, đoàn thể",
    "tổ chức thành viên của Mặt trận",
    "tổ chức thực hiện",
    "thuộc phạm vi",
    "chỉ đạo Phòng",
    "các Ban của Hội đồng nhân dân",
    "các sở, ngành chức năng",
    "các sở, ngành, cơ quan liên quan",
    "thường xuyên, liên tục",
    "trong việc",
    "phụ trách lĩnh vực",
    "phụ trách công tác trẻ em",
    "công tác trẻ em",
    "công tác xã hội",
    "bảo vệ, chăm sóc trẻ em",
    "bảo vệ chăm sóc trẻ em",
    "cha mẹ học sinh",
    "tâm lý học đường",
    "y tế học đường",
    "Dân tộc, Tôn giáo",
    "Văn hóa, Thông tin và Truyền thông",
    "Tiểu học, Mầm non",
    "Mầm non, Tiểu học",
    "Thường trực Tỉnh ủy",
    "Đảng ủy các xã",
    "Đảng ủy, Hội đồng nhân dân",
    "Hội đồng nhân dân các cấp",
    "Đoàn Luật sư",
    "Công ty Điện lực",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
)


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    vocabulary = Vocabulary()
    for phrase in _phrases():
        vocabulary.learn(phrase)
    vocabulary.written.setdefault("va", "và")
    for word in vocabulary.written:
        vocabulary.lengths.setdefault(len(word), []).append(word)
    return vocabulary


def _phrases() -> Iterable[str]:
    for head in ("Sở", "Phòng", "Bộ", "Ngành"):
        for known in lexicon.FIELDS:
            yield f"{head} {known}"
    yield from _MORE
    yield from (lexicon.SYNONYMS | dict.fromkeys(lexicon.BODIES))
    yield from (*lexicon.ROLES, *lexicon.CLASS_NOUNS, *lexicon.QUALIFIERS, *lexicon.LEVELS, *lexicon.POLITE)
    yield from lexicon.HEADS
    for noun in lexicon.CLASS_NOUNS:
        yield f"các {noun}"
        yield f"{noun} liên quan"
    for body in lexicon.BODIES:
        for level in ("tỉnh", "huyện", "xã", "phường", "thành phố"):
            yield f"{body.rsplit(' ', 1)[-1]} {level}"
    for province in PROVINCES:
        yield f"tỉnh {province}"
        yield f"thành phố {province}"
    yield from lexicon.DUTY_WORDS


def mended(tokens: Sequence[Token]) -> tuple[list[Token], float]:
    """The tokens with misread words replaced, and the mean price a letter of what was replaced."""
    tokens = [t for t in tokens if t.text not in _STRAY]
    choices = [_choices(tokens, at) for at in range(len(tokens))]
    path = _cheapest(choices)
    words = [word for word, _ in path]
    out, price, letters = [], 0.0, 0
    for at, (token, (word, cost)) in enumerate(zip(tokens, path, strict=True)):
        letters += len(token.plain)
        if not word or word not in _vocabulary().written or (token.value is not None and word == token.plain):
            out.append(token)
            continue
        out.append(replace(token, text=_text(token, words, at), plain=word, value=None, guessed=True))
        price += cost if word != token.plain else 0.0
    return out, price / max(1, letters)


def unread(name: str) -> bool:
    """Whether a name holds a word that is written as no word of the lexicon is: it was not mended for certain."""
    return any(t.is_word and t.text.lower() not in _spellings() for t in tokenise(name))


@lru_cache(maxsize=1)
def _spellings() -> frozenset[str]:
    vocabulary = _vocabulary()
    pairs = (word for pair in vocabulary.pairs.values() for word in pair)
    return frozenset(word.lower() for word in (*vocabulary.written.values(), *pairs))


def _text(token: Token, words: Sequence[str], at: int) -> str:
    """How the word is to be written: as the lexicon has it, capital where the text has a capital."""
    if words[at] == token.plain and token.capital and not _paired(words, at):
        return token.text  # a proper name that happens to have the letters of a word
    spelt = _spelt(words, at, capital=token.capital)
    if token.text.isupper() and sum(c.isalpha() for c in token.text) > 1:
        return spelt.upper()
    if token.text[:1].islower():
        return spelt[:1].lower() + spelt[1:]
    # A capital before a word that is small in the lexicon begins a sentence, no name.
    return spelt[:1].upper() + spelt[1:] if not any(words[:at]) else spelt


def _neighbours(words: Sequence[str], at: int) -> tuple[str, str]:
    before = next((w for w in reversed(words[:at]) if w and w != "va"), "")
    return before, next((w for w in words[at + 1 :] if w and w != "va"), "")


def _paired(words: Sequence[str], at: int) -> bool:
    before, after = _neighbours(words, at)
    pairs = _vocabulary().pairs
    return (before, words[at]) in pairs or (words[at], after) in pairs or not before


def _spelt(words: Sequence[str], at: int, *, capital: bool) -> str:
    """How a word is written where it stands: its neighbours decide between words of the same letters."""
    pairs = _vocabulary().pairs
    before, after = _neighbours(words, at)
    spellings = [pairs[(before, words[at])][1]] if (before, words[at]) in pairs else []
    spellings += [pairs[(words[at], after)][0]] if (words[at], after) in pairs else []
    spellings.append(_vocabulary().written[words[at]])
    return next((s for s in spellings if capital and s[:1].isupper()), spellings[0])


def _choices(tokens: Sequence[Token], at: int) -> list[Choice]:
    """What a token may stand for; the token itself comes first."""
    token, vocabulary = tokens[at], _vocabulary()
    if not token.plain or (token.value is not None and len(token.text) != 2):
        return [(token.plain, 0.0)]
    if token.text.isupper() and set(token.text) <= set("IVX"):
        return [(token.plain, 0.0)]
    if token.plain in vocabulary.written:
        return [(token.plain, 0.0), *_near(token.plain, 1.0)]
    proper = token.capital and at > 0 and (tokens[at - 1].plain in _BEFORE_PLACES or tokens[at - 1].capital)
    keep = 0.5 if token.value is not None else _KEEP_PROPER if proper else _KEEP
    more = _PROPER if proper else 0.0
    return [(token.plain, keep), *((w, c + more) for w, c in _near(token.plain, _limit(token.plain)))]


def _limit(word: str) -> float:
    return 1.2 if len(word) <= 3 else 1.4 if len(word) <= 4 else 1.8


@lru_cache(maxsize=8192)
def _near(word: str, limit: float) -> tuple[Choice, ...]:
    lengths = _vocabulary().lengths
    found = []
    for size in range(max(2, len(word) - 2), len(word) + 3):
        for candidate in lengths.get(size, ()):
            cost = misread_cost(word, candidate, limit)
            if 0 < cost <= limit:
                found.append((candidate, cost))
    return tuple(sorted(found, key=lambda c: c[1])[:_CHOICES])


def _cheapest(choices: Sequence[list[Choice]]) -> list[Choice]:
    """The cheapest reading: one choice a token, the price of strange pairs added.

    Punctuation and `và` stand between words without parting them: the pair around them counts.
    """
    states: dict[str, tuple[float, Step | None]] = {"": (0.0, None)}
    for options in choices:
        following: dict[str, tuple[float, Step | None]] = {}
        for choice in options:
            word, cost = choice
            passes = not word or word == "va"
            for before, (price, path) in states.items():
                pair = _AND if word == "va" else 0.0 if passes else _pair_price(before, word)
                total = price + cost + pair
                last = before if passes else word
                if last not in following or total < following[last][0]:
                    following[last] = (total, Step(choice, path))
        states = following
    step = min(states.values(), key=lambda s: s[0])[1]
    path_back = []
    while step is not None:
        path_back.append(step.choice)
        step = step.before
    return path_back[::-1]


@dataclass(slots=True)
class Step:
    """A choice on a way through the line, and the way before it."""

    choice: Choice
    before: Step | None


def _pair_price(before: str, word: str) -> float:
    free = not before or before == "voi" or (before, word) in _vocabulary().pairs
    return 0.0 if free else _STRANGE_PAIR
