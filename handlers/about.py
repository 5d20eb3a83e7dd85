"""Help, language, privacy, leaving, and how the service is doing."""

from __future__ import annotations

from telegram import Update

from domain.roles import Right
from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.reply import Reply, say, turn
from handlers.views import about as views
from handlers.views.registration import languages
from locales import known_language
from services import access, health, people


@handles(Store.NONE)
async def help_(update: Update, context: Context) -> Reply:
    """What can be done here. Works for everybody, also with the store down."""
    user = update.effective_user
    admin = user is not None and user.id in context.office.admin_ids
    return say(views.help_(context.words, admin=admin, private=in_private(update)))


@handles(Store.NONE)
async def privacy(update: Update, context: Context) -> Reply:
    """What is kept of whoever asks."""
    return say(views.privacy(context.words))


@handles(Store.NONE)
async def language(update: Update, context: Context) -> Reply:
    """/ngonngu: which language?"""
    return say(languages(context.words))


@handles(Store.WRITES)
async def language_chosen(update: Update, context: Context) -> Reply:
    """Keep the choice; for somebody not registered it is kept in memory until he is."""
    chosen = known_language(context.pressed.word())
    await people.set_language(context.session, context.actor, chosen)
    office, telegram_id = context.office, context.actor.telegram_id
    context.language = chosen
    private = in_private(update)
    view = views.language_set(context.words, private=private)
    return Reply((view,), in_place=not private, after=lambda: office.remember_language(telegram_id, chosen))


@handles(Store.WRITES)
async def forget(update: Update, context: Context) -> Reply:
    """/xoatoi: asked once more before anything is erased. What somebody typed who never registered goes at once."""
    if not context.actor.registered:
        await people.stop_waiting(context.session, context.actor.telegram_id)
    return say(views.forget(context.words, registered=context.actor.registered))


@handles(Store.WRITES)
async def forget_decided(update: Update, context: Context) -> Reply:
    """Erase the person, or leave all as it is."""
    if context.pressed.word() == "no":
        return turn(views.kept(context.words))
    telegram_id, office = context.actor.telegram_id, context.office
    was_there = await people.forget(context.session, telegram_id, context.now)
    view = views.forgotten(context.words) if was_there else views.forget(context.words, registered=False)
    return Reply((view,), in_place=True, after=lambda: office.forget_language(telegram_id))


@handles(Store.READS)
async def status(update: Update, context: Context) -> Reply:
    """/suckhoe, for admins."""
    access.require(context.actor, Right.SEE_STATUS)
    return say(views.status(context.words, await health.look(context.session, context.now), context.now))
