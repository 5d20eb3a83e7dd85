"""/nhatky: the book of changes as a file, for admins."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.edge import Store, handles
from handlers.people import only_private
from handlers.reply import Reply
from handlers.views import audit as views
from services import audit


@handles(Store.WRITES)
async def book(update: Update, context: Context) -> Reply:
    """The whole book, and whether nothing was changed in it or taken out."""
    only_private(update, context)
    content, checked = await audit.export(context.session, context.actor, context.now)
    return Reply((views.checked(context.words, checked),), file=(f"nhat-ky-{context.today}.csv", content))
