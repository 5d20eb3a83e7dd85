"""The one decorator on every handler: session, actor, one commit, errors as sentences.

What a handler answers is sent after the commit, so that no transaction waits for Telegram and nothing
is said that was not kept. Message text is neither stored nor logged here or below.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from enum import Enum
from functools import wraps
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import TelegramError

from domain.errors import DomainError
from handlers.context import Context, in_private, name_of
from handlers.reply import Reply
from handlers.sending import carry_out
from handlers.views import errors
from handlers.views.dates import day
from services import people

log = logging.getLogger(__name__)

STORE_DOWN = (OperationalError, InterfaceError, PoolTimeout, ConnectionError, TimeoutError, OSError)
"""What the store's drivers raise when it cannot be reached."""

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
    except STORE_DOWN as error:
        log.error("the store does not answer: %s", type(error).__name__)
        return Reply(
            (errors.store_down(context.words),), notice=context.words.plain("error.store_down.notice")
        )
    except TelegramError as error:
        log.warning("Telegram refused what a handler asked: %s", type(error).__name__)
        return Reply((errors.sentence(context.words, "error.telegram"),))
    except Exception as error:  # noqa: BLE001 - the person gets a code, the log the same code
        return unexpected(error, context)


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
    return day(value) if isinstance(value, date) else value


def unexpected(error: BaseException, context: Context) -> Reply:
    """A short code for the person; the log has the same code, the kind of error and where it happened.

    Not the error's own words: they may carry what somebody wrote.
    """
    code = secrets.token_hex(2).upper()
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("error %s: %s\n%s", code, _kinds(error), frames)
    return Reply(
        (errors.sentence(context.words, "error.unexpected", code=code),),
        notice=context.words.plain("error.unexpected.notice", code=code),
        alert=True,
    )


def _kinds(error: BaseException) -> str:
    """The kinds of an error and of those that led to it, without their words."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < 5:
        kinds.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return " after ".join(kinds)
