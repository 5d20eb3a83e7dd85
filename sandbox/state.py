"""The sandbox as the people's side sees it, in JSON: for the chat page and for foreign clients.

Pure reading. Called by sandbox/people_api.py.
"""

from __future__ import annotations

from typing import Any

from domain.clock import Clock, local
from sandbox import wire
from sandbox.chats import BotStatus, Button, Chat, Message
from sandbox.fake import FakeTelegram
from sandbox.methods.settings import commands_for
from sandbox.people import Person

Json = dict[str, Any]

_BOT: dict[BotStatus, str] = {"administrator": "member", "left": "kicked"}
"""Finer states of the bot than people care about."""


def state(tg: FakeTelegram, clock: Clock) -> Json:
    """Everything at once; `revision` tells whether it is worth asking again.

    A group that became a supergroup stays with its old messages and tells `migrated_to`; both have one `key`.
    """
    chats = list(tg.chats.values())
    return {
        "revision": tg.revision,
        "clock": local(clock.now()).isoformat(timespec="seconds"),
        "bot": {"id": tg.bot.id, "name": tg.bot.first_name, "username": tg.bot.username},
        "people": [_person(one) for one in tg.users.values() if isinstance(one, Person)],
        "chats": [_chat(chat) for chat in chats],
        "commands": {str(chat.id): _commands(tg, chat) for chat in chats},
        "messages": {str(chat.id): [_message(one) for one in chat.messages if not one.deleted] for chat in chats},
        "answers": [
            {
                "callback": one.callback_id, "person": one.user_id, "chat": one.chat_id, "message": one.message_id,
                "text": one.text, "show_alert": one.show_alert,
            }
            for one in tg.answers
        ],
    }  # fmt: skip


def _person(one: Person) -> Json:
    return {
        "id": one.id,
        "name": one.full_name,
        "username": one.username,
        "role_hint": one.role_hint,
        "language": one.language_code,
    }


def _chat(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "key": chat.key,
        "type": chat.type,
        "title": chat.members[chat.id].full_name if chat.type == "private" else chat.title,
        "members": list(chat.members),
        "admins": chat.admins,
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in chat.topics.values()
            if not topic.deleted
        ],
        "bot": _BOT.get(chat.bot, chat.bot),
        **({"person": chat.id} if chat.type == "private" else {}),
        **({"migrated_to": chat.migrated_to} if chat.migrated_to is not None else {}),
    }


def _commands(tg: FakeTelegram, chat: Chat) -> Json | list[dict[str, str]]:
    """The command menu of a chat; in a group it may differ from member to member."""
    if chat.type == "private":
        return commands_for(tg, chat, chat.members[chat.id])
    return {str(user.id): commands_for(tg, chat, user) for user in chat.members.values()}


def _message(one: Message) -> Json:
    sender = one.sender
    shape: Json = {
        "id": one.id,
        "from": {"id": sender.id, "name": sender.full_name, "is_bot": sender.is_bot}
        if sender is not None
        else {"id": one.chat.id, "name": one.chat.title, "is_bot": False},
        "text": one.text or _stand_in(one),
        "entities": one.entities,
        "buttons": [[_button(button) for button in row] for row in one.buttons],
        "keyboard": None,
        "date": wire.stamp(one.date),
        "edited": one.edited is not None,
        "topic": one.thread_id,
        "reply_to": one.reply_to.id if one.reply_to is not None else None,
    }
    if one.chat.keyboard is not None and one.chat.keyboard_from == one.id:
        shape["keyboard"] = [[button.text for button in row] for row in one.chat.keyboard]
    if one.document is not None:
        kept = one.document
        shape["document"] = {"name": kept.name, "size": len(kept.data), "file_id": kept.file_id}
    if one.contact is not None:
        shape["contact"] = wire.contact(one.contact)
    if one.service is not None:
        shape["service"] = one.service
    return shape


def _button(one: Button) -> Json:
    return {"text": one.text, "url": one.url} if one.url is not None else {"text": one.text, "data": one.data}


_KINDS = {"photo": "[ảnh]", "sticker": "[nhãn dán]", "voice": "[tin thoại]"}


def _stand_in(one: Message) -> str:
    """Words for a message of a kind that the page does not show."""
    return next((words for kind, words in _KINDS.items() if kind in one.extra), "")
