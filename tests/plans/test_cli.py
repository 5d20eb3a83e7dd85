"""`python -m plans`: one JSON object, one line of error, fixed exit statuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from plans.__main__ import main
from tests.plans.reading import HEAD

PLAN = HEAD + "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế khám sức khỏe cho trẻ em trước ngày 30/6/2026./.\n"


def test_a_plan_becomes_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert main([str(path)]) == 0
    out = json.loads(capsys.readouterr().out)
    assert out["source"] == "kế hoạch.txt"
    assert out["agencies"] == ["Sở Y tế"]
    assert out["tasks"][0]["deadlines"][0]["due"] == "2026-06-29"


def test_a_missing_file_is_one_line_of_error_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "no.txt")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["error"] == "missing"


def test_a_text_that_is_no_plan_has_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Ngày xưa có một cậu bé.\nCậu sống ở làng bên sông.\n", encoding="utf-8")
    assert main([str(path)]) == 3
    assert json.loads(capsys.readouterr().err)["error"] == "not_a_plan"


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_wrong_arguments_are_told_how_to_call(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 64
    assert json.loads(capsys.readouterr().err)["error"] == "usage"


@pytest.mark.parametrize(
    ("command", "row", "field"),
    [
        (
            "deadlines",
            {"id": "a", "phrase": "trước ngày 15/7/2026", "context": "", "year": 2026},
            "deadlines",
        ),
        ("agencies", {"id": "a", "heading": "Sở Y tế"}, "names"),
    ],
)
def test_phrases_are_answered_line_by_line(
    command: str,
    row: dict[str, object],
    field: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(row) + "\n\nno json\n"))
    assert main([command]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["id"] == "a"
    assert first[field]
    assert second == {"error": "not_json"}


def test_text_goes_out_in_utf8_whatever_the_locale_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    run = subprocess.run(
        [sys.executable, "-m", "plans", str(path)], capture_output=True, env=environment, check=True
    )
    assert json.loads(run.stdout.decode("utf-8"))["tasks"][0]["assignees"] == ["Sở Y tế"]
