"""Writing down what is being sent: that a message begins, and what came of it.

bot/draining.py makes one a tick. One transaction at a time takes all that waits, answers before beginnings: once a
message may leave, every answer that was noted before it is safe. So after a kill no more messages are in doubt than
were under way at once. A row that breaks the writing is set aside; a store that is away is waited for a little.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import Clock
from domain.delivery import Outcome, Sent
from services import recording
from services.recording import Answer
from storage.database import Database

log = logging.getLogger(__name__)

RECORD_PAUSES = (0.2, 1.0, 5.0)
"""Seconds between the tries to write down an answer: what is not written is sent again."""

_Start = tuple[Sequence[int], asyncio.Future[None]]


class NotMine(Exception):
    """Another worker took a row of the message meanwhile: it must not be sent."""


def store_down(error: BaseException) -> bool:
    """Whether an error means that the store is away: rows wait. Any other error is a row's own fault."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, IntegrityError | DataError | ProgrammingError)
    return isinstance(error, PoolTimeout | OSError)


@dataclass(slots=True, eq=False)
class Journal:
    """See the module. `mine` and `started` are rows that this worker holds, and those of them that have begun."""

    database: Database
    clock: Clock
    worker: str
    pause: Callable[[float], Awaitable[None]]
    failed: Callable[[], None]
    """Called once when the store stays away; the error is in `trouble`."""
    mine: set[int] = field(default_factory=set)
    started: set[int] = field(default_factory=set)
    trouble: BaseException | None = None
    _starts: list[_Start] = field(default_factory=list)
    _answers: list[Answer] = field(default_factory=list)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _work: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def store(self) -> AsyncIterator[AsyncSession]:
        """A transaction on rows that are this worker's. One at a time: two could wait for each other's for ever."""
        async with self._writing, self.database.session() as session:
            yield session
            await session.commit()

    async def begin(self, ids: Sequence[int]) -> None:
        """Return when it is written that these rows leave now. Raises NotMine, or what the store raised."""
        if self.trouble is not None:
            raise self.trouble
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._starts.append((ids, written))
        self._go()
        await written
        self.started.update(ids)

    def note(self, answer: Answer) -> None:
        """Write an answer down soon; before the next `begin` returns at the latest."""
        self._answers.append(answer)
        self._go()

    async def settled(self) -> None:
        """Return when nothing waits to be written."""
        while self._work is not None and not self._work.done():
            await asyncio.wait([self._work])

    def _go(self) -> None:
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while (self._starts or self._answers) and self.trouble is None:
            answers, self._answers = self._answers, []
            starts, self._starts = self._starts, []
            try:
                mine = await self._write(answers, [row_id for ids, _ in starts for row_id in ids])
            except Exception as error:  # noqa: BLE001 - whoever waits is told
                self._give_up(error, starts)
                return
            for ids, written in starts:
                await self._let_go(ids, written, mine)

    async def _let_go(self, ids: Sequence[int], written: asyncio.Future[None], mine: set[int]) -> None:
        """Let a message leave whose rows are all this worker's."""
        if mine.issuperset(ids):
            if not written.done():
                written.set_result(None)
            return
        self.mine.difference_update(ids)
        async with self.store() as session:
            await recording.release(session, [row_id for row_id in ids if row_id in mine], self.worker)
        if not written.done():
            written.set_exception(NotMine())

    def _give_up(self, error: Exception, starts: Iterable[_Start]) -> None:
        self.trouble = error
        for _, written in [*starts, *self._starts]:
            if not written.done():
                written.set_exception(error)
        self._starts.clear()
        self.failed()

    async def _write(self, answers: Sequence[Answer], starting: Sequence[int]) -> set[int]:
        """Write all down, patiently; gives the rows that may leave. Raises what the store raised."""
        for seconds in (*RECORD_PAUSES, None):
            try:
                mine = await self._in_one_go(answers, starting)
                if mine is None:
                    mine = await self._with_care(answers, starting)
            except Exception as error:
                if not store_down(error) and answers:
                    return await self._write_each(answers, starting, error)
                if not store_down(error) or seconds is None:
                    raise
                await self.pause(seconds)
            else:
                for batch, _ in answers:
                    self.forget(batch.ids)
                return mine
        raise AssertionError("the last try returns or raises")

    async def _in_one_go(self, answers: Sequence[Answer], starting: Sequence[int]) -> set[int] | None:
        """The short way; None where the long one is needed. It may be gone twice: what is written stays as it is."""
        try:
            async with self._writing:
                return await recording.note(self.database, answers, starting, self.worker, self.clock.now())
        except Exception as error:  # noqa: BLE001 - the long way meets it again, and sorts it out
            log.warning("reminders are written down the long way: %s", type(error).__name__)
            return None

    async def _with_care(self, answers: Sequence[Answer], starting: Sequence[int]) -> set[int]:
        async with self.store() as session:
            now = self.clock.now()
            if answers:
                await recording.record(session, answers, self.worker, now)
            return await recording.begin(session, starting, self.worker, now)

    async def _write_each(
        self, answers: Sequence[Answer], starting: Sequence[int], error: Exception
    ) -> set[int]:
        """One by one, so that the one which breaks the writing is found and set aside."""
        if len(answers) == 1:
            batch, outcome = answers[0]
            await self.quarantine(batch.ids, error, sent=outcome)
        else:
            for answer in answers:
                await self._write([answer], [])
        return await self._write([], starting)

    async def quarantine(self, ids: Sequence[int], error: BaseException, sent: Outcome | None = None) -> None:
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
        async with self.store() as session:
            await recording.quarantine(session, ids, type(error).__name__, self.worker, self.clock.now())
        self.forget(ids)

    async def renew(self) -> None:
        """Keep the leases; rows that another worker took meanwhile are let go."""
        if self.mine:
            asked = frozenset(self.mine)
            async with self.store() as session:
                kept = await recording.keep(session, sorted(asked), self.worker, self.clock.now())
            self.mine -= asked - kept

    async def release(self, ids: Iterable[int]) -> None:
        """Give back rows that were not sent."""
        given_back = sorted(ids)
        if given_back:
            async with self.store() as session:
                await recording.release(session, given_back, self.worker)
        self.forget(given_back)

    def forget(self, ids: Iterable[int]) -> None:
        self.mine.difference_update(ids)
        self.started.difference_update(ids)
