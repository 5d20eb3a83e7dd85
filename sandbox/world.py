"""The state of the sandbox: people, chats, messages, files, updates. One bot lives in it.

`FakeTelegram` (sandbox/fake.py) is a World with the Bot API's door; people (sandbox/people.py) and
methods (sandbox/methods/) change it through the functions here, which keep ids and updates right.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox import wire
from sandbox.bell import Bell
from sandbox.chats import BotStatus, Chat, Message, PrivateChat, StoredFile, User
from sandbox.errors import CannotDo
from sandbox.privacy import bot_sees
from sandbox.updates import UpdateQueue


@dataclass(slots=True)
class Callback:
    """A tap on an inline button that waits for its answer."""

    id: str
    user: User
    message: Message
    asked: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to a tap."""

    callback_id: str
    user_id: int
    chat_id: int
    message_id: int
    text: str
    show_alert: bool
    url: str | None = None


class World:
    """Everything that is there. Not safe for threads; every change grows `revision`."""

    def __init__(
        self, *, token: str, username: str, name: str, now: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:  # fmt: skip
        self.token = token
        self.bot = User(int(token.split(":", 1)[0]), name, username=username, is_bot=True)
        self.now = now
        self.monotonic = monotonic
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, User] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, Callback] = {}
        self.answers: list[CallbackAnswer] = []
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """What setMyCommands set, by scope (its JSON, sorted) and language."""
        self.profile: dict[tuple[str, str], str] = {}
        """Name, description and short description, by field and language."""
        self.menu_button: dict[str, Any] = {"type": "commands"}
        self.queue = UpdateQueue()
        self.revision = 0
        self._changed = Bell()
        self._small_ids = itertools.count(1)
        self._numbers = itertools.count(1)

    # --- change

    def touch(self) -> None:
        """Count a change and wake whoever waits for one."""
        self.revision += 1
        self._changed.ring()

    async def wait_change(self, since: int, timeout: float) -> int:  # noqa: ASYNC109 - it is the page's wait, not a limit
        """The revision, at once if it is newer than `since`, else after the next change or the timeout."""
        if self.revision <= since:
            await self._changed.wait(timeout)
        return self.revision

    def number(self) -> int:
        """A number that has not been given out yet."""
        return next(self._numbers)

    # --- chats and messages

    def private_chat(self, person: User) -> PrivateChat:
        chat = self.chats[person.id]
        assert isinstance(chat, PrivateChat), "a person's id is the id of his private chat"
        return chat

    def new_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count their own messages; all other chats share one count."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        return next(self._small_ids)

    def post(self, chat: Chat, sender: User | None, **content: Any) -> Message:
        """Put a message into a chat. The bot is not told yet: see `deliver`."""
        if chat.migrated_to is not None:
            raise CannotDo("Nhóm đã thành siêu nhóm; hãy viết ở đó.")
        message = Message(self.new_message_id(chat), chat, sender, self.now(), **content)
        chat.messages.append(message)
        self.touch()
        return message

    def deliver(self, message: Message, kind: str = "message") -> None:
        """Hand a person's message to the bot, if it is in the chat and may see it."""
        if bot_sees(self.bot, message):
            if message.chat.type == "channel":
                kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
            self.queue.put(kind, wire.message(message))

    def service(self, chat: Chat, sender: User, topic: int | None = None, **fields: Any) -> Message:
        """A service message ("An added the bot"), delivered to the bot."""
        message = self.post(chat, sender, service=fields, thread_id=topic)
        self.deliver(message)
        return message

    def set_bot_status(self, chat: Chat, status: BotStatus, by: User) -> None:
        """Change what the bot is in a chat, and tell it with `my_chat_member`."""
        old, chat.bot = chat.bot, status
        self.touch()
        if old != status:
            self.queue.put(
                "my_chat_member",
                {
                    "chat": wire.chat(chat),
                    "from": wire.user(by),
                    "date": wire.stamp(self.now()),
                    "old_chat_member": wire.member(self.bot, _STATUS[old]),
                    "new_chat_member": wire.member(self.bot, _STATUS[status]),
                },
            )

    # --- files

    def store(self, name: str, data: bytes, mime_type: str, folder: str = "documents") -> StoredFile:
        """Keep a file; it can be fetched by its id."""
        number = self.number()
        digest = hashlib.sha256(data).hexdigest()[:12]
        suffix = name.rsplit(".", 1)[-1] if "." in name else "bin"
        suffix = suffix if suffix.isascii() and suffix.isalnum() else "bin"
        kept = StoredFile(
            file_id=f"BQAC{number:06d}{digest}",
            file_unique_id=f"AgAD{digest}",
            name=name,
            data=data,
            mime_type=mime_type,
            path=f"{folder}/file_{number}.{suffix}",
        )
        self.files[kept.file_id] = kept
        return kept

    def file_at(self, path: str) -> StoredFile | None:
        """The file under the path that getFile told."""
        return next((kept for kept in self.files.values() if kept.path == path), None)


_STATUS: dict[BotStatus, str] = {
    "absent": "left",
    "left": "left",
    "kicked": "kicked",
    "blocked": "kicked",
    "member": "member",
    "administrator": "administrator",
}
