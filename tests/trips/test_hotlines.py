"""Whole trips: the numbers to call, for everybody, everywhere, and with the store down."""

from __future__ import annotations

import logging
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.hotlines import Line
from services import asking
from storage.database import Database
from tests.support.office import TestOffice


class NoStore:
    """A store that nobody answers at."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def session(self, *, writes: bool = True) -> AbstractAsyncContextManager[AsyncSession]:
        raise self.error


ERRORS = (
    DBAPIError("connect", {}, Exception("the database system is starting up")),
    OperationalError("select 1", {}, Exception("connection refused")),
    ConnectionRefusedError("nobody listens"),
    TimeoutError("too slow"),
)


async def test_the_numbers_are_told_without_registering(office: TestOffice) -> None:
    for words in (
        "/duongday",
        "/hotline",
        "/hotline@NhacViecBot",
        "📞 Đường dây 111",
        "đường dây nóng là số nào",
    ):
        told = (await office.says(office.an, words)).text
        assert all(number in told for number in ("111", "113", "115")), words
        contact = office.tg.sent(office.an)[-1].contact
        assert contact is not None
        assert contact.phone_number == "111"


async def test_the_numbers_are_told_in_groups_and_topics(office: TestOffice) -> None:
    group = office.tg.group("Nhóm", members=[office.an], kind="supergroup", forum=True)
    office.an.says("mở nhóm", group)
    topic = office.tg.topic(group, "Trẻ em")
    answer = await office.says(office.an, "/duongday", group, topic=topic)
    assert "111" in answer.text
    assert {message.thread_id for message in office.tg.sent(group)} == {topic.id}


async def test_the_provinces_line_is_told_once_it_is_confirmed(office: TestOffice) -> None:
    assert "0298" not in (await office.says(office.an, "/duongday")).text
    office.service.office.lines = [Line("0298 000 0116", "Đường dây nóng của tỉnh", "Lam Khê")]
    assert "0298 000 0116" in (await office.says(office.an, "/duongday")).text


async def test_every_inline_keyboard_has_the_button_and_it_answers(office: TestOffice) -> None:
    await office.says(office.an, "/start")
    answer = await office.taps(office.an, "📞 111")
    assert "111" in answer.text
    assert len(office.tg.answers) == 1


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_the_numbers_are_told_with_the_store_down(office: TestOffice, error: Exception) -> None:
    office.service.office.lines = [Line("0298 000 0116", "Đường dây nóng của tỉnh", "Lam Khê")]
    office.service.office.database = NoStore(error)
    for words in ("/duongday", "📞 Đường dây 111", "cháu bé 5 tuổi nhà bên bị đánh"):
        told = (await office.says(office.an, words)).text
        assert "111" in told, words
        assert "0298 000 0116" in told, words
    assert "/duongday" in (await office.says(office.an, "/trogiup")).text


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_with_the_store_down_everything_else_says_so_kindly(
    office: TestOffice, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    await office.says(office.an, "/start")
    office.service.office.database = NoStore(error)
    with caplog.at_level(logging.INFO):
        answer = await office.says(office.an, "tuyên truyền phòng chống đuối nước")
    assert "tạm thời không truy cập được" in answer.text
    assert "111 vẫn gọi được" in answer.text
    assert "đuối nước" not in caplog.text
    office.an.taps_stale("tasks:0", answer)
    await office.pump()
    assert "tạm thời không truy cập được" in office.notice()


async def test_a_store_that_nobody_listens_at_is_the_same(office: TestOffice) -> None:
    gone = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    office.service.office.database = gone
    assert "tạm thời không truy cập được" in (await office.says(office.an, "/nhiemvu")).text
    await gone.close()


async def test_a_child_in_danger_gets_the_card_and_nothing_is_logged(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    words = "hàng xóm đang đánh cháu Tí rất dã man"
    with caplog.at_level(logging.INFO):
        answers = [
            await office.says(office.an, words),
            await office.says(office.an, f"/hoi {words}"),
            await office.says(office.an, f"@NhacViecBot {words}", group),
        ]
        office.an.forwards(words)
        await office.pump()
        office.an.sends_photo(caption=words)
        await office.pump()
    for answer in [*answers, office.last(office.an)]:
        assert "gọi ngay 111" in answer.text
    assert "cháu Tí" not in caplog.text


async def test_a_connection_that_breaks_half_way_is_the_store_being_down(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = any_office
    if office.database.is_sqlite:
        pytest.skip("a file has no connection that could break")
    await office.register(office.an)

    async def ask(session: AsyncSession, *_: object, **__: object) -> None:
        pid = (await session.exec(text("select pg_backend_pid()"))).one()[0]  # type: ignore[call-overload] # raw SQL
        async with office.database.session() as other:
            await other.exec(text("select pg_terminate_backend(:pid)").bindparams(pid=pid))  # type: ignore[call-overload] # raw SQL
        await session.exec(text("select 1"))  # type: ignore[call-overload] # raw SQL

    monkeypatch.setattr(asking, "ask", ask)
    assert "tạm thời không truy cập được" in (await office.says(office.an, "đuối nước")).text
    assert "Chưa có kế hoạch" in (await office.says(office.an, "/nhiemvu")).text
