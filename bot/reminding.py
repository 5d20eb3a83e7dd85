"""The ticker's work: send what is due, keep the horizon, tell a watchman that all is well.

A tick is one `Drain` (bot/draining.py). Several processes may tick on one store; within a process one tick runs at a
time. What a crash leaves behind is a lease that runs out (domain/delivery.LEASE).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import date

from bot.draining import Drain, Sender
from bot.window import Window
from domain.clock import Clock, local_date
from services import digests, schedule
from services.calendar import work_calendar
from storage.database import Database

__all__ = ["Reminding", "Sender"]

log = logging.getLogger(__name__)

Ping = Callable[[], Awaitable[None]]


class Reminding:
    """Sends the reminders that are due. `halted` tells why nothing can be sent, for the health check."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sender: Sender,
        worker: str,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        ping: Ping | None = None,
        at_once: int | None = None,
        admin_ids: frozenset[int] = frozenset(),
    ) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        # Processes of one name (containers are all number 1) must not take each other's rows for their own.
        self._worker = f"{worker}-{secrets.token_hex(3)}"
        self._pause = pause
        self._ping = ping
        self._admin_ids = admin_ids
        self._digests_planned: date | None = None
        # How many messages may be under way is learnt once, and kept from tick to tick.
        self._window = Window() if at_once is None else Window(at_once, at_once)
        self._ticking = asyncio.Lock()
        self._drain: Drain | None = None
        self._stopped = False
        self.halted: str | None = None

    async def tick(self) -> int:
        """Send everything that is due now; returns the number of messages sent or tried."""
        async with self._ticking:
            if self._stopped:
                return 0
            await self._plan_digests()
            drain = Drain(
                self._database,
                self._clock,
                self._sender,
                self._worker,
                self._pause,
                beat=self._all_is_well,
                window=self._window,
                admin_ids=self._admin_ids,
            )
            self._drain = drain
            try:
                await drain.run()
            finally:
                self._drain = None
                await drain.close()
            if drain.tried:
                self.halted = drain.halted
            return drain.tried

    async def stop(self) -> None:
        """End in order: what is being sent is waited for and recorded, the rest is given back."""
        self._stopped = True
        if self._drain is not None:
            self._drain.stopping = True
        async with self._ticking:
            log.info("reminding has stopped")

    async def _all_is_well(self) -> None:
        """Tell the watchman outside, unless nothing can be sent: then he should worry."""
        if self._ping is not None and self.halted is None:
            await self._ping()

    async def _plan_digests(self) -> None:
        """Make the rows of weekly digests: at the start, then with each new day."""
        now = self._clock.now()
        today = local_date(now)
        if self._digests_planned == today:
            return
        async with self._database.session() as session:
            await digests.plan(session, now, await work_calendar(session))
            await session.commit()
        self._digests_planned = today

    async def move_horizon(self) -> None:
        """Plan the recurring due days that have come within the horizon."""
        async with self._database.session() as session:
            planned = await schedule.extend(session, self._clock.now())
            await session.commit()
        log.info("horizon moved: %d reminders planned", planned.reminders)
