"""The webhook's door: the secret first, then the update; and the health check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.running import HEADER, web_app
from bot.settings import Settings
from bot.stage import Stage, demo_settings, raise_curtain

SECRET = "s3cret-of-the-test"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = await raise_curtain(tmp_path / "demo.db")
    yield made
    await made.close()


def settings(tmp_path: Path) -> Settings:
    return replace(
        demo_settings(tmp_path / "demo.db"), webhook_secret=SECRET, public_url="https://bot.example.vn/x"
    )


async def test_an_update_with_the_secret_is_answered(stage: Stage, tmp_path: Path) -> None:
    stage.an.says("/duongday")
    raw = stage.telegram.take_updates()[0]
    async with TestClient(TestServer(web_app(stage.service, settings(tmp_path)))) as client:
        answer = await client.post("/x/telegram", json=raw, headers={HEADER: SECRET})
        assert answer.status == 200
    await stage.service.application.update_queue.join()
    await stage.service.application.stop()
    assert any("111" in message.text for message in stage.telegram.sent(stage.an))


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
async def test_without_the_secret_nothing_is_read(stage: Stage, tmp_path: Path, secret: str | None) -> None:
    headers = {} if secret is None else {HEADER: secret}
    async with TestClient(TestServer(web_app(stage.service, settings(tmp_path)))) as client:
        answer = await client.post("/x/telegram", data=b"not even json", headers=headers)
        assert answer.status == 403
    assert stage.service.application.update_queue.empty()


@pytest.mark.parametrize("body", [b"", b"{", b"[1, 2", b"\xff\xfe"])
async def test_what_is_no_update_is_refused(stage: Stage, tmp_path: Path, body: bytes) -> None:
    async with TestClient(TestServer(web_app(stage.service, settings(tmp_path)))) as client:
        answer = await client.post("/x/telegram", data=body, headers={HEADER: SECRET})
        assert answer.status == 400


async def test_health_is_green_and_turns_red_when_sending_stopped(stage: Stage, tmp_path: Path) -> None:
    async with TestClient(TestServer(web_app(stage.service, settings(tmp_path)))) as client:
        assert (await client.get("/x/healthz")).status == 200
        stage.service.reminding.halted = "InvalidToken"
        answer = await client.get("/x/healthz")
        assert answer.status == 503
        assert (await answer.json())["sending"] == "InvalidToken"
