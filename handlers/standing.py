"""How far the units of a task have come, for those who follow them."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply, say, turn
from handlers.views import standing as views
from services import standing


@handles(Store.READS)
async def of_task(update: Update, context: Context) -> Reply:
    """A due day of the task; the first page is a message of its own, so that what was tapped stays."""
    task_id, page = context.pressed.number(0), context.pressed.number(1)
    found = await standing.of_task(context.session, context.actor, task_id, context.now)
    view = views.of_task(context.words, found, context.today, page)
    return say(view) if page == 0 else turn(view)
