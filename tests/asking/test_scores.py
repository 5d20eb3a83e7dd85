"""Messages of need are heard, the work of offices is let through, and no plan's answer is made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.asking import Reader
from domain.text import strip_marks
from domain.urgent import sounds_like_a_case
from sandbox.office import office
from scripts.score_asking import invented, run

HERE = Path(__file__).parent
MOST_FALSE = 0.05
SETS = ("first", "second", "third", "fourth", "fifth")


def lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SETS)
def test_every_message_of_need_is_heard_with_and_without_marks(name: str) -> None:
    missed = [
        text
        for text in lines(f"need_{name}.txt")
        for way in (text, strip_marks(text))
        if not sounds_like_a_case(way)
    ]
    assert missed == []


@pytest.mark.parametrize("name", SETS)
def test_the_work_of_offices_hardly_ever_rings_the_alarm(name: str) -> None:
    texts = lines(f"office_{name}.txt")
    for way in (texts, [strip_marks(text) for text in texts]):
        assert sum(map(sounds_like_a_case, way)) <= MOST_FALSE * len(texts)


async def test_what_no_plan_of_the_office_says_gets_no_task() -> None:
    plans = sorted(office.PLANS.glob("*.*"))
    wrong = await invented(HERE / "outside.txt", plans, date(2026, 3, 2))
    assert [text for text, _ in wrong if text != strip_marks(text)] == []
    assert len(wrong) <= 1  # without marks "ho ngheo duoc vay" still finds a duty for poor households


async def test_questions_whose_plans_are_not_here_are_passed_over() -> None:
    assert await run([HERE / "questions.jsonl"], [Path("/nowhere")], verbose=False) == {}


async def test_a_plan_is_read_once_a_run() -> None:
    reader, path = Reader(), office.PLANS / "xa-suoi-may-2026.txt"
    assert await reader.library([path]) is await reader.library([path])
