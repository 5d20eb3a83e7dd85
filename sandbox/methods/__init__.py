"""The methods of the Bot API, by name. Each takes the world and its parameters and returns the result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.methods import chats, editing, polling, sending, settings
from sandbox.params import Params
from sandbox.world import World

Method = Callable[[World, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **editing.METHODS,
    **polling.METHODS,
    **chats.METHODS,
    **settings.METHODS,
}
BY_LOWER_NAME = {name.lower(): name for name in METHODS}
"""Telegram does not mind the case of a method's name."""
