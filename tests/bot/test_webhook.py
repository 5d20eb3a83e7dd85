"""The webhook's door: the secret first, then the update; and the health check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.running import HEADER, web_app
from bot.settings import Settings
from bot.stage import TOKEN, demo_settings
from bot.wiring import Service, build
from domain.clock import MovableClock
from sandbox.fake import FakeTelegram
from sandbox.people import Person
from sandbox.request import SandboxRequest

SECRET = "s3cret-of-the-test"


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    copyfile(sqlite_template, tmp_path / "bot.db")
    return replace(
        demo_settings(tmp_path / "bot.db"), webhook_secret=SECRET, public_url="https://bot.example.vn/x"
    )


@pytest.fixture
def telegram(clock: MovableClock) -> FakeTelegram:
    return FakeTelegram(token=TOKEN, now=clock.now)


@pytest.fixture
def an(telegram: FakeTelegram) -> Person:
    return telegram.person("An")


@pytest.fixture
async def service(settings: Settings, telegram: FakeTelegram, clock: MovableClock) -> AsyncIterator[Service]:
    made = build(settings, clock, request=SandboxRequest(telegram))
    await made.start()
    yield made
    await made.stop()


async def test_an_update_with_the_secret_is_answered(
    service: Service, settings: Settings, telegram: FakeTelegram, an: Person
) -> None:
    an.says("/duongday")
    raw = telegram.take_updates()[0]
    async with TestClient(TestServer(web_app(service, settings))) as client:
        answer = await client.post("/x/telegram", json=raw, headers={HEADER: SECRET})
        assert answer.status == 200
    await service.application.update_queue.join()
    await service.application.stop()
    assert any("111" in message.text for message in telegram.sent(an))


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
async def test_without_the_secret_nothing_is_read(
    service: Service, settings: Settings, secret: str | None
) -> None:
    headers = {} if secret is None else {HEADER: secret}
    async with TestClient(TestServer(web_app(service, settings))) as client:
        answer = await client.post("/x/telegram", data=b"not even json", headers=headers)
        assert answer.status == 403
    assert service.application.update_queue.empty()


@pytest.mark.parametrize("body", [b"", b"{", b"[1, 2", b"\xff\xfe"])
async def test_what_is_no_update_is_refused(service: Service, settings: Settings, body: bytes) -> None:
    async with TestClient(TestServer(web_app(service, settings))) as client:
        answer = await client.post("/x/telegram", data=body, headers={HEADER: SECRET})
        assert answer.status == 400


async def test_health_is_green_and_turns_red_when_sending_stopped(
    service: Service, settings: Settings
) -> None:
    async with TestClient(TestServer(web_app(service, settings))) as client:
        assert (await client.get("/x/healthz")).status == 200
        service.reminding.halted = "InvalidToken"
        answer = await client.get("/x/healthz")
        assert answer.status == 503
        assert (await answer.json())["sending"] == "InvalidToken"
