"""The Telegram side of delivery: one message out, one outcome back.

Translates Telegram's answers into the outcomes of domain/delivery.py, in the order of the table in
docs/architecture.md (`BadRequest` and `TimedOut` are subclasses of `NetworkError`). It decides nothing
about retries: services/delivery does.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from domain.clock import Clock, local_date
from domain.delivery import (
    Halt,
    Moved,
    NotDelivered,
    Outcome,
    Refused,
    Sent,
    TopicGone,
    Unreachable,
    Unsure,
    Wait,
)
from handlers.views.base import View, plain
from handlers.views.reminders import reminder_message, telling_message
from locales import Catalogs
from services.delivery import Address, Batch
from services.progress import Telling

log = logging.getLogger(__name__)

_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "topic closed")
_NO_CHAT = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights",
)
_NOT_SENT = (httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError)
_LOST_ANSWER = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


class TelegramSender:
    """Sends reminder messages and writes them anew when a task is done."""

    def __init__(self, bot: ExtBot[Any], catalogs: Catalogs, clock: Clock) -> None:
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        # A 429 of a reminder is ours to plan around; the limiter must not sleep on it.
        self._no_retry: dict[str, Any] = {} if bot.rate_limiter is None else {"rate_limit_args": 0}

    async def send(self, batch: Batch) -> Outcome:
        """Send one chat's reminders as one message."""
        view = reminder_message(self._catalogs, batch, local_date(self._clock.now()))
        outcome = await self._try(batch.address, view, as_html=True)
        if isinstance(outcome, Refused):
            log.error("a reminder was refused as HTML (%s): sent as plain text", outcome.error)
            outcome = await self._try(batch.address, view, as_html=False)
        return outcome

    async def _try(self, address: Address, view: View, *, as_html: bool) -> Outcome:
        keyboard = view.keyboard if isinstance(view.keyboard, InlineKeyboardMarkup) else None
        try:
            message = await self._bot.send_message(
                chat_id=address.telegram_id,
                text=str(view.text) if as_html else plain(view),
                parse_mode=ParseMode.HTML if as_html else None,
                message_thread_id=address.topic_id or None,
                reply_markup=keyboard,
                **self._no_retry,
            )
        except TelegramError as error:
            return outcome_of(error)
        return Sent(message.message_id)

    async def refresh(self, tellings: Sequence[Telling]) -> None:
        """Write messages anew after one of their tasks was done. A message that is gone is no fault."""
        today = local_date(self._clock.now())
        for telling in tellings:
            view = telling_message(self._catalogs, telling, today)
            keyboard = view.keyboard if isinstance(view.keyboard, InlineKeyboardMarkup) else None
            try:
                await self._bot.edit_message_text(
                    str(view.text),
                    chat_id=telling.address.telegram_id,
                    message_id=telling.message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                )
            except TelegramError as error:
                log.info("a reminder message could not be written anew: %s", type(error).__name__)


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of Telegram's means for a reminder, by the table of outcomes."""
    match error:
        case RetryAfter():
            return Wait(_span(error), everybody=True)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case InvalidToken() | Conflict():
            return Halt(type(error).__name__)
        case Forbidden():
            return Unreachable(error.message)
        case BadRequest():
            return _of_bad_request(error)
        case TimedOut() | NetworkError():
            return _of_network(error)
    return NotDelivered(type(error).__name__)


def _span(error: RetryAfter) -> timedelta:
    """How long to wait; the library gives a number or a timedelta, as it is set."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _of_bad_request(error: BadRequest) -> Outcome:
    text = error.message.lower()
    if any(words in text for words in _NO_TOPIC):
        return TopicGone()
    if any(words in text for words in _NO_CHAT):
        return Unreachable(error.message)
    return Refused(error.message)


def _of_network(error: NetworkError) -> Outcome:
    """Only where it is sure that nothing was sent may it be sent again without a mark."""
    cause = error.__cause__
    if isinstance(cause, _LOST_ANSWER) or (isinstance(error, TimedOut) and not isinstance(cause, _NOT_SENT)):
        return Unsure(type(cause).__name__ if cause else type(error).__name__)
    return NotDelivered(type(cause).__name__ if cause else type(error).__name__)
