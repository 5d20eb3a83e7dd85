"""Time words recognised through damage: `nim 2020 va cic nim tiép theo` is `năm 2020 và các năm tiếp theo`.

`read` calls `mended` for damaged lines only. A misread word is taken for a time word only inside a
whole pattern, next to numbers or other time words; whether that is certain is said with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
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
    length: int
    """Words and numbers that may not be missing."""
    reach: int
    """Within how many tokens its first number must stand; 0 where it has none."""


def mended(line: Line, *, slips: bool = False) -> Line:
    """The line with its time words read as what they were meant to be; guesses are marked.

    With `slips` the text is clean but for single words; then only long patterns count.
    """
    tokens = list(line.tokens)
    guesses: set[int] = set(line.guesses)
    numbers = [at for at, token in enumerate(tokens) if token.value is not None]
    at = 0
    while at < len(tokens):
        following = bisect_left(numbers, at)
        ahead = numbers[following] - at if following < len(numbers) else len(tokens)
        found = _best(tokens, at, ahead, _LONG if slips else 0)
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


_INTACT = frozenset(
    {"tuan", "thang", "quy", "nam", "ngay", "truoc", "sau", "dau", "cuoi", "giua", "den", "het"}
)


def _changes_time_word(tokens: Sequence[Token], words: dict[int, str]) -> bool:
    """Whether a sound time word would become another one: `tuần tháng 8` is no slip for `trong tháng 8`."""
    return any(tokens[at].plain in _INTACT and tokens[at].plain != word for at, word in words.items())


def _best(
    tokens: Sequence[Token], at: int, ahead: int, shortest: int
) -> tuple[dict[int, str], int, bool] | None:
    """The first pattern that stands at `at`; `ahead` is how far off the next number stands."""
    token = tokens[at]
    for pattern in _opened(token.text, token.plain, token.value is not None, ahead < _FAR, shortest):
        if 0 < pattern.reach <= ahead:
            continue
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
    return _Pattern(tuple(parts), certain, sum(not part.optional for part in parts), next(numbers, 0))


@lru_cache(maxsize=4096)
def _opened(text: str, plain: str, number: bool, near: bool, shortest: int) -> tuple[_Pattern, ...]:
    """The patterns that a token of this text may open: for most words there is none.

    With no number `near` they are those without one, and few.
    """
    return tuple(
        pattern
        for pattern in _patterns()
        if pattern.length >= shortest
        and (near or not pattern.reach)
        and _may_open(pattern, text, plain, number)
    )


def _may_open(pattern: _Pattern, text: str, plain: str, number: bool) -> bool:
    for part in pattern.parts:
        if part.slot:
            return number or not plain or part.slot == "#Q"
        if _price(text, plain, number, part) is not None:
            return True
        if not part.optional:
            return False
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
    read = "".join(c for c in plain if c.isalnum() or c in "@&¢€$")
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
