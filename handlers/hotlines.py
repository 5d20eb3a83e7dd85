"""/duongday: the numbers to call. Nothing here asks the store before answering."""

from __future__ import annotations

from telegram import Update

from domain.hotlines import CHILD_LINE
from domain.questions import QuestionKind, read_question
from domain.roles import Right
from domain.urgent import sounds_like_a_case
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply
from handlers.views import hotlines as views
from services import access, hotlines


@handles(Store.NONE)
async def hotline(update: Update, context: Context) -> Reply:
    """111, 113, 115 and the province's confirmed lines, with 111 as a contact to tap."""
    return Reply((views.card(context.words, context.office.lines),), contact=CHILD_LINE)


async def case_first(update: Update, context: Context) -> Reply | None:
    """A text that sounds like a child in danger is answered before anything else, also behind a command."""
    return urgent(context) if sounds_like_a_case(typed_text(update, context)) else None


async def urgent_first(update: Update, context: Context) -> Reply | None:
    """The same, and a text that asks for a number."""
    text = typed_text(update, context)
    kind = read_question(text).kind if text else None
    if kind is QuestionKind.URGENT:
        return urgent(context)
    return lines(context) if kind is QuestionKind.HOTLINE else None


def lines(context: Context) -> Reply:
    """The numbers to call."""
    return Reply((views.card(context.words, context.office.lines),), contact=CHILD_LINE)


def urgent(context: Context) -> Reply:
    """What somebody reads who wrote of a child in danger, with 111 as a contact to tap."""
    return Reply((views.urgent(context.words, context.office.lines),), contact=CHILD_LINE)


def typed_text(update: Update, context: Context) -> str:
    """What somebody typed: without the command, or without the mention of the bot. Nothing for a tapped button."""
    text = (update.message.text if update.message is not None else None) or ""
    if text.startswith("/"):
        return text.partition(" ")[2].strip() if " " in text else text.partition("\n")[2].strip()
    return text.replace(f"@{context.telegram.username}", " ").strip()


@handles(Store.WRITES)
async def decide(update: Update, context: Context) -> Reply:
    """An admin confirms a number found in a plan, or refuses it."""
    access.require(context.actor, Right.LOAD_PLAN)
    yes = context.pressed.word(1) == "yes"
    line = await hotlines.decide(context.session, context.pressed.number(), yes, context.actor, context.now)
    office = context.office
    lines = hotlines.of_province(await hotlines.confirmed(context.session), office.province)

    def keep() -> None:
        office.lines = lines

    view = views.decided(context.words, line.number, line.name, yes)
    return Reply((view,), in_place=True, after=keep)
