"""Learns what `plans/repair` knows: how letters are misread and which syllables follow each other.

A developer's tool, run by hand after `damage_plans.py`; it writes plans/repair/data/repair.json.gz.

    python -m scripts.learn_repair DAMAGED_FOLDER TEXT... [--leave-out STEM] [--out FILE] [--laws FILE] [--terms FILE]

TEXT are clean plans; DAMAGED_FOLDER holds their damaged readings. `--laws` is running legal text, a
paragraph a line; `--terms` a list of Vietnamese terms, one a line. The file in the repository was learnt
from the clean plans that the project is measured on, its own samples, six codes of law (official texts: Civil, Penal,
Labour, Maritime, Civil Procedure, Criminal Procedure) and the terms that pyvi (MIT) ships. Only statistics are
kept: rules of letters, counts of syllables and of their sequences up to three; no names of people.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from pathlib import Path

from domain.text import strip_marks
from plans.agencies import lexicon
from plans.provinces import PROVINCES
from plans.repair.words import BREAK, CLASSES, CODE, Word, passages

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "plans" / "repair" / "data" / "repair.json.gz"
BAND = 22
PLAN_WEIGHT = 6
NAME_WEIGHT = 3
TERM_WEIGHT = 5
SET_PHRASES = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Người ký",
    "Thời gian ký",
    "Cơ quan",
    "Nơi nhận",
    "Như trên",
    "Lưu VT",
    "Kế hoạch",
    "Chủ tịch",
    "Phó Chủ tịch",
    "Trên đây là Kế hoạch",
    "năm và các năm tiếp theo",
    "từ năm học",
    "trong quý",
)
Pair = tuple[str, str]


# --- reading -----------------------------------------------------------------------------------


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


# --- letters -----------------------------------------------------------------------------------


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


# --- sequences ---------------------------------------------------------------------------------


def sentence(words: Iterable[Word]) -> Iterator[str]:
    """The words as the language sees them: small letters, figures and codes as classes, breaks marked."""
    for word in words:
        if word.first:
            yield BREAK
        yield word.kind or word.core.lower()


class Sequences:
    """Counts of syllables, pairs and triples, and how often a syllable is written with a capital."""

    def __init__(self) -> None:
        self.counts: tuple[Counter[tuple[str, ...]], ...] = (Counter(), Counter(), Counter())
        self.capital: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()

    def add(self, words: list[Word], weight: int) -> None:
        row = list(sentence(words))
        for n in (1, 2, 3):
            for at in range(len(row) - n + 1):
                self.counts[n - 1][tuple(row[at : at + n])] += weight
        shouting = sum(w.core.isupper() for w in words) > 0.5 * len(words)
        for word in words:
            if not word.kind and not word.start and not shouting:
                self.inside[word.core.lower()] += weight
                self.capital[word.core.lower()] += weight * word.core[:1].isupper()


def known_names() -> Iterator[str]:
    """Names that every plan may contain: bodies, departments, provinces, the heads of all documents."""
    yield from (*lexicon.BODIES, *lexicon.FIELDS, *lexicon.ABBREVIATIONS.values(), *SET_PHRASES)
    for short, full in (*lexicon.ABBREVIATIONS.items(), *lexicon.FIELD_ABBREVIATIONS.items()):
        yield with_bars(short, full)
    yield from (f"{head} {field}" for head in ("Sở", "Phòng") for field in lexicon.FIELDS)
    for province in PROVINCES:
        yield from (province, f"tỉnh {province}", f"Ủy ban nhân dân tỉnh {province}", f"{province}, ngày")


def with_bars(short: str, full: str) -> str:
    """`HDND` as `HĐND`, as `Hội đồng nhân dân` tells."""
    initials = iter(word[0].upper() for word in re.findall(r"[^\W\d_]+", full))
    out = ""
    for letter in short:
        found = next((i for i in initials if strip_marks(i) == letter), letter)
        out += "Đ" if found == "Đ" else letter
    return out


def cut_name(name: str) -> list[Word]:
    """The words of a name as they stand inside a sentence."""
    words = [w for p in passages([name]) for w in p]
    for word in words:
        word.first = word.start = False
    return words


_LETTERS = re.compile(r"[^\W\d_]+(?:[&.\-'][^\W\d_]+)*")


SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý trịnh đinh mai tô lương trương lâm đào".split()  # noqa: SIM905
)


def without_people(words: list[Word]) -> list[Word]:
    """The passage with the names of people taken out: they are nobody's business here."""
    for at, word in enumerate(words):
        if word.core.lower() not in SURNAMES or not word.core.istitle():
            continue
        end = at + 1
        while (
            end < len(words)
            and end - at < 5
            and words[end].core.istitle()
            and not words[end - 1].after.strip()
        ):
            end += 1
        name = [w.core for w in words[at:end]]
        if len(name) > 2 and name[:3] != ["Hồ", "Chí", "Minh"]:
            for part in words[at:end]:
                part.kind = CODE
    return words


def learn_sequences(plans: Iterable[str], laws: Iterable[str], terms: Iterable[str]) -> Sequences:
    found = Sequences()
    for text in plans:
        for passage in clean_words(text):
            found.add(without_people(passage), PLAN_WEIGHT)
    for passage in passages(line for law in laws for line in (one_spelling(law), "")):
        found.add(without_people(passage), 1)
    for name in known_names():
        found.add(cut_name(name), NAME_WEIGHT)
    for term in terms:
        row = one_spelling(term.lower().replace("_", " ")).split()
        for n in (1, 2, 3):
            for at in range(len(row) - n + 1):
                if all(_LETTERS.fullmatch(w) for w in row[at : at + n]):
                    found.counts[n - 1][tuple(row[at : at + n])] += TERM_WEIGHT
    return found


# --- writing -----------------------------------------------------------------------------------


def packed(letters: dict[str, dict[str, float]], found: Sequences) -> dict[str, object]:
    """The form that `plans/repair/knowledge.py` reads."""
    words = {
        w: c for (w,), c in found.counts[0].items() if w in CLASSES or (_LETTERS.fullmatch(w) and len(w) < 9)
    }
    pairs: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    triples: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for (a, b), c in found.counts[1].items():
        if a in words and b in words:
            pairs[a].append((b, c))
    for (a, b, d), c in found.counts[2].items():
        if c > 1 and a in words and b in words and d in words:
            triples[f"{a} {b}"].append((d, c))
    return {
        "letters": {
            x: " ".join(f"{y or '∅'} {round(-10 * log(p))}" for y, p in sorted(ys.items()))
            for x, ys in sorted(letters.items())
            if ys
        },
        "words": " ".join(
            f"{w} {c} {round(100 * found.capital[w] / found.inside[w]) if found.inside[w] else 5}"
            for w, c in sorted(words.items())
        ),
        "pairs": {a: " ".join(f"{b} {c}" for b, c in sorted(row)) for a, row in sorted(pairs.items())},
        "triples": {
            a: f"{found.counts[1][tuple(a.split())]} " + " ".join(f"{b} {c}" for b, c in sorted(row))
            for a, row in sorted(triples.items())
        },
    }


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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("damaged", type=Path)
    options.add_argument("texts", type=Path, nargs="+")
    options.add_argument("--leave-out", default=None)
    options.add_argument("--out", type=Path, default=DATA)
    options.add_argument("--laws", type=Path)
    options.add_argument("--terms", type=Path)
    options.add_argument(
        "--letters-from", type=Path, nargs="*", default=[], help="texts that teach letters only"
    )
    args = options.parse_args()
    texts = [t for t in args.texts if args.leave_out is None or not t.stem.startswith(args.leave_out)]
    learn(args.damaged, texts, args.letters_from, args.laws, args.terms, args.out)
    print(f"{args.out.name}: {args.out.stat().st_size} bytes")


def learn(
    damaged: Path,
    texts: list[Path],
    letters_from: list[Path],
    laws: Path | None,
    terms: Path | None,
    out: Path,
) -> None:
    """Learn from clean texts and their damaged readings, and write what was learnt."""
    letters = learn_letters(collect_pairs(damaged, [*texts, *letters_from]))
    found = learn_sequences(
        (text.read_text(encoding="utf-8") for text in texts),
        laws.read_text(encoding="utf-8").splitlines() if laws else [],
        terms.read_text(encoding="utf-8").splitlines() if terms else [],
    )
    data = json.dumps(packed(letters, found), ensure_ascii=False, separators=(",", ":"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(data.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
