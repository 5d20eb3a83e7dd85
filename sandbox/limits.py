"""Telegram's flood limits: 30 messages a second in all, about one a second to a person, 20 a minute to a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (a short burst to
one person is let through). Only messages that are sent count here, not edits.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from sandbox.errors import ApiError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages within `seconds`."""

    count: int
    seconds: float


EVERYBODY = Limit(30, 1.0)
GROUP = Limit(20, 60.0)
PERSON = Limit(3, 3.0)
"""One a second on the average, with a burst of three."""


@dataclass(slots=True)
class FloodLimits:
    """Counts the messages that went out and refuses the one too many."""

    monotonic: Callable[[], float]
    _sent: dict[int | None, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat_id: int) -> None:
        """Raise 429 if a message to that chat is one too many now; nothing is counted."""
        per_chat = PERSON if chat_id > 0 else GROUP
        wait = max(self._wait(chat_id, per_chat), self._wait(None, EVERYBODY))
        if wait > 0:
            raise too_many_requests(ceil(wait))

    def count(self, chat_id: int) -> None:
        """A message went out."""
        now = self.monotonic()
        self._sent[chat_id].append(now)
        self._sent[None].append(now)

    def _wait(self, key: int | None, limit: Limit) -> float:
        """Seconds until one more message is allowed, 0 if it is now."""
        sent, now = self._sent[key], self.monotonic()
        while sent and now - sent[0] >= limit.seconds:
            sent.popleft()
        return sent[-limit.count] + limit.seconds - now if len(sent) >= limit.count else 0.0


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
