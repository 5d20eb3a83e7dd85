"""/start and /donvi: who are you, choosing or typing a unit, a role; changing them later."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError, Stale
from domain.roles import Role
from domain.text import fold
from domain.unit_words import open_abbreviations
from domain.units import UnitRef, looks_like_unit
from handlers.cleaning import clean
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.hotlines import case_first
from handlers.reply import Reply, say, turn
from handlers.views import registration as views
from handlers.views.base import View
from services import directory, groups, people

WAITS_FOR_UNIT = "unit"
WAITS_FOR_NEW_UNIT = "new_unit"
LONGEST_NAME = 200
"""Comparing is slow for long texts, and no unit's name is longer."""

_SAYS_LITTLE = frozenset({"va", "cua", "xa", "phuong", "thi", "tran", "dac", "khu", "tinh"})
"""Words that people leave out of a unit's name or put in."""


@handles(Store.WRITES, before=case_first)
async def start(update: Update, context: Context) -> Reply:
    """A welcome; whoever is not registered chooses his unit next."""
    if not in_private(update):
        return say(views.group_hello(context.words, context.telegram.username))
    actor = context.actor
    await groups.reachable(context.session, actor.telegram_id, True, "", context.now)
    if actor.registered:
        return say(views.welcome_back(context.words, actor.name), await _profile(context))
    return say(views.welcome(context.words, context.office.lines), await _choice(context))


@handles(Store.WRITES, before=case_first)
async def unit(update: Update, context: Context) -> Reply:
    """/donvi: what somebody is registered as, or the choice of a unit."""
    if not in_private(update):
        return say(views.group_hello(context.words, context.telegram.username))
    if context.actor.registered and not context.args:
        return say(await _profile(context))
    if context.args:
        return await unit_typed(context, " ".join(context.args))
    return say(await _choice(context))


async def _profile(context: Context) -> View:
    """Unit and role with the buttons to change them."""
    actor = context.actor
    known = {one.id: one for one in await directory.everything(context.session)}
    return views.profile(context.words, actor, known.get(actor.unit_id or 0))


async def _choice(context: Context) -> View:
    """The list of places, and from now on a typed name is taken for a unit's."""
    await people.wait_for(context.session, context.actor.telegram_id, WAITS_FOR_UNIT, context.now)
    return views.places(context.words, await directory.everything(context.session), 0)


@handles(Store.WRITES)
async def places(update: Update, context: Context) -> Reply:
    """A page of the communes."""
    if not in_private(update):
        raise DomainError("error.private_only")
    await people.wait_for(context.session, context.actor.telegram_id, WAITS_FOR_UNIT, context.now)
    everything = await directory.everything(context.session)
    return turn(views.places(context.words, everything, context.pressed.number()))


@handles(Store.READS)
async def place(update: Update, context: Context) -> Reply:
    """The units of one commune; the place is told by one of its units, since communes have no id."""
    one, page = context.pressed.number(0), context.pressed.number(1)
    everything = await directory.everything(context.session)
    here = next((unit.commune for unit in everything if unit.id == one), None)
    if here is None:
        raise Stale("error.unit_gone")
    return turn(views.units_of(context.words, [u for u in everything if u.commune == here], one, page))


@handles(Store.READS)
async def chosen(update: Update, context: Context) -> Reply:
    """A unit was tapped: which role?"""
    return turn(views.roles(context.words, await _unit(context, context.pressed.number())))


async def _unit(context: Context, unit_id: int) -> UnitRef:
    found = next((u for u in await directory.everything(context.session) if u.id == unit_id), None)
    if found is None:
        raise Stale("error.unit_gone")
    return found


@handles(Store.WRITES)
async def role(update: Update, context: Context) -> Reply:
    """Role chosen: registered."""
    if not in_private(update):
        raise DomainError("error.private_only")
    unit_id, word = context.pressed.number(0), context.pressed.word(1)
    person, unit = await people.register(context.session, context.actor, unit_id, Role(word), context.now)
    return turn(
        views.registered(context.words, person.name, unit.name, Role(person.role)),
        views.what_to_ask(context.words),
    )


@handles(Store.WRITES)
async def new_unit(update: Update, context: Context) -> Reply:
    """The typed name becomes a unit of the directory."""
    waiting = await people.waiting_for(context.session, context.actor.telegram_id)
    if waiting is None or waiting[0] != WAITS_FOR_NEW_UNIT or not waiting[1]:
        raise Stale("error.old_button")
    name = directory.checked_name(waiting[1])
    added = await directory.add(context.session, name, context.now, province=context.office.province)
    assert added.id is not None
    return turn(views.roles(context.words, UnitRef(added.id, added.name)))


async def unit_typed(context: Context, text: str) -> Reply:
    """Somebody typed what should be the name of his unit."""
    text = clean(text)
    found = await find_units(context, text)
    name = _new_name(text, found)
    expects, value = (WAITS_FOR_NEW_UNIT, name) if name else (WAITS_FOR_UNIT, "")
    await people.wait_for(context.session, context.actor.telegram_id, expects, context.now, value)
    return say(views.found_units(context.words, found, name))


async def find_units(context: Context, text: str, limit: int = 8) -> list[UnitRef]:
    """The units that fit a typed name; a text longer than any name is not searched with."""
    return await directory.find(context.session, text, limit) if len(text) <= LONGEST_NAME else []


def _new_name(text: str, found: list[UnitRef]) -> str:
    """The typed name, if it may become a new unit: it looks like one, has its marks, and is not there yet."""
    try:
        name = directory.checked_name(text)
    except DomainError:
        return ""
    known = any(_words(name) == _words(unit.name) for unit in found)
    return "" if known or name.isascii() else name


def _words(name: str) -> set[str]:
    """The words that tell one unit from another: "Phòng VHXH Cát" is "Phòng Văn hóa và Xã hội xã Cát"."""
    return set(open_abbreviations(fold(name)).split()) - _SAYS_LITTLE


async def was_asked(context: Context) -> bool:
    """Whether the bot asked this person to type something."""
    return await people.waiting_for(context.session, context.actor.telegram_id) is not None


async def is_waiting(context: Context, text: str) -> bool:
    """Whether a typed text is to be taken for a unit's name.

    Somebody registered may have gone on to ask something else: then the waiting is over.
    """
    if not await was_asked(context):
        return False
    if not context.actor.registered or looks_like_unit(text) or await find_units(context, text, 1):
        return True
    await people.stop_waiting(context.session, context.actor.telegram_id)
    return False
