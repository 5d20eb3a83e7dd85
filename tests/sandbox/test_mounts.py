"""The two mounts give the same answers: one scenario with a real Application, without and with HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from domain.clock import MovableClock
from sandbox.fake import FakeTelegram, Person
from sandbox.http import api_app
from sandbox.request import SandboxRequest

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
MOUNTS = ["request", "http"]


@asynccontextmanager
async def builder(
    tg: FakeTelegram, mount: str, read_timeout: float = 5.0
) -> AsyncIterator[ApplicationBuilder[Any, Any, Any, Any, Any, Any]]:
    """How an Application reaches the sandbox over that mount."""
    building = Application.builder().token(tg.token).concurrent_updates(False)
    if mount == "request":
        yield building.request(SandboxRequest(tg)).get_updates_request(SandboxRequest(tg))
        return
    async with TestServer(api_app(tg), host="127.0.0.1") as server:
        base = f"http://127.0.0.1:{server.port}"
        yield building.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").read_timeout(read_timeout)


async def start(update: Update, context: Any) -> None:
    assert update.effective_message is not None
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Xong", callback_data="done:1")]])
    await update.effective_message.reply_html("<b>Chào</b> An &amp; 👧", reply_markup=keys)


async def press(update: Update, context: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Đã ghi")
    await update.callback_query.edit_message_text("xong rồi")


async def document(update: Update, context: Any) -> None:
    message = update.effective_message
    assert message is not None
    assert message.document is not None
    file = await message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await message.reply_document(content + b"!", filename="tra-lai.txt", caption="gửi lại")


async def trouble(update: Update, context: Any) -> None:
    """Call what fails and tell how."""
    for chat_id, text in ((update.effective_chat.id, "x" * 5000), (99, "a")):  # type: ignore[union-attr]
        try:
            await context.bot.send_message(chat_id, text)
        except TelegramError as error:
            await update.effective_message.reply_text(f"{type(error).__name__}: {error}")  # type: ignore[union-attr]


def with_handlers(application: AnyApplication) -> AnyApplication:
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("trouble", trouble))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    return application


async def until(tg: FakeTelegram, person: Person, count: int) -> None:
    """Wait until the bot has sent so many messages."""
    async with asyncio.timeout(5):
        while len(tg.sent(person)) < count:
            await tg.wait_change(tg.revision, 1)


async def scenario(tg: FakeTelegram, mount: str) -> list[Any]:
    """One walk; the bot's messages and answers in a form that can be compared."""
    an = tg.person("An")
    async with builder(tg, mount) as building:
        application = with_handlers(building.build())
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(timeout=1)
            an.says("/start")
            await until(tg, an, 1)
            an.taps("Xong")
            async with asyncio.timeout(5):
                while tg.sent(an)[0].edited is None:
                    await tg.wait_change(tg.revision, 1)
            an.sends_document("kế hoạch".encode(), "kế hoạch.txt")
            await until(tg, an, 2)
            an.says("/trouble")
            await until(tg, an, 4)
            await application.updater.stop()
            await application.stop()
    sent = [(m.text, m.entities, m.document and (m.document.name, m.document.data)) for m in tg.sent(an)]
    return [
        sent,
        [(a.text, a.show_alert) for a in tg.answers],
        [call.method for call in tg.journal if call.method != "getUpdates"],
    ]


@pytest.mark.parametrize("mount", MOUNTS)
async def test_one_scenario_ends_alike_over_both_mounts(mount: str, clock: MovableClock) -> None:
    tg = FakeTelegram(now=clock.now, enforce_limits=False)
    sent, answers, methods = await scenario(tg, mount)
    assert sent == [
        ("xong rồi", [], None),
        ("gửi lại", [], ("tra-lai.txt", "kế hoạch!".encode())),
        ("BadRequest: Message is too long", [], None),
        ("BadRequest: Chat not found", [], None),
    ]
    assert answers == [("Đã ghi", False)]
    assert methods == [
        "getMe", "deleteWebhook", "sendMessage", "answerCallbackQuery", "editMessageText",
        "getFile", "sendDocument", "sendMessage", "sendMessage", "sendMessage", "sendMessage",
    ]  # fmt: skip
    assert tg.calls("sendMessage")[0].params["reply_markup"] == {
        "inline_keyboard": [[{"text": "Xong", "callback_data": "done:1"}]]
    }


@pytest.mark.parametrize("mount", MOUNTS)
async def test_a_message_comes_back_as_the_library_expects_it(
    mount: str, tg: FakeTelegram, an: Person
) -> None:
    async with builder(tg, mount) as building, building.build().bot as bot:
        sent: Message = await bot.send_message(an.id, "<i>chào</i> /han", parse_mode="HTML")
    assert sent.text_html == "<i>chào</i> /han"
    assert [entity.type for entity in sent.entities] == ["italic", "bot_command"]
    assert (sent.chat.id, sent.date, sent.api_kwargs) == (an.id, tg.now(), {})


@pytest.mark.parametrize("mount", MOUNTS)
async def test_a_wrong_token_is_invalid_over_both_mounts(mount: str, tg: FakeTelegram) -> None:
    async with builder(tg, mount) as building:
        bot = building.token("123456:WRONG").build().bot
        with pytest.raises(InvalidToken):
            await bot.initialize()
        await bot.request.shutdown()  # the library leaves it open when the first call fails


@pytest.mark.parametrize("mount", MOUNTS)
async def test_a_second_poller_conflicts_over_both_mounts(mount: str, tg: FakeTelegram) -> None:
    async with builder(tg, mount) as building, building.build().bot as bot:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        async with asyncio.timeout(5):
            while not first.done():  # until the first one's request has arrived and is ended
                assert await tg.call("getUpdates", {}) == []
                await asyncio.sleep(0.01)
        with pytest.raises(Conflict):
            await first


@pytest.mark.parametrize("mount", MOUNTS)
@pytest.mark.parametrize(("kind", "delivered"), [("timeout_before", 0), ("timeout_after", 1), ("502", 0)])
async def test_a_lost_connection_is_a_network_error_over_both_mounts(
    mount: str, kind: str, delivered: int, tg: FakeTelegram, an: Person
) -> None:
    async with builder(tg, mount, read_timeout=0.2) as building, building.build().bot as bot:
        tg.faults.next("sendMessage", kind)
        with pytest.raises(NetworkError):
            await bot.send_message(an.id, "a")
    assert len(tg.sent(an)) == delivered


async def test_no_file_under_an_unknown_path_or_address(tg: FakeTelegram) -> None:
    request = SandboxRequest(tg)
    assert (await request.do_request(f"https://localhost/file/bot{tg.token}/documents/no.txt", "GET"))[
        0
    ] == 404
    assert (await request.do_request("https://localhost/elsewhere", "GET"))[0] == 404


# --- HTTP as other clients write it


async def test_http_takes_queries_forms_multipart_and_json(tg: FakeTelegram, an: Person) -> None:
    keys = '{"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}'
    params = {"chat_id": str(an.id), "text": "123", "reply_markup": keys}
    upload = FormData({"chat_id": str(an.id), "caption": "c"})
    upload.add_field("document", "kế hoạch".encode(), filename="kế hoạch.txt", content_type="text/plain")
    async with TestServer(api_app(tg)) as server, ClientSession(server.make_url("/")) as client:
        tg.enforce_limits = False
        path = f"/bot{tg.token}/sendMessage"
        answers = [
            await client.get(path, params=params),
            await client.post(path, data=params),
            await client.post(path, json={**params, "chat_id": an.id}),
            await client.post(
                path,
                json={
                    "chat_id": an.id,
                    "text": "123",
                    "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
                },
            ),
        ]
        bodies = [await answer.json() for answer in answers]
        uploaded = await (await client.post(f"/bot{tg.token}/sendDocument", data=upload)).json()
        path = (
            await (
                await client.get(
                    f"/bot{tg.token}/getFile", params={"file_id": uploaded["result"]["document"]["file_id"]}
                )
            ).json()
        )["result"]["file_path"]
        downloaded = await (await client.get(f"/file/bot{tg.token}/{path}")).read()
    assert [body["ok"] for body in bodies] == [True] * 4
    assert len({str({**body["result"], "message_id": 0}) for body in bodies}) == 1
    assert tg.sent(an)[0].text == "123"
    assert downloaded == "kế hoạch".encode()


async def test_http_errors_are_telegrams_json(tg: FakeTelegram) -> None:
    async with TestServer(api_app(tg)) as server, ClientSession(server.make_url("/")) as client:

        async def answer(method: str, path: str, **more: Any) -> tuple[int, Any]:
            async with client.request(method, path, **more) as response:
                return response.status, await response.json()

        assert await answer("GET", "/bot1:x/getMe") == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
        assert (await answer("GET", f"/bot{tg.token}/nothing"))[0] == 404
        assert (await answer("GET", f"/file/bot{tg.token}/documents/no.txt"))[0] == 404
        wrong = {"headers": {"Content-Type": "application/json"}}
        assert (await answer("POST", f"/bot{tg.token}/getMe", data="{", **wrong))[1][
            "description"
        ] == "Bad Request: can't parse request: wrong JSON"
        assert (await answer("POST", f"/bot{tg.token}/getMe", data="[]", **wrong))[0] == 400
        group = tg.group("Xã", members=[tg.person("An")])
        new = tg.migrate(group)
        moved = await answer(
            "POST", f"/bot{tg.token}/sendMessage", data={"chat_id": str(group.id), "text": "a"}
        )
        assert moved[1]["parameters"] == {"migrate_to_chat_id": new.id}
