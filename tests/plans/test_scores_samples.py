"""The project's own sample plans, one a shape, all of a made-up province: each is read as it was reviewed.

`samples/NAME.json` is what a careful reader takes out of `samples/NAME.txt`; after a change that is
meant, `python -m tests.plans.test_scores_samples` writes the files anew, to be reviewed line by line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.plan import Draft
from plans.files import read_file
from plans.read import read

SAMPLES = sorted(p for p in (Path(__file__).parent / "samples").iterdir() if p.suffix in {".txt", ".md"})


def essence(draft: Draft) -> dict[str, Any]:
    """What matters of a draft, short enough to be reviewed."""
    plan = draft.plan.to_json()
    return {
        "plan": {key: plan[key] for key in ("number", "issuer", "level", "province", "issued_on", "years")},
        "citations": list(draft.citations),
        "hotlines": [hotline.number for hotline in draft.hotlines],
        "tasks": [
            [
                task.section,
                list(task.lines),
                task.text if len(task.text) < 60 else f"{task.text[:30]} … {task.text[-20:]}",
                list(task.assignees),
                list(task.partners),
                list(task.report_to),
                [str(d.due or d.rrule or d.start or d.within or d.kind.value) for d in task.deadlines],
            ]
            for task in draft.tasks
        ],
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_plan_is_read_as_it_was_reviewed(path: Path) -> None:
    assert essence(read(read_file(path))) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def _write_anew() -> None:
    for path in SAMPLES:
        text = json.dumps(essence(read(read_file(path))), ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
