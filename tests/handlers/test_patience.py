"""Waiting when Telegram asks for it, and not where it would say something twice."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from handlers import patience


def lost() -> NetworkError:
    """As the library raises it when the connection broke."""
    error = NetworkError("httpx.ReadError")
    error.__cause__ = httpx.ReadError("gone")
    return error


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    out: list[float] = []

    async def pause(seconds: float) -> None:
        out.append(seconds)

    monkeypatch.setattr(patience, "pause", pause)
    return out


class Calls:
    """Fails with each of the errors in turn, then succeeds."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors, self.count = list(errors), 0

    async def __call__(self) -> str:
        self.count += 1
        if self.errors:
            raise self.errors.pop(0)
        return "sent"


async def test_a_wait_that_is_asked_for_is_kept(waits: list[float]) -> None:
    assert await patience.patiently(Calls(RetryAfter(timedelta(seconds=2)), RetryAfter(3))) == "sent"
    assert waits == [2.0, 3.0]


async def test_a_servers_fault_is_tried_again(waits: list[float]) -> None:
    assert await patience.patiently(Calls(NetworkError("Bad Gateway"))) == "sent"
    assert waits == [patience.AFTER_5XX]


async def test_patience_ends(waits: list[float]) -> None:
    calls = Calls(*(RetryAfter(1) for _ in range(9)))
    with pytest.raises(RetryAfter):
        await patience.patiently(calls)
    assert calls.count == patience.TRIES


@pytest.mark.parametrize(
    "error", [RetryAfter(3600), TimedOut(), BadRequest("x"), Forbidden("x"), lost()], ids=str
)
async def test_nothing_else_is_tried_again(waits: list[float], error: TelegramError) -> None:
    calls = Calls(error)
    with pytest.raises(type(error)):
        await patience.patiently(calls)
    assert calls.count == 1
    assert not waits
