"""/kehoach: the plans in force, the card of one, its original file; for admins drafts, withdrawing, rolling back."""

from __future__ import annotations

from telegram import Update

from domain.errors import Stale
from domain.roles import Right
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply, say, send_file, turn
from handlers.views import plans as views
from handlers.views.base import View
from services import access, ending
from services import plan_list as service


@handles(Store.READS)
async def plan_list(update: Update, context: Context) -> Reply:
    """What is published, within what the asker may see; drafts and ended plans are for admins."""
    found = await service.listed(context.session, context.actor)
    button = context.button
    if button is not None and button.name == "plans":
        return turn(views.plan_list(context.words, found, button.number()))
    return say(views.plan_list(context.words, found, 0))


@handles(Store.READS)
async def card(update: Update, context: Context) -> Reply:
    """Who loaded it, when, how many tasks, how much in time."""
    return turn(await _card(context))


async def _card(context: Context) -> View:
    found = await service.card(context.session, context.actor, context.pressed.number(), context.now)
    return views.card(context.words, found)


@handles(Store.READS)
async def original(update: Update, context: Context) -> Reply:
    """The document as it was loaded."""
    name, content = await service.original(context.session, context.actor, context.pressed.number())
    return send_file(name, content)


@handles(Store.WRITES)
async def withdraw(update: Update, context: Context) -> Reply:
    """Out of force, reminders with it."""
    await _checked(context)
    await ending.withdraw(context.session, context.pressed.number(), context.actor, context.now)
    return turn(await _card(context), notice=context.words.plain("plans.withdrawn"))


@handles(Store.WRITES)
async def roll_back(update: Update, context: Context) -> Reply:
    """The plan before it is in force again."""
    await _checked(context)
    await ending.roll_back(context.session, context.pressed.number(), context.actor, context.now)
    return turn(await _card(context), notice=context.words.plain("plans.rolled_back"))


@handles(Store.WRITES)
async def restore(update: Update, context: Context) -> Reply:
    """In force again, reminders with it."""
    await _checked(context)
    await ending.restore(context.session, context.pressed.number(), context.actor, context.now)
    return turn(await _card(context), notice=context.words.plain("plans.restored"))


async def _checked(context: Context) -> None:
    """The right, and that the card shows the plan as it is now."""
    access.require(context.actor, Right.LOAD_PLAN)
    found = await service.card(context.session, context.actor, context.pressed.number(), context.now)
    if found.revision != context.pressed.number(1):
        raise Stale("plans.changed_meanwhile")
