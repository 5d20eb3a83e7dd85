"""The last question of each chat, parsed and in memory only, so that "còn Sở Y tế?" can refer to it.

Kept for some minutes and for a limited number of chats; never stored, never logged; a restart forgets it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.questions import Question

KEPT_FOR = timedelta(minutes=10)
MOST_CHATS = 5_000


@dataclass(slots=True)
class Asked:
    """See the module."""

    _last: dict[int, tuple[Question, datetime]] = field(default_factory=dict)

    def keep(self, chat: int, question: Question, now: datetime) -> None:
        self._last.pop(chat, None)
        while len(self._last) >= MOST_CHATS:
            del self._last[next(iter(self._last))]
        self._last[chat] = (question, now)

    def recall(self, chat: int, now: datetime) -> Question | None:
        """The chat's last question, if it is not too long ago."""
        known = self._last.get(chat)
        if known is None:
            return None
        if now - known[1] > KEPT_FOR:
            del self._last[chat]
            return None
        return known[0]
