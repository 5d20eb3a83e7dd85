"""/nhiemvu, /han, and the card of one task."""

from __future__ import annotations

import re
from datetime import date

from telegram import Update

from domain.day_words import read_day
from domain.errors import DomainError, Stale
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
    as_of = _as_of(update, context)
    listed = await answers.unit_tasks(context.session, context.actor, context.now, as_of)
    private = in_private(update)
    if as_of is not None:
        page = context.pressed.number(1) if context.button is not None else 0
        view = views.tasks_then(context.words, listed, as_of, page, private=private)
        return say(view) if context.button is None else turn(view)
    view = views.task_list(
        context.words, listed, context.today, _page(context.button, "tasks"), private=private
    )
    return turn(view) if _turns(context.button, "tasks") else say(view)


def _as_of(update: Update, context: Context) -> date | None:
    """The day that stands behind the command (`/nhiemvu 01/3/2026`) or in a button of its pages; None for today."""
    if context.button is not None:
        if context.button.name != "tasksthen":
            return None
        return _day_of(context.button.number(0), context)
    message = update.effective_message
    words = (message.text or "").split() if message is not None else []
    if len(words) < 2 or not words[0].startswith("/"):
        return None
    found = _typed_day(" ".join(words[1:]), context)
    return found if found != context.today else None


def _day_of(number: int, context: Context) -> date:
    """The day behind a button: an ordinal; one that is none is an old button."""
    if not 1 <= number <= context.today.toordinal():
        raise Stale("error.old_button")
    return date.fromordinal(number)


def _typed_day(typed: str, context: Context) -> date:
    """A typed day, which lies in the past unless it says otherwise: "1/3" in February is last year's."""
    found = read_day(typed, context.today)
    if found is None:
        raise DomainError("tasks.as_of_unclear", typed=typed[:60])
    if found > context.today and len(re.findall(r"\d+", typed)) == 2:
        found = read_day(f"{found.day}/{found.month}/{found.year - 1}", context.today) or found
    return found


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
