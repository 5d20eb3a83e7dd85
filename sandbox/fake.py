"""FakeTelegram: a Telegram in memory with one bot, strict like the real one.

`call` is the Bot API's side (mounted by sandbox/request.py and sandbox/http.py), `person`, `group`
and the rest are the people's side. It knows nothing of this bot's own commands or plans.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sandbox.chats import Channel, Chat, Group, InputFile, Message, PrivateChat, Topic, User
from sandbox.entities import find_entities
from sandbox.errors import ApiError, CannotDo, ConnectionLost
from sandbox.faults import Faults
from sandbox.limits import FloodLimits
from sandbox.methods import BY_LOWER_NAME, METHODS
from sandbox.params import Params
from sandbox.people import Person
from sandbox.world import World

SENDING = frozenset({"sendMessage", "sendDocument", "sendContact"})
"""The methods that the flood limits count."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: what it asked and what became of it (`error` set: it failed)."""

    method: str
    params: dict[str, Any]
    result: Any
    error: Exception | None
    at: float


class FakeTelegram(World):
    """See the module. `now` dates messages, `monotonic` is what flood limits are measured with."""

    def __init__(
        self,
        *,
        token: str = "123456:TEST",  # noqa: S107 - a made-up token of a made-up server
        username: str = "NhacViecBot",
        name: str = "Nhắc Việc",
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        enforce_limits: bool = True,
    ) -> None:
        super().__init__(token=token, username=username, name=name, now=now, monotonic=monotonic)
        self.faults = Faults()
        self.journal: list[Call] = []
        self.enforce_limits = enforce_limits
        self._limits = FloodLimits(monotonic)
        self._next_group = 5001

    # --- the bot's side

    def check_token(self, token: str) -> None:
        """Refuse a foreign token: 404 if it is none, 401 if it is another bot's."""
        if token == self.token:
            return
        bot_id, colon, secret = token.partition(":")
        if not (bot_id.isdecimal() and colon and secret):
            raise ApiError(404, "Not Found")
        raise ApiError(401, "Unauthorized")

    async def call(
        self, method: str, params: dict[str, Any], files: dict[str, InputFile] | None = None
    ) -> Any:
        """Carry out a method. Raises ApiError (an answer) or ConnectionLost (no answer reaches the bot)."""
        name = BY_LOWER_NAME.get(method.lower(), method)
        result: Any = None
        error: Exception | None = None
        try:
            result = await self._carry_out(name, Params(params, files))
        except (ApiError, ConnectionLost) as failure:
            error = failure
            raise
        finally:
            if name != "getUpdates" or error is not None or result:
                self.journal.append(Call(name, params, result, error, self.monotonic()))
        return result

    async def _carry_out(self, name: str, params: Params) -> Any:
        handler = METHODS.get(name)
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        chat_id = _number(params.values.get("chat_id"))
        fault = self.faults.take(name, chat_id)
        if fault is not None and not (isinstance(fault, ConnectionLost) and fault.delivered):
            raise fault
        counted = self.enforce_limits and name in SENDING and chat_id is not None
        if counted and chat_id is not None:
            self._limits.check(chat_id)
        result = await handler(self, params)
        if counted and chat_id is not None:
            self._limits.count(chat_id)
        if fault is not None:
            raise fault
        return result

    def take_updates(self) -> list[dict[str, Any]]:
        """Everything that waits for the bot, as the Bot API's dicts, acknowledged at once."""
        return self.queue.take_all()

    # --- the people's side

    def person(
        self,
        first_name: str,
        *,
        last_name: str = "",
        username: str | None = None,
        language_code: str = "vi",
        user_id: int | None = None,
        role_hint: str = "",
    ) -> Person:
        """A new person. The bot cannot write to him before he has written to it.

        `role_hint` is for the chat page's eyes alone.
        """
        if user_id is None:
            user_id = next(number for number in itertools.count(1001) if number not in self.chats)
        if user_id in self.chats:
            raise ValueError(f"there is a person {user_id} already")
        person = Person(
            self,
            user_id,
            first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            role_hint=role_hint,
        )
        self.users[user_id] = person
        self.chats[user_id] = PrivateChat(user_id, "private", key=str(user_id), members={user_id: person})
        self.touch()
        return person

    def group(
        self,
        title: str,
        *,
        members: Iterable[Person],
        admins: Iterable[Person] = (),
        kind: Literal["group", "supergroup"] = "group",
        forum: bool = False,
        with_bot: bool = True,
    ) -> Group:
        """A group that is there from the start: no update tells of it. The first admin is its creator."""
        admins = list(admins)
        everybody: dict[int, User] = {one.id: one for one in [*admins, *members]}
        chat_id = self._new_group_id(kind)
        group = Group(
            chat_id, kind, title, str(chat_id), forum and kind == "supergroup",
            everybody, [one.id for one in admins], "member" if with_bot else "absent",
        )  # fmt: skip
        self.chats[chat_id] = group
        self.touch()
        return group

    def _new_group_id(self, kind: str) -> int:
        number, self._next_group = self._next_group, self._next_group + 1
        return -number if kind == "group" else -(10**12) - 10**9 - number

    def channel(self, title: str) -> Channel:
        """A channel with the bot as an administrator."""
        chat_id = self._new_group_id("channel")
        channel = Channel(chat_id, "channel", title, str(chat_id), bot="administrator")
        self.chats[chat_id] = channel
        self.touch()
        return channel

    def posts(self, channel: Channel, text: str) -> Message:
        """Somebody posts into a channel."""
        message = self.post(channel, None, text=text, entities=find_entities(text))
        self.deliver(message)
        return message

    def topic(self, group: Chat, name: str) -> Topic:
        """Open a topic in a supergroup with topics; its first admin or member does it."""
        if not group.forum:
            raise CannotDo("Chỉ siêu nhóm có bật chủ đề mới có chủ đề.")
        if not group.messages:
            # The general topic has the id 1; no other topic may get it.
            self.post(group, self._somebody(group), service={"supergroup_chat_created": True})
        opened = self.post(group, self._somebody(group), service={
            "forum_topic_created": {"name": name, "icon_color": 7322096},
        })  # fmt: skip
        opened.thread_id = opened.id
        topic = group.topics[opened.id] = Topic(opened.id, name, group)
        self.deliver(opened)
        return topic

    def close_topic(self, topic: Topic) -> None:
        topic.closed = True
        self.service(topic.chat, self._somebody(topic.chat), topic.id, forum_topic_closed={})

    def reopen_topic(self, topic: Topic) -> None:
        topic.closed = False
        self.service(topic.chat, self._somebody(topic.chat), topic.id, forum_topic_reopened={})

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with its messages; the bot is not told."""
        topic.deleted = True
        for message in topic.chat.messages:
            message.deleted = message.deleted or message.thread_id == topic.id
        self.touch()

    def make_bot_admin(self, group: Chat) -> None:
        self.set_bot_status(group, "administrator", self._somebody(group))

    def migrate(self, group: Chat) -> Group:
        """Make a group a supergroup: a new id, a service message on both sides."""
        if group.type != "group" or group.migrated_to is not None:
            raise CannotDo("Chỉ nhóm thường mới nâng lên siêu nhóm được.")
        who = self._somebody(group)
        chat_id = self._new_group_id("supergroup")
        new = Group(
            chat_id, "supergroup", group.title, group.key, False, dict(group.members),
            list(group.admins), group.bot,
        )  # fmt: skip
        self.chats[chat_id] = new
        self.service(group, who, migrate_to_chat_id=chat_id)
        group.migrated_to = chat_id
        self.service(new, who, migrate_from_chat_id=group.id)
        return new

    def _somebody(self, group: Chat) -> User:
        first = group.admins[0] if group.admins else next(iter(group.members), None)
        if first is None:
            raise CannotDo("Nhóm không có thành viên nào.")
        return group.members[first]

    # --- looking

    def messages(self, place: Chat | Person, topic: Topic | None = None) -> list[Message]:
        """All messages of a chat (of a person: the private chat), in order, deleted ones left out."""
        chat = place.private if isinstance(place, Person) else place
        return [
            one for one in chat.messages
            if not one.deleted and (topic is None or one.thread_id == topic.id)
        ]  # fmt: skip

    def sent(self, place: Chat | Person, topic: Topic | None = None) -> list[Message]:
        """The bot's messages alone."""
        return [one for one in self.messages(place, topic) if one.sender is self.bot]

    def calls(self, method: str) -> list[Call]:
        """The journal's calls of one method."""
        return [call for call in self.journal if call.method == method]


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


__all__ = ["ApiError", "Call", "CannotDo", "ConnectionLost", "FakeTelegram", "InputFile", "Person"]
