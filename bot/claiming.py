"""What one tick takes from the queue: some seconds' worth at a time, made into messages.

bot/draining.py asks for more when few are left. A row that cannot even be looked at is found by halves and set aside.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.journal import Journal, store_down
from domain.clock import Clock
from services import delivery
from services.delivery import Batch
from storage.database import Database
from storage.queries import reminders
from storage.queries.claims import Claimed

LEAST_CLAIM, MOST_CLAIM = 32, 1_000
AHEAD = 3.0
"""Seconds of sending that one claim is worth."""


@dataclass(slots=True, eq=False)
class Supply:
    """See the module. The rows that it gives are the journal's from then on."""

    database: Database
    clock: Clock
    journal: Journal
    monotonic: Callable[[], float]
    beat: Callable[[], Awaitable[None]] | None
    admin_ids: frozenset[int]
    fresh: set[int] = field(default_factory=set)
    """Rows that are claimed and not yet made into messages."""
    _last: tuple[float, int] = (0.0, 0)
    """When the last claim was made, and how many rows had been sent or tried by then."""

    async def take(self, rows: int) -> tuple[list[Batch], bool]:
        """Some messages, and whether there may be more; `rows` have been sent or tried so far."""
        limit = self._limit(rows)
        # Writing down does not wait for this: nobody else touches rows that are only being claimed.
        async with self.database.session() as session:
            now = self.clock.now()
            claimed = await delivery.claim(session, now, self.journal.worker, limit)
            await reminders.beat(session, "reminders", now)
            await session.commit()
        self.fresh.update(row.id for row in claimed)
        if self.beat is not None:
            await self.beat()
        batches = await self._prepare(claimed)
        for batch in batches:
            self.journal.mine.update(batch.ids)
        self.fresh.clear()
        return batches, len(claimed) >= limit

    def _limit(self, rows: int) -> int:
        """As much as is sent in a few seconds, by what was sent since the last claim."""
        begun, (since, before) = self.monotonic(), self._last
        rate = (rows - before) / max(begun - since, 0.001) if since else 0.0
        self._last = begun, rows
        return min(max(round(rate * AHEAD), LEAST_CLAIM), MOST_CLAIM)

    async def _prepare(self, claimed: Sequence[Claimed]) -> list[Batch]:
        """The messages to send; a row that cannot even be looked at is found by halves and set aside."""
        if not claimed:
            return []
        try:
            async with self.database.session() as session:
                batches = await delivery.prepare(
                    session, claimed, self.journal.worker, self.clock.now(), self.admin_ids
                )
                await session.commit()
            return batches
        except Exception as error:
            if store_down(error):
                raise
            chats = sorted({row.chat_id for row in claimed})
            if len(claimed) == 1:
                await self.journal.quarantine([claimed[0].id], error)
                return []
        if len(chats) == 1:
            # By rows: the chat gets what is sound of them, in more than one message if need be.
            return [*await self._prepare(claimed[::2]), *await self._prepare(claimed[1::2])]
        first = frozenset(chats[: len(chats) // 2])
        halves = ([row for row in claimed if (row.chat_id in first) is here] for here in (True, False))
        return [batch for half in halves for batch in await self._prepare(half)]
