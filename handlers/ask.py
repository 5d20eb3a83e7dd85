"""/hoi and whatever somebody types: an answer out of the plans, or an honest "I do not know"."""

from __future__ import annotations

from telegram import Update

from domain.questions import QuestionKind
from domain.text import fold
from handlers import asked, deciding, registration, tasks
from handlers.context import Context, in_private
from handlers.edge import Store, handles, transaction
from handlers.hotlines import lines, typed_text, urgent, urgent_first
from handlers.reply import Reply, say
from handlers.views import questions as views
from handlers.views.about import help_
from services import asking

_ASKS_FOR_HELP = frozenset(
    {
        "help",
        "menu",
        "tro giup",
        "giup",
        "giup toi",
        "huong dan",
        "cach dung",
        "huong dan su dung",
        "ban la ai",
    }
)


@handles(Store.READS, before=urgent_first)
async def ask(update: Update, context: Context) -> Reply:
    """/hoi TEXT, and mentions of the bot and replies to it in groups."""
    return await answer(update, context)


@handles(Store.NONE, before=urgent_first)
async def typed(update: Update, context: Context) -> Reply:
    """A text in the private chat: a unit's name if one was asked for, else a question.

    Most texts are questions, and those must not wait for the store's one writer.
    """
    async with transaction(update, context, writes=False):
        if not await registration.was_asked(context):
            return await answer(update, context)
    text = typed_text(update, context)
    async with transaction(update, context, writes=True):
        reply = await asked.answered(context, text)
        if reply is not None:
            return reply
        decided = await deciding.typed(context, text)
        if decided is not None:
            return decided
        if await registration.is_waiting(context, text):
            return await registration.unit_typed(context, text)
        return await answer(update, context)


async def answer(update: Update, context: Context) -> Reply:
    """Answer what was typed within what the asker may see. The text is used and forgotten."""
    text = typed_text(update, context)
    if not text:
        return say(views.how_to_ask(context.words))
    if fold(text) in _ASKS_FOR_HELP:
        return say(help_(context.words, admin=context.actor.is_admin, private=in_private(update)))
    memory, chat = context.office.asked, update.effective_chat
    before = memory.recall(chat.id, context.now) if chat is not None else None
    found = await asking.ask(context.session, context.actor, text, context.now, before)
    if found.question is not None and chat is not None:
        memory.keep(chat.id, found.question, context.now)
    if found.listing:
        listed = tasks.my_tasks if found.listing == "mine" else tasks.due_days
        return await listed(update, context)
    return _shown(update, context, found)


def _shown(update: Update, context: Context, found: asking.Answer) -> Reply:
    private = in_private(update)
    match found.kind:
        case QuestionKind.URGENT:
            return urgent(context)
        case QuestionKind.HOTLINE:
            return lines(context)
        case QuestionKind.SMALL_TALK:
            return say(views.small_talk(context.words, private=private))
    if not found.understood:
        return say(views.not_understood(context.words, private=private))
    return say(*views.found_tasks(context.words, found, context.today))
