"""/uyquyen: a colleague of the same unit stands in for a span of days."""

from __future__ import annotations

from datetime import date, timedelta

from telegram import Update

from domain.day_words import read_day
from domain.errors import DomainError, Stale
from domain.roles import Right
from handlers.cleaning import clean
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.people import only_private
from handlers.reply import Notice, Reply, say, turn
from handlers.views import people as views
from handlers.views.base import Words
from services import access, deputies

SPANS = (6, 13, 29)
"""Days from today that the buttons offer, besides this week's Friday."""


@handles(Store.READS)
async def command(update: Update, context: Context) -> Reply:
    """/uyquyen [day]: who stands in now, or who shall."""
    only_private(update, context)
    access.require(context.actor, Right.NAME_DEPUTY)
    until = _typed(context)
    now = None if until else await deputies.current(context.session, context.actor, context.today)
    colleagues = await deputies.colleagues(context.session, context.actor)
    return say(views.deputies(context.words, now, colleagues, until))


def _typed(context: Context) -> date | None:
    """The last day, where one was typed behind the command."""
    text = clean(" ".join(context.args or []))
    if not text:
        return None
    day = read_day(text, context.today)
    if day is None or day < context.today:
        raise DomainError("deputy.unclear_day")
    return day


@handles(Store.WRITES)
async def stand_in(update: Update, context: Context) -> Reply:
    """A colleague was tapped (how long?), or the last day, too: handed over, and the colleague is told."""
    only_private(update, context)
    access.require(context.actor, Right.NAME_DEPUTY)
    deputy_id, ordinal = context.pressed.number(0), context.pressed.number(1)
    colleagues = {one.id: one for one in await deputies.colleagues(context.session, context.actor)}
    deputy = colleagues.get(deputy_id)
    if deputy is None:
        raise Stale("deputy.gone")
    if not ordinal:
        return turn(views.until_when(context.words, deputy.name, deputy_id, _choices(context.today)))
    if ordinal > date.max.toordinal():
        raise Stale("error.old_button")
    now = await deputies.hand_over(
        context.session, context.actor, deputy_id, date.fromordinal(ordinal), context.now
    )
    words = Words(context.office.catalogs, deputy.language)
    told = Notice(deputy.telegram_id, views.stands_in(words, context.actor.name, now))
    return Reply((views.handed_over(context.words, now),), in_place=True, others=(told,))


def _choices(today: date) -> list[date]:
    """This week's Friday if it is to come, a week, two weeks, a month."""
    friday = today + timedelta(days=4 - today.weekday())
    days = [today + timedelta(days=span) for span in SPANS]
    return [friday, *days] if today.weekday() <= 4 else days


@handles(Store.WRITES)
async def take_back(update: Update, context: Context) -> Reply:
    """The span ends today; the colleague is told."""
    only_private(update, context)
    over = await deputies.take_back(context.session, context.actor, context.now)
    words = Words(context.office.catalogs, context.office.languages.get(over.deputy_telegram_id, "vi"))
    told = Notice(over.deputy_telegram_id, views.no_longer(words, context.actor.name))
    return Reply((views.taken_back(context.words, over.deputy),), in_place=True, others=(told,))
