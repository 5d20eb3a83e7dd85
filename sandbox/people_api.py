"""The people's side over HTTP, in JSON: used by the chat page and by foreign clients.

Only on this machine and only with made-up people: there is no password. Bodies must be JSON (or
multipart for files) with their content type, so that a foreign web page cannot post here unasked.
An error is HTTP 400 with `{"error": "a sentence"}`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import quote

from aiohttp import web

from domain.clock import Clock, local
from sandbox.bodies import chosen, clock_step, number, read_json, whole
from sandbox.chats import Chat, Message, Topic
from sandbox.errors import CannotDo
from sandbox.fake import FakeTelegram
from sandbox.people import Person
from sandbox.state import state

OnClock = Callable[[dict[str, Any]], Awaitable[None]]
"""Moves the clock as the body of /sandbox/clock says; the sandbox does not know what is due."""
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
LONGEST_WAIT = 60.0


def people_routes(tg: FakeTelegram, *, clock: Clock, on_clock: OnClock) -> list[web.RouteDef]:
    """All routes of the people's side."""
    api = _PeopleApi(tg, clock, on_clock)
    posts = {
        "say": api.say, "tap": api.tap, "document": api.document, "person": api.person, "group": api.group,
        "person-action": api.person_action, "group-action": api.group_action, "fault": api.fault,
        "clock": api.move_clock,
    }  # fmt: skip
    return [
        web.get("/sandbox/state", _sentences(api.state)),
        web.get("/sandbox/journal", _sentences(api.journal)),
        web.get("/sandbox/document/{file_id}", _sentences(api.download)),
        *(web.post(f"/sandbox/{name}", _sentences(action)) for name, action in posts.items()),
    ]


def _sentences(answer: Answer) -> Answer:
    """What cannot be done becomes a 400 with a sentence."""

    @wraps(answer)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except CannotDo as refusal:
            return web.json_response({"error": str(refusal)}, status=400)

    return wrapped


class _PeopleApi:
    def __init__(self, tg: FakeTelegram, clock: Clock, on_clock: OnClock) -> None:
        self.tg = tg
        self.clock = clock
        self.on_clock = on_clock

    # --- reading

    async def state(self, request: web.Request) -> web.StreamResponse:
        """The state: at once, or with ?since=REVISION&wait=SECONDS as soon as it is newer."""
        since, wait = number(request.query, "since", -1), number(request.query, "wait", 0)
        await self.tg.wait_change(since, min(max(wait, 0), LONGEST_WAIT))
        return web.json_response(state(self.tg, self.clock))

    async def journal(self, request: web.Request) -> web.StreamResponse:
        """The bot's calls, from number ?since on."""
        since = max(number(request.query, "since", 0), 0)
        calls = [
            {
                "method": call.method, "params": call.params, "ok": call.error is None,
                "error": str(call.error) if call.error else None, "at": call.at,
            }
            for call in self.tg.journal[since:]
        ]  # fmt: skip
        return web.json_response({"calls": calls, "next": since + len(calls)})

    async def download(self, request: web.Request) -> web.StreamResponse:
        kept = self.tg.files.get(request.match_info["file_id"])
        if kept is None:
            raise web.HTTPNotFound(text='{"error": "Không có tệp này."}', content_type="application/json")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=kept.data, content_type="application/octet-stream", headers=headers)

    # --- what people do

    async def say(self, request: web.Request) -> web.StreamResponse:
        body = await read_json(request)
        person, chat = self._place(body)
        text = str(body.get("text", ""))
        contacts = [key.text for row in chat.keyboard or [] for key in row if key.request_contact]
        if text in contacts:
            return self._done(person.sends_contact(chat=chat))
        topic, reply_to = self._topic(chat, body), self._reply_to(chat, body)
        return self._done(person.says(text, chat, topic, reply_to))

    async def tap(self, request: web.Request) -> web.StreamResponse:
        """A tap on an inline button; one that is gone meanwhile may still be tapped, as in the apps."""
        body = await read_json(request)
        person = self._person(body.get("person"))
        chat = self.tg.chats.get(whole(body.get("chat") or person.id))  # an old group's buttons still work
        if chat is None or person.id not in chat.members:
            raise CannotDo(f"{person.full_name} không ở trong cuộc trò chuyện này.")
        message = self._message(chat, body.get("message"))
        data = str(body.get("data") or "")
        if not message.by_bot or not data:
            raise CannotDo("Tin nhắn này không có nút ấy.")
        callback = person.taps_stale(data, message)
        return web.json_response({"ok": True, "callback": callback, "revision": self.tg.revision})

    async def document(self, request: web.Request) -> web.StreamResponse:
        """multipart: person, chat, file, and caption, topic, reply_to if wanted."""
        if request.content_type != "multipart/form-data":
            raise CannotDo("Hãy gửi tệp dưới dạng multipart/form-data.")
        form = await request.post()
        upload = form.get("file")
        if not isinstance(upload, web.FileField):
            raise CannotDo("Thiếu tệp.")
        person, chat = self._place(form)
        sent = person.sends_document(
            upload.file.read(), upload.filename, None, str(form.get("caption", "")),
            chat, self._topic(chat, form), self._reply_to(chat, form),
        )  # fmt: skip
        return self._done(sent)

    async def person(self, request: web.Request) -> web.StreamResponse:
        """A new person: {"first_name", "last_name"?, "username"?, "language"?}."""
        body = await read_json(request)
        name = str(body.get("first_name") or "").strip()
        if not name:
            raise CannotDo("Người mới cần một cái tên (first_name).")
        new = self.tg.person(
            name,
            last_name=str(body.get("last_name") or ""),
            username=body.get("username") or None,
            language_code=str(body.get("language") or "vi"),
        )
        return web.json_response({"ok": True, "person": new.id, "revision": self.tg.revision})

    async def group(self, request: web.Request) -> web.StreamResponse:
        """A new group: {"title", "members": [ids], "kind"?, "forum"?, "with_bot"?}; the first member leads."""
        body = await read_json(request)
        members = [self._person(one) for one in body.get("members") or []]
        if not members:
            raise CannotDo("Nhóm mới cần thành viên (members).")
        kind: Literal["group", "supergroup"] = "supergroup" if body.get("kind") == "supergroup" else "group"
        new = self.tg.group(
            str(body.get("title") or "Nhóm"),
            members=members,
            admins=members[:1],
            kind=kind,
            forum=bool(body.get("forum")),
            with_bot=bool(body.get("with_bot", True)),
        )
        return web.json_response({"ok": True, "chat": new.id, "revision": self.tg.revision})

    async def person_action(self, request: web.Request) -> web.StreamResponse:
        body = await read_json(request)
        person = self._person(body.get("person"))
        actions = {"block": person.blocks_bot, "unblock": person.unblocks_bot}
        chosen(actions, body)()
        return self._done()

    async def group_action(self, request: web.Request) -> web.StreamResponse:
        """kick, add, migrate; add_topic (with `name`), close_topic, reopen_topic, delete_topic (with `topic`)."""
        body = await read_json(request)
        chat = self._chat(body.get("chat"))
        if not chat.is_group or not chat.members:
            raise CannotDo("Việc này chỉ làm được trong nhóm có thành viên.")
        leader = self._person((chat.admins or list(chat.members))[0])
        actions: dict[str, Callable[[], object]] = {
            "kick": lambda: leader.kicks_bot(chat),
            "add": lambda: leader.adds_bot(chat),
            "migrate": lambda: self.tg.migrate(chat),
            "add_topic": lambda: self.tg.topic(chat, str(body.get("name") or "Chủ đề mới")),
            "close_topic": lambda: self.tg.close_topic(self._some_topic(chat, body)),
            "reopen_topic": lambda: self.tg.reopen_topic(self._some_topic(chat, body)),
            "delete_topic": lambda: self.tg.delete_topic(self._some_topic(chat, body)),
        }
        chosen(actions, body)()
        return self._done()

    async def fault(self, request: web.Request) -> web.StreamResponse:
        """{"kind", "method"?, "times"?, "retry_after"?, "chat"?}; kind "none" ends all faults."""
        body = await read_json(request)
        if body.get("kind") == "none":
            self.tg.faults.clear()
            return self._done()
        try:
            self.tg.faults.next(
                body.get("method") or None,
                str(body.get("kind")),
                retry_after=number(body, "retry_after", 3),
                chat_id=number(body, "chat", 0) or None,
                times=max(1, number(body, "times", 1)),
            )
        except ValueError as problem:
            raise CannotDo(f"Không có loại sự cố này: {problem}") from None
        return self._done()

    async def move_clock(self, request: web.Request) -> web.StreamResponse:
        """{"to": ISO moment with its zone} | {"days": n} | {"action": "next"}."""
        body = await read_json(request)
        await self.on_clock(clock_step(body))
        self.tg.touch()
        moment = local(self.clock.now()).isoformat(timespec="seconds")
        return web.json_response({"ok": True, "clock": moment, "revision": self.tg.revision})

    # --- finding what a body names

    def _done(self, message: Message | None = None) -> web.Response:
        sent = message.id if message is not None else None
        return web.json_response({"ok": True, "message": sent, "revision": self.tg.revision})

    def _person(self, given: Any) -> Person:
        person = self.tg.users.get(whole(given))
        if not isinstance(person, Person):
            raise CannotDo("Không có người này.")
        return person

    def _chat(self, given: Any) -> Chat:
        """The chat with that id; a group's old id leads to its supergroup."""
        chat = self.tg.chats.get(whole(given))
        while chat is not None and chat.migrated_to is not None:
            chat = self.tg.chats[chat.migrated_to]
        if chat is None:
            raise CannotDo("Không có cuộc trò chuyện này.")
        return chat

    def _place(self, body: Any) -> tuple[Person, Chat]:
        """Who acts and where; without a chat it is the private one."""
        person = self._person(body.get("person"))
        return person, self._chat(body.get("chat") or person.id)

    def _message(self, chat: Chat, given: Any) -> Message:
        message = chat.message(whole(given))
        if message is None:
            raise CannotDo("Không có tin nhắn này.")
        return message

    def _reply_to(self, chat: Chat, body: Any) -> Message | None:
        given = body.get("reply_to")
        return self._message(chat, given) if given else None

    def _topic(self, chat: Chat, body: Any) -> Topic | None:
        given = body.get("topic")
        if not given:
            return None
        topic = chat.topics.get(whole(given))
        if topic is None or topic.deleted:
            raise CannotDo("Không có chủ đề này.")
        return topic

    def _some_topic(self, chat: Chat, body: Any) -> Topic:
        """The topic that is named, or the newest."""
        topic = self._topic(chat, body) or next(
            (t for t in reversed(chat.topics.values()) if not t.deleted), None
        )
        if topic is None:
            raise CannotDo("Nhóm này không có chủ đề nào.")
        return topic
