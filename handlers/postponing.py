""" "⏰ Để sau": the days to choose from, a day typed in words, the confirmation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from telegram import Update

from domain.errors import Stale
from domain.roles import Right
from domain.snooze import Choice
from handlers import asked
from handlers.context import Context, in_private, topic_of
from handlers.edge import Store, handles
from handlers.reply import Reply, say, turn
from handlers.views import postponing as views
from services import access, postponing, progress

WAITS_FOR_DAY = "snooze"


@handles(Store.READS)
async def later(update: Update, context: Context) -> Reply:
    """Until when? Asked in a message of its own, so that the reminder stays."""
    button = context.pressed
    offer = await postponing.offer(
        context.session, context.actor, button.number(0), button.number(1), context.now
    )
    return say(views.offer(context.words, offer, context.today, private=in_private(update)))


@handles(Store.WRITES)
async def snooze(update: Update, context: Context) -> Reply:
    """One of the offered days."""
    return await _put_off(update, context, Choice(context.pressed.word(2)))


@handles(Store.WRITES)
async def snooze_on(update: Update, context: Context) -> Reply:
    """The day that was typed, confirmed."""
    return await _put_off(update, context, day_of(context.pressed.number(2)))


async def _put_off(update: Update, context: Context, wish: Choice | date) -> Reply:
    chat = update.effective_chat
    assert chat is not None
    access.require(context.actor, Right.MARK_DONE)
    row = await progress.chat_of(context.session, chat.id, topic_of(update))
    button = context.pressed
    at = await postponing.put_off(
        context.session, context.actor, button.number(0), button.number(1), row, wish, context.now
    )
    return turn(views.put_off(context.words, at))


@handles(Store.WRITES)
async def ask_day(update: Update, context: Context) -> Reply:
    """Another day: it is typed, in private, where the bot reads what is typed."""
    if not in_private(update):
        raise Stale("error.private_only")
    one, version = context.pressed.number(0), context.pressed.number(1)
    await postponing.offer(context.session, context.actor, one, version, context.now)
    await asked.ask_for(context, WAITS_FOR_DAY, f"{one}:{version}")
    return turn(views.ask_day(context.words))


@asked.answers(WAITS_FOR_DAY)
async def day_typed(context: Context, value: str, text: str) -> Reply:
    """The words of a day; the day that came out is shown and asked about once more."""
    one, version = (int(part) for part in value.split(":"))
    day = await postponing.read(context.session, context.actor, one, version, text, context.now, last_resort)
    await asked.done(context)
    return say(views.confirm(context.words, one, version, day, context.today))


def last_resort(text: str, **how: Any) -> datetime | None:
    """Words that the own grammar does not know. The library is slow to load, so it is only when it is needed."""
    from dateparser import parse

    found: datetime | None = parse(text, **how)
    return found


def day_of(number: int) -> date:
    """The day behind a button's number; a forged one is an old button."""
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError as problem:
        raise Stale("error.old_button") from problem
