"""Waking those who wait for a change: long polling, webhooks and the chat page use it."""

from __future__ import annotations

import asyncio


class Bell:
    """`ring` wakes everybody who waits at that moment. Ringing needs no running loop, waiting does."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Return at the next ring or after `seconds`, whichever comes first."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=seconds)
        finally:
            self._waiting.discard(waiter)
