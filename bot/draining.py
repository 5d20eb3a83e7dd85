"""One tick's sending: take what is due (bot/claiming.py), send to a few chats at once, record, stop in order.

bot/reminding.py makes one `Drain` a tick. A chat gets one message. No more messages are under way at once than the pace
needs (bot/window.py); what has not begun to leave is never in doubt (bot/journal.py). Leases are renewed while a slow network holds a message up. What an unexpected error
breaks is set aside as failed and never blocks the rest. The pace is the sender's matter (bot/pacing.py), the meaning of
an answer services/delivery.py's.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from bot.claiming import Supply
from bot.journal import Journal, NotMine, store_down
from bot.window import Window
from domain.clock import Clock
from domain.delivery import (
    LEASE,
    CannotTell,
    Halt,
    Moved,
    NotDelivered,
    Outcome,
    Sent,
    TopicGone,
    Unreachable,
    Unsure,
    Wait,
)
from services.delivery import Batch
from storage.database import Database

log = logging.getLogger(__name__)

FEW_LEFT = 10
"""Chats that wait for their turn when the next ones are claimed."""
SEND_LIMIT = timedelta(seconds=60)
"""No message takes longer; beyond that its arrival is unsure."""
RENEW_SECONDS = LEASE.total_seconds() / 4
STOP_SECONDS = 20.0
"""How long an orderly stop waits for what is being sent."""
LONGEST_HOLD = 60.0
MOST_HOLDS = 3
AFTER_HOLD = 0.5
"""A tick sits out a 429 that is meant for everybody, but no longer one and no more of them in a row."""

Begin = Callable[[], Awaitable[None]]
"""To be awaited just before a message leaves: from then on it counts as begun. Raises where it must not leave."""


class Sender(Protocol):
    """A channel that reminders go out on."""

    def check(self, batch: Batch) -> None:
        """Raise CannotTell where no message can be made of a batch."""

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        """Send at its turn. Raises CannotTell before anything is sent, and whatever `begin` raises."""


@dataclass(slots=True, eq=False)
class Drain:
    """See the module. `run` once, then `close` whatever happened."""

    database: Database
    clock: Clock
    sender: Sender
    worker: str
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    beat: Callable[[], Awaitable[None]] | None = None
    window: Window = field(default_factory=Window)
    admin_ids: frozenset[int] = frozenset()
    """Whose digest tells of those whom nothing reaches."""
    tried: int = 0
    halted: str | None = None
    stopping: bool = False
    _journal: Journal = field(init=False)
    _supply: Supply = field(init=False)
    _queue: deque[Batch] = field(default_factory=deque)
    _lanes: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _trouble: BaseException | None = None
    _renewed: float = 0.0
    _rows: int = 0
    _again: bool = False
    """Something that was answered made rows due at once: a moved group, a closed topic."""
    _hold_until: float = 0.0
    _holds: int = 0

    def __post_init__(self) -> None:
        self._journal = Journal(self.database, self.clock, self.worker, self.pause, self._wake.set)
        self._supply = Supply(
            self.database, self.clock, self._journal, self.monotonic, self.beat, self.admin_ids
        )

    async def run(self) -> None:
        """Send until nothing is due any more, or until sending has to stop. Raises what the store raised."""
        more = True
        while not self.stopping:
            if more and len(self._queue) <= FEW_LEFT:
                more = await self._take()
            elif self._queue or self._lanes:
                await self._something_happens()
            else:
                await self._journal.settled()
                if not self._again:
                    break
                self._again, more = False, True
                await self._sit_out()
            trouble = self._trouble or self._journal.trouble
            if trouble is not None:
                raise trouble
        if self._journal.trouble is not None:
            raise self._journal.trouble

    async def _something_happens(self) -> None:
        """Wait until the lanes are done or few chats are left; leases are renewed meanwhile."""
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(RENEW_SECONDS):
                await self._wake.wait()
        if self.monotonic() - self._renewed > RENEW_SECONDS:
            await self._renew()

    async def _renew(self) -> None:
        self._renewed = self.monotonic()
        await self._journal.renew()

    async def close(self) -> None:
        """Let what is being sent come to its end, give back the rest. Raises nothing."""
        self.stopping = True
        if self._lanes:
            done, hung = await asyncio.wait(self._lanes, timeout=STOP_SECONDS)
            for task in hung:
                task.cancel()  # its rows stay claimed: the lease runs out, and they are marked
            for result in await asyncio.gather(*done, *hung, return_exceptions=True):
                if isinstance(result, Exception):
                    log.error("sending ended with an error: %s", type(result).__name__)
        await self._journal.settled()
        try:
            await self._journal.release((self._journal.mine | self._supply.fresh) - self._journal.started)
        except Exception as error:  # noqa: BLE001 - their leases run out, all the same
            log.error("claimed reminders were not given back: %s", type(error).__name__)

    async def _take(self) -> bool:
        """Claim and prepare some more; whether there may be others."""
        if self.monotonic() - self._renewed > RENEW_SECONDS:
            await self._renew()
        batches, more = await self._supply.take(self._rows)
        self._queue.extend(batches)
        self._staff()
        return more

    # --- sending

    def _staff(self) -> None:
        """As many lanes as the window and the queue want."""
        while len(self._lanes) < min(self.window.size, len(self._lanes) + len(self._queue)):
            task = asyncio.create_task(self._lane())
            self._lanes.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._lanes.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._trouble = task.exception()
        self._wake.set()

    async def _lane(self) -> None:
        """Send one message after the other, as long as there are some and no lane is too many."""
        while self._queue and not self.stopping and len(self._lanes) <= self.window.size:
            await self._sit_out()
            if self.stopping or not self._queue:
                return
            batch = self._queue.popleft()
            if len(self._queue) == FEW_LEFT:
                self._wake.set()
            outcome = await self._send(batch)
            if outcome is not None:
                self.tried += 1
                self._rows += len(batch.ids)
                self._heed(outcome)
                self._journal.note((batch, outcome))
            if self._journal.trouble is not None:
                return
            self._staff()

    async def _sit_out(self) -> None:
        """Wait while Telegram wants everybody to wait; an orderly stop is heard of within a second."""
        left = self._hold_until - self.monotonic()
        while left > 0 and not self.stopping:
            await self.pause(min(left, 1.0))
            left -= 1.0

    async def _send(self, batch: Batch) -> Outcome | None:
        """Send one message. None: nothing was sent, and its rows are seen to."""
        begun: float | None = None

        async def begin() -> None:
            nonlocal begun
            if begun is None:
                started = self.monotonic()
                await self._journal.begin(batch.ids)
                begun = started

        try:
            async with asyncio.timeout(SEND_LIMIT.total_seconds()):
                outcome = await self.sender.send(batch, begin)
        except TimeoutError as error:
            return (Unsure if begun is not None else NotDelivered)(type(error).__name__)
        except NotMine:
            return None
        except CannotTell as error:
            await self._sort_out(batch, error)
            return None
        except Exception as error:
            if store_down(error):
                raise
            await self._journal.quarantine(batch.ids, error)
            return None
        if begun is not None:
            self.window.saw(self.monotonic() - begun)
        return outcome

    async def _sort_out(self, batch: Batch, error: CannotTell) -> None:
        """Of one task no message can be made: it is found and set aside, the others are sent without it."""
        broken: dict[int, BaseException] = {}
        for alone in batch.each_alone():
            try:
                self.sender.check(alone)
            except CannotTell as why:
                broken[alone.ids[0]] = why.__cause__ or why
        if not broken and batch.digest is not None and batch.items:
            rest = batch.without_digest()
            await self._journal.quarantine(sorted(set(batch.ids) - set(rest.ids)), error.__cause__ or error)
            self._queue.appendleft(rest)
            return
        rest = batch.without(broken)
        if not broken or not rest.ids:
            await self._journal.quarantine(batch.ids, error.__cause__ or error)
            return
        for row_id in broken.keys() & set(batch.ids):
            await self._journal.quarantine([row_id], broken[row_id])
        self._queue.appendleft(rest)

    def _heed(self, outcome: Outcome) -> None:
        """Stop or wait where an answer means everybody."""
        if isinstance(outcome, Sent):
            self._holds = 0
        elif isinstance(outcome, Halt):
            if self.halted is None:
                log.critical("sending stopped: %s", outcome.error)
                self.halted = outcome.error
            self.stopping = True
        elif isinstance(outcome, Wait) and outcome.everybody:
            self._hold(outcome.span.total_seconds())
        elif isinstance(outcome, Moved | TopicGone | Unreachable):
            self._again = True
        if self.stopping:
            self._wake.set()

    def _hold(self, seconds: float) -> None:
        now = self.monotonic()
        if now >= self._hold_until:  # the answers of those that were under way together are one
            self._holds += 1
        self._hold_until = max(self._hold_until, now + seconds + AFTER_HOLD)
        self._again = True
        self.stopping = self.stopping or seconds > LONGEST_HOLD or self._holds > MOST_HOLDS
