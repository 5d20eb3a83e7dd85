"""/duongday: the numbers to call. Nothing here asks the store before answering."""

from __future__ import annotations

from telegram import Update

from domain.hotlines import CHILD_LINE
from domain.questions import QuestionKind, read_question
from domain.roles import Right
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply
from handlers.views import hotlines as views
from services import access, hotlines


@handles(Store.NONE)
async def hotline(update: Update, context: Context) -> Reply:
    """111, 113, 115 and the province's confirmed lines, with 111 as a contact to tap."""
    return Reply((views.card(context.words, context.office.lines),), contact=CHILD_LINE)


async def urgent_first(update: Update, context: Context) -> Reply | None:
    """A text that sounds like a child in danger, or asks for a number, is answered before anything else."""
    text = typed_text(update, context)
    kind = read_question(text).kind if text else None
    if kind is QuestionKind.URGENT:
        return Reply((views.urgent(context.words, context.office.lines),), contact=CHILD_LINE)
    if kind is QuestionKind.HOTLINE:
        return Reply((views.card(context.words, context.office.lines),), contact=CHILD_LINE)
    return None


def typed_text(update: Update, context: Context) -> str:
    """What somebody typed: without the command, or without the mention of the bot."""
    message = update.effective_message
    text = (message.text if message is not None else None) or ""
    if text.startswith("/"):
        return text.partition(" ")[2].strip() if " " in text else text.partition("\n")[2].strip()
    return text.replace(f"@{context.telegram.username}", " ").strip()


@handles(Store.WRITES)
async def decide(update: Update, context: Context) -> Reply:
    """An admin confirms a number found in a plan, or refuses it."""
    access.require(context.actor, Right.LOAD_PLAN)
    yes = context.pressed.word(1) == "yes"
    line = await hotlines.decide(
        context.session, context.pressed.number(), yes, context.actor.person_id, context.now
    )
    office = context.office
    lines = hotlines.of_province(await hotlines.confirmed(context.session), office.province)

    def keep() -> None:
        office.lines = lines

    view = views.decided(context.words, line.number, line.name, yes)
    return Reply((view,), in_place=True, after=keep)
