"""What nothing else answered: unknown commands, pictures and voices, forwarded texts, old buttons."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context, in_private
from handlers.edge import Store, handles
from handlers.hotlines import urgent, urgent_first
from handlers.reply import Reply, notice, say
from handlers.views import fallbacks as views


@handles(Store.NONE, before=urgent_first)
async def unknown_command(update: Update, context: Context) -> Reply:
    """A command that this bot does not have."""
    return say(views.unknown_command(context.words, private=in_private(update)))


@handles(Store.NONE, before=urgent_first)
async def forwarded(update: Update, context: Context) -> Reply:
    """A forwarded text is not the sender's own question."""
    return say(views.forwarded(context.words))


@handles(Store.NONE)
async def not_text(update: Update, context: Context) -> Reply:
    """A picture, a voice, a sticker."""
    return say(views.not_text(context.words))


@handles(Store.NONE)
async def urgent_caption(update: Update, context: Context) -> Reply:
    """A picture or a file whose caption tells of a child in danger. It is not fetched."""
    return urgent(context)


@handles(Store.NONE)
async def old_button(update: Update, context: Context) -> Reply:
    """A button of an old message, of another bot, or of nobody."""
    return notice(context.words.plain("error.old_button"), alert=True)
