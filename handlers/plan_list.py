"""/kehoach: the plans in force, and for admins the drafts that wait."""

from __future__ import annotations

from telegram import Update

from domain.roles import Right
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.passed_on import PlanState, plans_by_state, published_plans
from handlers.reply import Reply, say
from handlers.views import plans as views
from services import access


@handles(Store.READS)
async def plan_list(update: Update, context: Context) -> Reply:
    """What is published, within what the asker may see; drafts are for admins."""
    access.require(context.actor, Right.SEE_OWN_TASKS)
    scope = await access.scope_of(context.session, context.actor)
    published = await published_plans(context.session, scope=scope)
    drafts = []
    if context.actor.may(Right.LOAD_PLAN):
        drafts = await plans_by_state(context.session, [PlanState.DRAFT])
    return say(views.plan_list(context.words, published, drafts))
