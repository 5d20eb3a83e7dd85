"""Bad days on request: the next calls fail as a test or the chat page asks for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.errors import ApiError, ConnectionLost
from sandbox.limits import too_many_requests

KINDS = ("429", "500", "502", "timeout_before", "timeout_after")
NEVER_BY_CHANCE = frozenset({"getUpdates", "getMe", "setWebhook", "deleteWebhook"})
"""Calls that `share` spares: a poller that fails says nothing about delivery."""


@dataclass(slots=True)
class Fault:
    """One order: what happens to the next `times` calls that fit. None fits every method or chat."""

    method: str | None
    kind: str
    retry_after: int
    chat_id: int | None
    times: int

    def fits(self, method: str, chat_id: int | None) -> bool:
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id


class Faults:
    """The orders that are still open, and the share of calls that fail by chance."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._share = 0.0
        self._kinds: tuple[str, ...] = ()
        self._retry_after = 1
        self._random = random.Random(0)  # noqa: S311 - a repeatable choice, no secret

    def next(
        self, method: str | None, kind: str, *, retry_after: int = 3, chat_id: int | None = None, times: int = 1
    ) -> None:  # fmt: skip
        """The next `times` calls of that method (None: of any that is not getUpdates) fail in that way."""
        _known(kind)
        self._orders.append(Fault(method, kind, retry_after, chat_id, times))

    def share(self, part: float, kinds: Sequence[str], seed: int = 0, *, retry_after: int = 1) -> None:
        """From now on that part (0 to 1) of all calls fails, in one of the ways, repeatably by `seed`."""
        for kind in kinds:
            _known(kind)
        self._share, self._kinds, self._retry_after = part, tuple(kinds), retry_after
        self._random = random.Random(seed)  # noqa: S311 - as above

    def clear(self) -> None:
        """Good weather again."""
        self._orders, self._share = [], 0.0

    def take(self, method: str, chat_id: int | None) -> Exception | None:
        """What befalls this call: an error before it is carried out, a lost answer after it, or nothing."""
        for order in self._orders:
            if order.fits(method, chat_id) and not (order.method is None and method == "getUpdates"):
                order.times -= 1
                self._orders = [one for one in self._orders if one.times > 0]
                return _error(order.kind, order.retry_after)
        if self._share and method not in NEVER_BY_CHANCE and self._random.random() < self._share:
            return _error(self._random.choice(self._kinds), self._retry_after)
        return None


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown kind of fault {kind!r}; known are {', '.join(KINDS)}")


def _error(kind: str, retry_after: int) -> Exception:
    if kind == "429":
        return too_many_requests(retry_after)
    if kind.startswith("timeout"):
        return ConnectionLost(delivered=kind == "timeout_after")
    return ApiError(int(kind), {"500": "Internal Server Error", "502": "Bad Gateway"}[kind])
