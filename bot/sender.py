"""The Telegram side of delivery: one message out, one outcome back.

Translates Telegram's answers into the outcomes of domain/delivery.py, in the order of the table in
docs/architecture.md (`BadRequest` and `TimedOut` are subclasses of `NetworkError`). It decides nothing
about retries: services/delivery does.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
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

from bot.draining import Begin
from bot.pacing import Pacing, Turn, seconds_of
from domain.clock import Clock, local_date
from domain.delivery import (
    CannotTell,
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

LONGEST = 4096
"""Characters that a message may have."""

_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "topic closed")
_NO_CHAT = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights",
)
_UNCHANGED = "not modified"
_UNREADABLE = "Invalid server response"
"""What the library says of a success that it cannot read: the message is likely there."""
_NOT_SENT = (httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError)
_LOST_ANSWER = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


class TelegramSender:
    """Sends reminder messages and writes them anew when a task is done."""

    def __init__(self, bot: ExtBot[Any], catalogs: Catalogs, clock: Clock) -> None:
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        # Without a limiter (tests, the demo) the library refuses even to be told of a turn.
        self._pacing = bot.rate_limiter if isinstance(bot.rate_limiter, Pacing) else None

    def check(self, batch: Batch) -> None:
        """Raise CannotTell where no message can be made of a batch."""
        self._view(batch)

    def _view(self, batch: Batch) -> View:
        try:
            return reminder_message(self._catalogs, batch, local_date(self._clock.now()))
        except Exception as error:
            raise CannotTell from error

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        """Send a chat's message at its turn, or write today's anew. `begin` is awaited just before it leaves."""
        view = self._view(batch)
        if batch.into is not None:
            edited = await self._edit(batch.address, batch.into, view, begin)
            if not isinstance(edited, Refused):
                return edited
            log.info("today's message cannot be written anew: another is sent")
        outcome = await self._try(batch.address, view, begin, as_html=True)
        if isinstance(outcome, Refused):
            # Not Telegram's own words: they may quote the message.
            code = secrets.token_hex(2).upper()
            log.error("error %s: a reminder was refused as HTML, sent as plain text", code)
            outcome = await self._try(batch.address, view, begin, as_html=False)
        return outcome

    async def _try(self, address: Address, view: View, begin: Begin, *, as_html: bool) -> Outcome:
        keyboard = view.keyboard if isinstance(view.keyboard, InlineKeyboardMarkup) else None
        try:
            message = await self._bot.send_message(
                chat_id=address.telegram_id,
                text=str(view.text) if as_html else plain(view)[:LONGEST],
                parse_mode=ParseMode.HTML if as_html else None,
                message_thread_id=address.topic_id or None,
                reply_markup=keyboard,
                **await self._at_its_turn(begin),
            )
        except TelegramError as error:
            return self._outcome(error)
        return Sent(message.message_id)

    async def _edit(self, address: Address, message_id: int, view: View, begin: Begin) -> Outcome:
        """Add to a message that is there. To do so twice harms nothing: an answer that was lost is no doubt."""
        keyboard = view.keyboard if isinstance(view.keyboard, InlineKeyboardMarkup) else None
        try:
            await self._bot.edit_message_text(
                str(view.text),
                chat_id=address.telegram_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                **await self._at_its_turn(begin),
            )
        except TelegramError as error:
            outcome = self._outcome(error)
            if isinstance(outcome, Refused) and _UNCHANGED in outcome.error:
                return Sent(message_id)
            return NotDelivered(outcome.error) if isinstance(outcome, Unsure) else outcome
        return Sent(message_id)

    async def _at_its_turn(self, begin: Begin) -> dict[str, Any]:
        """Where a limiter takes turns it calls `begin` at the turn; without one (tests, the demo) now is the turn."""
        if self._pacing is not None:
            return {"rate_limit_args": Turn(begin)}
        await begin()
        return {}

    def _outcome(self, error: TelegramError) -> Outcome:
        outcome = outcome_of(error)
        if isinstance(outcome, Wait) and self._pacing is not None:
            return replace(outcome, everybody=self._pacing.everybody_waits())
        return outcome

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
            return Wait(timedelta(seconds=seconds_of(error)), everybody=True)
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
    if error.message == _UNREADABLE:
        return Unsure(type(error).__name__)
    return NotDelivered(type(error).__name__)


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
