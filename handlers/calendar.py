"""For admins: /ngaynghi, the table of swapped days; /bacnhac, the ladders of kinds, plans and units."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError
from domain.roles import Right
from handlers import asked
from handlers.cleaning import clean
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.postponing import day_of
from handlers.registration import find_units
from handlers.reply import Reply, say, turn
from handlers.views import calendar as views
from services import access, daysoff, ladders

WAITS_FOR_DAYS, WAITS_FOR_LADDER = "daysoff", "ladder"


@handles(Store.WRITES)
async def days_off(update: Update, context: Context) -> Reply:
    """The table; lines behind the command are entered. From now on pasted lines are taken, too."""
    found = await daysoff.listed(context.session, context.actor)
    if not in_private(update):
        raise DomainError("error.private_only")
    text = update.effective_message.text if update.effective_message is not None else ""
    lines = (text or "").partition(" ")[2] if context.button is None else ""
    if lines.strip():
        return await days_pasted(context, "", lines)
    await asked.ask_for(context, WAITS_FOR_DAYS)
    return say(views.days(context.words, found, context.today))


@asked.answers(WAITS_FOR_DAYS)
async def days_pasted(context: Context, value: str, text: str) -> Reply:
    """Lines such as `02/01/2026; nghỉ; source`."""
    added, replanned = await daysoff.add(context.session, context.actor, text, context.now)
    await asked.done(context)
    found = await daysoff.listed(context.session, context.actor)
    return say(
        views.days_added(context.words, added, replanned), views.days(context.words, found, context.today)
    )


@handles(Store.WRITES)
async def day_removed(update: Update, context: Context) -> Reply:
    """A day is taken out of the table."""
    day = day_of(context.pressed.number())
    await daysoff.remove(context.session, context.actor, day, context.now)
    found = await daysoff.listed(context.session, context.actor)
    said = context.words.plain("daysoff.removed", day=f"{day:%d/%m/%Y}")
    return turn(views.days(context.words, found, context.today), notice=said)


@handles(Store.READS)
async def all_ladders(update: Update, context: Context) -> Reply:
    """What is set; a unit is found by its name behind the command."""
    lines = await ladders.listed(context.session, context.actor)
    typed = clean(" ".join(context.args or [])) if context.button is None else ""
    if typed:
        return say(views.units(context.words, await find_units(context, typed)))
    view = views.ladders(context.words, lines)
    return turn(view) if context.button is not None else say(view)


@handles(Store.WRITES)
async def one_ladder(update: Update, context: Context) -> Reply:
    """One of them: from now on a typed ladder is taken for it."""
    access.require(context.actor, Right.PLAN_REMINDERS)
    if not in_private(update):
        raise DomainError("error.private_only")
    of, number = ladders.Of(context.pressed.word(0)), context.pressed.number(1)
    line = await ladders.one(context.session, context.actor, of, number)
    await asked.ask_for(context, WAITS_FOR_LADDER, f"{of.value}:{number}")
    return turn(views.ladder(context.words, line))


@asked.answers(WAITS_FOR_LADDER)
async def ladder_typed(context: Context, value: str, text: str) -> Reply:
    """A ladder in its text form; what it means is told."""
    of, number = value.split(":")
    line = await ladders.set_ladder(
        context.session, context.actor, ladders.Of(of), int(number), text, context.now
    )
    await asked.done(context)
    return say(views.ladder_set(context.words, line))


@handles(Store.WRITES)
async def ladder_off(update: Update, context: Context) -> Reply:
    """Back to the next wider one."""
    of, number = ladders.Of(context.pressed.word(0)), context.pressed.number(1)
    line = await ladders.set_ladder(context.session, context.actor, of, number, None, context.now)
    await asked.done(context)
    return turn(views.ladder_set(context.words, line))
