"""/sapgui: what will go out in the next seven days, to whom, and why not."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.reply import Reply, say, turn
from handlers.views import upcoming as views
from services import upcoming


@handles(Store.READS)
async def week(update: Update, context: Context) -> Reply:
    """The week; names of people are for private chats."""
    if not in_private(update):
        raise DomainError("error.private_only")
    found = await upcoming.look(context.session, context.actor, context.now)
    return say(views.week(context.words, found))


@handles(Store.READS)
async def page(update: Update, context: Context) -> Reply:
    """A day of the week, or the week again."""
    if not in_private(update):
        raise DomainError("error.private_only")
    found = await upcoming.look(context.session, context.actor, context.now)
    number, shown = context.pressed.number(0), context.pressed.number(1)
    if number == 0:
        return turn(views.week(context.words, found))
    return turn(views.one_day(context.words, found, number, shown))
