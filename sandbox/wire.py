"""Users, chats and messages in the Bot API's JSON shape. Pure functions of sandbox/chats.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.chats import Button, Chat, Contact, Message, StoredFile, User

Json = dict[str, Any]


def stamp(moment: datetime) -> int:
    """A moment as the Bot API writes it: whole seconds since 1970."""
    return int(moment.timestamp())


def user(one: User) -> Json:
    shape: Json = {"id": one.id, "is_bot": one.is_bot, "first_name": one.first_name}
    for name in ("last_name", "username", "language_code"):
        if value := getattr(one, name):
            shape[name] = value
    return shape


def chat(one: Chat) -> Json:
    """The short form of a chat, as it stands in messages."""
    shape: Json = {"id": one.id, "type": one.type}
    if one.type == "private":
        person = one.members[one.id]
        shape["first_name"] = person.first_name
        if person.last_name:
            shape["last_name"] = person.last_name
        if person.username:
            shape["username"] = person.username
        return shape
    shape["title"] = one.title
    if one.forum:
        shape["is_forum"] = True
    return shape


def message(one: Message, *, nested: bool = False) -> Json:
    """A message; `nested` leaves out what it replies to, as Telegram does one level down."""
    shape: Json = {"message_id": one.id}
    if one.sender is not None:
        shape["from"] = user(one.sender)
    else:
        shape["sender_chat"] = chat(one.chat)
    shape["chat"] = chat(one.chat)
    shape["date"] = stamp(one.date)
    if one.edited is not None:
        shape["edit_date"] = stamp(one.edited)
    if one.thread_id is not None:
        shape["message_thread_id"] = one.thread_id
        shape["is_topic_message"] = True
    if not nested and (earlier := _replied(one)) is not None:
        shape["reply_to_message"] = message(earlier, nested=True)
    shape.update(one.extra)
    shape.update(_content(one))
    if one.buttons:
        shape["reply_markup"] = {"inline_keyboard": [[inline(b) for b in row] for row in one.buttons]}
    return shape


def _replied(one: Message) -> Message | None:
    """What a message replies to. In a topic every other message replies to the one that opened it."""
    if one.reply_to is not None:
        return None if one.reply_to.deleted else one.reply_to
    if one.thread_id is None or one.id == one.thread_id:
        return None
    return one.chat.message(one.thread_id)


def _content(one: Message) -> Json:
    if one.service is not None:
        return dict(one.service)
    shape: Json = {}
    if one.document is not None:
        shape["document"] = document(one.document)
    if one.contact is not None:
        shape["contact"] = contact(one.contact)
    if one.text:
        captioned = one.document is not None or "photo" in one.extra
        shape["caption" if captioned else "text"] = one.text
        if one.entities:
            shape["caption_entities" if captioned else "entities"] = one.entities
    return shape


def document(one: StoredFile) -> Json:
    return {
        "file_id": one.file_id,
        "file_unique_id": one.file_unique_id,
        "file_name": one.name,
        "mime_type": one.mime_type,
        "file_size": len(one.data),
    }


def contact(one: Contact) -> Json:
    shape: Json = {"phone_number": one.phone_number, "first_name": one.first_name}
    if one.last_name:
        shape["last_name"] = one.last_name
    if one.user_id is not None:
        shape["user_id"] = one.user_id
    return shape


def inline(one: Button) -> Json:
    if one.url is not None:
        return {"text": one.text, "url": one.url}
    return {"text": one.text, "callback_data": one.data}


_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)


def member(one: User, status: str) -> Json:
    """A ChatMember: creator, administrator, member, left or kicked."""
    shape: Json = {"user": user(one), "status": status}
    if status == "creator":
        shape["is_anonymous"] = False
    if status == "administrator":
        shape.update(dict.fromkeys(_ADMIN_RIGHTS, True), can_be_edited=False, is_anonymous=False)
        shape["can_promote_members"] = False
    if status == "kicked":
        shape["until_date"] = 0
    return shape


_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "png": "image/png",
    "json": "application/json",
}


def guess_type(file_name: str) -> str:
    """The MIME type that the apps give a file of that name."""
    return _TYPES.get(file_name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
