"""The decorator: one commit, nothing said that was not kept, buttons always answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from markupsafe import Markup
from sqlmodel import select
from telegram import Update

from domain.clock import MovableClock
from domain.errors import DomainError
from handlers.context import Context
from handlers.edge import Edge, Store, handles
from handlers.office import REMEMBERED
from handlers.reply import QUIET, Reply, notice, say
from handlers.views.base import View
from services import directory
from storage.tables import Unit
from tests.support.database import sqlite_database
from tests.support.office import TestOffice, open_office

NAME = "Trạm Y tế xã Nậm Xuân"


@pytest.fixture
async def office(sqlite_template: Path, tmp_path: Path, clock: MovableClock) -> AsyncIterator[TestOffice]:
    async with sqlite_database(sqlite_template, tmp_path) as database, open_office(database, clock) as opened:
        yield opened


async def run(office: TestOffice, edge: Edge, *, button: bool = False) -> None:
    """Hand one update of An's to a handler."""
    application = office.service.application
    message = await office.says(office.an, "/trogiup")
    if button:
        office.an.taps_stale("hotline", message)
    else:
        office.an.says("x")
    [raw] = office.tg.take_updates()
    update = Update.de_json(raw, application.bot)
    context = application.context_types.context.from_update(update, application)
    await edge(update, context)


async def is_kept(office: TestOffice) -> bool:
    async with office.database.session(writes=False) as session:
        return (await session.exec(select(Unit).where(Unit.name == NAME))).first() is not None


async def add_unit(context: Context) -> None:
    await directory.add(context.session, NAME, context.now)


async def test_what_a_writing_handler_did_is_committed_before_it_is_told(office: TestOffice) -> None:
    told: list[bool] = []

    @handles(Store.WRITES)
    async def handler(update: Update, context: Context) -> Reply:
        await add_unit(context)
        return Reply((View(Markup("đã ghi")),), after=lambda: told.append(True))

    await run(office, handler)
    assert await is_kept(office)
    assert told == [True]
    assert office.last(office.an).text == "đã ghi"


@pytest.mark.parametrize("error", [DomainError("error.unit_gone"), RuntimeError("x"), ConnectionError("x")])
async def test_after_an_error_nothing_is_kept_and_one_sentence_is_told(
    office: TestOffice, error: Exception
) -> None:
    @handles(Store.WRITES)
    async def handler(update: Update, context: Context) -> Reply:
        await add_unit(context)
        raise error

    before = len(office.tg.sent(office.an))
    await run(office, handler)
    assert not await is_kept(office)
    assert len(office.tg.sent(office.an)) == before + 2


async def test_a_commit_that_fails_is_told_and_the_answer_is_not(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    @handles(Store.WRITES)
    async def handler(update: Update, context: Context) -> Reply:
        async def fails() -> None:
            raise ConnectionResetError

        monkeypatch.setattr(context.session, "commit", fails)
        return say(View(Markup("đã ghi")))

    await run(office, handler)
    assert "tạm thời không truy cập được" in office.last(office.an).text


async def test_a_reading_handler_keeps_nothing(office: TestOffice) -> None:
    @handles(Store.READS)
    async def handler(update: Update, context: Context) -> Reply:
        await add_unit(context)
        return QUIET

    await run(office, handler)
    assert not await is_kept(office)


@pytest.mark.parametrize(
    "reply", [QUIET, notice("xong"), say(View(Markup("xong")))], ids=["quiet", "notice", "say"]
)
async def test_every_tapped_button_is_answered_once(office: TestOffice, reply: Reply) -> None:
    @handles(Store.NONE)
    async def handler(update: Update, context: Context) -> Reply:
        return reply

    await run(office, handler, button=True)
    assert len(office.tg.answers) == 1


async def test_what_comes_before_may_be_the_answer(office: TestOffice) -> None:
    async def before(update: Update, context: Context) -> Reply | None:
        return say(View(Markup("trước")))

    @handles(Store.WRITES, before=before)
    async def handler(update: Update, context: Context) -> Reply:
        raise AssertionError

    await run(office, handler)
    assert office.last(office.an).text == "trước"


async def test_mark_up_that_telegram_refuses_is_sent_as_plain_text(office: TestOffice) -> None:
    @handles(Store.NONE)
    async def handler(update: Update, context: Context) -> Reply:
        return say(View(Markup("<b>hở &amp; dở")))

    await run(office, handler)
    assert office.last(office.an).text == "hở & dở"


async def test_a_message_that_cannot_be_edited_any_more_is_sent_anew(office: TestOffice) -> None:
    @handles(Store.NONE)
    async def handler(update: Update, context: Context) -> Reply:
        assert update.callback_query is not None
        assert update.callback_query.message is not None
        office.last(office.an).deleted = True
        return Reply((View(Markup("mới")),), in_place=True)

    await run(office, handler, button=True)
    assert office.last(office.an).text == "mới"


async def test_a_long_notice_is_cut_to_what_telegram_allows(office: TestOffice) -> None:
    @handles(Store.NONE)
    async def handler(update: Update, context: Context) -> Reply:
        return notice("dài " * 200, alert=True)

    await run(office, handler, button=True)
    assert len(office.notice()) <= 200


async def test_only_so_many_languages_are_kept_in_memory(office: TestOffice) -> None:
    desk = office.service.office
    for telegram_id in range(REMEMBERED + 5):
        desk.remember_language(telegram_id, "en")
    assert len(desk.languages) == REMEMBERED
    assert 0 not in desk.languages
