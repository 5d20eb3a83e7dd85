"""What can become of a reminder: its states, the reasons for not sending, what a send may answer.

The table of outcomes stands in docs/architecture.md. `services/delivery` applies it; a channel's
sender (Telegram's is bot/sender.py) translates its own errors into these outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ReminderState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a planned reminder was not sent."""

    SUPERSEDED = "superseded"
    DONE = "done"
    NOT_RESPONSIBLE = "not_responsible"
    UNREACHABLE = "unreachable"
    TOO_LATE = "too_late"
    MUTED = "muted"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """A newer step of the same due day told of it."""
    EMPTY = "empty"
    """A weekly digest with nothing in it."""
    AWAY = "away"
    """Whoever stands in for an absent person was told instead."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; the message can be edited later under this id."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Wait:
    """The channel asked to wait (429). Not counted as an attempt."""

    span: timedelta
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has a new id; send again at once."""

    telegram_id: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Blocked, kicked or deleted: this chat gets nothing until it is heard from again."""

    reason: str


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The topic is closed or deleted; the group itself is still there."""


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """It surely did not arrive (no connection, 5xx): try again by the table of waits."""

    error: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived (the answer was lost): sent once more, marked as a possible repeat."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The channel refused our text even as plain text: our fault, shown to admins."""

    error: str


@dataclass(frozen=True, slots=True)
class Halt:
    """Nothing can be sent at all (bad token, a second sender): no row is touched."""

    error: str


Outcome = Sent | Wait | Moved | Unreachable | TopicGone | NotDelivered | Unsure | Refused | Halt


class CannotTell(Exception):
    """No message could be made of what is due; nothing was sent. Its cause is the error of that."""


RETRY_WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""Waits before the attempts that follow a sure non-delivery; after the last one the row has failed."""

UNSURE_WAIT = timedelta(minutes=10)
MOST_CRASHES = 5
"""A row that so many workers died over while sending it is not tried again: it may be what kills them."""
LEASE = timedelta(minutes=2)
"""How long a claimed row belongs to the process that claimed it."""

TOO_LATE = timedelta(days=7)
"""A reminder this old is not sent any more: the digest and the lists carry it."""
