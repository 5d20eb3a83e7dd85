"""getUpdates and webhooks: nothing is lost, nothing is given to two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.errors import ApiError
from sandbox.fake import FakeTelegram, Person
from sandbox.http import api_app


async def ids(tg: FakeTelegram, **params: Any) -> list[int]:
    return [update["update_id"] for update in await tg.call("getUpdates", params)]


# --- long polling


async def test_updates_come_again_until_a_later_offset_acknowledges_them(
    tg: FakeTelegram, an: Person
) -> None:
    for text in "abc":
        an.says(text)
    first, second, third = await ids(tg)
    assert await ids(tg) == [first, second, third]
    assert await ids(tg, limit=1) == [first]
    assert await ids(tg, offset=second) == [second, third]
    assert await ids(tg, offset=0) == [second, third]
    assert await ids(tg, offset=-1) == [third]
    assert await ids(tg, offset=third + 1) == []
    assert await ids(tg) == []


async def test_a_poller_that_waits_gets_the_update_at_once(tg: FakeTelegram, an: Person) -> None:
    waiting = asyncio.create_task(ids(tg, timeout=30))
    await asyncio.sleep(0)
    an.says("a")
    assert len(await asyncio.wait_for(waiting, 1)) == 1


async def test_a_second_poller_ends_the_first_with_409(tg: FakeTelegram, an: Person) -> None:
    first = asyncio.create_task(ids(tg, timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(ids(tg, timeout=30))
    with pytest.raises(ApiError, match="409 Conflict: terminated by other getUpdates request"):
        await asyncio.wait_for(first, 1)
    an.says("a")
    assert len(await asyncio.wait_for(second, 1)) == 1


async def test_only_the_wanted_kinds_come(tg: FakeTelegram, an: Person) -> None:
    await ids(tg, allowed_updates=["callback_query"])
    an.says("a")
    assert await ids(tg) == []
    await ids(tg, allowed_updates=[])
    an.says("b")
    assert len(await ids(tg)) == 1


# --- webhooks


@dataclass
class Receiver:
    """A bot's webhook: answers with the statuses it is told to, then 200."""

    statuses: list[int] = field(default_factory=list)
    body: Any = None
    plain: str | None = None
    got: list[tuple[int, str | None]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.arrived.set()
        if self.plain is not None:
            return web.Response(text=self.plain, status=status)
        return web.json_response(self.body, status=status)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def hook(tg: FakeTelegram, receiver: Receiver) -> AsyncIterator[str]:
    """The address of the receiver, with the sandbox's delivery running."""
    app = web.Application()
    app.add_routes([web.post("/hook", receiver.take)])
    async with TestServer(app) as bot_server, TestServer(api_app(tg, retry_seconds=0.01)):
        yield str(bot_server.make_url("/hook"))


async def settled(tg: FakeTelegram) -> None:
    """Wait until every update is taken."""
    async with asyncio.timeout(5):
        while len(tg.queue):  # noqa: ASYNC110 - what is waited for is a number
            await asyncio.sleep(0.005)


async def test_a_webhook_gets_every_update_in_order_with_the_secret(
    tg: FakeTelegram, an: Person, hook: str, receiver: Receiver
) -> None:
    an.says("trước khi đặt")
    await tg.call("setWebhook", {"url": hook, "secret_token": "bi_mat-1"})
    an.says("a")
    an.says("b")
    await settled(tg)
    assert [secret for _, secret in receiver.got] == ["bi_mat-1"] * 3
    assert [number for number, _ in receiver.got] == sorted(number for number, _ in receiver.got)


async def test_an_update_is_pushed_again_until_it_is_taken(
    tg: FakeTelegram, an: Person, hook: str, receiver: Receiver
) -> None:
    receiver.statuses = [500, 403]
    await tg.call("setWebhook", {"url": hook})
    an.says("a")
    await asyncio.wait_for(receiver.arrived.wait(), 5)
    await settled(tg)
    assert len({number for number, _ in receiver.got}) == 1
    assert len(receiver.got) == 3
    assert receiver.got[0][1] is None
    info = await tg.call("getWebhookInfo", {})
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
    assert (info["url"], info["pending_update_count"]) == (hook, 0)


async def test_a_webhook_that_nobody_listens_at_keeps_the_updates(
    tg: FakeTelegram, an: Person, hook: str
) -> None:
    await tg.call("setWebhook", {"url": "http://127.0.0.1:9/hook"})
    an.says("a")
    async with asyncio.timeout(5):
        while "last_error_message" not in await tg.call("getWebhookInfo", {}):  # noqa: ASYNC110 - nothing tells of a failed push
            await asyncio.sleep(0.005)
    await tg.call("deleteWebhook", {})
    assert len(await ids(tg)) == 1


async def test_a_call_in_the_webhooks_answer_is_carried_out(
    tg: FakeTelegram, an: Person, hook: str, receiver: Receiver
) -> None:
    receiver.body = {"method": "sendMessage", "chat_id": an.id, "text": "trả lời ngay"}
    await tg.call("setWebhook", {"url": hook})
    an.says("a")
    await settled(tg)
    async with asyncio.timeout(5):
        while not tg.sent(an):  # noqa: ASYNC110 - the answer is carried out after the update was taken
            await asyncio.sleep(0.005)
    assert tg.sent(an)[0].text == "trả lời ngay"


@pytest.mark.parametrize(
    "body", [{"method": "sendMessage", "chat_id": 99, "text": "a"}, {"method": "getMe"}, None, "ok"]
)
async def test_an_answer_that_calls_nothing_useful_does_not_stop_delivery(
    tg: FakeTelegram, an: Person, hook: str, receiver: Receiver, body: Any
) -> None:
    receiver.body = body
    await tg.call("setWebhook", {"url": hook})
    for text in "ab":
        an.says(text)
    await settled(tg)
    assert len(receiver.got) == 2


async def test_a_webhooks_plain_text_answer_is_no_call(
    tg: FakeTelegram, an: Person, hook: str, receiver: Receiver
) -> None:
    receiver.plain = "taken"
    await tg.call("setWebhook", {"url": hook, "allowed_updates": ["message"]})
    an.says("a")
    await settled(tg)
    assert (await tg.call("getWebhookInfo", {}))["allowed_updates"] == ["message"]
    an.says("b")
    await tg.call("setWebhook", {"url": hook, "drop_pending_updates": True})
    assert len(tg.queue) == 0


async def test_polling_and_a_webhook_exclude_each_other(tg: FakeTelegram, an: Person) -> None:
    waiting = asyncio.create_task(ids(tg, timeout=30))
    await asyncio.sleep(0)
    await tg.call("setWebhook", {"url": "https://example.org/hook"})
    with pytest.raises(ApiError, match="409 Conflict: can't use getUpdates method while webhook is active"):
        await asyncio.wait_for(waiting, 1)
    an.says("a")
    await tg.call("deleteWebhook", {"drop_pending_updates": True})
    assert await ids(tg) == []
    await tg.call("setWebhook", {"url": "https://example.org/hook"})
    assert await tg.call("setWebhook", {"url": ""}) is True
    assert (await tg.call("getWebhookInfo", {}))["url"] == ""


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://example.org/hook"}, "An HTTPS URL must be provided"),
        ({"url": "nonsense"}, "An HTTPS URL must be provided"),
        ({"url": "https://example.org:8000/hook"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org/hook", "secret_token": "bí mật"}, "unallowed characters"),
    ],
)
async def test_a_webhook_that_telegram_refuses(tg: FakeTelegram, params: dict[str, str], reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        await tg.call("setWebhook", params)
