"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage, answerCallbackQuery."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import checks, wire
from sandbox.chats import Button, Chat, Message
from sandbox.entities import units
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.world import CallbackAnswer, World

ANSWER_WITHIN = 60.0
"""Seconds after which a tap cannot be answered any more; the documentation names no number."""
ANSWER_LIMIT = 200
DELETE_WITHIN = timedelta(hours=48)


async def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    message = _own_message(world, params)
    text, entities, html = checks.text_and_entities(params)
    if message.document is not None or message.contact is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, text, entities, html, _buttons(params))


async def edit_message_caption(world: World, params: Params) -> dict[str, Any]:
    message = _own_message(world, params)
    text, entities, html = checks.caption_and_entities(params)
    if message.document is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, text, entities, html, _buttons(params))


async def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    message = _own_message(world, params)
    return _change(world, message, message.text, message.entities, message.html, _buttons(params))


async def delete_message(world: World, params: Params) -> bool:
    chat = checks.writable_chat(world, params)
    message = chat.message(params.required_integer("message_id", "message identifier is not specified"))
    if message is None:
        raise bad_request("message to delete not found")
    foreign = not message.by_bot and chat.is_group and chat.bot != "administrator"
    if foreign or world.now() - message.date > DELETE_WITHIN:
        raise bad_request("message can't be deleted" + ("" if foreign else " for everyone"))
    message.deleted = True
    if chat.keyboard_from == message.id:
        chat.keyboard = chat.keyboard_from = None
    world.touch()
    return True


async def answer_callback_query(world: World, params: Params) -> bool:
    callback = world.callbacks.get(params.text("callback_query_id"))
    if callback is None or callback.answered or world.monotonic() - callback.asked > ANSWER_WITHIN:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if units(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered = True
    message = callback.message
    world.answers.append(
        CallbackAnswer(
            callback.id, callback.user.id, message.chat.id, message.id,
            text, params.boolean("show_alert"), params.text("url") or None,
        )
    )  # fmt: skip
    world.touch()
    return True


def _own_message(world: World, params: Params) -> Message:
    chat: Chat = checks.writable_chat(world, params)
    message = chat.message(params.required_integer("message_id", "message identifier is not specified"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot or message.service is not None or message.reply_keyboard is not None:
        raise bad_request("message can't be edited")
    return message


def _buttons(params: Params) -> list[list[Button]]:
    """An edit without buttons takes the old ones away."""
    markup = params.json("reply_markup", dict)
    if not markup:
        return []
    if "inline_keyboard" not in markup:
        raise bad_request("object expected as reply markup")
    return checks.inline_keyboard(markup)


def _change(
    world: World, message: Message, text: str, entities: list[Any], html: str | None, buttons: list[list[Button]]
) -> dict[str, Any]:  # fmt: skip
    if (text, entities, buttons) == (message.text, message.entities, message.buttons):
        raise bad_request(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    message.text, message.entities, message.html, message.buttons = text, entities, html, buttons
    message.edited = world.now()
    world.touch()
    return wire.message(message)


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
