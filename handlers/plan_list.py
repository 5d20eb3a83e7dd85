"""/kehoach: the plans in force, and for admins the drafts that wait."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply, say
from handlers.views import plans as views
from services import plan_list as service


@handles(Store.READS)
async def plan_list(update: Update, context: Context) -> Reply:
    """What is published, within what the asker may see; drafts are for admins."""
    return say(views.plan_list(context.words, await service.listed(context.session, context.actor)))
