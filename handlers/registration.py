"""/start and /donvi: who are you, choosing or typing a unit, a role; changing them later."""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError, Stale
from domain.roles import Role
from domain.text import fold
from domain.unit_words import open_abbreviations
from domain.units import UnitRef, looks_like_unit
from handlers.admission import by_invitation, choose
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
_APART = "\t"
"""Between the province and the name of a new unit while it waits to be confirmed."""

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
    greeting = await by_invitation(context, context.args[0]) if context.args else ()
    if greeting:
        return say(*greeting)
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
    return views.profile(context.words, actor, await directory.one(context.session, actor.unit_id or 0))


async def _choice(context: Context) -> View:
    """The first list, and from now on a typed name is taken for a unit's."""
    await people.wait_for(context.session, context.actor.telegram_id, WAITS_FOR_UNIT, context.now)
    return await _first_list(context, 0)


async def _first_list(context: Context, page: int) -> View:
    """Provinces where the directory has several and none is set for this office, else the communes of the one."""
    office, session = context.office, context.session
    known = [office.province] if office.province else await directory.provinces(session)
    if len(known) > 1:
        firsts = [(name, (await directory.of_province(session, name))[0].id) for name in known]
        return views.provinces(context.words, firsts, page)
    units = await directory.of_province(session, known[0]) if known else []
    return views.places(context.words, units, page)


@handles(Store.WRITES)
async def places(update: Update, context: Context) -> Reply:
    """A page of the first list."""
    if not in_private(update):
        raise DomainError("error.private_only")
    await people.wait_for(context.session, context.actor.telegram_id, WAITS_FOR_UNIT, context.now)
    return turn(await _first_list(context, context.pressed.number()))


@handles(Store.WRITES)
async def province(update: Update, context: Context) -> Reply:
    """A page of one province's communes; it is told by one of its units. What is typed now is of this province."""
    if not in_private(update):
        raise DomainError("error.private_only")
    one, page = context.pressed.number(0), context.pressed.number(1)
    here = (await _unit(context, one)).province
    telegram_id = context.actor.telegram_id
    await people.wait_for(context.session, telegram_id, WAITS_FOR_UNIT, context.now, here)
    units = await directory.of_province(context.session, here)
    return turn(views.places(context.words, units, page, of_province=one))


@handles(Store.READS)
async def place(update: Update, context: Context) -> Reply:
    """The units of one commune; the place is told by one of its units, since made-up communes have no code."""
    one, page = context.pressed.number(0), context.pressed.number(1)
    here = await _unit(context, one)
    near = await directory.of_province(context.session, here.province)
    return turn(views.units_of(context.words, [u for u in near if u.commune == here.commune], one, page))


@handles(Store.WRITES)
async def chosen(update: Update, context: Context) -> Reply:
    """A unit was tapped: registered as its officer, with the other roles to choose; or, in one's own unit, which role?"""
    if not in_private(update):
        raise DomainError("error.private_only")
    unit = await _unit(context, context.pressed.number())
    if context.actor.unit_id == unit.id:
        return turn(views.roles(context.words, unit))
    return await choose(context, unit.id, Role.OFFICER)


async def _unit(context: Context, unit_id: int) -> UnitRef:
    found = await directory.one(context.session, unit_id)
    if found is None:
        raise Stale("error.unit_gone")
    return found


@handles(Store.WRITES)
async def role(update: Update, context: Context) -> Reply:
    """Role chosen: registered."""
    if not in_private(update):
        raise DomainError("error.private_only")
    return await choose(context, context.pressed.number(0), Role(context.pressed.word(1)))


@handles(Store.WRITES)
async def new_unit(update: Update, context: Context) -> Reply:
    """The typed name becomes a unit of the directory."""
    waiting = await people.waiting_for(context.session, context.actor.telegram_id)
    if waiting is None or waiting[0] != WAITS_FOR_NEW_UNIT or not waiting[1]:
        raise Stale("error.old_button")
    where, _, typed = waiting[1].rpartition(_APART)
    name = directory.checked_name(typed)
    added = await directory.add(context.session, name, context.now, province=where, by=context.actor)
    assert added.id is not None
    return await choose(context, added.id, Role.OFFICER)


async def _typed_province(context: Context) -> str:
    """The province that a typed name is of: the office's, the one just tapped, the only one there is, or none.

    A unit of none sees no plan until an admin says where it is: nobody may give himself every province's plans.
    """
    if context.office.province:
        return context.office.province
    waiting = await people.waiting_for(context.session, context.actor.telegram_id)
    if waiting is not None and waiting[1]:
        return waiting[1].rpartition(_APART)[0] if _APART in waiting[1] else waiting[1]
    known = await directory.provinces(context.session)
    return known[0] if len(known) == 1 else ""


async def unit_typed(context: Context, text: str) -> Reply:
    """Somebody typed what should be the name of his unit."""
    text = clean(text)
    where = await _typed_province(context)
    found = await find_units(context, text, province=where) or await find_units(context, text)
    name = _new_name(text, found)
    expects, value = (
        (WAITS_FOR_NEW_UNIT, f"{where}{_APART}{name}")
        if name
        else (WAITS_FOR_UNIT, "" if context.office.province else where)
    )
    await people.wait_for(context.session, context.actor.telegram_id, expects, context.now, value)
    return say(views.found_units(context.words, found, name))


async def find_units(context: Context, text: str, limit: int = 8, province: str = "") -> list[UnitRef]:
    """The units that fit a typed name, of a province if one is given; a text longer than any name finds nothing."""
    if len(text) > LONGEST_NAME:
        return []
    return await directory.find(context.session, text, limit, province or context.office.province or None)


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
