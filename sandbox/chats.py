"""The things of a messenger: users, chats, topics, messages, files. Plain data, no rules.

Made and changed by sandbox/world.py, sandbox/people.py and sandbox/methods/; sandbox/wire.py gives
them the Bot API's shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

ChatType = Literal["private", "group", "supergroup", "channel"]
BotStatus = Literal["absent", "member", "administrator", "left", "kicked", "blocked"]
Entity = dict[str, Any]
"""A MessageEntity as the Bot API writes it; offsets and lengths count UTF-16 units."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the bot uploads."""

    filename: str
    data: bytes
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the sandbox keeps; `path` is what getFile tells."""

    file_id: str
    file_unique_id: str
    name: str
    data: bytes
    mime_type: str
    path: str


@dataclass(frozen=True, slots=True)
class Contact:
    phone_number: str
    first_name: str
    last_name: str = ""
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button (`data` or `url`) or one of a reply keyboard."""

    text: str
    data: str | None = None
    url: str | None = None
    request_contact: bool = False


@dataclass(eq=False, slots=True)
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(eq=False, slots=True)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    chat: Chat
    closed: bool = False
    deleted: bool = False


@dataclass(eq=False, slots=True, repr=False)
class Chat:
    """One chat as everybody sees it, with what the bot may do there."""

    id: int
    type: ChatType
    title: str = ""
    key: str = ""
    """Stays the same when a group becomes a supergroup and gets a new id."""
    forum: bool = False
    members: dict[int, User] = field(default_factory=dict)
    admins: list[int] = field(default_factory=list)
    """User ids; the first one is the creator."""
    bot: BotStatus = "absent"
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    keyboard: list[list[Button]] | None = None
    """The reply keyboard that people see now."""
    keyboard_from: int | None = None
    migrated_to: int | None = None
    last_id: int = 0
    menu_button: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return f"<{self.type} {self.title or self.id}>"

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "supergroup")

    def message(self, message_id: int) -> Message | None:
        """The message with that id, if it is there and not deleted."""
        return next((m for m in self.messages if m.id == message_id and not m.deleted), None)


class PrivateChat(Chat):
    """The chat of one person with the bot; `id` is the person's."""


class Group(Chat):
    """A group or supergroup."""


class Channel(Chat):
    """A channel in which the bot is an administrator."""


@dataclass(eq=False, slots=True, repr=False)
class Message:
    id: int
    chat: Chat
    sender: User | None
    date: datetime
    text: str = ""
    """The text, or the caption of a file; without mark-up, which stands in `entities`."""
    entities: list[Entity] = field(default_factory=list)
    html: str | None = None
    """What the bot sent before parsing, if it sent HTML."""
    buttons: list[list[Button]] = field(default_factory=list)
    reply_keyboard: list[list[Button]] | None = None
    document: StoredFile | None = None
    contact: Contact | None = None
    reply_to: Message | None = None
    thread_id: int | None = None
    edited: datetime | None = None
    deleted: bool = False
    service: dict[str, Any] | None = None
    """The fields of a service message (`new_chat_members`, `migrate_to_chat_id`, …)."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Fields of kinds that the sandbox does not model further (sticker, photo, voice, forward_origin)."""

    def __repr__(self) -> str:
        content = self.text or self.service or self.document or self.contact or self.extra
        return f"<{self.id} {self.sender.first_name if self.sender else self.chat}: {content!r}>"

    @property
    def by_bot(self) -> bool:
        return self.sender is not None and self.sender.is_bot

    def button(self, wanted: str) -> Button | None:
        """The inline button with that text or callback data."""
        everything = [button for row in self.buttons for button in row]
        exact = [button for button in everything if wanted in (button.text, button.data)]
        return exact[0] if exact else None
