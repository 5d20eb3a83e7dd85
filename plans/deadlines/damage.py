"""Time words recognised through damage: `nim 2020 va cic nim tiép theo` is `năm 2020 và các năm tiếp theo`.

`read` calls `mended` for damaged lines only. A misread word is taken for a time word only inside a
whole pattern, next to numbers or other time words; whether that is certain is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

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
    ("sau khi", True),
    ("hoac theo de nghi", False),
    ("hoac theo yeu cau", False),
    ("hoac khi co yeu cau", False),
    ("khi co yeu cau", False),
    ("ban hanh", True),
)


_LONG = 5
"""Words and numbers from which a pattern is so long that slips in clean text are seen through it."""


def mended(line: Line, *, slips: bool = False) -> Line:
    """The line with its time words read as what they were meant to be; guesses are marked.

    With `slips` the text is clean but for single words; then only long patterns count.
    """
    tokens = list(line.tokens)
    guesses: set[int] = set(line.guesses)
    at = 0
    while at < len(tokens):
        found = _best(tokens, at, _LONG if slips else 0)
        if found is None:
            at += 1
            continue
        words, end, certain = found
        for index, word in words.items():
            if tokens[index].plain != word and (slips or not certain):
                guesses.add(index)
            tokens[index] = replace(tokens[index], plain=word, guessed=True)
        at = end
    return Line(line.text, tokens, line.script, guesses)


def _best(tokens: Sequence[Token], at: int, shortest: int) -> tuple[dict[int, str], int, bool] | None:
    for pattern, certain in _patterns():
        if sum(not part.startswith("?") for part in pattern) < shortest:
            continue
        found = _match(tokens, at, pattern)
        if found is None:
            continue
        words, end, cost, letters = found
        if cost <= 0.34 * letters:
            return words, end, certain or cost == 0
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[tuple[str, ...], bool], ...]:
    ordered = sorted(_PATTERNS, key=lambda p: -len(p[0].split()))
    return tuple((tuple(words.split()), certain) for words, certain in ordered)


def _match(
    tokens: Sequence[Token], at: int, pattern: Sequence[str]
) -> tuple[dict[int, str], int, float, int] | None:
    words: dict[int, str] = {}
    here, cost, letters = at, 0.0, 0
    for part in pattern:
        if here >= len(tokens):
            return None
        token = tokens[here]
        if part.startswith("#") or part in {"-", "/"}:
            if not _is_slot(tokens, here, part):
                return None
            here += 1
            continue
        optional, word = part.startswith("?"), part.lstrip("?")
        price = _price(token, word, strict=optional or len(pattern) <= 3, pair=len(pattern) == 2)
        if price is None:
            if optional:
                continue
            return None
        words[here] = word
        cost, letters, here = cost + price, letters + len(word), here + 1
    return words, here, cost, letters


def _price(token: Token, word: str, *, strict: bool, pair: bool) -> float | None:
    """The cost of taking the token for `word`, or None where it is too far.

    A `pair` of words with no number beside them must be near and begin with the right letters:
    `nông thôn` is no `hằng tháng`.
    """
    if token.value is not None:
        return 0.0 if token.plain == word else None
    read = "".join(c for c in token.plain if c.isalnum() or c in "@&¢€$")
    if (
        not read
        or abs(len(read) - len(word)) > 2
        or (token.text.isupper() and len(token.text) > 1 and read != word)
    ):
        return None
    cost = misread_cost(read, word)
    if pair and cost > 0 and (cost > 0.5 or read[:1] != word[:1]):
        return None
    limit = (0.5 if len(word) <= 2 else 1.0 if len(word) <= 4 else 1.6) + (0.0 if strict else 0.6)
    if cost > 0.9 and not same_start(read, word):
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
        return token.text in {"I", "II", "III", "IV", "1", "2", "3", "4", "l", "ll", "lll", "IT", "IIl", "Il"}
    if part == "-":
        return token.text in {"-", "–", "—"}
    return token.text == part
