"""The buttons of a reminder: done, received. Foreign, stale and double taps get a polite word."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply, notice
from handlers.tasks import may_mark
from handlers.views import card as card_views
from handlers.views.dates import day
from services import answers, progress, receipts


@handles(Store.WRITES)
async def done(update: Update, context: Context) -> Reply:
    """Mark as done. Every message that told of the task is written anew after the commit."""
    button = context.pressed
    fresh, tellings = await progress.mark_done(
        context.session, context.actor, button.number(0), button.number(1), context.now
    )
    key = "remind.done" if fresh else "remind.done_already"
    return Reply(notice=context.words.plain(key), tellings=tellings)


@handles(Store.WRITES)
async def card_done(update: Update, context: Context) -> Reply:
    """Mark as done from a task's card; the card is written anew, too."""
    button, session = context.pressed, context.session
    fresh, tellings = await progress.mark_done(
        session, context.actor, button.number(1), button.number(2), context.now
    )
    found = await answers.card(session, context.actor, button.number(0), context.now)
    views = card_views.card(context.words, found, context.today, may_mark=may_mark(context))
    key = "remind.done" if fresh else "remind.done_already"
    return Reply((views[-1],), in_place=True, notice=context.words.plain(key), tellings=tellings)


@handles(Store.WRITES)
async def got(update: Update, context: Context) -> Reply:
    """The unit has taken note. Every message that told of the task shows it after the commit."""
    button, words = context.pressed, context.words
    came = await receipts.receive(
        context.session, context.actor, button.number(0), button.number(1), context.now
    )
    if not came.fresh:
        return notice(words.plain("remind.got_already", until=day(came.until)), alert=True)
    said = words.plain("remind.got_spared" if came.spares else "remind.got", until=day(came.until))
    return Reply(notice=said, alert=True, tellings=came.tellings)
