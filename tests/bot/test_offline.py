"""The commands that run and end: load, ask, and what they say when something is wrong."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from bot.__main__ import main
from sandbox.office import office

PLAN = office.PLANS / "xa-suoi-may-2026.txt"

Bot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_template: Path
) -> Iterator[Bot]:
    """The command line in this process, on a migrated store: exit status, standard output, standard error."""
    copyfile(sqlite_template, tmp_path / "x.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/x.db")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    before = list(logging.getLogger().handlers), logging.getLogger().level

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        said = capsys.readouterr()
        return status, said.out, said.err

    yield run
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)


def test_a_plan_is_loaded_published_and_recognised_the_second_time(bot: Bot) -> None:
    first = json.loads(bot("load", str(PLAN), "--publish")[1])
    again = json.loads(bot("load", str(PLAN), "--publish")[1])
    assert first["published"]
    assert first["tasks"] > 10
    assert again["plan_id"] == first["plan_id"]


def test_a_question_is_answered_from_given_files_alone(bot: Bot) -> None:
    status, out, _ = bot(
        "ask", "đuối nước", "--plan", str(office.PLAN_TO_LOAD), "--unit", "Trạm Y tế xã Suối Mây",
        "--today", "2026-03-02", "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert status == 0
    assert answer["kind"] == "tasks"
    assert "đuối nước" in answer["tasks"][0]["text"].lower()


def test_my_tasks_are_those_of_the_named_unit(bot: Bot) -> None:
    _, out, _ = bot(
        "ask", "đơn vị tôi phụ trách gì?", "--plan", str(PLAN), "--unit", "Trạm Y tế xã Suối Mây", "--json"
    )
    answer = json.loads(out)
    assert answer["kind"] == "tasks"
    assert ["Trạm Y tế xã"] in [task["assignees"] for task in answer["tasks"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "/nowhere/plan.txt"], "/nowhere/plan.txt"),
        (["load", "tests/samples/odd/empty.txt"], "tệp"),
        (["poll"], "BOT_TOKEN"),
        (["serve"], "PUBLIC_URL"),
    ],
)
def test_a_fault_is_one_sentence_and_exit_status_one(bot: Bot, arguments: list[str], words: str) -> None:
    status, _, said = bot(*arguments)
    assert status == 1
    assert words.lower() in said.lower()
    assert len(said.strip().splitlines()) == 1


def test_an_unknown_command_shows_the_usage(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bot("dance")
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_poller_of_a_store_that_was_never_migrated_says_what_to_do(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    monkeypatch.setenv("BOT_TOKEN", "123456:" + "x" * 35)
    status, _, said = bot("poll")
    assert status == 1
    assert "python -m bot migrate" in said


def test_the_command_migrates_a_new_store(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "new.db").exists()
