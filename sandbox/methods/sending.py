"""sendMessage, sendDocument, sendContact, sendChatAction."""

from __future__ import annotations

from typing import Any

from sandbox import checks, wire
from sandbox.chats import Button, Chat, Contact, Message
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.world import World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
UPLOAD_LIMIT = 50 * 1024 * 1024


async def send_message(world: World, params: Params) -> dict[str, Any]:
    chat = checks.writable_chat(world, params)
    text, entities, html = checks.text_and_entities(params)
    return _send(world, chat, params, text=text, entities=entities, html=html)


async def send_document(world: World, params: Params) -> dict[str, Any]:
    """A new file under `document` (or attach://…), or the id of one that was sent before."""
    chat = checks.writable_chat(world, params)
    text, entities, html = checks.caption_and_entities(params)
    given = params.text("document")
    upload = params.files.get(given.removeprefix("attach://") or "document")
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > UPLOAD_LIMIT:
            raise bad_request("file is too big")
        kept = world.store(upload.filename, upload.data, upload.mime_type or wire.guess_type(upload.filename))
    elif given in world.files:
        kept = world.files[given]
    elif given:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    else:
        raise bad_request("there is no document in the request")
    return _send(world, chat, params, document=kept, text=text, entities=entities, html=html)


async def send_contact(world: World, params: Params) -> dict[str, Any]:
    chat = checks.writable_chat(world, params)
    contact = Contact(params.text("phone_number"), params.text("first_name"), params.text("last_name"))
    if not contact.phone_number or not contact.first_name:
        missing = "phone number" if not contact.phone_number else "first name"
        raise bad_request(f"contact {missing} must be non-empty")
    return _send(world, chat, params, contact=contact)


async def send_chat_action(world: World, params: Params) -> bool:
    checks.writable_chat(world, params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _send(world: World, chat: Chat, params: Params, **content: Any) -> dict[str, Any]:
    reply_to = checks.reply_target(chat, params)
    thread_id = checks.thread(chat, params, reply_to)
    buttons, keyboard, removes = _markup(params)
    message = world.post(
        chat, world.bot, reply_to=reply_to, thread_id=thread_id, buttons=buttons, reply_keyboard=keyboard, **content
    )  # fmt: skip
    _show_keyboard(chat, message, removes)
    return wire.message(message)


def _markup(params: Params) -> tuple[list[list[Button]], list[list[Button]] | None, bool]:
    """Inline buttons, reply keyboard, and whether the reply keyboard is taken away."""
    markup = params.json("reply_markup", dict) or {}
    if "inline_keyboard" in markup:
        return checks.inline_keyboard(markup), None, False
    if "keyboard" in markup:
        return [], checks.reply_keyboard(markup), False
    if markup and not (markup.get("remove_keyboard") or markup.get("force_reply")):
        raise bad_request("object expected as reply markup")
    return [], None, bool(markup.get("remove_keyboard"))


def _show_keyboard(chat: Chat, message: Message, removes: bool) -> None:
    """People's apps show the newest reply keyboard until it is replaced or removed."""
    if message.reply_keyboard is not None:
        chat.keyboard, chat.keyboard_from = message.reply_keyboard, message.id
    elif removes:
        chat.keyboard = chat.keyboard_from = None


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
}
