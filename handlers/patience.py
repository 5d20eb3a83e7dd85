"""Trying again when Telegram asks to wait, so that no answer is lost to a quick tap.

A chat may get about one message a second; whoever taps fast makes the bot exceed that. The wait holds
up this chat alone (updates of one chat run in order) and no session is open meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import NetworkError, RetryAfter

_Result = TypeVar("_Result")

LONGEST = 30.0
"""Seconds. Whoever asks for a longer wait is not waited for: the person will have asked again by then."""

TRIES = 3
AFTER_5XX = 1.0
pause: Callable[[float], Awaitable[None]] = asyncio.sleep


async def patiently(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """The call's result, tried again after a 429 or a server's fault; never after a lost answer.

    A read timeout may mean that the message arrived, and an answer twice helps nobody.
    """
    for _ in range(TRIES - 1):
        try:
            return await call()
        except RetryAfter as error:
            seconds = _seconds(error.retry_after)
            if seconds > LONGEST:
                raise
            await pause(seconds)
        except NetworkError as error:
            if type(error) is not NetworkError or error.__cause__ is not None:
                raise
            await pause(AFTER_5XX)
    return await call()


def _seconds(wait: int | timedelta) -> float:
    """The library gives a number or a timedelta, as it is set."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
