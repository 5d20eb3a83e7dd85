"""How well questions are answered: `python -m scripts.score_asking [--root DIR] [--verbose] FILE …`.

A question file has one JSON object a line: `q`, `plan` (a path below one of the roots), `kind`, `as`
(`unit`, `topic`, `due` or `none`), `tasks` (sections, with their ordinal inside the section) and, where given,
`unit` and `today`. Each question is asked with marks, without, and with a slip of the finger. Questions whose
plan is not there are passed over and counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.asking import Asked, Reader, answer
from domain.library.index import Library
from domain.text import nfc, strip_marks

TOP, FEW = 10, 5
SAMPLES = Path(__file__).parents[1] / "sandbox" / "office"


def ids_of(library: Library) -> dict[int, str]:
    """Each task's section with its ordinal inside the section, by the task's key."""
    out: dict[int, str] = {}
    for shelf in library.shelves:
        seen: Counter[str] = Counter()
        for entry in shelf.entries:
            seen[entry.section] += 1
            out[entry.key] = f"{entry.section}/{seen[entry.section]}"
    return out


def with_a_slip(text: str, chance: random.Random) -> str:
    """The text with two letters of one longer word swapped, or one left out or doubled."""
    words = text.split()
    longer = [i for i, one in enumerate(words) if len(one) >= 4 and one.isalpha()]
    if not longer:
        return text
    i = chance.choice(longer)
    word = nfc(words[i])
    at = chance.randrange(1, len(word) - 1)
    words[i] = chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
    return " ".join(words)


def variants(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The question as it is, without marks, and with a slip."""
    yield "marks", text
    yield "plain", strip_marks(text)
    yield "slip", with_a_slip(text, chance)


@dataclass(slots=True)
class Score:
    """Sums of one way of asking."""

    kinds: list[float] = field(default_factory=list)
    units: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        return {
            name: 100 * sum(values) / len(values) if (values := getattr(self, name)) else 100.0
            for name in self.__slots__
        }


def judge(score: Score, row: dict[str, Any], kind: str, got: Sequence[str]) -> list[str]:
    """Add one answer to the sums; what is wrong with it, in words."""
    wrong = [] if kind == row["kind"] else [f"kind {kind} for {row['kind']}"]
    score.kinds.append(kind == row["kind"])
    true = set(row["tasks"])
    if row["as"] == "unit":
        hit = len(true & set(got))
        f1 = 2 * hit / (len(true) + len(got)) if true or got else 1.0
        score.units.append(f1)
        if f1 < 1:
            wrong.append(f"f1 {f1:.2f} missed {sorted(true - set(got))} added {sorted(set(got) - true)}")
    elif true:
        score.recall.append(len(true & set(got[:TOP])) / min(TOP, len(true)))
        score.precision.append(len(true & set(got[:FEW])) / max(1, min(FEW, len(got))))
        score.first.append(bool(got) and got[0] in true)
        if score.recall[-1] < 1 or score.precision[-1] < 1 or not score.first[-1]:
            wrong.append(
                f"missed {sorted(true - set(got[:TOP]))} added {[g for g in got[:FEW] if g not in true]}"
            )
    elif got:
        wrong.append(f"invented {list(got)[:5]}")
    return wrong


async def run(files: Sequence[Path], roots: Sequence[Path], *, verbose: bool) -> dict[str, Score]:
    """Ask everything; returns the sums by the way of asking."""
    reader, scores, chance = Reader(), defaultdict(Score), random.Random(7)  # noqa: S311 - slips of the finger
    passed_over = 0
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            plan = next((root / row["plan"] for root in roots if (root / row["plan"]).exists()), None)
            if plan is None:
                passed_over += 1
                continue
            library = await reader.library([plan])
            names = ids_of(library)
            for way, text in variants(row["q"], chance):
                asked = Asked(text, (plan,), row.get("unit"), date.fromisoformat(row["today"]))
                found = answer(asked, library)
                wrong = judge(
                    scores[way], row, found.kind.value, [names[hit.entry.key] for hit in found.hits]
                )
                if wrong and verbose:
                    print(f"{way:5} {plan.stem[:8]} {text!r}: {'; '.join(wrong)}")
    if passed_over:
        print(f"{passed_over} questions passed over: their plans are not here", file=sys.stderr)
    return dict(scores)


async def invented(file: Path, plans: Sequence[Path], today: date) -> list[tuple[str, str]]:
    """The questions outside the plans that got a task all the same."""
    library = await Reader().library(plans)
    out = []
    for text in file.read_text(encoding="utf-8").splitlines():
        for way in (text, strip_marks(text)):
            found = answer(Asked(way, (), None, today), library)
            if found.hits:
                out.append((way, found.hits[0].entry.text[:60]))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--root", type=Path, action="append", default=[SAMPLES])
    parser.add_argument("--outside", type=Path, help="questions that no plan answers, one a line")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    scores = asyncio.run(run(options.files, options.root, verbose=options.verbose))
    for way, score in scores.items():
        figures = " ".join(f"{name} {value:.1f}" for name, value in score.figures().items())
        print(f"{way:6} n={len(score.kinds)} {figures}")
    if options.outside:
        plans = [path for root in options.root for path in sorted((root / "plans").glob("*.*"))]
        wrong = asyncio.run(invented(options.outside, plans, date(2026, 3, 2)))
        print(f"outside: {len(wrong)} invented", *wrong, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
