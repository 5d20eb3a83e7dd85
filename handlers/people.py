"""/nguoi, /moi and the words of a head or an admin: who may come in, in which role."""

from __future__ import annotations

from telegram import Update
from telegram.helpers import create_deep_linked_url

from domain.errors import DomainError
from domain.roles import Actor, Right, Role
from handlers.admission import INVITED
from handlers.cleaning import clean
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.registration import find_units
from handlers.reply import Notice, Reply, say, turn
from handlers.views import people as views
from handlers.views.base import View, Words
from locales import known_language
from services import access, letting_in, staff


def only_private(update: Update, context: Context) -> None:
    """People are spoken of in private only."""
    if not in_private(update):
        raise DomainError("error.private_only")


@handles(Store.WRITES)
async def people(update: Update, context: Context) -> Reply:
    """/nguoi [unit]: who waits for a word, then the people of a unit."""
    only_private(update, context)
    access.require(context.actor, Right.SEE_PEOPLE)
    typed = clean(" ".join(context.args or []))
    if typed:
        found = await find_units(context, typed)
        if len(found) == 1:
            return say(await _unit(context, found[0].id))
        return say(views.choose_unit(context.words, found, "staff"))
    shown = []
    if context.actor.may(Right.LET_IN):
        shown.append(views.asking(context.words, await letting_in.asking(context.session, context.actor)))
    if context.actor.unit_id is not None:
        shown.append(await _unit(context, context.actor.unit_id))
    elif context.actor.is_admin:
        shown.append(views.which_unit(context.words))
    return say(*shown)


async def _unit(context: Context, unit_id: int) -> View:
    found = await staff.of_unit(context.session, context.actor, unit_id, context.now)
    return views.staff(context.words, found, invites=_may_invite(context.actor, unit_id))


def _may_invite(actor: Actor, unit_id: int) -> bool:
    return letting_in.may_give(actor, unit_id, Role.OFFICER)


@handles(Store.WRITES)
async def unit_people(update: Update, context: Context) -> Reply:
    """A unit was tapped: its people."""
    only_private(update, context)
    return turn(await _unit(context, context.pressed.number()))


@handles(Store.WRITES)
async def person(update: Update, context: Context) -> Reply:
    """One person, with the roles that may be given to him."""
    only_private(update, context)
    unit, member = await staff.one(context.session, context.actor, context.pressed.number(), context.now)
    roles = letting_in.ADMINS_MAY_GIVE if context.actor.may(Right.GIVE_ROLES) else ()
    return turn(views.person(context.words, unit, member, roles))


@handles(Store.WRITES)
async def give_role(update: Update, context: Context) -> Reply:
    """An admin gives somebody another role; that person is told."""
    only_private(update, context)
    person_id, role = context.pressed.number(0), Role(context.pressed.word(1))
    changed = await letting_in.give_role(context.session, context.actor, person_id, role, context.now)
    unit, member = await staff.one(context.session, context.actor, person_id, context.now)
    words = _words(context, changed.language)
    told = Notice(changed.telegram_id, views.role_given(words, unit.unit, role))
    return Reply(
        (views.person(context.words, unit, member, letting_in.ADMINS_MAY_GIVE),),
        in_place=True,
        others=(told,),
    )


@handles(Store.WRITES)
async def decide(update: Update, context: Context) -> Reply:
    """A head or an admin says yes or no to somebody who asked; that person is told."""
    only_private(update, context)
    person_id, yes = context.pressed.number(0), context.pressed.word(1) == "yes"
    one = await letting_in.decide(context.session, context.actor, person_id, yes, context.now)
    words = _words(context, one.language)
    told = Notice(one.telegram_id, views.let_in(words, one) if yes else views.not_let_in(words, one))
    return Reply((views.decided(context.words, one, yes=yes),), in_place=True, others=(told,))


def _words(context: Context, language: str) -> Words:
    """The sentences in somebody else's language."""
    return Words(context.office.catalogs, known_language(language))


@handles(Store.WRITES)
async def invite(update: Update, context: Context) -> Reply:
    """/moi [unit]: for which role? And the invitations that are open."""
    only_private(update, context)
    access.require(context.actor, Right.LET_IN)
    typed = clean(" ".join(context.args or []))
    found = await find_units(context, typed) if typed else []
    if typed and len(found) != 1:
        return say(views.choose_unit(context.words, found, "inviteto"))
    unit_id = found[0].id if found else context.actor.unit_id
    shown = [views.which_unit_to_invite(context.words)] if unit_id is None else [_roles(context, unit_id)]
    opened = await letting_in.open_invites(context.session, context.actor, context.now)
    return say(*shown, *([views.open_invites(context.words, opened)] if opened else []))


def _roles(context: Context, unit_id: int) -> View:
    roles = [role for role in letting_in.ADMINS_MAY_GIVE if letting_in.may_give(context.actor, unit_id, role)]
    if not roles:
        raise DomainError("error.not_allowed.let_in")
    return views.invite_roles(context.words, unit_id, roles)


@handles(Store.READS)
async def invite_to(update: Update, context: Context) -> Reply:
    """A unit was tapped: for which role?"""
    only_private(update, context)
    access.require(context.actor, Right.LET_IN)
    return turn(_roles(context, context.pressed.number()))


@handles(Store.WRITES)
async def invite_made(update: Update, context: Context) -> Reply:
    """The link, to be passed on."""
    only_private(update, context)
    unit_id, role = context.pressed.number(0), Role(context.pressed.word(1))
    code, unit = await letting_in.invite(context.session, context.actor, unit_id, role, context.now)
    link = create_deep_linked_url(context.telegram.username, INVITED + code)
    return turn(views.invitation(context.words, unit.name, role, link, letting_in.INVITE_DAYS))


@handles(Store.WRITES)
async def revoke(update: Update, context: Context) -> Reply:
    """An invitation is made worthless."""
    only_private(update, context)
    await letting_in.revoke(context.session, context.actor, context.pressed.number(), context.now)
    opened = await letting_in.open_invites(context.session, context.actor, context.now)
    return turn(
        views.open_invites(context.words, opened), notice=context.words.plain("invite.revoked.notice")
    )
