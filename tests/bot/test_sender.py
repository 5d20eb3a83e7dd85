"""What Telegram's errors mean for a reminder, in the order of the table."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
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

from bot.sender import outcome_of
from domain.delivery import Halt, Moved, NotDelivered, Outcome, Refused, TopicGone, Unreachable, Unsure, Wait


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), Wait(timedelta(seconds=7), everybody=True)),
        (RetryAfter(timedelta(seconds=9)), Wait(timedelta(seconds=9), everybody=True)),
        (ChatMigrated(-100123), Moved(-100123)),
        (InvalidToken(), Halt("InvalidToken")),
        (Conflict("two pollers"), Halt("Conflict")),
        (Forbidden("bot was blocked by the user"), Unreachable("bot was blocked by the user")),
        (BadRequest("Message thread not found"), TopicGone()),
        (BadRequest("TOPIC_CLOSED"), TopicGone()),
        (BadRequest("Chat not found"), Unreachable("Chat not found")),
        (BadRequest("Can't parse entities: unclosed tag"), Refused("Can't parse entities: unclosed tag")),
        (BadRequest("Message is too long"), Refused("Message is too long")),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), NotDelivered("ConnectTimeout")),
        (caused(TimedOut(), httpx.PoolTimeout("x")), NotDelivered("PoolTimeout")),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Unsure("ReadTimeout")),
        (caused(TimedOut(), httpx.WriteTimeout("x")), Unsure("WriteTimeout")),
        (TimedOut(), Unsure("TimedOut")),
        (caused(NetworkError("x"), httpx.ConnectError("x")), NotDelivered("ConnectError")),
        (caused(NetworkError("x"), httpx.ReadError("x")), Unsure("ReadError")),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Unsure("RemoteProtocolError")),
        (NetworkError("Bad Gateway"), NotDelivered("NetworkError")),
        (TelegramError("something new"), NotDelivered("TelegramError")),
        (TelegramError("Invalid server response"), Unsure("TelegramError")),
    ],
)
def test_an_error_is_translated_by_the_table(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome
