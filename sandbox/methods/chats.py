"""getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from __future__ import annotations

from typing import Any

from sandbox import checks, wire
from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.world import World


async def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = _readable(world, params)
    full: dict[str, Any] = {
        **wire.chat(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.is_group:
        full["permissions"] = {"can_send_messages": True}
    return full


async def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    chat = _readable(world, params)
    user_id = params.required_integer("user_id", "invalid user_id specified")
    if user_id == world.bot.id:
        return wire.member(world.bot, "administrator" if chat.bot == "administrator" else "member")
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("member not found")
    return wire.member(user, _status(chat, user_id))


async def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    chat = _readable(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [wire.member(chat.members[one], _status(chat, one)) for one in chat.admins]
    if chat.bot == "administrator":
        admins.append(wire.member(world.bot, "administrator"))
    return admins


async def get_chat_member_count(world: World, params: Params) -> int:
    return len(_readable(world, params).members) + 1


async def leave_chat(world: World, params: Params) -> bool:
    chat = _readable(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.post(chat, world.bot, service={"left_chat_member": wire.user(world.bot)})
    world.set_bot_status(chat, "left", world.bot)
    return True


def _readable(world: World, params: Params) -> Chat:
    """A chat that can be asked about: a blocked private chat can, a group that the bot is out of cannot."""
    chat = checks.known_chat(world, params)
    return chat if chat.type == "private" else checks.writable_chat(world, params)


def _status(chat: Chat, user_id: int) -> str:
    if user_id not in chat.members:
        return "left"
    if user_id in chat.admins:
        return "creator" if chat.admins[0] == user_id else "administrator"
    return "member"


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
