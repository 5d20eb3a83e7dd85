"""/nhacnho: when and how a chat is reminded. One's own chat, or a group by those who run it."""

from __future__ import annotations

from datetime import time

from telegram import Update

from domain.errors import DomainError, Stale
from domain.quiet import QuietHours, read_hour, read_quiet
from handlers import asked
from handlers.context import Context, in_private, topic_of
from handlers.edge import Store, handles
from handlers.groups import must_run_the_group
from handlers.reply import Reply, say, turn
from handlers.views import settings as views
from handlers.views.base import View
from services import preferences

WAITS_FOR_HOUR, WAITS_FOR_QUIET = "hour", "quiet"


async def may_decide(update: Update, context: Context) -> Reply | None:
    """In a group only those who run it; asked of Telegram, without the store."""
    return None if in_private(update) else await must_run_the_group(update, context)


@handles(Store.READS, before=may_decide)
async def show(update: Update, context: Context) -> Reply:
    """What holds here, with the buttons to change it."""
    view = await _view(update, context)
    return turn(view) if context.button is not None else say(view)


@handles(Store.READS, before=may_decide)
async def page(update: Update, context: Context) -> Reply:
    """The hours to choose from."""
    chat = await preferences.chat_of(context.session, *_place(update))
    private = in_private(update)
    found = preferences.of_chat(chat)
    if context.pressed.word() == "hour":
        return turn(views.hours(context.words, found, private=private))
    return turn(views.quiets(context.words, found, private=private))


@handles(Store.WRITES, before=may_decide)
async def hour(update: Update, context: Context) -> Reply:
    """An hour was tapped."""
    chat = await preferences.chat_of(context.session, *_place(update))
    await preferences.set_hour(context.session, chat, _time(context.pressed.number()), context.now)
    return turn(await _view(update, context), notice=context.words.plain("settings.kept"))


@handles(Store.WRITES, before=may_decide)
async def quiet(update: Update, context: Context) -> Reply:
    """Quiet hours were tapped: the day's beginning and its end."""
    chat = await preferences.chat_of(context.session, *_place(update))
    hours = QuietHours(_time(context.pressed.number(0)), _time(context.pressed.number(1)))
    await preferences.set_quiet(context.session, chat, hours, context.now)
    return turn(await _view(update, context), notice=context.words.plain("settings.kept"))


@handles(Store.WRITES, before=may_decide)
async def digest(update: Update, context: Context) -> Reply:
    """The weekly digest: wanted or not."""
    chat = await preferences.chat_of(context.session, *_place(update))
    await preferences.set_digest(context.session, chat, context.pressed.word() == "on")
    return turn(await _view(update, context), notice=context.words.plain("settings.kept"))


@handles(Store.WRITES, before=may_decide)
async def steps(update: Update, context: Context) -> Reply:
    """Fewer steps, or those of the plan."""
    chat = await preferences.chat_of(context.session, *_place(update))
    await preferences.set_fewer(context.session, chat, context.pressed.word() == "few", context.now)
    return turn(await _view(update, context), notice=context.words.plain("settings.kept"))


@handles(Store.WRITES)
async def ask(update: Update, context: Context) -> Reply:
    """Hours of one's own are typed, in private, where the bot reads what is typed."""
    if not in_private(update):
        raise DomainError("error.private_only")
    await preferences.chat_of(context.session, *_place(update))
    word = context.pressed.word()
    await asked.ask_for(context, WAITS_FOR_HOUR if word == "hour" else WAITS_FOR_QUIET)
    return turn(views.ask(context.words, word))


@asked.answers(WAITS_FOR_HOUR)
async def hour_typed(context: Context, value: str, text: str) -> Reply:
    """An hour in words: 8h, 7h30, 2 giờ chiều."""
    chat = await preferences.chat_of(context.session, context.actor.telegram_id, 0)
    found = read_hour(text, preferences.of_chat(chat).quiet)
    await preferences.set_hour(context.session, chat, found, context.now)
    await asked.done(context)
    return say(views.show(context.words, preferences.of_chat(chat), private=True))


@asked.answers(WAITS_FOR_QUIET)
async def quiet_typed(context: Context, value: str, text: str) -> Reply:
    """The day between the quiet hours: 07:00-20:00."""
    chat = await preferences.chat_of(context.session, context.actor.telegram_id, 0)
    await preferences.set_quiet(context.session, chat, read_quiet(text), context.now)
    await asked.done(context)
    return say(views.show(context.words, preferences.of_chat(chat), private=True))


async def _view(update: Update, context: Context) -> View:
    chat = await preferences.chat_of(context.session, *_place(update))
    return views.show(context.words, preferences.of_chat(chat), private=in_private(update))


def _place(update: Update) -> tuple[int, int]:
    chat = update.effective_chat
    assert chat is not None
    return chat.id, topic_of(update)


def _time(minutes: int) -> time:
    if minutes >= 24 * 60:
        raise Stale("error.old_button")
    return time(minutes // 60, minutes % 60)
