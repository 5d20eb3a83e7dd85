"""Updates waiting for the bot: numbering, acknowledging by offset, the kinds that are wanted, webhooks.

Filled by sandbox/world.py; emptied by getUpdates (sandbox/methods/polling.py), by webhook delivery
(sandbox/webhooks.py) or, in tests, by `FakeTelegram.take_updates`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.bell import Bell
from sandbox.errors import conflict

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it names them."""


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to, and how the last push failed."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: int | None = None


class UpdateQueue:
    """Updates in order. They stay until a later offset acknowledges them."""

    def __init__(self) -> None:
        self._pending: list[dict[str, Any]] = []
        self._next_id = 1
        self._poller = 0
        self._bell = Bell()
        self.wanted: frozenset[str] = frozenset()
        self.webhook: Webhook | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, kind: str, content: dict[str, Any]) -> bool:
        """Add an update of that kind, unless the bot does not want it. Tells whether it was added."""
        if kind not in self.wanted if self.wanted else kind in ON_REQUEST_ONLY:
            return False
        self._pending.append({"update_id": self._next_id, kind: content})
        self._next_id += 1
        self._bell.ring()
        return True

    def want(self, kinds: Sequence[str] | None) -> None:
        """Set the kinds wanted from now on; None leaves them as they are, an empty list is the default."""
        if kinds is not None:
            self.wanted = frozenset(kinds)

    def acknowledge(self, offset: int) -> None:
        """Forget every update before `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    def peek(self, limit: int) -> list[dict[str, Any]]:
        return self._pending[:limit]

    def take_all(self) -> list[dict[str, Any]]:
        """Everything that waits, acknowledged at once."""
        taken, self._pending = self._pending, []
        return taken

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Change or remove the webhook; a poller that waits is told."""
        self.webhook = webhook
        self._bell.ring()

    async def changed(self, seconds: float) -> None:
        await self._bell.wait(seconds)

    async def poll(self, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Long polling: the waiting updates, as soon as there are any. A newer poller ends this one (409)."""
        self._poller += 1
        mine = self._poller
        self._bell.ring()
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            if mine != self._poller:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            if self.webhook is not None:
                raise conflict(
                    "can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first"
                )
            left = until - loop.time()
            if self._pending or left <= 0:
                return self.peek(limit)
            await self._bell.wait(left)
