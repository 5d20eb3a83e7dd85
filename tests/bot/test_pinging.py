"""The watchman outside hears of every look at the queue, and never harms it."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from bot.pinging import BETWEEN, Ping
from bot.settings import SettingsError, read_settings
from bot.wiring import build
from domain.clock import MovableClock
from sandbox.fake import FakeTelegram
from sandbox.request import SandboxRequest
from storage.database import Database

URL = "https://watchman.example.org/ping/secret-key"


class Watchman:
    """Answers what it is told to, and notes what it is asked."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.seconds = 0.0
        self.ping = Ping(URL, lambda: self.seconds, httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)

    async def look(self) -> None:
        await self.ping()
        await self.ping.settled()
        self.seconds += BETWEEN


async def test_every_look_at_the_queue_is_told_but_not_more_often_than_sensible() -> None:
    watchman = Watchman()
    await watchman.look()
    await watchman.look()
    watchman.seconds -= 1
    await watchman.look()
    assert watchman.asked == [URL, URL]


@pytest.mark.parametrize("trouble", [500, httpx.ConnectError("no way")])
async def test_a_watchman_that_is_away_is_told_in_the_log_once_without_his_address(
    trouble: int | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    watchman = Watchman(trouble, trouble, 200, trouble)
    for _ in range(4):
        await watchman.look()
    ours = [record.getMessage() for record in caplog.records if record.name == "bot.pinging"]
    assert len(ours) == 2
    assert not any("secret-key" in message for message in ours)


async def test_a_tick_pings_and_a_halted_one_does_not(database: Database, clock: MovableClock) -> None:
    told: list[int] = []

    async def ping() -> None:
        told.append(1)

    tg = FakeTelegram(now=clock.now)
    settings = replace(read_settings({}), bot_token=tg.token, ping_url=URL)
    service = build(settings, clock, database=database, request=SandboxRequest(tg))
    service.reminding._ping = ping
    await service.reminding.tick()
    assert told == [1]
    service.reminding.halted = "InvalidToken"
    await service.reminding.tick()
    assert told == [1]


def test_an_address_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="PING_URL"):
        read_settings({"PING_URL": "not an address"})
    assert read_settings({"PING_URL": URL}).ping_url == URL
    assert URL not in repr(read_settings({"PING_URL": URL}))
