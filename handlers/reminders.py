"""The buttons of a reminder: done, later. Foreign, stale and double taps get a polite word."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context, topic_of
from handlers.edge import Store, handles
from handlers.reply import Reply, notice
from handlers.tasks import may_mark
from handlers.views import card as card_views
from handlers.views.dates import moment
from services import answers, progress


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
async def later(update: Update, context: Context) -> Reply:
    """Remind this chat again on the next working day."""
    chat = update.effective_chat
    assert chat is not None
    row = await progress.chat_of(context.session, chat.id, topic_of(update))
    button = context.pressed
    at = await progress.later(
        context.session, context.actor, button.number(0), button.number(1), row, context.now
    )
    return notice(context.words.plain("remind.later", at=moment(at)), alert=True)
