"""Time words recognised through damage: `nim 2020 va cic nim tiép theo` is `năm 2020 và các năm tiếp theo`.

`read` calls `mended` for damaged lines only. A misread word is taken for a time word only inside a
whole pattern, next to numbers or other time words; whether that is certain is said with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from plans.deadlines.line import Line
from plans.likeness import misread_cost, same_start
from plans.tokens import Token

# Words in folded form. `#Y` a year, `#D` a day's number before `/` or a month word, `#N` a number, `#Q` a quarter,
# `-` a dash, `?` before a word: it may be missing. The second field says whether the whole is beyond doubt.
_PATTERNS: tuple[tuple[str, bool], ...] = (
    ("?trong ?tu nam hoc #Y - #Y va cac nam ?hoc tiep theo", True),
    ("?trong ?tu nam #Y va cac nam tiep theo", True),
    ("?trong ?tu nam #Y va nhung nam tiep theo", True),
    ("?trong quy #Q nam #Y va cac nam tiep theo", True),
    ("giai doan #Y - #Y va nhung nam tiep theo", True),
    ("giai doan #Y - #Y va cac nam tiep theo", True),
    ("giai doan #Y - #Y", True),
    ("?tu nam hoc #Y - #Y", False),
    ("dinh huong den nam #Y", True),
    ("hoan thanh trong quy #Q nam #Y", False),
    ("?thuc ?hien trong quy #Q hang nam", False),
    ("?thuc ?hien trong quy #Q nam #Y", False),
    ("quy #Q nam #Y", False),
    ("trong nam #Y", False),
    ("trong thang #N / #Y", False),
    *((f"{op} ngay #N hang thang", False) for op in ("truoc", "cham nhat", "den")),
    *((f"{op} ngay #N thang #N nam #Y", False) for op in ("truoc", "cham nhat", "den", "den het", "tu")),
    *((f"{op} ngay #N thang #N", False) for op in ("truoc", "cham nhat", "den", "den het", "tu")),
    *((f"{op} ngay #D", False) for op in ("truoc", "cham nhat", "cham nhat vao", "den", "den het", "tu")),
    ("tu #D", False),
    ("ngay #N hang thang", False),
    ("ngay #N thang #N nam #Y", False),
    ("ngay #N thang #N", False),
    ("ngay #D", True),
    ("dinh ky cuoi hoc ky #N", False),
    ("cuoi hoc ky #N", False),
    ("dinh ky mot nam mot lan", False),
    ("dinh ky hang nam", False),
    ("dinh ky hang quy", False),
    ("dinh ky 6 thang", False),
    ("ngan sach nha nuoc hang nam", True),
    ("ngan sach hang nam", True),
    ("hang nam", False),
    ("hang quy", False),
    ("hang thang", False),
    ("trong thoi han #N ngay lam viec ke tu", False),
    ("trong thoi han #N ngay ke tu", False),
    ("trong vong #N ngay ke tu", False),
    ("trong vong #N gio ke tu", False),
    ("ngay #N cua thang cuoi quy", False),
    *((f"{op} ngay #N cua thang", False) for op in ("truoc", "den", "tu", "cham nhat")),
    ("cua thang cuoi quy", False),
    ("thuoc ky bao cao", True),
    ("cua ky bao cao", True),
    ("truoc ky bao cao", True),
    ("sau khi", True),
    ("hoac theo de nghi", False),
    ("hoac theo yeu cau", False),
    ("hoac khi co yeu cau", False),
    ("khi co yeu cau", False),
    ("ban hanh", True),
)


_LONG = 5
"""Words and numbers from which a pattern is so long that slips in clean text are seen through it."""
_FAR = 8
"""No pattern's first number stands so many tokens after its first word."""
_DIGITS = {"#Y": (4,), "#N": (1, 2), "#D": (1, 2)}
"""How many digits the number in a slot has."""
_NUMBERS = frozenset({"#Y", "#N", "#D"})
_QUARTERS = frozenset({"I", "II", "III", "IV", "1", "2", "3", "4", "l", "ll", "lll", "IT", "IIl", "Il"})


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A place in a pattern: a word, or what `slot` names (a number, a dash, a slash)."""

    word: str
    slot: str
    optional: bool
    strict: bool
    pair: bool


@cache
def _part(word: str, slot: str, optional: bool, strict: bool, pair: bool) -> _Part:
    """Equal places of all patterns are one, so that each is priced once for a word."""
    return _Part(word, slot, optional, strict, pair)


class _Pattern(NamedTuple):
    parts: tuple[_Part, ...]
    certain: bool
    opening: tuple[_Part, ...]
    """The parts with which it can begin: those that may be missing and the first that may not."""
    length: int
    """Words and numbers that may not be missing."""
    reach: int
    """Within how many tokens its first number must stand; 0 where it has none."""
    least: int
    """How many tokens stand before that number at least."""
    digits: tuple[int, ...]
    """How many digits the next number must have; none where a quarter's comes first, which may be written in digits."""
    quarter: bool
    """Whether it holds a quarter's number."""

    def fits(self, ahead: int, digits: int, quarters: bool, shortest: int) -> bool:
        """Whether it can stand where the next number is so far off and has so many digits."""
        if self.length < shortest or (self.reach and ahead >= self.reach) or (self.quarter and not quarters):
            return False
        return not self.digits or (self.least <= ahead and digits in self.digits)


def mended(line: Line, *, slips: bool = False) -> Line:
    """The line with its time words read as what they were meant to be; guesses are marked.

    With `slips` the text is clean but for single words; then only long patterns count.
    """
    tokens = list(line.tokens)
    guesses: set[int] = set(line.guesses)
    tried = candidates(tokens, _LONG if slips else 0)
    at = 0
    while at < len(tokens):
        found = _best(tokens, at, tried(at))
        if found is None or (slips and _changes_time_word(tokens, found[0])):
            at += 1
            continue
        words, end, certain = found
        for index, word in words.items():
            if tokens[index].plain != word and (slips or not certain):
                guesses.add(index)
            tokens[index] = replace(tokens[index], plain=word, guessed=True)
        at = end
    return Line(line.text, tokens, line.script, guesses)


def candidates(tokens: Sequence[Token], shortest: int) -> Callable[[int], tuple[_Pattern, ...]]:
    """The patterns to try at a place: those that its word may open and the line's numbers leave room for."""
    numbers = [at for at, token in enumerate(tokens) if token.value is not None]
    lengths = [len(tokens[at].text) for at in numbers]
    quarters = any(token.text in _QUARTERS for token in tokens)
    far = _room(_FAR, 0, quarters, shortest)

    def tried(at: int) -> tuple[_Pattern, ...]:
        following, room = bisect_left(numbers, at), far
        if following < len(numbers) and numbers[following] - at < _FAR:
            room = _room(numbers[following] - at, lengths[following], quarters, shortest)
        token = tokens[at]
        return _opened(token.text, token.plain, token.value is not None, room)

    return tried


_INTACT = frozenset(
    {"tuan", "thang", "quy", "nam", "ngay", "truoc", "sau", "dau", "cuoi", "giua", "den", "het"}
)


def _changes_time_word(tokens: Sequence[Token], words: dict[int, str]) -> bool:
    """Whether a sound time word would become another one: `tuần tháng 8` is no slip for `trong tháng 8`."""
    return any(tokens[at].plain in _INTACT and tokens[at].plain != word for at, word in words.items())


def _best(
    tokens: Sequence[Token], at: int, patterns: Sequence[_Pattern]
) -> tuple[dict[int, str], int, bool] | None:
    """The first of `patterns` that stands at `at`."""
    for pattern in patterns:
        found = _match(tokens, at, pattern.parts)
        if found is None:
            continue
        words, end, cost, letters = found
        if cost <= 0.34 * letters:
            return words, end, pattern.certain or cost == 0
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """All patterns, the longest first."""
    ordered = sorted(_PATTERNS, key=lambda p: -len(p[0].split()))
    return tuple(_pattern(words.split(), certain) for words, certain in ordered)


def _pattern(words: Sequence[str], certain: bool) -> _Pattern:
    parts = []
    for part in words:
        if part.startswith("#") or part in {"-", "/"}:
            parts.append(_part("", part, False, False, False))
            continue
        optional = part.startswith("?")
        strict = optional or len(words) <= 3
        parts.append(_part(part.lstrip("?"), "", optional, strict, len(words) == 2))
    numbers = (place for place, part in enumerate(parts, 1) if part.slot in _NUMBERS)
    reach = next(numbers, 0)
    before = parts[: reach - 1] if reach else []
    sure = reach and not any(part.slot == "#Q" or part.word.isdecimal() for part in before)
    return _Pattern(
        tuple(parts),
        certain,
        tuple(parts[: next(place for place, part in enumerate(parts, 1) if not part.optional)]),
        sum(not part.optional for part in parts),
        reach,
        sum(not part.optional for part in before),
        _DIGITS[parts[reach - 1].slot] if sure else (),
        any(part.slot == "#Q" for part in parts),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """The patterns that the numbers around a place leave room for."""

    patterns: tuple[_Pattern, ...]


@lru_cache(maxsize=512)
def _room(ahead: int, digits: int, quarters: bool, shortest: int) -> _Room:
    """Where the next number is so far off and has so many digits: far from any, few patterns fit."""
    return _Room(tuple(p for p in _patterns() if p.fits(ahead, digits, quarters, shortest)))


@lru_cache(maxsize=16384)
def _opened(text: str, plain: str, number: bool, room: _Room) -> tuple[_Pattern, ...]:
    """The patterns there that a token of this text may open: for most words there is none."""
    return tuple(p for p in room.patterns if _opens(text, plain, number, p.opening))


@lru_cache(maxsize=8192)
def _opens(text: str, plain: str, number: bool, opening: tuple[_Part, ...]) -> bool:
    """Whether a token of this text may be the first of a pattern: most words are of none."""
    for part in opening:
        if part.slot:
            return number or not plain or part.slot == "#Q"
        if _price(text, plain, number, part) is not None:
            return True
    return False


def _match(
    tokens: Sequence[Token], at: int, parts: Sequence[_Part]
) -> tuple[dict[int, str], int, float, int] | None:
    words: dict[int, str] = {}
    here, cost, letters = at, 0.0, 0
    for part in parts:
        if here >= len(tokens):
            return None
        token = tokens[here]
        if part.slot:
            if not _is_slot(tokens, here, part.slot):
                return None
            here += 1
            continue
        price = _price(token.text, token.plain, token.value is not None, part)
        if price is None:
            if part.optional:
                continue
            return None
        words[here] = part.word
        cost, letters, here = cost + price, letters + len(part.word), here + 1
    return words, here, cost, letters


@lru_cache(maxsize=16384)
def _price(text: str, plain: str, number: bool, part: _Part) -> float | None:
    """The cost of taking a token for the part's word, or None where it is too far.

    A `pair` of words with no number beside them must be near and begin with the right letters:
    `nông thôn` is no `hằng tháng`.
    """
    word = part.word
    if number:
        return 0.0 if plain == word else None
    read = plain if plain.isalnum() else "".join(c for c in plain if c.isalnum() or c in "@&¢€$")
    if not read or abs(len(read) - len(word)) > 2 or (text.isupper() and len(text) > 1 and read != word):
        return None
    limit = (0.5 if len(word) <= 2 else 1.0 if len(word) <= 4 else 1.6) + (0.0 if part.strict else 0.6)
    if not same_start(read, word):
        limit = min(limit, 0.9)
    cost = misread_cost(read, word, limit)
    if part.pair and cost > 0 and (cost > 0.5 or read[:1] != word[:1]):
        return None
    return cost if cost <= limit else None


def _is_slot(tokens: Sequence[Token], at: int, part: str) -> bool:
    token = tokens[at]
    if part == "#Y":
        return token.value is not None and len(token.text) == 4
    if part == "#N":
        return token.value is not None and len(token.text) <= 2
    if part == "#D":
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        return token.value is not None and len(token.text) <= 2 and follows in {"/", "-", "."}
    if part == "#Q":
        return token.text in _QUARTERS
    if part == "-":
        return token.text in {"-", "–", "—"}
    return token.text == part
