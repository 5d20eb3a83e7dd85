"""Which misread word was which word: clean texts set beside their damaged readings.

Called by `learn_repair.py` and `score_repair.py`; developers' tools all three.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from domain.text import strip_marks
from plans.repair.words import Word, passages

BAND = 22
Pair = tuple[str, str]


def clean_words(text: str) -> list[list[Word]]:
    """The words of a clean text as they would be printed (Markdown signs taken away)."""
    text = one_spelling(unicodedata.normalize("NFC", text))
    lines = [re.sub(r"[*#]+|^\|?[\s|:-]+\|$", "", line).strip() for line in text.splitlines()]
    return passages(line.replace("|", " ") for line in lines)


_TONE_AT_END = re.compile(r"\b([^\W\d_aeiouy]*)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)


def one_spelling(text: str) -> str:
    """`hoá`, `uỷ` as `hóa`, `ủy`: both are right, and one spelling is enough to count."""
    return _TONE_AT_END.sub(_tone_first, text)


def _tone_first(found: re.Match[str]) -> str:
    onset, first, last = found[1], found[2][0], found[2][1]
    if onset.lower() == "q":
        return found[0]
    parts = unicodedata.normalize("NFD", last)
    return onset + unicodedata.normalize("NFC", first + parts[1:]) + parts[0]


@lru_cache(maxsize=1_000_000)
def _distance(a: str, b: str) -> float:
    """Edit distance of two words without marks, as a share of the longer."""
    if a == b:
        return 0.0
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1] / max(len(a), len(b))


def align(clean: list[str], raw: list[str]) -> list[tuple[int, int]]:
    """Pairs of places of words that are the same word, within a band that follows the best path."""
    a = [strip_marks(w).lower() for w in clean]
    b = [strip_marks(w).lower() for w in raw]
    rows: list[dict[int, tuple[float, int]]] = [{j: (0.8 * j, 1) for j in range(BAND + 1)}]
    centre = 0
    for word in a:
        previous = rows[-1]
        row: dict[int, tuple[float, int]] = {}
        for j in range(max(0, centre - BAND), min(len(b), centre + BAND) + 1):
            options = []
            if j in previous:
                options.append((previous[j][0] + 0.8, 0))
            if j - 1 in row:
                options.append((row[j - 1][0] + 0.8, 1))
            if j - 1 in previous:
                options.append((previous[j - 1][0] + _distance(word, b[j - 1]), 2))
            if options:
                row[j] = min(options)
        rows.append(row)
        centre = min(row, key=lambda j: (row[j][0], j)) + 1
    return _path(rows, len(b))


def _path(rows: list[dict[int, tuple[float, int]]], end: int) -> list[tuple[int, int]]:
    i = len(rows) - 1
    j = end if end in rows[-1] else max(rows[-1])
    out = []
    while i > 0 or j > 0:
        move = rows[i][j][1] if j in rows[i] else 0
        if move == 2:
            i, j = i - 1, j - 1
            out.append((i, j))
        elif move == 1:
            j -= 1
        else:
            i -= 1
    return out[::-1]


def pairs_of(clean: str, damaged: str) -> list[Pair]:
    """(raw, clean) words of a damaged reading. Words that were not found again are left out."""
    true = [w for p in clean_words(clean) for w in p]
    read = [w for p in passages(damaged.splitlines()) for w in p]
    found = align([w.core for w in true], [w.core for w in read])
    out = []
    for i, j in found:
        a, b = true[i], read[j]
        if not a.kind and _distance(strip_marks(a.core).lower(), strip_marks(b.core).lower()) < 0.76:
            out.append((b.core, a.core))
    return out


def glob_safe(stem: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", stem)


def collect_pairs(folder: Path, texts: Iterable[Path]) -> Counter[Pair]:
    """All pairs of the texts' damaged readings, kept beside them so that they are aligned once."""
    pairs: Counter[Pair] = Counter()
    for path in texts:
        clean = path.read_text(encoding="utf-8")
        for file in sorted(folder.glob(f"{glob_safe(path.stem)}.*.txt")):
            if file.name.endswith(".printed.txt"):
                continue
            kept = file.with_suffix(".pairs.json")
            if not kept.exists():
                kept.write_text(
                    json.dumps(pairs_of(clean, file.read_text(encoding="utf-8")), ensure_ascii=False)
                )
            pairs.update(tuple(pair) for pair in json.loads(kept.read_text()))
    return pairs
