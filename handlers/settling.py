"""/choxacnhan: the held deadlines of plans in force, one a page, with the buttons to settle it."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError
from handlers import asked
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.postponing import day_of
from handlers.reply import Reply, say, turn
from handlers.views import settling as views
from handlers.views.base import View
from services import settling

WAITS_FOR_DATE = "held"


@handles(Store.READS)
async def listed(update: Update, context: Context) -> Reply:
    """The first one, or another page."""
    page = context.button.number() if context.button is not None else 0
    view = await _view(context, page)
    return turn(view) if context.button is not None else say(view)


async def _view(context: Context, page: int = 0) -> View:
    found = await settling.listed(context.session, context.actor, context.now)
    return views.held(context.words, found, page, context.today)


@handles(Store.WRITES)
async def confirm(update: Update, context: Context) -> Reply:
    """As it was read, it is right."""
    planned = await settling.confirm(context.session, context.actor, context.pressed.number(), context.now)
    said = context.words.plain("settle.confirmed", n=planned.reminders)
    return turn(await _view(context), notice=said)


@handles(Store.WRITES)
async def ask_date(update: Update, context: Context) -> Reply:
    """Another day: it is typed, in private, where the bot reads what is typed."""
    if not in_private(update):
        raise DomainError("error.private_only")
    found = await settling.one(context.session, context.actor, context.pressed.number(), context.now)
    await asked.ask_for(context, WAITS_FOR_DATE, str(found.deadline_id))
    return say(views.ask(context.words, found))


@asked.answers(WAITS_FOR_DATE)
async def typed(context: Context, value: str, text: str) -> Reply:
    """The day that came out, to be confirmed."""
    found, day = await settling.read(context.session, context.actor, int(value), text, context.now)
    await asked.done(context)
    return say(views.confirm(context.words, found, day, context.today))


@handles(Store.WRITES)
async def set_date(update: Update, context: Context) -> Reply:
    """The typed day, confirmed."""
    deadline_id, day = context.pressed.number(0), day_of(context.pressed.number(1))
    planned = await settling.set_date(context.session, context.actor, deadline_id, day, context.now)
    said = context.words.plain("settle.confirmed", n=planned.reminders)
    return turn(await _view(context), notice=said)


@handles(Store.WRITES)
async def drop(update: Update, context: Context) -> Reply:
    """It is no deadline."""
    await settling.drop(context.session, context.actor, context.pressed.number(), context.now)
    return turn(await _view(context), notice=context.words.plain("settle.dropped"))
