"""Learns what `plans/repair` knows: how letters are misread and which syllables follow each other.

A developer's tool, run by hand after `damage_plans.py`; it writes plans/repair/data/repair.json.gz.

    python -m scripts.learn_repair DAMAGED_FOLDER TEXT... [--leave-out STEM] [--out FILE] [--laws FILE] [--terms FILE]
    python -m scripts.learn_repair --phrases-onto FILE [--out FILE]

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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path
from typing import Any

from domain.text import strip_marks
from plans.agencies import lexicon
from plans.provinces import PROVINCES
from plans.repair.words import BREAK, CLASSES, CODE, Word, passages
from scripts.repair_letters import learn_letters
from scripts.repair_pairs import clean_words, collect_pairs, one_spelling
from scripts.repair_phrases import set_phrases

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "plans" / "repair" / "data" / "repair.json.gz"
PLAN_WEIGHT = 6
NAME_WEIGHT = 3
TERM_WEIGHT = 5


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


def unpacked(data: dict[str, Any]) -> Sequences:
    """The counts that a file of knowledge holds (how often a word has a capital: about)."""
    found = Sequences()
    fields = iter(data["words"].split(" "))
    for word, count, capital in zip(fields, fields, fields, strict=True):
        found.counts[0][(word,)] = found.inside[word] = int(count)
        found.capital[word] = round(int(count) * int(capital) / 100)
    for n, table in ((1, data["pairs"]), (2, data["triples"])):
        for before, row in table.items():
            fields = iter(row.split(" ")[n - 1 :])
            for word, count in zip(fields, fields, strict=True):
                found.counts[n][(*before.split(" "), word)] = int(count)
    return found


def without_plan(data: dict[str, Any], text: str) -> dict[str, object]:
    """The knowledge as it would be if this plan had not been among those it was learnt from.

    Its words and their order are taken out; the rules of letters stay: they come from thousands of words.
    """
    found = unpacked(data)
    for passage in clean_words(text):
        found.add(without_people(passage), -PLAN_WEIGHT)
    return {**packed({}, found), "letters": data["letters"]}


def with_phrases(data: dict[str, Any]) -> dict[str, object]:
    """The knowledge with the set phrases learnt besides."""
    found = unpacked(data)
    for phrase in set_phrases():
        found.add(cut_name(phrase), NAME_WEIGHT)
    return {**packed({}, found), "letters": data["letters"]}


def known_names() -> Iterator[str]:
    """Names that every plan may contain: bodies, departments, provinces, the heads of all documents."""
    yield from (*lexicon.BODIES, *lexicon.FIELDS, *lexicon.ABBREVIATIONS.values(), *set_phrases())
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
        w: c
        for (w,), c in found.counts[0].items()
        if c > 0 and (w in CLASSES or (_LETTERS.fullmatch(w) and len(w) < 9))
    }
    pairs: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    triples: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for (a, b), c in found.counts[1].items():
        if c > 0 and a in words and b in words:
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
            f"{w} {c} {_percent(found.capital[w], found.inside[w])}" for w, c in sorted(words.items())
        ),
        "pairs": {a: " ".join(f"{b} {c}" for b, c in sorted(row)) for a, row in sorted(pairs.items())},
        "triples": {
            a: f"{found.counts[1][tuple(a.split())]} " + " ".join(f"{b} {c}" for b, c in sorted(row))
            for a, row in sorted(triples.items())
        },
    }


def _percent(part: int, whole: int) -> int:
    return min(100, max(0, round(100 * part / whole))) if whole > 0 else 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("damaged", type=Path, nargs="?")
    options.add_argument("texts", type=Path, nargs="*")
    options.add_argument("--phrases-onto", type=Path, help="add the set phrases to what was learnt before")
    options.add_argument("--leave-out", default=None)
    options.add_argument("--out", type=Path, default=DATA)
    options.add_argument("--laws", type=Path)
    options.add_argument("--terms", type=Path)
    options.add_argument(
        "--letters-from", type=Path, nargs="*", default=[], help="texts that teach letters only"
    )
    args = options.parse_args()
    if args.phrases_onto is not None:
        write(with_phrases(json.loads(gzip.decompress(args.phrases_onto.read_bytes()))), args.out)
        return
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
    write(packed(letters, found), out)


def write(knowledge: dict[str, object], out: Path) -> None:
    """Write what was learnt, the same bytes for the same knowledge."""
    data = json.dumps(knowledge, ensure_ascii=False, separators=(",", ":"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(data.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
