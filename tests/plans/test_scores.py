"""The figures on the annotated plans, where those are at hand: they must not fall.

The plans and their annotations are no part of this repository; the test skips where they are absent.
"""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.plan import Draft
from plans.read import read
from plans.repair.notice import is_damaged
from tests.plans.reading import SHARED, read_keeping_repair, shared_source

GOLD = sorted(SHARED.glob("gold/*.json"))
DAMAGED = frozenset({"004"})

CLEAN_FLOOR = {
    "F1": 0.98,
    "exact": 0.97,
    "who": 0.97,
    "with": 0.92,
    "when": 0.98,
    "agcy": 0.98,
    "meta": 0.99,
    "cite": 0.98,
}
"""Every clean plan must reach these; text is compared by syllables."""
DAMAGED_FLOOR = {"F1": 0.95, "when": 0.90, "cite": 0.95, "meta": 0.80}
"""The repair of a damaged text has figures of its own; here stands what its structure gives."""

pytestmark = pytest.mark.skipif(not GOLD, reason="the annotated plans (../shared) are not at hand")


@lru_cache(maxsize=16)
def _draft(name: str) -> Draft:
    source = shared_source(name)
    return read_keeping_repair(source)[0] if is_damaged(source) else read(source)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "score_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem[:3])
def test_a_plan_is_read_as_well_as_it_was(path: Path, scorer: ModuleType) -> None:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    got = _draft(gold["source"]).to_json()
    row, differences = scorer.score(scorer.tidy(got), gold)
    floor = DAMAGED_FLOOR if path.stem[:3] in DAMAGED else CLEAN_FLOOR
    low = {key: round(row[key], 3) for key, least in floor.items() if row[key] < least}
    assert not low, "\n".join(differences)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem[:3])
def test_no_deadline_is_wrong_in_silence(path: Path, scorer: ModuleType) -> None:
    """A deadline that the annotation does not know must carry a doubt of its task."""
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    draft = _draft(gold["source"])
    known = {scorer.deadline_key(d) for task in gold["tasks"] for d in task["deadlines"]}
    doubted = {doubt.task for doubt in draft.doubts if doubt.field == "deadlines"}
    silent = [
        (task.section, deadline.as_written)
        for index, task in enumerate(draft.tasks)
        for deadline in task.deadlines
        if scorer.deadline_key(deadline.to_json()) not in known and index not in doubted
    ]
    assert silent == []
