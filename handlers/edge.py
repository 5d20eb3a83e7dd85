"""The one decorator on every handler: session, actor, one commit, errors as sentences.

What a handler answers is sent after the commit, so that no transaction waits for Telegram and nothing
is said that was not kept. Message text is neither stored nor logged here or below.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import date, time
from enum import Enum
from functools import wraps
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import TelegramError

from domain.errors import DomainError
from handlers.context import Context, in_private, name_of
from handlers.faults import log_under_a_code, store_is_down
from handlers.reply import Reply
from handlers.sending import carry_out
from handlers.views import errors
from handlers.views.dates import day, hour
from services import people

log = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Awaitable[Reply]]
Before = Callable[[Update, Context], Awaitable[Reply | None]]
Edge = Callable[[Update, Context], Coroutine[Any, Any, None]]


class Store(Enum):
    """What a handler needs of the store."""

    NONE = "none"
    READS = "reads"
    WRITES = "writes"


def handles(store: Store = Store.READS, *, before: Before | None = None) -> Callable[[Handler], Edge]:
    """Make a handler out of a function that returns a Reply.

    `before` runs first and without the store; where it returns a Reply, that is the answer.
    """

    def decorate(handler: Handler) -> Edge:
        @wraps(handler)
        async def edge(update: Update, context: Context) -> None:
            context.language = context.guess_language(update)
            reply = await _safely(handler, store, before, update, context)
            await carry_out(reply, update, context)

        return edge

    return decorate


@asynccontextmanager
async def transaction(update: Update, context: Context, *, writes: bool) -> AsyncIterator[AsyncSession]:
    """A session with the actor found; committed at the end if it writes. For handlers that need short ones."""
    async with context.office.database.session(writes=writes) as session:
        context.session = session
        await _find_actor(update, context)
        yield session
        if writes:
            await session.commit()


async def _safely(
    handler: Handler, store: Store, before: Before | None, update: Update, context: Context
) -> Reply:
    """The handler's answer, or a sentence for whatever went wrong."""
    try:
        return await _answer(handler, store, before, update, context)
    except DomainError as refusal:
        return refused(refusal, update, context)
    except TelegramError as error:
        log.warning("Telegram refused what a handler asked: %s", type(error).__name__)
        return Reply((errors.sentence(context.words, "error.telegram"),))
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, the log the same code
        return _store_down(error, context) if store_is_down(error) else _unexpected(error, context)


async def _answer(
    handler: Handler, store: Store, before: Before | None, update: Update, context: Context
) -> Reply:
    if before is not None:
        early = await before(update, context)
        if early is not None:
            return early
    if store is Store.NONE:
        return await handler(update, context)
    async with transaction(update, context, writes=store is Store.WRITES):
        return await handler(update, context)


async def _find_actor(update: Update, context: Context) -> None:
    """Who sent the update. His own choice of language outranks what Telegram says."""
    user = update.effective_user
    context.actor = await people.find_actor(
        context.session,
        user.id if user else 0,
        name_of(update),
        context.guess_language(update),
        context.office.admin_ids,
        context.now,
    )
    context.language = context.actor.language
    if context.actor.registered:
        context.office.remember_language(context.actor.telegram_id, context.language)


def refused(refusal: DomainError, update: Update, context: Context) -> Reply:
    """A refusal in words: over the tapped button, or as a message."""
    values = {name: _shown(value) for name, value in refusal.values.items()}
    if update.callback_query is not None:
        return Reply(notice=context.words.plain(refusal.key, **values), alert=True)
    return Reply((errors.refusal(context.words, refusal.key, values, private=in_private(update)),))


def _shown(value: Any) -> Any:
    if isinstance(value, time):
        return hour(value)
    return day(value) if isinstance(value, date) else value


def _unexpected(error: Exception, context: Context) -> Reply:
    """A short code for the person; the log has the same code."""
    code = log_under_a_code(error)
    return Reply(
        (errors.sentence(context.words, "error.unexpected", code=code),),
        notice=context.words.plain("error.unexpected.notice", code=code),
        alert=True,
    )


def _store_down(error: Exception, context: Context) -> Reply:
    """The kind sentence: the data cannot be reached, 111 can."""
    log.error("the store does not answer: %s", type(error).__name__)
    return Reply((errors.store_down(context.words),), notice=context.words.plain("error.store_down.notice"))
