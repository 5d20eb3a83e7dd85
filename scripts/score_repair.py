"""Scores the repair on damaged readings of clean plans, learnt with each plan and without it.

A developer's tool, run by hand after `damage_plans.py`. It prints for every plan and every way of damaging it:
syllable errors of the document raw and repaired, how many of the wrong words are marked, and the figures of
`score_plans.py` for the tasks. `in` has learnt from the plan itself, `out` has not: the plan's words are taken out of
the knowledge again (`learn_repair.without_plan`); the plans of tests/samples/unseen were never in it.

    python -m scripts.score_repair DAMAGED_FOLDER SHARED_FOLDER [--variants NAME,…] [--only-out] [--write] STEM...
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from plans.read import read
from plans.repair import knowledge as known
from plans.repair.result import repair
from plans.source import Line, Source
from scripts.learn_repair import DATA, ROOT, without_plan
from scripts.repair_pairs import align, one_spelling

_SYLLABLES = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Figures:
    """Shares of the document's syllables (`raw`, `left`, `marked`), and of the wrong ones (`named`)."""

    raw: float
    left: float
    named: float
    marked: float


def syllables(text: str) -> list[str]:
    text = re.sub(r"[*#]+", "", unicodedata.normalize("NFC", text))
    return _SYLLABLES.findall(one_spelling(text).lower())


def source_of(path: Path) -> Source:
    lines = path.read_text(encoding="utf-8").split("\n")
    return Source(path.name, tuple(Line(text.strip(), n) for n, text in enumerate(lines, 1)))


def wrong_places(right: list[str], got: list[str]) -> tuple[set[int], int]:
    """Places of `got` that are wrong, and the number of all errors (missing syllables too)."""
    pairs = align(right, got)
    good = {j for i, j in pairs if right[i] == got[j]}
    wrong = set(range(len(got))) - good
    missed = len(right) - len(pairs)
    return wrong, len(wrong) + missed


def figures(clean: str, source: Source) -> Figures:
    right = syllables(clean)
    repaired = repair(source)
    got: list[str] = []
    named: list[bool] = []
    for line in repaired.source.lines:
        doubtful = [s for word in repaired.uncertain[line.number] for s in syllables(word)]
        for syllable in syllables(line.text):
            got.append(syllable)
            named.append(syllable in doubtful)
    wrong, errors = wrong_places(right, got)
    _, raw_errors = wrong_places(right, syllables("\n".join(line.text for line in source.lines)))
    told = sum(named[place] for place in wrong)
    return Figures(
        raw_errors / len(right), errors / len(right), told / max(1, len(wrong)), sum(named) / len(got)
    )


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", shared / "score_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def use(data: dict[str, Any]) -> None:
    """Let the repair know what the data hold, and nothing else."""
    kept = known.Knowledge(data)
    known.knowledge = lambda: kept  # type: ignore[assignment]


def report(
    tag: str, name: str, clean: str, source: Source, gold: dict[str, Any], judge: ModuleType
) -> list[float]:
    """Print a row and return its figures."""
    found = figures(clean, source)
    row, _ = judge.score(judge.tidy(read(source).to_json()), gold)
    values = [100 * share for share in (found.raw, found.left, found.named, found.marked)]
    values += [100 * row[key] for key in TASKS]
    print(f"{name:28} {tag:4}" + "".join(f"{value:7.1f}" for value in values), flush=True)
    return values


TASKS = ("F1", "exact", "who", "with", "when", "agcy", "cite", "wer")
HEADS = ("raw", "left", "named", "marked", *TASKS)
PAGE = ROOT / "docs" / "reading.md"
START, END = "<!-- damage: written by scripts.score_repair --write -->", "<!-- end of damage -->"


def write(rows: list[tuple[str, list[float]]]) -> None:
    """The table of what was read without the plan, into docs/reading.md between its marks."""
    mean = [sum(column) / len(rows) for column in zip(*(values for _, values in rows), strict=True)]
    lines = [f"| plan | {' | '.join(HEADS)} |", "|" + " --- |" * (len(HEADS) + 1)]
    lines += [
        f"| {name} | {' | '.join(f'{v:.1f}' for v in values)} |" for name, values in [*rows, ("mean", mean)]
    ]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{START}\n" + "\n".join(lines) + f"\n{END}{after}", encoding="utf-8")


def plans_of(shared: Path) -> Iterator[tuple[Path, Path, bool]]:
    """(plan, gold, whether the knowledge was learnt from it); the damaged plan itself is none of them."""
    homes = (
        (shared / "plans", shared / "gold", True),
        (ROOT / "sandbox" / "office" / "plans", ROOT / "tests" / "samples" / "gold", True),
        (ROOT / "tests" / "samples" / "unseen", ROOT / "tests" / "samples" / "unseen" / "gold", False),
    )
    for folder, gold, learnt in homes:
        for plan in sorted(folder.glob("*.*")):
            answer = gold / f"{plan.stem}.json"
            if answer.exists() and not plan.name.startswith("004"):
                yield plan, answer, learnt


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("damaged", type=Path)
    options.add_argument("shared", type=Path)
    options.add_argument("--variants", default="fine,slow-rough")
    options.add_argument("--only-out", action="store_true")
    options.add_argument("--write", action="store_true", help="write the table into docs/reading.md")
    options.add_argument("stems", nargs="+")
    args = options.parse_args()
    judge = scorer(args.shared)
    everything = json.loads(gzip.decompress(DATA.read_bytes()))
    print(f"{'plan':33}" + "".join(f"{head:>7}" for head in HEADS))
    rows: list[tuple[str, list[float]]] = []
    for plan, answer, learnt in plans_of(args.shared):
        if not plan.name.startswith(tuple(args.stems)):
            continue
        gold = json.loads(answer.read_text(encoding="utf-8"))
        clean = plan.read_text(encoding="utf-8")
        without = without_plan(everything, clean) if learnt else everything
        for variant in args.variants.split(","):
            file = args.damaged / f"{plan.stem}.{variant}.txt"
            name = f"{plan.stem[:16]} {variant}"
            if not file.exists():
                continue
            if learnt and not args.only_out:
                use(everything)
                report("in", name, clean, source_of(file), gold, judge)
            use(without)
            rows.append((name, report("out", name, clean, source_of(file), gold, judge)))
    if args.write and rows:
        write(rows)


if __name__ == "__main__":
    main()
