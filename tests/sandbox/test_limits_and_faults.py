"""Flood limits, and bad days on request: under the library and in bare calls."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from domain.clock import MovableClock
from sandbox.errors import ApiError
from sandbox.fake import FakeTelegram, Person
from tests.sandbox.conftest import Stopwatch


async def retry_after(tg: FakeTelegram, chat_id: int) -> int | None:
    """Send; the seconds that Telegram asks to wait, or None if it went out."""
    try:
        await tg.call("sendMessage", {"chat_id": chat_id, "text": "a"})
    except ApiError as refused:
        return int(refused.description.removeprefix("Too Many Requests: retry after "))
    return None


# --- limits


async def test_a_person_gets_three_at_once_and_then_one_a_second(
    tg: FakeTelegram, an: Person, stopwatch: Stopwatch
) -> None:
    assert [await retry_after(tg, an.id) for _ in range(4)] == [None, None, None, 3]
    stopwatch.seconds += 3
    assert await retry_after(tg, an.id) is None
    assert len(tg.sent(an)) == 4


async def test_a_group_gets_twenty_a_minute(tg: FakeTelegram, an: Person, stopwatch: Stopwatch) -> None:
    group = tg.group("Xã", members=[an])
    assert [await retry_after(tg, group.id) for _ in range(21)] == [None] * 20 + [60]
    stopwatch.seconds += 59.5
    assert await retry_after(tg, group.id) == 1
    stopwatch.seconds += 0.5
    assert await retry_after(tg, group.id) is None


async def test_everybody_together_gets_thirty_a_second(tg: FakeTelegram, stopwatch: Stopwatch) -> None:
    people = [tg.person(f"Người {i}") for i in range(31)]
    for person in people:
        person.says("/start")
    assert [await retry_after(tg, person.id) for person in people] == [None] * 30 + [1]
    stopwatch.seconds += 1
    assert await retry_after(tg, people[30].id) is None


async def test_a_message_that_is_refused_does_not_count(tg: FakeTelegram, an: Person) -> None:
    for _ in range(5):
        with pytest.raises(ApiError, match="empty"):
            await tg.call("sendMessage", {"chat_id": an.id, "text": ""})
    assert await retry_after(tg, an.id) is None


async def test_limits_can_be_left_out(clock: MovableClock) -> None:
    tg = FakeTelegram(now=clock.now, enforce_limits=False)
    an = tg.person("An")
    an.says("/start")
    assert [await retry_after(tg, an.id) for _ in range(40)] == [None] * 40


# --- faults


async def test_each_fault_reaches_the_bot_as_the_error_it_stands_for(
    tg: FakeTelegram, an: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library warns of the plain number
    expected: list[tuple[str, type[Exception]]] = [
        ("429", RetryAfter),
        ("500", NetworkError),
        ("502", NetworkError),
        ("timeout_before", TimedOut),
    ]
    for kind, error in expected:
        tg.faults.next("sendMessage", kind, retry_after=7)
        with pytest.raises(error) as failed:
            await bot.send_message(an.id, kind)
        assert type(failed.value) is error
    assert tg.sent(an) == []
    await bot.send_message(an.id, "nắng lên")
    assert [message.text for message in tg.sent(an)] == ["nắng lên"]


async def test_a_timeout_tells_by_its_cause_whether_the_message_may_have_gone_out(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    tg.faults.next("sendMessage", "timeout_before")
    with pytest.raises(TimedOut) as before:
        await bot.send_message(an.id, "không đi")
    tg.faults.next("sendMessage", "timeout_after")
    with pytest.raises(TimedOut) as after:
        await bot.send_message(an.id, "đã đi")
    assert isinstance(before.value.__cause__, httpx.ConnectTimeout)
    assert isinstance(after.value.__cause__, httpx.ReadTimeout)
    assert [message.text for message in tg.sent(an)] == ["đã đi"]


async def test_a_fault_hits_only_its_method_its_chat_and_so_many_times(tg: FakeTelegram, an: Person) -> None:
    binh = tg.person("Bình")
    binh.says("/start")
    tg.faults.next("sendMessage", "429", retry_after=9, chat_id=binh.id, times=2)
    await tg.call("sendChatAction", {"chat_id": binh.id, "action": "typing"})
    assert await retry_after(tg, an.id) is None
    assert [await retry_after(tg, binh.id) for _ in range(3)] == [9, 9, None]
    tg.faults.next(None, "429")
    tg.faults.clear()
    assert await retry_after(tg, an.id) is None


async def test_a_fault_of_any_method_spares_the_poller(tg: FakeTelegram, an: Person) -> None:
    tg.faults.next(None, "429", retry_after=9)
    assert await tg.call("getUpdates", {}) == []
    assert await retry_after(tg, an.id) == 9


async def test_a_share_of_failures_is_the_same_every_time(clock: MovableClock) -> None:
    async def outcome() -> list[str]:
        tg = FakeTelegram(now=clock.now, enforce_limits=False)
        an = tg.person("An")
        an.says("/start")
        tg.faults.share(0.3, kinds=["429", "500"], seed=7)
        for i in range(60):
            try:
                await tg.call("sendMessage", {"chat_id": an.id, "text": str(i)})
            except ApiError:
                continue
        assert await tg.call("getMe", {})
        return [message.text for message in tg.sent(an)]

    first = await outcome()
    assert first == await outcome()
    assert 30 <= len(first) <= 54


def test_an_unknown_kind_of_fault_is_refused(tg: FakeTelegram) -> None:
    with pytest.raises(ValueError, match="earthquake"):
        tg.faults.next("sendMessage", "earthquake")
    with pytest.raises(ValueError, match="earthquake"):
        tg.faults.share(0.5, kinds=["earthquake"])


async def test_blocks_and_migrations_are_the_librarys_own_errors(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[an])
    new = tg.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    an.blocks_bot()
    with pytest.raises(Forbidden):
        await bot.send_message(an.id, "a")


async def test_the_journal_keeps_what_was_asked_and_what_came_of_it(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    await bot.send_message(an.id, "a")
    an.blocks_bot()
    with pytest.raises(Forbidden):
        await bot.send_message(an.id, "b")
    good, bad = tg.calls("sendMessage")
    assert good.params == {"chat_id": an.id, "text": "a"}
    assert good.result["text"] == "a"
    assert isinstance(bad.error, ApiError)
    assert bad.error.error_code == 403


async def test_whoever_waits_for_a_change_is_woken_by_it(tg: FakeTelegram, an: Person) -> None:
    before = tg.revision
    assert await tg.wait_change(before, 0.01) == before
    an.says("a")
    changed: Any = await tg.wait_change(before, 60)
    assert changed > before
