"""What somebody types because the bot asked for it: a day, an hour, a ladder. One table, looked at by `ask.typed`.

What the bot waits for stands in the store, what is typed does not. A refusal leaves the question open.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Update

from handlers.context import Context
from handlers.edge import Store, handles
from handlers.reply import Reply, turn
from handlers.views import postponing as views
from services import people

PATIENCE = timedelta(minutes=30)
"""What is typed later than this is a question like any other."""

Answer = Callable[[Context, str, str], Awaitable[Reply]]
"""Takes the value that was kept with the question, and the text."""

_ANSWERS: dict[str, Answer] = {}


def answers(expects: str) -> Callable[[Answer], Answer]:
    """Enter a function that takes what is typed while the bot waits for `expects`."""

    def enter(answer: Answer) -> Answer:
        _ANSWERS[expects] = answer
        return answer

    return enter


async def ask_for(context: Context, expects: str, value: str = "") -> None:
    """From now on what this person types answers the question."""
    await people.wait_for(context.session, context.actor.telegram_id, expects, context.now, value)


async def answered(context: Context, text: str) -> Reply | None:
    """The reply to a text that answers a question of ours, or None if it does not."""
    telegram_id = context.actor.telegram_id
    found = await people.asked_for(context.session, telegram_id, context.now, PATIENCE)
    if found is None or found[0] not in _ANSWERS:
        return None
    return await _ANSWERS[found[0]](context, found[1], text)


async def done(context: Context) -> None:
    """The question is answered."""
    await people.stop_waiting(context.session, context.actor.telegram_id)


@handles(Store.WRITES)
async def stop(update: Update, context: Context) -> Reply:
    """The person thought better of it."""
    await done(context)
    return turn(views.stopped(context.words))
