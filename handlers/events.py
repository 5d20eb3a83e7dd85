"""The day of the event that a deadline waits for: asked, typed, shown with the day that is due, confirmed."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError
from handlers import asked
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.postponing import day_of
from handlers.reply import Reply, say, turn
from handlers.views import events as views
from services import events

WAITS_FOR_EVENT = "event"


@handles(Store.WRITES)
async def ask(update: Update, context: Context) -> Reply:
    """What was entered so far, and from now on a typed day is taken for the event's."""
    if not in_private(update):
        raise DomainError("error.private_only")
    found = await events.awaited(context.session, context.actor, context.pressed.number())
    await asked.ask_for(context, WAITS_FOR_EVENT, str(found.deadline_id))
    return say(views.ask(context.words, found))


@asked.answers(WAITS_FOR_EVENT)
async def typed(context: Context, value: str, text: str) -> Reply:
    """The day that came out and the day that would be due are shown before anything is kept."""
    deadline_id = int(value)
    day, due = await events.read(context.session, context.actor, deadline_id, text, context.now)
    found = await events.awaited(context.session, context.actor, deadline_id)
    await asked.done(context)
    return say(views.confirm(context.words, found, day, due, context.today))


@handles(Store.WRITES)
async def enter(update: Update, context: Context) -> Reply:
    """Confirmed: kept, and the reminders begin."""
    deadline_id, day = context.pressed.number(0), day_of(context.pressed.number(1))
    came = await events.enter(context.session, context.actor, deadline_id, day, context.now)
    view = views.entered(context.words, came, context.today)
    return Reply((view,), in_place=True, tellings=came.tellings)


@handles(Store.WRITES)
async def withdraw(update: Update, context: Context) -> Reply:
    """It has not happened after all; asked once more before reminders are taken back."""
    deadline_id = context.pressed.number(0)
    if context.pressed.word(1) == "ask":
        found = await events.awaited(context.session, context.actor, deadline_id)
        return turn(views.ask_withdraw(context.words, found))
    gone = await events.withdraw(context.session, context.actor, deadline_id, context.now)
    return Reply((views.withdrawn(context.words),), in_place=True, tellings=gone)
