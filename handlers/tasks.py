"""/nhiemvu, /han, and the card of one task."""

from __future__ import annotations

from telegram import Update

from domain.roles import Right
from handlers.buttons import Button
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.hotlines import case_first
from handlers.reply import Reply, say, turn
from handlers.views import card as card_views
from handlers.views import tasks as views
from services import answers


@handles(Store.READS, before=case_first)
async def mine(update: Update, context: Context) -> Reply:
    """My unit's tasks, then those that bind everybody; a page of them."""
    return await my_tasks(update, context)


async def my_tasks(update: Update, context: Context) -> Reply:
    """The same for handlers that have a session already."""
    listed = await answers.unit_tasks(context.session, context.actor, context.now)
    view = views.task_list(
        context.words, listed, context.today, _page(context.button, "tasks"), private=in_private(update)
    )
    return turn(view) if _turns(context.button, "tasks") else say(view)


@handles(Store.READS, before=case_first)
async def due(update: Update, context: Context) -> Reply:
    """The open due days in order, what is overdue first."""
    return await due_days(update, context)


async def due_days(update: Update, context: Context) -> Reply:
    """The same for handlers that have a session already."""
    lines = await answers.due_list(context.session, context.actor, context.now)
    view = views.due_list(
        context.words, lines, context.today, _page(context.button, "due"), private=in_private(update)
    )
    return turn(view) if _turns(context.button, "due") else say(view)


@handles(Store.READS)
async def card(update: Update, context: Context) -> Reply:
    """One task whole, as a message of its own so that the list stays."""
    found = await answers.card(context.session, context.actor, context.pressed.number(), context.now)
    return say(*card_views.card(context.words, found, context.today, may_mark=may_mark(context)))


def may_mark(context: Context) -> bool:
    """Whether the button to mark as done has a sense for this actor."""
    return context.actor.may(Right.MARK_DONE)


def _page(button: Button | None, name: str) -> int:
    return button.number() if button is not None and button.name == name else 0


def _turns(button: Button | None, name: str) -> bool:
    return button is not None and button.name == name
