"""One tick's sending: claim a little ahead, send to several chats at once, record, stop in order.

bot/reminding.py makes one `Drain` a tick. The messages of one chat go out one after the other. Claims are small (about
two seconds' worth of sending), so that a crash leaves few rows in doubt; leases are renewed while a slow network holds
a row up. What an unexpected error breaks is set aside as failed and never blocks the rest. The pace is the sender's
matter (bot/pacing.py), the meaning of an answer services/delivery.py's.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import traceback
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import Clock
from domain.delivery import (
    LEASE,
    CannotTell,
    Halt,
    Moved,
    Outcome,
    Sent,
    TopicGone,
    Unreachable,
    Unsure,
    Wait,
)
from services import delivery
from services.delivery import Answer, Batch
from storage.database import Database
from storage.queries import reminders

log = logging.getLogger(__name__)

AT_ONCE = 12
"""Messages on their way or not yet written down: enough for 28 a second where each takes four tenths of one. No more
than these can have arrived unrecorded when the process is killed."""
FEW_LEFT = 4
"""Chats that wait for their turn when the next ones are claimed."""
LEAST_CLAIM, MOST_CLAIM = 16, 500
AHEAD = 0.5
"""Seconds of sending that one claim is worth: a killed process leaves what it claimed marked as in doubt."""
SEND_LIMIT = timedelta(seconds=60)
"""No message takes longer; beyond that its arrival is unsure."""
RENEW_SECONDS = LEASE.total_seconds() / 4
STOP_SECONDS = 20.0
"""How long an orderly stop waits for what is being sent."""
RECORD_PAUSES = (0.2, 1.0, 5.0)
"""Seconds between the tries to write down an answer: what is not written is sent again."""

Chat = deque[Batch]
"""The messages of one chat, in order."""


class Sender(Protocol):
    """A channel that reminders go out on. Raises CannotTell where no message could be made of a batch."""

    async def send(self, batch: Batch) -> Outcome: ...


def store_down(error: BaseException) -> bool:
    """Whether an error means that the store is away: rows wait. Any other error is a row's own fault."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, IntegrityError | DataError | ProgrammingError)
    return isinstance(error, PoolTimeout | OSError)


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
    at_once: int = AT_ONCE
    tried: int = 0
    halted: str | None = None
    stopping: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(init=False)
    _queued: int = 0
    """Chats that are claimed and have not had their first message yet."""
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _trouble: BaseException | None = None
    _fresh: set[int] = field(default_factory=set)
    _mine: set[int] = field(default_factory=set)
    _started: set[int] = field(default_factory=set)
    _answers: list[tuple[Answer, asyncio.Future[None]]] = field(default_factory=list)
    _recording: asyncio.Lock = field(default_factory=asyncio.Lock)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _renewed: float = 0.0
    _ended: int = 0
    """Messages that are done with, recorded and all."""
    _claimed: tuple[float, int] = (0.0, 0)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.at_once)

    async def run(self) -> None:
        """Send until nothing is due any more, or until sending has to stop. Raises what the store raised."""
        more = True
        while not self.stopping:
            if more and self._queued <= FEW_LEFT:
                more = await self._take()
            elif not self._tasks and not more:
                return
            else:
                await self._something_happens()
                # What was answered may have made rows due at once: a moved group, a closed topic.
                more = more or (not self._tasks and self._ended > self._claimed[1])
            if self._trouble is not None:
                raise self._trouble

    async def _something_happens(self) -> None:
        """Wait until a chat is done with or few are left; leases are renewed meanwhile."""
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(RENEW_SECONDS):
                await self._wake.wait()
        if self.monotonic() - self._renewed > RENEW_SECONDS:
            await self._renew()

    async def close(self) -> None:
        """Let what is being sent come to its end, give back the rest. Raises nothing."""
        self.stopping = True
        if self._tasks:
            done, hung = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in hung:
                task.cancel()  # its rows stay claimed: the lease runs out, and they are marked
            for result in await asyncio.gather(*done, *hung, return_exceptions=True):
                if isinstance(result, Exception):
                    log.error("sending ended with an error: %s", type(result).__name__)
        try:
            await self._release((self._mine | self._fresh) - self._started)
        except Exception as error:  # noqa: BLE001 - their leases run out, all the same
            log.error("claimed reminders were not given back: %s", type(error).__name__)

    @asynccontextmanager
    async def _store(self) -> AsyncIterator[AsyncSession]:
        """A transaction on rows that are this worker's. One at a time: two could wait for each other's for ever."""
        async with self._writing, self.database.session() as session:
            yield session
            await session.commit()

    # --- claiming

    async def _take(self) -> bool:
        """Claim and prepare some more; whether there was anything."""
        now, begun = self.clock.now(), self.monotonic()
        since, ended = self._claimed
        rate = (self._ended - ended) / max(begun - since, 0.001) if since else 0.0
        self._claimed = begun, self._ended
        limit = min(max(round(rate * AHEAD), LEAST_CLAIM), MOST_CLAIM)
        await self._renew()
        # Writing down does not wait for this: nobody else touches rows that are only being claimed.
        async with self.database.session() as session:
            ids = await delivery.claim(session, now, self.worker, limit)
            await reminders.beat(session, "reminders", now)
            await session.commit()
        self._fresh.update(ids)
        if self.beat is not None:
            await self.beat()
        chats: dict[int, Chat] = {}
        for batch in await self._prepare(ids):
            chats.setdefault(batch.address.chat_id, deque()).append(batch)
            self._mine.update(batch.reminder_ids)
        self._fresh.clear()
        for chat in chats.values():
            self._begin(chat)
        return bool(ids)

    async def _prepare(self, ids: Sequence[int]) -> list[Batch]:
        """The messages to send; a row that cannot even be looked at is found by halves and set aside."""
        if not ids:
            return []
        try:
            async with self.database.session() as session:
                batches = await delivery.prepare(session, ids, self.clock.now())
                await session.commit()
            return batches
        except Exception as error:
            if store_down(error):
                raise
            if len(ids) == 1:
                await self._quarantine(ids, error)
                return []
        half = len(ids) // 2
        return [*await self._prepare(ids[:half]), *await self._prepare(ids[half:])]

    async def _renew(self) -> None:
        """Keep the leases; rows that another worker took meanwhile are let go."""
        self._renewed = self.monotonic()
        if self._mine:
            async with self._store() as session:
                asked = frozenset(self._mine)
                kept = await delivery.keep(session, sorted(asked), self.worker, self.clock.now())
            self._mine -= asked - kept

    # --- sending

    def _begin(self, batches: Chat) -> None:
        self._queued += 1
        task = asyncio.create_task(self._send_chat(batches))
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._trouble = task.exception()
        if not self._tasks or self._trouble is not None:
            self._wake.set()

    async def _send_chat(self, batches: Chat) -> None:
        """Send one chat's messages, one after the other, each written down before its slot is free."""
        queued = True
        while batches and not self.stopping:
            async with self._slots:
                if queued:
                    self._queued, queued = self._queued - 1, False
                    if self._queued <= FEW_LEFT:
                        self._wake.set()
                batch = batches.popleft()
                if self.stopping or not await self._still_mine(batch):
                    continue
                self._started.update(batch.reminder_ids)
                outcome = await self._send(batch, batches)
                self._heed(outcome)
                if outcome is not None:
                    self.tried += 1
                    await self._record((batch, outcome))
                    await self._follow(outcome, batches)
                self._ended += 1

    async def _still_mine(self, batch: Batch) -> bool:
        """Whether a message may be sent: not if another worker took a row of it while this machine slept."""
        if self.monotonic() - self._renewed > RENEW_SECONDS:
            await self._renew()
        if self._mine.issuperset(batch.reminder_ids):
            return True
        await self._release(self._mine.intersection(batch.reminder_ids))
        return False

    async def _send(self, batch: Batch, batches: Chat) -> Outcome | None:
        """Send one message. None: it broke, and its rows are set aside or tried one by one."""
        try:
            async with asyncio.timeout(SEND_LIMIT.total_seconds()):
                return await self.sender.send(batch)
        except TimeoutError as error:
            return Unsure(type(error).__name__)
        except CannotTell as error:
            if len(batch.items) > 1:
                self._started.difference_update(batch.reminder_ids)
                batches.extendleft(reversed(batch.each_alone()))
                return None
            await self._quarantine(batch.reminder_ids, error.__cause__ or error)
        except Exception as error:  # noqa: BLE001 - one broken row must not hold up the others
            await self._quarantine(batch.reminder_ids, error)
        return None

    def _heed(self, outcome: Outcome | None) -> None:
        """Stop at once where an answer means everybody."""
        if isinstance(outcome, Halt) and self.halted is None:
            log.critical("sending stopped: %s", outcome.error)
            self.halted = outcome.error
        if isinstance(outcome, Halt) or (isinstance(outcome, Wait) and outcome.everybody):
            self.stopping = True
            self._wake.set()

    async def _follow(self, outcome: Outcome, batches: Chat) -> None:
        """What an answer means for the chat's other messages."""
        if isinstance(outcome, Wait):
            while batches and not self.stopping:
                await self._record((batches.popleft(), outcome))
        elif isinstance(outcome, Moved | TopicGone | Unreachable):
            # They are claimed again with what is known of the chat now.
            await self._release([row_id for batch in batches for row_id in batch.reminder_ids])
            batches.clear()

    # --- writing down

    async def _record(self, answer: Answer) -> None:
        """Write an answer down. Answers that come while one is being written are written together."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answers.append((answer, written))
        async with self._recording:
            if written.done():
                written.result()
                return
            todo, self._answers = self._answers, []
            error = await self._write([one for one, _ in todo])
            for _, future in todo:
                if error is None:
                    future.set_result(None)
                elif future is not written:
                    future.set_exception(error)
        if error is not None:
            raise error

    async def _write(self, answers: Sequence[Answer]) -> Exception | None:
        """Write answers down, patiently; one that breaks the writing is set aside. Gives the store's error."""
        for seconds in (*RECORD_PAUSES, None):
            try:
                async with self._store() as session:
                    await delivery.record(session, answers, self.worker, self.clock.now())
            except Exception as error:  # noqa: BLE001 - told apart below
                if not store_down(error):
                    return await self._write_each(answers, error)
                if seconds is None:
                    return error
                await self.pause(seconds)
            else:
                break
        for batch, _ in answers:
            self._forget(batch.reminder_ids)
        return None

    async def _write_each(self, answers: Sequence[Answer], error: Exception) -> Exception | None:
        if len(answers) == 1:
            batch, outcome = answers[0]
            await self._quarantine(batch.reminder_ids, error, sent=outcome)
            return None
        for answer in answers:
            trouble = await self._write([answer])
            if trouble is not None:
                return trouble
        return None

    async def _quarantine(
        self, ids: Sequence[int], error: BaseException, sent: Outcome | None = None
    ) -> None:
        """Set rows aside; the log gets a code, the kind of error and where it happened, never its words."""
        code = secrets.token_hex(2).upper()
        frames = "".join(traceback.format_tb(error.__traceback__))
        arrived = " (it had arrived)" if isinstance(sent, Sent) else ""
        log.error(
            "error %s: reminders %s set aside%s: %s\n%s",
            code,
            ", ".join(map(str, ids)),
            arrived,
            type(error).__name__,
            frames,
        )
        async with self._store() as session:
            await delivery.quarantine(session, ids, type(error).__name__, self.worker, self.clock.now())
        self._forget(ids)

    async def _release(self, ids: Iterable[int]) -> None:
        given_back = sorted(ids)
        if given_back:
            async with self._store() as session:
                await delivery.release(session, given_back, self.worker)
        self._forget(given_back)

    def _forget(self, ids: Iterable[int]) -> None:
        self._mine.difference_update(ids)
        self._started.difference_update(ids)
