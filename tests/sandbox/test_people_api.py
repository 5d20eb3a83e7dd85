"""The people's side over HTTP: a client that knows only HTTP plays the officer, a bare poller the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer

from domain.clock import MovableClock
from sandbox.errors import CannotDo
from sandbox.fake import FakeTelegram
from sandbox.server import sandbox_app


class Client:
    """Raw HTTP and nothing else."""

    def __init__(self, session: ClientSession, token: str) -> None:
        self.session = session
        self.token = token

    async def get(self, path: str) -> Any:
        async with self.session.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def refused(self, path: str, **body: Any) -> str:
        """The sentence of a refusal."""
        async with self.session.post(f"/sandbox/{path}", json=body) as answer:
            assert answer.status == 400
            return str((await answer.json())["error"])

    async def bot(self, method: str, **params: Any) -> Any:
        """A call of the Bot API."""
        async with self.session.post(f"/bot{self.token}/{method}", json=params) as answer:
            return (await answer.json()).get("result")

    async def state(self) -> Any:
        return await self.get("/sandbox/state")


@pytest.fixture
async def client(tg: FakeTelegram, clock: MovableClock) -> AsyncIterator[Client]:
    async def on_clock(step: dict[str, Any]) -> None:
        if "to" in step:
            clock.move_to(datetime.fromisoformat(step["to"]))
        elif "days" in step:
            clock.move_by(timedelta(days=step["days"]))
        else:
            raise CannotDo("Không còn thời hạn nào.")

    async with (
        TestServer(sandbox_app(tg, clock, on_clock)) as server,
        ClientSession(server.make_url("/")) as session,
    ):
        yield Client(session, tg.token)


KEYS = {"inline_keyboard": [[{"text": "Xong", "callback_data": "done:1"}, {"text": "Nguồn", "url": "https://example.org"}]]}  # fmt: skip


async def test_an_officer_talks_with_the_bot_over_http_alone(client: Client) -> None:
    an = (await client.post("person", first_name="An", username="an", language="vi"))["person"]
    said = await client.post("say", person=an, text="/start")
    [update] = await client.bot("getUpdates")
    assert update["message"]["message_id"] == said["message"]
    await client.bot("sendMessage", chat_id=an, text="<b>Chào</b>", parse_mode="HTML", reply_markup=KEYS)
    shown = (await client.state())["messages"][str(an)][-1]
    assert (shown["text"], shown["from"]["is_bot"], shown["entities"][0]["type"]) == ("Chào", True, "bold")
    assert shown["buttons"] == [
        [{"text": "Xong", "data": "done:1"}, {"text": "Nguồn", "url": "https://example.org"}]
    ]
    tap = await client.post("tap", person=an, chat=an, message=shown["id"], data="done:1")
    [update] = await client.bot("getUpdates", offset=update["update_id"] + 1)
    assert update["callback_query"]["id"] == tap["callback"]
    await client.bot("answerCallbackQuery", callback_query_id=tap["callback"], text="Đã ghi")
    [answer] = (await client.state())["answers"]
    assert (answer["callback"], answer["person"], answer["text"]) == (tap["callback"], an, "Đã ghi")


async def test_documents_go_up_and_down(tg: FakeTelegram, client: Client) -> None:
    an = tg.person("An")
    form = FormData({"person": str(an.id), "chat": str(an.id), "caption": "/load"}, quote_fields=False)
    form.add_field(
        "file", "kế hoạch".encode(), filename="kế hoạch.txt", content_type="application/x-nonsense"
    )
    async with client.session.post("/sandbox/document", data=form) as answer:
        assert answer.status == 200
    [shown] = (await client.state())["messages"][str(an.id)]
    assert (shown["text"], shown["document"]["name"], shown["document"]["size"]) == (
        "/load",
        "kế hoạch.txt",
        12,
    )
    async with client.session.get(f"/sandbox/document/{shown['document']['file_id']}") as answer:
        assert await answer.read() == "kế hoạch".encode()
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    async with client.session.get("/sandbox/document/none") as answer:
        assert (answer.status, (await answer.json())["error"]) == (404, "Không có tệp này.")
    [update] = tg.take_updates()
    assert update["message"]["document"]["mime_type"] == "text/plain"


async def test_the_state_waits_until_it_is_newer(tg: FakeTelegram, client: Client) -> None:
    revision = (await client.state())["revision"]
    assert (await client.get(f"/sandbox/state?since={revision}&wait=0"))["revision"] == revision
    tg.person("An")
    assert (await client.get(f"/sandbox/state?since={revision}&wait=30"))["revision"] > revision


async def test_the_state_names_people_chats_keyboards_and_commands(tg: FakeTelegram, client: Client) -> None:
    an = tg.person("An", last_name="Nguyễn", role_hint="officer")
    chi = tg.person("Chi", role_hint="admin")
    group = tg.group("Xã", members=[an], admins=[chi])
    an.says("/start")
    an.sends_sticker()
    keyboard = {"keyboard": [["Nhiệm vụ của tôi"]]}
    for _ in range(2):
        await client.bot("sendMessage", chat_id=an.id, text="menu", reply_markup=keyboard)
    han, nap = {"command": "han", "description": "Thời hạn"}, {"command": "nap", "description": "Nạp"}
    await client.bot("setMyCommands", commands=[han])
    await client.bot("setMyCommands", commands=[nap], scope={"type": "all_chat_administrators"})
    await client.bot(
        "setMyCommands", commands=[nap], scope={"type": "chat", "chat_id": an.id}, language_code="vi"
    )
    state = await client.state()
    assert state["people"][0] == {
        "id": an.id,
        "name": "An Nguyễn",
        "username": None,
        "role_hint": "officer",
        "language": "vi",
    }
    by_id = {chat["id"]: chat for chat in state["chats"]}
    assert (by_id[an.id]["person"], by_id[an.id]["bot"], by_id[chi.id]["bot"]) == (an.id, "member", "absent")
    assert (by_id[group.id]["title"], by_id[group.id]["members"]) == ("Xã", [chi.id, an.id])
    assert state["commands"][str(an.id)] == [nap]
    assert state["commands"][str(chi.id)] == [han]
    assert state["commands"][str(group.id)] == {str(chi.id): [nap], str(an.id): [han]}
    shown = state["messages"][str(an.id)]
    assert [message["keyboard"] for message in shown] == [None, None, None, [["Nhiệm vụ của tôi"]]]
    assert shown[1]["text"] == "[nhãn dán]"


async def test_groups_topics_and_what_befalls_them(tg: FakeTelegram, client: Client) -> None:
    an, binh = tg.person("An"), tg.person("Bình")
    plain = (await client.post("group", title="Xã", members=[an.id, binh.id]))["chat"]
    forum = (await client.post("group", title="Tỉnh", members=[an.id], kind="supergroup", forum=True))["chat"]
    await client.post("group-action", chat=plain, action="kick")
    assert (await client.refused("group-action", chat=plain, action="kick")) == "Bot không ở trong nhóm."
    assert tg.chats[plain].bot == "kicked"
    await client.post("group-action", chat=plain, action="add")
    await client.bot("sendMessage", chat_id=plain, text="trước", reply_markup=KEYS)
    await client.post("group-action", chat=plain, action="migrate")
    state = await client.state()
    old, new = (chat for chat in state["chats"] if chat["key"] == str(plain))
    assert old["migrated_to"] == new["id"]
    assert "migrate_to_chat_id" in state["messages"][str(plain)][-1]["service"]
    before = next(message for message in state["messages"][str(plain)] if message["buttons"])
    await client.post("tap", person=an.id, chat=plain, message=before["id"], data="done:1")
    await client.post("say", person=an.id, chat=plain, text="/han")
    assert tg.messages(tg.chats[new["id"]])[-1].text == "/han"
    await client.post("group-action", chat=forum, action="add_topic", name="Kế hoạch")
    [topic] = next(chat for chat in (await client.state())["chats"] if chat["id"] == forum)["topics"]
    await client.post("say", person=an.id, chat=forum, topic=topic["id"], text="/han")
    await client.post("group-action", chat=forum, action="close_topic")
    assert await client.refused("say", person=an.id, chat=forum, topic=topic["id"], text="a")
    await client.post("group-action", chat=forum, action="reopen_topic", topic=topic["id"])
    await client.post("group-action", chat=forum, action="delete_topic")
    assert (
        await client.refused("group-action", chat=forum, action="close_topic")
        == "Nhóm này không có chủ đề nào."
    )


async def test_blocking_faults_and_the_journal(tg: FakeTelegram, client: Client) -> None:
    an = tg.person("An")
    await client.post("say", person=an.id, text="/start")
    await client.post("person-action", person=an.id, action="block")
    assert await client.bot("sendMessage", chat_id=an.id, text="a") is None
    await client.post("person-action", person=an.id, action="unblock")
    await client.post("fault", kind="429", method="sendMessage", times=1, retry_after=5)
    assert await client.bot("sendMessage", chat_id=an.id, text="b") is None
    await client.post("fault", kind="502", method="sendMessage", times=9)
    await client.post("fault", kind="none")
    assert (await client.bot("sendMessage", chat_id=an.id, text="c"))["text"] == "c"
    journal = await client.get("/sandbox/journal")
    assert [call["ok"] for call in journal["calls"]] == [False, False, True]
    assert journal["calls"][1]["error"] == "429 Too Many Requests: retry after 5"
    assert (await client.get(f"/sandbox/journal?since={journal['next']}"))["calls"] == []


async def test_the_clock_moves_by_the_callback(client: Client) -> None:
    assert (await client.state())["clock"] == "2026-03-02T08:00:00+07:00"
    assert (await client.post("clock", days=1))["clock"] == "2026-03-03T08:00:00+07:00"
    assert (await client.post("clock", to="2026-03-10T08:00:00+07:00"))[
        "clock"
    ] == "2026-03-10T08:00:00+07:00"
    assert await client.refused("clock", action="next") == "Không còn thời hạn nào."


async def test_a_reply_keyboard_that_asks_for_the_contact_gets_it(tg: FakeTelegram, client: Client) -> None:
    an = tg.person("An")
    an.says("/start")
    keyboard = {"keyboard": [[{"text": "Gửi số của tôi", "request_contact": True}]]}
    await client.bot("sendMessage", chat_id=an.id, text="Số?", reply_markup=keyboard)
    await client.post("say", person=an.id, text="Gửi số của tôi")
    shown = (await client.state())["messages"][str(an.id)][-1]
    assert shown["contact"]["user_id"] == an.id


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("say", {"person": 99, "text": "a"}),
        ("say", {"person": "An", "text": "a"}),
        ("say", {"person": 1001, "text": ""}),
        ("say", {"person": 1001, "chat": -77, "text": "a"}),
        ("say", {"person": 1001, "chat": 1002, "text": "a"}),
        ("say", {"person": 1001, "text": "a", "reply_to": 99}),
        ("say", {"person": 1001, "text": "a", "topic": 99}),
        ("tap", {"person": 1001, "message": 99, "data": "a"}),
        ("tap", {"person": 1001, "message": 1, "data": "a"}),
        ("tap", {"person": 1001, "chat": 1002, "message": 1, "data": "a"}),
        ("document", {"person": 1001}),
        ("person", {"first_name": " "}),
        ("group", {"title": "Xã", "members": []}),
        ("group", {"title": "Xã", "members": [99]}),
        ("person-action", {"person": 1001, "action": "dance"}),
        ("group-action", {"chat": 1001, "action": "kick"}),
        ("fault", {"kind": "earthquake"}),
        ("fault", {"kind": "429", "times": "many"}),
        ("clock", {}),
        ("clock", {"days": 0}),
        ("clock", {"to": "2026-03-10T08:00:00"}),
        ("clock", {"to": "mai"}),
    ],
)
async def test_what_cannot_be_done_is_a_400_with_a_sentence(
    tg: FakeTelegram, client: Client, path: str, body: dict[str, Any]
) -> None:
    tg.person("An").says("/start")
    tg.person("Bình")
    assert len(await client.refused(path, **body)) > 10


@pytest.mark.parametrize(
    ("data", "content_type"), [("{}", "text/plain"), ("{", "application/json"), ("[]", "application/json")]
)
async def test_a_body_must_be_json_and_say_so(client: Client, data: str, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    async with client.session.post("/sandbox/say", data=data, headers=headers) as answer:
        assert (answer.status, "JSON" in (await answer.json())["error"]) == (400, True)


async def test_a_document_without_a_file_is_refused(tg: FakeTelegram, client: Client) -> None:
    an = tg.person("An")
    form = FormData({"person": str(an.id)}, default_to_multipart=True)
    async with client.session.post("/sandbox/document", data=form) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "Thiếu tệp.")
