"""Scores the repair on damaged readings of clean plans, learnt with each plan and without it.

A developer's tool, run by hand after `damage_plans.py`. It prints for every plan and every way of damaging it:
syllable errors of the document raw and repaired, how many of the wrong words are marked, and the figures of
`score_plans.py` for the tasks. `in` has learnt from the plan itself, `out` has not.

    python -m scripts.score_repair DAMAGED_FOLDER SHARED_FOLDER [--laws FILE] [--terms FILE] [--variants NAME,…] STEM...
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from plans.read import read
from plans.repair import knowledge as known
from plans.repair.result import repair
from plans.source import Line, Source
from scripts.learn_repair import DATA, ROOT, learn
from scripts.repair_pairs import align, one_spelling

_SYLLABLES = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Figures:
    """Shares of the document's syllables (`raw`, `left`, `marked`), and of the wrong ones (`named`)."""

    raw: float
    left: float
    named: float
    marked: float
    seconds: float


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
    start = time.monotonic()
    repaired = repair(source)
    took = time.monotonic() - start
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
        raw_errors / len(right), errors / len(right), told / max(1, len(wrong)), sum(named) / len(got), took
    )


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", shared / "score_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def use(path: Path) -> None:
    """Let the repair know what the file holds."""
    known.DATA = path
    known.knowledge.cache_clear()


def report(tag: str, name: str, clean: str, source: Source, gold: dict[str, Any], judge: ModuleType) -> None:
    found = figures(clean, source)
    row, _ = judge.score(judge.tidy(read(source).to_json()), gold)
    tasks = "".join(
        f"{100 * row[key]:7.1f}" for key in ("F1", "exact", "who", "with", "when", "agcy", "cite", "wer")
    )
    shares = "".join(f"{100 * share:7.1f}" for share in (found.raw, found.left, found.named, found.marked))
    print(f"{name:22} {tag:4}{shares}{found.seconds:7.1f} {tasks}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("damaged", type=Path)
    options.add_argument("shared", type=Path)
    options.add_argument("--laws", type=Path)
    options.add_argument("--terms", type=Path)
    options.add_argument("--letters-from", type=Path, nargs="*", default=[])
    options.add_argument("--variants", default="fine,slow-rough")
    options.add_argument("--only-out", action="store_true")
    options.add_argument("stems", nargs="+")
    args = options.parse_args()
    judge = scorer(args.shared)
    plans = sorted(p for p in (args.shared / "plans").glob("*.txt") if not p.name.startswith("004"))
    texts = [*plans, *sorted((ROOT / "sandbox" / "office" / "plans").glob("*-*.*"))]
    heads = (
        "raw",
        "left",
        "named",
        "marked",
        "sec",
        "F1",
        "exact",
        "who",
        "with",
        "when",
        "agcy",
        "cite",
        "wer",
    )
    print(f"{'plan':27}" + "".join(f"{head:>7}" for head in heads))
    for plan in (p for p in plans if p.name.startswith(tuple(args.stems))):
        without = args.damaged / f"{plan.stem}.left-out.gz"
        learn(
            args.damaged, [t for t in texts if t != plan], args.letters_from, args.laws, args.terms, without
        )
        gold = json.loads((args.shared / "gold" / f"{plan.stem}.json").read_text(encoding="utf-8"))
        clean = plan.read_text(encoding="utf-8")
        for variant in args.variants.split(","):
            source = source_of(args.damaged / f"{plan.stem}.{variant}.txt")
            for tag, data in (("in", DATA), ("out", without)):
                if tag == "out" or not args.only_out:
                    use(data)
                    report(tag, f"{plan.stem[:9]} {variant}", clean, source, gold, judge)


if __name__ == "__main__":
    main()
