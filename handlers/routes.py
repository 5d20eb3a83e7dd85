"""Everything that is registered with python-telegram-bot, in order, in this one file.

Gates stand in a negative group; in group 0 the first handler that fits takes the update: commands,
buttons, the group's own events, documents, typed text, then the fallbacks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
)

from handlers import (
    about,
    ask,
    audit,
    calendar,
    deputies,
    fallbacks,
    filters,
    gates,
    groups,
    hotlines,
    load,
    people,
    plan_list,
    registration,
    settings,
    settling,
    tasks,
    upcoming,
)
from handlers.commands import COMMANDS, Shown, of
from handlers.context import OFFICE
from handlers.edge import Edge
from handlers.office import Office
from handlers.pressed import pressed
from locales import Catalogs

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

GATES = -1

_COMMANDS: tuple[tuple[str, Edge], ...] = (
    ("start", registration.start),
    ("nhiemvu", tasks.mine),
    ("han", tasks.due),
    ("hoi", ask.ask),
    ("duongday", hotlines.hotline),
    ("donvi", registration.unit),
    ("nhacnho", settings.show),
    ("sapgui", upcoming.week),
    ("choxacnhan", settling.listed),
    ("bacnhac", calendar.all_ladders),
    ("ngaynghi", calendar.days_off),
    ("nap", load.command),
    ("kehoach", plan_list.plan_list),
    ("nguoi", people.people),
    ("moi", people.invite),
    ("uyquyen", deputies.command),
    ("gan", groups.bind),
    ("bogan", groups.unbind),
    ("ngonngu", about.language),
    ("quyenrieng", about.privacy),
    ("xoatoi", about.forget),
    ("trogiup", about.help_),
    ("nhatky", audit.book),
    ("suckhoe", about.status),
)

_LABELS: tuple[tuple[str, Edge], ...] = (
    ("menu.mine", tasks.mine),
    ("menu.due", tasks.due),
    ("menu.hotline", hotlines.hotline),
    ("menu.help", about.help_),
)


def add_handlers(application: App, office: Office) -> None:
    """Register every handler. `office` is reached through the context from then on."""
    application.bot_data[OFFICE] = office
    add = application.add_handler
    add(TypeHandler(Update, gates.quiet_gate), group=GATES)
    for name, handler in _COMMANDS:
        add(CommandHandler(of(name), handler, filters=filters.NEW))
    add(CallbackQueryHandler(pressed))
    add(ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    add(MessageHandler(filters.MIGRATED, groups.migrated))
    add(MessageHandler(filters.URGENT_CAPTION, fallbacks.urgent_caption))
    add(MessageHandler(filters.DOCUMENT, load.document))
    for key, handler in _LABELS:
        add(MessageHandler(filters.PRIVATE_TEXT & filters.label(office.catalogs, key), handler))
    add(MessageHandler(filters.PRIVATE_TEXT & filters.FORWARDED, fallbacks.forwarded))
    add(MessageHandler(filters.PRIVATE_TEXT, ask.typed))
    add(MessageHandler(filters.GROUP_TEXT, ask.ask))
    add(MessageHandler(filters.UNKNOWN_COMMAND, fallbacks.unknown_command))
    add(MessageHandler(filters.NOT_TEXT, fallbacks.not_text))
    application.add_error_handler(gates.last_word)


def allowed_updates() -> list[str]:
    """What the bot wants to be told of; anything else Telegram keeps to itself."""
    return [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


async def set_menus(bot: Bot, catalogs: Catalogs, admin_ids: Iterable[int] = ()) -> None:
    """Set the command menus and the bot's descriptions, in Vietnamese and for everybody else in English.

    A refusal (an admin who never wrote to the bot, a limit) is logged and does not keep the bot from
    starting. The bot's name stays as its owner set it: Telegram lets it be changed a few times a day only.
    """
    scopes: list[tuple[BotCommandScope, Shown]] = [
        (BotCommandScopeDefault(), Shown.PRIVATE),
        (BotCommandScopeAllPrivateChats(), Shown.PRIVATE),
        (BotCommandScopeAllGroupChats(), Shown.GROUP),
        *((BotCommandScopeChat(admin_id), Shown.ADMIN) for admin_id in sorted(admin_ids)),
    ]
    for language, code in (("en", None), ("vi", "vi")):
        for scope, shown in scopes:
            menu = _menu(catalogs, language, shown)
            await _tolerant(bot.set_my_commands(menu, scope=scope, language_code=code))
        description = catalogs.plain(language, "bot.description")
        await _tolerant(bot.set_my_description(description, language_code=code))
        short = catalogs.plain(language, "bot.short_description")
        await _tolerant(bot.set_my_short_description(short, language_code=code))


def _menu(catalogs: Catalogs, language: str, shown: Shown) -> list[BotCommand]:
    return [
        BotCommand(command.name(language), catalogs.plain(language, command.menu))
        for command in COMMANDS
        if shown in command.shown
    ]


async def _tolerant(call: Any) -> None:
    try:
        await call
    except TelegramError as error:
        log.info("a menu could not be set: %s", type(error).__name__)
