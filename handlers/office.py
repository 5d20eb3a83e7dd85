"""What every handler needs at run time: the store, the clock, the sentences, who the admins are.

The process makes one `Office` and hands it to `routes.add_handlers`. It holds nothing that a restart
may not lose.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import Clock
from domain.hotlines import Line
from handlers.remembered import Asked
from locales import Catalogs
from services.progress import Telling

Refresh = Callable[[Sequence[Telling]], Awaitable[None]]
"""Writes messages anew that told of a task."""

ReviewLink = Callable[[int, int], str]
"""(plan, admin's Telegram id) -> the address of the review page; there is none where no web address is known."""

REMEMBERED = 10_000
"""Chosen languages kept in memory; beyond that the oldest are dropped and read again when needed."""


class Database(Protocol):
    """Hands out sessions; whoever opens one commits it."""

    def session(self, *, writes: bool = True) -> AbstractAsyncContextManager[AsyncSession]: ...


@dataclass
class Office:
    """See the module. `lines` are the confirmed province hotlines, told even with the store down."""

    database: Database
    clock: Clock
    catalogs: Catalogs
    admin_ids: frozenset[int]
    province: str = ""
    open_registration: bool = False
    """Whether people may give themselves a role without anybody's word."""
    lines: list[Line] = field(default_factory=list)
    refresh: Refresh | None = None
    review_link: ReviewLink | None = None
    languages: dict[int, str] = field(default_factory=dict)
    """What people chose, by Telegram id, so that hotlines answer in it without the store."""

    asked: Asked = field(default_factory=Asked)

    def remember_language(self, telegram_id: int, language: str) -> None:
        self.languages.pop(telegram_id, None)
        while len(self.languages) >= REMEMBERED:
            del self.languages[next(iter(self.languages))]
        self.languages[telegram_id] = language

    def forget_language(self, telegram_id: int) -> None:
        self.languages.pop(telegram_id, None)
