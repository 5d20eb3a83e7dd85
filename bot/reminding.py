"""The ticker's work: send what is due, keep the horizon, note the heartbeat.

Claiming, preparing and recording are transactions of their own; sending stands between them. What a
crash leaves behind is a lease that runs out (domain/delivery.LEASE).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from domain.clock import Clock
from domain.delivery import LEASE, Halt, Outcome, Wait
from services import delivery, schedule
from services.delivery import Batch
from storage.database import Database
from storage.queries import reminders

log = logging.getLogger(__name__)

CLAIM = 100
"""Rows claimed at once: few enough to be sent well within the lease."""

SAME_CHAT_PAUSE = 1.1
"""Seconds between two messages to one chat: Telegram allows about one a second."""


class Sender(Protocol):
    """A channel that reminders go out on."""

    async def send(self, batch: Batch) -> Outcome: ...


class Reminding:
    """Sends the reminders that are due. One tick at a time in a process; several processes may run."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sender: Sender,
        worker: str,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        self._worker = worker
        self._pause = pause
        self._ticking = asyncio.Lock()
        self.halted: str | None = None

    async def tick(self) -> int:
        """Send everything that is due now; returns the number of messages sent or tried."""
        async with self._ticking:
            messages = 0
            while True:
                tried, again = await self._round()
                messages += tried
                if not again:
                    break
            async with self._database.session() as session:
                await reminders.beat(session, "reminders", self._clock.now())
                await session.commit()
            return messages

    async def _round(self) -> tuple[int, bool]:
        """One claim and what follows. Returns the messages tried and whether to go on."""
        started = self._clock.now()
        async with self._database.session() as session:
            ids = await delivery.claim(session, started, self._worker, CLAIM)
            await session.commit()
        if not ids:
            return 0, False
        async with self._database.session() as session:
            batches = await delivery.prepare(session, ids, started)
            await session.commit()
        last = 0
        for tried, batch in enumerate(batches):
            if self._clock.now() - started > LEASE / 2:
                await self._release()
                return tried, True
            if batch.address.telegram_id == last:
                await self._pause(SAME_CHAT_PAUSE)
            last = batch.address.telegram_id
            outcome = await self._sender.send(batch)
            await self._record(batch, outcome)
            if isinstance(outcome, Halt):
                log.critical("sending stopped: %s", outcome.error)
                self.halted = outcome.error
                await self._release()
                return tried + 1, False
            self.halted = None
            if isinstance(outcome, Wait):
                await self._release()
                return tried + 1, False
        return len(batches), True

    async def _record(self, batch: Batch, outcome: Outcome) -> None:
        async with self._database.session() as session:
            await delivery.record(session, batch, outcome, self._clock.now())
            await session.commit()

    async def _release(self) -> None:
        async with self._database.session() as session:
            await delivery.release(session, self._worker)
            await session.commit()

    async def move_horizon(self) -> None:
        """Plan the recurring due days that have come within the horizon."""
        async with self._database.session() as session:
            planned = await schedule.extend(session, self._clock.now())
            await session.commit()
        log.info("horizon moved: %d reminders planned", planned.reminders)
