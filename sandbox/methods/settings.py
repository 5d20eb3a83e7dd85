"""The bot's commands by scope and language, its name and descriptions, the menu button."""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox import checks
from sandbox.chats import Chat, User
from sandbox.entities import units
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.world import World

COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


async def set_my_commands(world: World, params: Params) -> bool:
    given = params.json("commands", list)
    if given is None:
        raise bad_request("can't parse commands: commands are not specified")
    if len(given) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope_and_language(world, params)] = [_command(one) for one in given]
    world.touch()
    return True


async def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    return world.commands.get(_scope_and_language(world, params), [])


async def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.pop(_scope_and_language(world, params), None)
    world.touch()
    return True


def _command(given: Any) -> dict[str, str]:
    name = str(given.get("command", "")) if isinstance(given, dict) else ""
    description = str(given.get("description", "")) if isinstance(given, dict) else ""
    name = name.removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope_and_language(world: World, params: Params) -> tuple[str, str]:
    scope = params.json("scope", dict) or {"type": "default"}
    fields = _SCOPES.get(str(scope.get("type")))
    if fields is None:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    key = {"type": scope["type"], **{name: _whole(scope.get(name), name) for name in fields}}
    if "chat_id" in key:
        checks.known_chat(world, Params({"chat_id": key["chat_id"]}))
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return json.dumps(key, sort_keys=True), language


def _whole(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_request(f"can't parse BotCommandScope: Can't find field {name!r}") from None


def commands_for(world: World, chat: Chat, user: User) -> list[dict[str, str]]:
    """The menu that a person sees in a chat: the narrowest scope that has commands, his language first.

    The order is that of https://core.telegram.org/bots/api#determining-list-of-commands
    """
    scopes: list[dict[str, Any]] = []
    if chat.type == "private":
        scopes = [{"type": "chat", "chat_id": chat.id}, {"type": "all_private_chats"}]
    else:
        scopes.append({"type": "chat_member", "chat_id": chat.id, "user_id": user.id})
        if user.id in chat.admins:
            scopes.append({"type": "chat_administrators", "chat_id": chat.id})
        scopes.append({"type": "chat", "chat_id": chat.id})
        if user.id in chat.admins:
            scopes.append({"type": "all_chat_administrators"})
        scopes.append({"type": "all_group_chats"})
    for scope in [*scopes, {"type": "default"}]:
        for language in (user.language_code or "", ""):
            if found := world.commands.get((json.dumps(scope, sort_keys=True), language)):
                return found
    return []


def _profile_setter(field: str) -> Any:
    async def set_field(world: World, params: Params) -> bool:
        value = params.text(field)
        if units(value) > _LENGTHS[field]:
            raise bad_request(f"BOT_{'ABOUT' if field == 'short_description' else field.upper()}_TOO_LONG")
        world.profile[field, params.text("language_code")] = value
        world.touch()
        return True

    return set_field


def _profile_getter(field: str) -> Any:
    async def get_field(world: World, params: Params) -> dict[str, str]:
        fallback = world.bot.first_name if field == "name" else ""
        plain = world.profile.get((field, ""), fallback)
        return {field: world.profile.get((field, params.text("language_code"))) or plain}

    return get_field


async def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.json("menu_button", dict) or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse MenuButton: MenuButton has unsupported type")
    if params.values.get("chat_id"):
        checks.known_chat(world, params).menu_button = button
    else:
        world.menu_button = button
    world.touch()
    return True


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _profile_setter("name"),
    "setMyDescription": _profile_setter("description"),
    "setMyShortDescription": _profile_setter("short_description"),
    "getMyName": _profile_getter("name"),
    "getMyDescription": _profile_getter("description"),
    "getMyShortDescription": _profile_getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
}
