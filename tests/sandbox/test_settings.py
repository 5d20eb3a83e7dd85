"""Commands, profile, and what the bot may ask about chats: kept, read and refused as Telegram does."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat

from sandbox.errors import ApiError
from sandbox.fake import FakeTelegram, Person
from tests.sandbox.conftest import refusal, unknown_fields

# --- commands and profile


@pytest.mark.parametrize(
    ("commands", "answer"),
    [
        ([{"command": "Đường", "description": "a"}], "400 Bad Request: BOT_COMMAND_INVALID"),
        ([{"command": "HAN", "description": "a"}], "400 Bad Request: BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "a"}], "400 Bad Request: BOT_COMMAND_INVALID"),
        ([{"command": "han", "description": ""}], "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "han", "description": "x" * 257}], "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{i}", "description": "a"} for i in range(101)], "400 Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ("han", "400 Bad Request: can't parse commands JSON object"),
        (None, "400 Bad Request: can't parse commands: commands are not specified"),
    ],
)  # fmt: skip
async def test_commands_that_telegram_refuses(tg: FakeTelegram, commands: Any, answer: str) -> None:
    assert await refusal(tg, "setMyCommands", commands=commands) == answer


async def test_a_scope_must_be_known_and_its_chat_too(tg: FakeTelegram) -> None:
    commands = [{"command": "han", "description": "Thời hạn"}]
    answers = {
        '{"type": "moon"}': "400 Bad Request: can't parse BotCommandScope: Unsupported type specified",
        '{"type": "chat"}': "400 Bad Request: can't parse BotCommandScope: Can't find field 'chat_id'",
        '{"type": "chat", "chat_id": 9}': "400 Bad Request: chat not found",
    }
    for scope, answer in answers.items():
        assert await refusal(tg, "setMyCommands", commands=commands, scope=scope) == answer
    wrong = await refusal(tg, "setMyCommands", commands=commands, language_code="Việt")
    assert wrong == "400 Bad Request: invalid language code specified"


async def test_commands_are_kept_by_scope_and_language(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    scope = BotCommandScopeChat(an.id)
    await bot.set_my_commands([BotCommand("han", "Thời hạn")], scope=scope, language_code="vi")
    assert [c.command for c in await bot.get_my_commands(scope=scope, language_code="vi")] == ["han"]
    assert await bot.get_my_commands(scope=scope) == ()
    await bot.delete_my_commands(scope=scope, language_code="vi")
    assert await bot.get_my_commands(scope=scope, language_code="vi") == ()


async def test_the_profile_has_its_lengths(tg: FakeTelegram, bot: Bot) -> None:
    assert await refusal(tg, "setMyName", name="x" * 65) == "400 Bad Request: BOT_NAME_TOO_LONG"
    assert (
        await refusal(tg, "setMyDescription", description="x" * 513)
        == "400 Bad Request: BOT_DESCRIPTION_TOO_LONG"
    )
    assert (
        await refusal(tg, "setMyShortDescription", short_description="x" * 121)
        == "400 Bad Request: BOT_ABOUT_TOO_LONG"
    )
    await bot.set_my_description("Nhắc thời hạn", language_code="vi")
    assert (await bot.get_my_description("vi")).description == "Nhắc thời hạn"
    assert (await bot.get_my_name()).name == "Nhắc Việc"
    assert (await refusal(tg, "setChatMenuButton", menu_button={"type": "x"})).startswith(
        "400 Bad Request: can't parse MenuButton"
    )
    assert await bot.set_chat_menu_button() is True
    assert await bot.log_out() is True


# --- asking about chats


async def test_chats_and_members_are_read_by_the_library_without_rest(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    binh = tg.person("Bình")
    group = tg.group("Xã", members=[binh], admins=[an, tg.person("Chi")], kind="supergroup", forum=True)
    tg.make_bot_admin(group)
    members = [
        await bot.get_chat_member(group.id, user_id)
        for user_id in (an.id, group.admins[1], binh.id, tg.bot.id)
    ]
    assert [member.status for member in members] == ["creator", "administrator", "member", "administrator"]
    admins = await bot.get_chat_administrators(group.id)
    chat, private, me = await bot.get_chat(group.id), await bot.get_chat(an.id), await bot.get_me()
    assert (chat.title, chat.is_forum, private.first_name, me.username) == ("Xã", True, "An", "NhacViecBot")
    assert len(admins) == 3
    assert await bot.get_chat_member_count(group.id) == 4
    for thing in (*members, *admins, chat, private, me):
        assert list(unknown_fields(thing)) == []


async def test_questions_about_chats_that_telegram_refuses(tg: FakeTelegram, an: Person) -> None:
    group = tg.group("Xã", members=[an])
    assert (
        await refusal(tg, "getChatMember", chat_id=group.id, user_id=999)
        == "400 Bad Request: member not found"
    )
    assert (
        await refusal(tg, "getChatMember", chat_id=group.id, user_id="x")
        == '400 Bad Request: can\'t parse field "user_id": must be an integer'
    )
    left = await tg.call("getChatMember", {"chat_id": group.id, "user_id": tg.person("Bình").id})
    assert left["status"] == "left"
    assert (
        await refusal(tg, "getChatAdministrators", chat_id=an.id)
        == "400 Bad Request: there are no administrators in the private chat"
    )
    assert (await refusal(tg, "leaveChat", chat_id=an.id)).startswith("400 Bad Request: chat member status")
    assert (
        await refusal(tg, "sendChatAction", chat_id=an.id, action="dancing")
        == "400 Bad Request: wrong parameter action in request"
    )
    an.kicks_bot(group)
    assert (
        await refusal(tg, "getChat", chat_id=group.id) == "403 Forbidden: bot was kicked from the group chat"
    )


async def test_an_unknown_method_is_not_found_and_case_does_not_matter(tg: FakeTelegram) -> None:
    assert await refusal(tg, "sendRocket") == "404 Not Found: method not found"
    assert (await tg.call("GETME", {}))["is_bot"] is True


@pytest.mark.parametrize(("token", "code"), [("123456:OTHER", 401), ("nonsense", 404), ("", 404)])
def test_a_wrong_token_is_refused(tg: FakeTelegram, token: str, code: int) -> None:
    with pytest.raises(ApiError) as refused:
        tg.check_token(token)
    assert refused.value.error_code == code
