"""A watchman outside (a dead man's switch): while reminders are seen to, his address is called.

Called by bot/reminding.py at every look at the queue. A ping waits for nothing and harms nothing: it runs beside the
sending, and whatever goes wrong with it is only told in the log, once until it works again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import httpx

log = logging.getLogger(__name__)

TIMEOUT = 10.0
BETWEEN = 15.0
"""Seconds between two pings at least: a long drain looks at the queue every second or two."""


class Ping:
    """Calls one address. `transport` stands for the network in tests."""

    def __init__(
        self,
        url: str,
        monotonic: Callable[[], float] = time.monotonic,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._monotonic = monotonic
        self._transport = transport
        self._last: float | None = None
        self._running: asyncio.Task[None] | None = None
        self._failing = False

    async def __call__(self) -> None:
        """Start a ping unless one was started a moment ago or still runs."""
        now = self._monotonic()
        busy = self._running is not None and not self._running.done()
        if busy or (self._last is not None and now - self._last < BETWEEN):
            return
        self._last = now
        self._running = asyncio.create_task(self._call())

    async def settled(self) -> None:
        """Wait for the ping that runs, if one does."""
        if self._running is not None:
            await self._running

    async def _call(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, transport=self._transport) as client:
                answer = await client.get(self._url)
            trouble = "" if answer.is_success else f"status {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            trouble = type(error).__name__
        if trouble and not self._failing:
            # Not the address: it is a secret of the operator's, like a token.
            log.warning("the watchman (PING_URL) was not reached: %s", trouble)
        self._failing = bool(trouble)
