"""What Telegram refuses: chats that cannot be written to, texts that are too long, bad keyboards.

Every function raises the `ApiError` that the Bot API would answer. Limits are those of
https://core.telegram.org/bots/api and, for keyboards, of the public server's behaviour.
"""

from __future__ import annotations

from typing import Any

from sandbox.chats import Button, Chat, Entity, Message
from sandbox.entities import find_entities, units
from sandbox.errors import bad_request, forbidden
from sandbox.html import parse_html
from sandbox.params import Params
from sandbox.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_DATA_BYTES = 64
BUTTONS_IN_ROW = 8
BUTTONS_IN_ALL = 100


def known_chat(world: World, params: Params) -> Chat:
    """The chat that is meant, if the bot can know of it."""
    given = params.values.get("chat_id")
    if given is None or given == "":
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats.get(int(given))
    except (TypeError, ValueError):
        chat = None
    if chat is None or (chat.type != "private" and chat.bot == "absent"):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """The chat that is meant, if the bot may write there."""
    chat = known_chat(world, params)
    if chat.type == "private" and chat.bot == "absent":
        raise forbidden("bot can't initiate conversation with a user")
    if chat.bot == "blocked":
        raise forbidden("bot was blocked by the user")
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def thread(chat: Chat, params: Params, reply_to: Message | None) -> int | None:
    """The topic that a message goes to; a reply goes where the message is that it replies to."""
    wanted = params.integer("message_thread_id")
    if wanted is None:
        wanted = reply_to.thread_id if reply_to is not None else None
    if wanted is None:
        return None
    topic = chat.topics.get(wanted)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and chat.bot != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return wanted


def reply_target(chat: Chat, params: Params) -> Message | None:
    """The message that is replied to, in the new form (reply_parameters) or the old one."""
    given = params.json("reply_parameters", dict) or {}
    message_id = given.get("message_id", params.integer("reply_to_message_id"))
    if message_id is None:
        return None
    target = chat.message(int(message_id))
    lenient = given.get("allow_sending_without_reply") or params.boolean("allow_sending_without_reply")
    if target is None and not lenient:
        raise bad_request("message to be replied not found")
    return target


def text_and_entities(params: Params) -> tuple[str, list[Entity], str | None]:
    """The text of a message, its entities, and the mark-up it was written in."""
    text, entities, html = _parsed(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities, html


def caption_and_entities(params: Params) -> tuple[str, list[Entity], str | None]:
    """The caption of a file, which may be missing."""
    text, entities, html = _parsed(params, "caption", "caption_entities")
    if units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities, html


def _parsed(params: Params, name: str, entities_name: str) -> tuple[str, list[Entity], str | None]:
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
        return text, find_entities(text, entities), source
    if mode:
        raise bad_request("unsupported parse_mode: the sandbox reads HTML only")
    text = source.strip()
    given = params.json(entities_name, list) if text == source else None
    return text, find_entities(text, given), None


def inline_keyboard(markup: dict[str, Any]) -> list[list[Button]]:
    """The rows of an inline keyboard."""
    rows = _rows(markup["inline_keyboard"])
    return [[_inline_button(button) for button in row] for row in rows if row]


def reply_keyboard(markup: dict[str, Any]) -> list[list[Button]]:
    """The rows of a reply keyboard."""
    rows = _rows(markup["keyboard"])
    keyboard = [[_reply_button(button) for button in row] for row in rows if row]
    if not keyboard:
        raise bad_request("reply keyboard is empty")
    return keyboard


def _rows(given: Any) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request("object expected as reply markup")
    if any(len(row) > BUTTONS_IN_ROW for row in given) or sum(map(len, given)) > BUTTONS_IN_ALL:
        raise bad_request("reply markup is too long")
    return given


def _inline_button(given: Any) -> Button:
    text = str(given.get("text", "")) if isinstance(given, dict) else ""
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    if (url := given.get("url")) is not None:
        if not str(url).startswith(("http://", "https://", "tg://")):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
        return Button(text, url=str(url))
    if (data := given.get("callback_data")) is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not 1 <= len(str(data).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(text, data=str(data))


def _reply_button(given: Any) -> Button:
    if isinstance(given, str):
        given = {"text": given}
    text = str(given.get("text", "")) if isinstance(given, dict) else ""
    if not text.strip():
        raise bad_request("can't parse keyboard button: Button text must be non-empty")
    return Button(text, request_contact=bool(given.get("request_contact")))
