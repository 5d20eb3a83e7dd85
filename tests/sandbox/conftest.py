"""A Telegram that stands still, its people, and a look at what the library made of an update."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, TelegramObject, Update

from domain.clock import MovableClock
from sandbox.errors import ApiError
from sandbox.fake import FakeTelegram, Person
from sandbox.request import SandboxRequest

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Stopwatch:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def tg(clock: MovableClock, stopwatch: Stopwatch) -> FakeTelegram:
    return FakeTelegram(now=clock.now, monotonic=stopwatch)


@pytest.fixture
def an(tg: FakeTelegram) -> Person:
    """A person who has started the bot; what that sent is taken already."""
    person = tg.person("An", last_name="Nguyễn", username="an_nguyen")
    person.says("/start")
    tg.take_updates()
    return person


@pytest.fixture
def bot(tg: FakeTelegram) -> Bot:
    return Bot(tg.token, request=SandboxRequest(tg), get_updates_request=SandboxRequest(tg))


def parsed(tg: FakeTelegram, bot: Bot) -> list[Update]:
    """The waiting updates as the library reads them; fields that it does not know are a fault of ours."""
    updates = [Update.de_json(raw, bot) for raw in tg.take_updates()]
    for update in updates:
        assert list(unknown_fields(update)) == []
    return updates


def unknown_fields(thing: Any) -> Iterator[str]:
    """Fields of an answer that python-telegram-bot found no place for."""
    if isinstance(thing, TelegramObject):
        yield from (f"{type(thing).__name__}.{name}" for name in thing.api_kwargs)
        for name in thing._get_attrs_names(include_private=False):
            yield from unknown_fields(getattr(thing, name, None))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from unknown_fields(one)


async def refusal(tg: FakeTelegram, method: str, **params: Any) -> str:
    """The code and sentence that a call is refused with."""
    with pytest.raises(ApiError) as refused:
        await tg.call(method, params)
    assert tg.journal[-1].error is refused.value
    return f"{refused.value.error_code} {refused.value.description}"
