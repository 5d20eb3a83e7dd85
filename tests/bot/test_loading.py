"""`python -m bot load FILE --publish`: what it refuses, with which exit status, and what stays of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot import loading
from bot.__main__ import main
from domain.clock import MovableClock
from domain.plan import Doubt, Draft
from domain.states import PastUse
from locales import load
from services import intake
from storage.database import Database
from storage.tables import Plan, PlanDoubt
from tests.support.office import dated, duty, plan

STRICT = loading.Choices()
DOUBT = Doubt("date_impossible", "ngày 30/6/2026", 12, 2, 0, "deadlines")
TASK = duty("Một việc", dated("2026-06-30"))
File = Callable[[Draft], Path]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> File:
    """A file of which the reader shall have read a draft."""

    def make(draft: Draft) -> Path:
        async def read(content: bytes, file_name: str, on_progress: object = None) -> Draft:
            return draft

        monkeypatch.setattr(intake, "read", read)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.txt"
        path.write_text(path.name, encoding="utf-8")
        return path

    return make


async def states(database: Database) -> list[str]:
    async with database.session(writes=False) as session:
        return sorted((await session.exec(select(Plan.state))).all())


async def refused(
    database: Database, path: Path, clock: MovableClock, choices: loading.Choices = STRICT
) -> int:
    with pytest.raises(loading.NotPublished) as refusal:
        await loading.load_file(database, path, clock, publish=True, choices=choices)
    for language in ("vi", "en"):
        assert load().plain(language, refusal.value.key, **refusal.value.values)
    return refusal.value.status


async def test_doubts_are_refused_unless_they_are_accepted(
    database: Database, clock: MovableClock, file: File
) -> None:
    path = file(plan(TASK, doubts=[DOUBT]))
    assert await refused(database, path, clock) == loading.DOUBTS
    assert await states(database) == ["draft"]
    accepting = loading.Choices(accept_doubts=True)
    loaded = await loading.load_file(database, path, clock, publish=True, choices=accepting)
    assert (loaded.published, loaded.doubts) == (True, 0)
    async with database.session(writes=False) as session:
        assert (await session.exec(select(PlanDoubt.decision))).all() == ["accepted"]


async def test_a_plan_that_takes_anothers_place_is_refused_unless_that_is_said(
    database: Database, clock: MovableClock, file: File
) -> None:
    assert (
        await loading.load_file(database, file(plan(TASK)), clock, publish=True, choices=STRICT)
    ).published
    newer = file(plan(TASK, duty("Việc thêm vào", dated("2026-07-30"))))
    assert await refused(database, newer, clock) == loading.REPLACES
    assert await states(database) == ["draft", "published"]
    loaded = await loading.load_file(
        database, newer, clock, publish=True, choices=loading.Choices(replace=True)
    )
    assert (loaded.published, loaded.replaces) == (True, "12/KH-UBND")
    assert await states(database) == ["published", "replaced"]


async def test_a_plan_that_is_over_needs_a_choice(
    database: Database, clock: MovableClock, file: File
) -> None:
    old = plan(duty("Một việc", dated("2021-06-30")))
    path = file(replace(old, plan=replace(old.plan, years=(2021,), issued_on=date(2021, 1, 4))))
    assert await refused(database, path, clock) == loading.OVER
    history = loading.Choices(past=PastUse.HISTORY)
    assert not (await loading.load_file(database, path, clock, publish=True, choices=history)).published
    assert await states(database) == ["history"]


def test_the_command_ends_with_the_status_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def load_file(*given: object, **more: object) -> loading.Loaded:
        raise loading.NotPublished(loading.DOUBTS, "load.cli.doubts", plan="12/KH-UBND", n=3)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loading, "load_file", load_file)
    assert main(["load", "x.txt", "--publish"]) == loading.DOUBTS
    assert "còn 3 điểm chưa chắc chắn" in capsys.readouterr().err
