"""How letters are misread, learnt from pairs of misread and right words.

Called by `learn_repair.py`. Nothing says which letters of a word became which: expectation and maximisation find
the most likely rules for all pairs together.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

from domain.text import strip_marks
from scripts.repair_pairs import Pair


def learn_letters(pairs: Counter[Pair], rounds: int = 7) -> dict[str, dict[str, float]]:
    """P(raw letters | clean letters) for one or two clean letters, by expectation and maximisation."""
    joint: dict[Pair, float] = {}
    doubles: Counter[str] = Counter()
    for (_raw, clean), times in pairs.items():
        for at in range(len(clean) - 1):
            doubles[clean[at : at + 2]] += min(times, 60)
    for _ in range(rounds):
        counts: defaultdict[Pair, float] = defaultdict(float)
        for (raw, clean), times in pairs.items():
            _expect(raw, clean, min(times, 60), joint, counts)
        total = sum(counts.values())
        joint = {key: value / total for key, value in counts.items() if value > 0.05}
    return _conditional(joint, total, doubles)


_LONG = 0.004
"""What a rule of two letters costs; without it every pair would be learnt by heart."""


def _first_guess(x: str, y: str) -> float:
    plain_x, plain_y = strip_marks(x).lower(), strip_marks(y).lower()
    same = plain_x == plain_y
    return (
        (1.0 if same else 0.02)
        * (1.0 if len(x) == 1 else 0.02)
        * (0.1 if not y else 1.0)
        * 0.3 ** abs(len(x) - len(y))
    )


def _expect(
    raw: str, clean: str, times: int, joint: dict[Pair, float], counts: defaultdict[Pair, float]
) -> None:
    n, m = len(clean), len(raw)
    steps: list[tuple[int, int, int, int, Pair, float]] = []
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    for i in range(n):
        for j in range(m + 1):
            here = forward[i][j]
            if not here:
                continue
            for k in (1, 2):
                if i + k > n:
                    break
                x = clean[i : i + k]
                for size in range(0 if k == 1 else 1, 4):
                    if j + size > m:
                        break
                    key = (x, raw[j : j + size])
                    weight = joint.get(key, 0.0) * (1.0, _LONG)[k - 1] if joint else _first_guess(*key)
                    if weight:
                        steps.append((i, j, i + k, j + size, key, weight))
                        forward[i + k][j + size] += here * weight
    total = forward[n][m]
    if total <= 0:
        return
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    for i, j, i2, j2, _key, weight in sorted(steps, key=lambda s: (-s[0], -s[1])):
        backward[i][j] += weight * backward[i2][j2]
    for i, j, i2, j2, key, weight in steps:
        share = forward[i][j] * weight * backward[i2][j2] / total
        if share > 1e-4:
            counts[key] += share * times


def _conditional(
    joint: dict[Pair, float], total: float, doubles: Counter[str]
) -> dict[str, dict[str, float]]:
    """P(y | x), where a rare letter leans on its relatives (ẵ on ă, and that on a).

    Of two letters only what is misread together is kept; `doubles` counts all their sightings.
    """
    seen: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    family: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (x, y), p in joint.items():
        if p * total >= 0.3:
            seen[x][y] += p * total
            for relative in _relatives(x):
                family[relative][y] += p * total
    out: dict[str, dict[str, float]] = {}
    for x in sorted({*seen, *_ALPHABET}):
        if len(x) == 2:
            shares = {y: n / (doubles[x] + 1.0) for y, n in seen[x].items() if n > 1.5}
            out[x] = {y: p for y, p in shares.items() if p > _RAREST}
            continue
        shares = _leaning(seen[x], [family[r] for r in _relatives(x)])
        kept = {y: p for y, p in shares.items() if p > _RAREST}
        if kept:
            out[x] = kept
    return out


_RAREST = 1.5e-4
_LEAN = (8.0, 2.0)
"""How many sightings of a letter its nearer and its farther relatives are worth."""
_LEAST = (0.03, 0.015)
"""The share that they have at least: other scanners make other mistakes."""
_ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_ALPHABET += _ALPHABET.upper()


def _relatives(x: str) -> tuple[str, ...]:
    """Keys of the families of one letter: without its tone, without any mark."""
    if len(x) > 1 or not x.isalpha():
        return ()
    parts = unicodedata.normalize("NFD", x)
    toneless = "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323")
    return ("~" + unicodedata.normalize("NFC", toneless), "~~" + strip_marks(x))


def _leaning(own: Mapping[str, float], families: list[defaultdict[str, float]]) -> dict[str, float]:
    """The letter's own sightings, and to a small part whatever its relatives are read as."""
    shares: defaultdict[str, float] = defaultdict(float)
    known = sum(own.values())
    left = 1.0
    for family, few, least in zip(families, _LEAN, _LEAST, strict=False):
        part = max(least, few / (known + sum(_LEAN)))
        left -= part
        total = sum(family.values())
        for y, n in family.items():
            shares[y] += part * n / total
    for y, n in own.items():
        shares[y] += left * n / (known + 1.0)
    return shares
