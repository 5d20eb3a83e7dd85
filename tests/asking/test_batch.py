"""A batch of questions on the command line: one answer a line, and a line that is wrong stops nothing."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from bot.asking import PARTLY, run
from sandbox.office import office

PLAN = str(office.PLANS / "xa-suoi-may-2026.txt")
GOOD = json.dumps({"q": "gọi số nào", "plans": [PLAN], "today": "2026-03-02"})


def ask(folder: Path, *lines: str) -> tuple[int, Path]:
    batch = folder / "questions.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    return run(Namespace(batch=batch, plan=[], unit=None, today=None, json=True, question="")), batch


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[1]",
        '{"unit": "An"}',
        '{"q": 1}',
        json.dumps({"q": "việc gì", "plans": [PLAN], "today": "31/02/2026"}),
        json.dumps({"q": "việc gì", "plans": 7}),
        json.dumps({"q": "việc gì", "plans": ["nowhere.txt"]}),
    ],
)
def test_a_wrong_line_is_told_in_its_place_and_the_rest_goes_on(
    wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = ask(tmp_path, GOOD, wrong, GOOD)
    first, second, third = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == PARTLY
    assert first["kind"] == third["kind"] == "hotline"
    assert second["error"]
    assert second["line"] == 2


def test_a_batch_without_a_wrong_line_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = ask(tmp_path, GOOD, "", GOOD)
    assert status == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
