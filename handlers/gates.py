"""The gates before all handlers, and the last word on errors."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.constants import ChatID
from telegram.error import NetworkError
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.faults import log_under_a_code

log = logging.getLogger(__name__)


async def quiet_gate(update: Update, context: Context) -> None:
    """Let through what a person (or a group as such) newly sends; all else ends here without a word.

    Edited messages, posts of channels and messages of other bots are no questions to this one.
    """
    if update.callback_query is not None or update.my_chat_member is not None:
        return
    message, user = update.message, update.effective_user
    if message is None:
        raise ApplicationHandlerStop
    if user is None or (user.is_bot and user.id != ChatID.ANONYMOUS_ADMIN):
        raise ApplicationHandlerStop


async def last_word(update: object, context: Context) -> None:
    """What no handler caught: logged under a code, without anybody's words."""
    error = context.error
    if error is None:
        return
    if isinstance(error, NetworkError):
        log.warning("Telegram could not be reached: %s", type(error).__name__)
        return
    log_under_a_code(error)
