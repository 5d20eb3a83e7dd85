"""The commands that run and end: load, ask, and what they say when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.office import office

PLAN = office.PLANS / "xa-suoi-may-2026.txt"


def bot(*arguments: str, database: Path) -> subprocess.CompletedProcess[str]:
    environment = {"DATABASE_URL": f"sqlite:///{database}", "PATH": "/usr/bin:/bin", "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_a_plan_is_loaded_published_and_recognised_the_second_time(tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    assert bot("migrate", database=database).returncode == 0
    first = json.loads(bot("load", str(PLAN), "--publish", database=database).stdout)
    again = json.loads(bot("load", str(PLAN), "--publish", database=database).stdout)
    assert first["published"]
    assert first["tasks"] > 10
    assert again["plan_id"] == first["plan_id"]


def test_a_question_is_answered_from_given_files_alone(tmp_path: Path) -> None:
    done = bot(
        "ask", "đuối nước", "--plan", str(office.PLAN_TO_LOAD), "--unit", "Trạm Y tế xã Suối Mây", "--today", "2026-03-02", "--json",
        database=tmp_path / "none.db",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["kind"] == "topic"
    assert answer["tasks"]
    assert all("đuối nước" in task["text"].lower() for task in answer["tasks"][:1])
    assert not (tmp_path / "none.db").exists()


def test_my_tasks_are_those_of_the_named_unit(tmp_path: Path) -> None:
    done = bot(
        "ask", "đơn vị tôi phụ trách gì?", "--plan", str(PLAN), "--unit", "Trạm Y tế xã Suối Mây", "--json",
        database=tmp_path / "none.db",
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["kind"] == "my_tasks"
    assert any(not task["everyone"] for task in answer["tasks"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "/nowhere/plan.txt"], "/nowhere/plan.txt"),
        (["load", "tests/samples/odd/empty.txt"], "tệp"),
        (["poll"], "BOT_TOKEN"),
        (["serve"], "PUBLIC_URL"),
    ],
)
def test_a_fault_is_one_sentence_and_exit_status_one(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    database = tmp_path / "x.db"
    bot("migrate", database=database)
    done = bot(*arguments, database=database)
    assert done.returncode == 1
    assert words.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_an_unknown_command_shows_the_usage(tmp_path: Path) -> None:
    done = bot("dance", database=tmp_path / "x.db")
    assert done.returncode == 2
    assert "usage" in done.stderr
