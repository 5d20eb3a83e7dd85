"""Every row of the table of outcomes, on the sandbox in memory and over HTTP: what Telegram answers, what follows."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from markupsafe import Markup
from sqlmodel import col, select
from telegram.request import HTTPXRequest

from bot.pacing import Pacing
from bot.settings import read_settings
from bot.wiring import build
from domain.clock import MovableClock
from domain.delivery import LEASE, RETRY_WAITS, UNSURE_WAIT, ReminderState, SkipReason
from domain.roles import Role
from handlers.views.base import View
from sandbox.chats import Chat
from sandbox.fake import FakeTelegram, Person
from sandbox.http import api_app
from sandbox.request import SandboxRequest
from sandbox.server import running
from services import delivery, directory, groups, people, recording
from storage.queries import people as chats
from storage.tables import ChatKind, Reminder
from tests.support.database import sqlite_database
from tests.support.office import ADMIN_ID, CULTURE, PROVINCE, TOKEN, TestOffice, at, dated, duty, plan

SOON = 0.4
"""Seconds after which a lost answer is given up here."""


@dataclass
class Line:
    """The office with one task due in three days, An of the unit, and the way to Telegram."""

    office: TestOffice
    http: AsyncExitStack
    over_http: bool

    @property
    def tg(self) -> FakeTelegram:
        return self.office.tg

    @property
    def an(self) -> Person:
        return self.office.an

    async def rows(self) -> list[Reminder]:
        """What was due first in every chat, in the order of the chats."""
        query = select(Reminder).where(Reminder.step == "late").order_by(col(Reminder.chat_id))
        async with self.office.database.session(writes=False) as session:
            return list((await session.exec(query)).all())

    async def row(self) -> Reminder:
        return (await self.rows())[0]

    async def tick(self, later: timedelta = timedelta()) -> int:
        self.office.clock.move_by(later)
        return await self.office.tick()

    async def bind(self, group: Chat, topic_id: int = 0) -> None:
        """Let a group follow the unit."""
        place = groups.Place(group.id, ChatKind(group.type), group.title, topic_id=topic_id)
        async with self.office.database.session() as session:
            an = await people.find_actor(session, self.an.id, "An", "vi", frozenset())
            await groups.bind(session, an, place, self.office.units[CULTURE], self.office.clock.now())
            await session.commit()

    def told(self, place: Chat | Person) -> int:
        """How many reminders stand in a chat."""
        return sum("Tổ chức tập huấn" in message.text for message in self.tg.sent(place))


@pytest.fixture(params=["memory", "http"])
async def line(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    tmp_path: Path,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Line]:
    def seconds() -> float:
        """Flood limits pass with the clock that is moved by hand, too."""
        return clock.now().timestamp() + time.monotonic()

    tg = FakeTelegram(token=TOKEN, now=clock.now, monotonic=seconds)
    monkeypatch.setattr("bot.wiring.Pacing", lambda: Pacing(seconds))
    settings = replace(read_settings({}), bot_token=TOKEN, admin_ids=frozenset({ADMIN_ID}), province=PROVINCE)
    async with AsyncExitStack() as stack, sqlite_database(sqlite_template, tmp_path) as database:
        http = await stack.enter_async_context(AsyncExitStack())
        way: SandboxRequest | HTTPXRequest = SandboxRequest(tg)
        if request.param == "http":
            port = await http.enter_async_context(running(api_app(tg)))
            settings = replace(settings, telegram_api_url=f"http://127.0.0.1:{port}/bot")
            way = HTTPXRequest(connection_pool_size=16, read_timeout=SOON, connect_timeout=SOON)
        service = build(settings, clock, database=database, request=way)
        an, binh, chi, dung = (
            tg.person(name, user_id=1001 + i) for i, name in enumerate(("An", "Bình", "Chi", "Dung"))
        )
        office = TestOffice(tg, clock, service, an, binh, chi, dung)
        async with database.session() as session:
            unit = await directory.add(session, CULTURE, clock.now(), province=PROVINCE)
            office.units[CULTURE] = unit.id or 0
            await session.commit()
        await office.register(office.an)
        await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-05"))))
        await service.application.initialize()
        yield Line(office, http, request.param == "http")
        await service.application.shutdown()


async def test_ok_is_sent_and_the_message_id_kept(line: Line) -> None:
    assert await line.tick() == 1
    row = await line.row()
    assert (row.state, row.message_id, row.attempts) == (
        ReminderState.SENT,
        line.tg.sent(line.an)[-1].id,
        1,
    )
    assert (row.lease_by, row.lease_until, row.last_error) == (None, None, None)
    assert await line.tick() == 0


async def test_a_429_waits_as_long_as_it_says_and_is_no_attempt(line: Line) -> None:
    line.tg.faults.next("sendMessage", "429", retry_after=2)
    await line.tick()
    row = await line.row()
    assert (row.state, row.attempts) == (ReminderState.PLANNED, 0)
    assert row.next_try_at == line.office.clock.now() + timedelta(seconds=2)
    assert len(line.tg.calls("sendMessage")) == 1, "it was not slept on and asked again"


async def test_a_429_of_one_chat_holds_up_no_other(line: Line) -> None:
    await line.office.register(line.office.binh)
    line.tg.faults.next("sendMessage", "429", retry_after=30, chat_id=line.an.id)
    await line.tick()
    assert (line.told(line.an), line.told(line.office.binh)) == (0, 1)


async def test_a_group_that_moved_gets_it_at_the_new_place_at_once(line: Line) -> None:
    group = line.tg.group("Tổ trẻ em", members=[line.an], admins=[line.an])
    await line.bind(group)
    new = line.tg.migrate(group)
    line.tg.take_updates()
    await line.tick()
    assert (line.told(group), line.told(new)) == (0, 1)
    async with line.office.database.session(writes=False) as session:
        assert await chats.chat_at(session, group.id) is None
        assert await chats.chat_at(session, new.id) is not None


@pytest.mark.parametrize("how", ["blocked", "kicked", "absent"])
async def test_whoever_shut_the_bot_out_is_unreachable_and_others_are_told(line: Line, how: str) -> None:
    group = line.tg.group("Tổ trẻ em", members=[line.an, line.office.binh], admins=[line.an])
    await line.bind(group)
    if how == "blocked":
        line.an.blocks_bot()
    elif how == "kicked":
        line.an.kicks_bot(group)
    else:
        line.an.private.bot = "absent"
    line.tg.take_updates()
    await line.tick()
    lost, reached = (group, line.an) if how == "kicked" else (line.an, group)
    assert (line.told(lost), line.told(reached)) == (0, 1)
    by_state = {row.state: row for row in await line.rows()}
    assert set(by_state) == {ReminderState.SENT, ReminderState.SKIPPED}
    skipped = by_state[ReminderState.SKIPPED]
    assert (skipped.reason, bool(skipped.last_error)) == (SkipReason.UNREACHABLE, True)


async def test_start_heals_whoever_had_blocked_the_bot(line: Line) -> None:
    line.an.blocks_bot()
    await line.tick()
    line.an.unblocks_bot()
    line.tg.take_updates()
    line.office.clock.move_to(at("2026-03-05"))
    await line.office.says(line.an, "/start")
    await line.office.tick()
    assert line.told(line.an) >= 1


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_a_topic_that_is_gone_gives_way_to_its_group(line: Line, how: str) -> None:
    group = line.tg.group("Tổ", members=[line.an], admins=[line.an], kind="supergroup", forum=True)
    topic = line.tg.topic(group, "Kế hoạch")
    await line.bind(group, topic.id)
    (line.tg.close_topic if how == "closed" else line.tg.delete_topic)(topic)
    line.tg.take_updates()
    await line.tick()
    assert [message.thread_id for message in line.tg.sent(group)] == [None]
    assert {row.state for row in await line.rows()} == {ReminderState.SENT}


@pytest.mark.parametrize("text", [Markup("<b>Tổ chức tập huấn"), Markup("Tổ chức tập huấn" + "á" * 5000)])
async def test_a_text_that_is_refused_goes_out_once_more_as_plain_text(
    line: Line, text: Markup, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.sender.reminder_message", lambda *_: View(text))
    await line.tick()
    assert line.told(line.an) == 1
    assert (await line.row()).state == ReminderState.SENT
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [message.split(":")[0][:6] for message in errors] == ["error "]
    assert "tập huấn" not in caplog.text


async def test_a_text_that_is_refused_twice_fails_and_blocks_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender.reminder_message", lambda *_: View(Markup("")))
    await line.tick()
    row = await line.row()
    assert (row.state, row.attempts, bool(row.last_error)) == (ReminderState.FAILED, 1, True)
    assert row.next_try_at == line.office.clock.now(), "the moment of the last try, for the counts by day"


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_a_server_in_trouble_is_asked_again_by_the_table_then_it_has_failed(
    line: Line, kind: str
) -> None:
    line.tg.faults.next("sendMessage", kind, times=len(RETRY_WAITS) + 1)
    for wait in RETRY_WAITS:
        await line.tick()
        row = await line.row()
        assert (row.state, row.next_try_at) == (ReminderState.PLANNED, line.office.clock.now() + wait)
        line.office.clock.move_by(wait)
    await line.tick()
    assert (await line.row()).state == ReminderState.FAILED
    assert line.told(line.an) == 0


async def test_no_connection_is_asked_again_after_half_a_minute_unmarked(line: Line) -> None:
    if line.over_http:
        await line.http.aclose()
    else:
        line.tg.faults.next("sendMessage", "timeout_before")
    await line.tick()
    row = await line.row()
    assert (row.state, row.next_try_at) == (
        ReminderState.PLANNED,
        line.office.clock.now() + RETRY_WAITS[0],
    )
    assert (row.possible_repeat, row.attempts) == (False, 1)


async def test_a_lost_answer_is_sent_once_more_and_marked(line: Line) -> None:
    line.tg.faults.next("sendMessage", "timeout_after")
    await line.tick()
    row = await line.row()
    assert (row.state, row.next_try_at) == (ReminderState.PLANNED, line.office.clock.now() + UNSURE_WAIT)
    await line.tick(UNSURE_WAIT)
    first, second = line.tg.sent(line.an)
    assert ("có thể" in second.text.lower(), "có thể" in first.text.lower()) == (True, False)
    assert (await line.row()).state == ReminderState.SENT


async def test_a_second_lost_answer_leaves_it_unsure_for_the_admins_to_see(line: Line) -> None:
    line.tg.faults.next("sendMessage", "timeout_after", times=2)
    await line.tick()
    await line.tick(UNSURE_WAIT)
    row = await line.row()
    assert (row.state, row.attempts, row.sent_at) == (ReminderState.UNSURE, 2, None)
    assert await line.tick(UNSURE_WAIT) == 0
    assert line.told(line.an) == 2


@pytest.mark.parametrize("begun", [True, False])
async def test_a_lease_that_ran_out_is_marked_if_the_message_had_begun_to_leave(
    line: Line, begun: bool
) -> None:
    async with line.office.database.session() as session:
        now = line.office.clock.now()
        claimed = await delivery.claim(session, now, "a worker that died", 10)
        assert len(claimed) == 1
        if begun:
            await recording.begin(session, [claimed[0].id], "a worker that died", now)
        await session.commit()
    assert await line.tick() == 0
    assert await line.tick(LEASE + timedelta(seconds=1)) == 1
    row = await line.row()
    assert (row.state, row.possible_repeat) == (ReminderState.SENT, begun)
    assert ("có thể" in line.tg.sent(line.an)[-1].text.lower()) is begun


async def test_a_bad_token_stops_sending_turns_health_red_and_touches_no_row(line: Line) -> None:
    await line.office.register(line.office.binh, role=Role.UNIT_HEAD)
    line.tg.token = "654321:ANOTHER"
    await line.tick()
    assert line.office.service.reminding.halted == "InvalidToken"
    assert {(row.state, row.attempts, row.lease_by) for row in await line.rows()} == {
        (ReminderState.PLANNED, 0, None)
    }
    line.tg.token = TOKEN
    assert await line.tick() == 2
    assert line.office.service.reminding.halted is None
