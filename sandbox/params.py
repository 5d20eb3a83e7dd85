"""Parameters of a call, read by type.

Over HTTP forms every value is a string and lists and objects are JSON in a string; JSON bodies and
tests hand over real values. Both are read here, so that both mounts behave alike.
"""

from __future__ import annotations

import json
from typing import Any

from sandbox.chats import InputFile
from sandbox.errors import bad_request


class Params:
    """Reads one call's parameters and files; a wrong type is Telegram's 400."""

    def __init__(self, values: dict[str, Any], files: dict[str, InputFile] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'can\'t parse field "{name}": must be an integer') from None

    def required_integer(self, name: str, problem: str) -> int:
        value = self.integer(name)
        if value is None:
            raise bad_request(problem)
        return value

    def boolean(self, name: str) -> bool:
        return str(self.values.get(name, "")).strip().lower() in ("true", "1", "yes", "y", "t")

    def json(self, name: str, kind: type[Any]) -> Any:
        """An object (`kind` dict) or a list, or None if it is not given."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {_words(name)} JSON object") from None
        if not isinstance(value, kind):
            raise bad_request(f"object expected as {_words(name)}")
        return value


def _words(name: str) -> str:
    return name.replace("_", " ")


_JSON_FIELDS = frozenset({
    "allowed_updates", "commands", "entities", "caption_entities", "link_preview_options", "menu_button",
    "reply_markup", "reply_parameters", "scope",
})  # fmt: skip
_INTEGER_FIELDS = frozenset({
    "chat_id", "user_id", "message_id", "message_thread_id", "offset", "limit", "timeout", "max_connections", "cache_time",
})  # fmt: skip


def decode_form(values: dict[str, str]) -> dict[str, Any]:
    """The strings of a form or query as values; what cannot be decoded stays as it is, to be refused later."""
    return {name: _decoded(name, value) for name, value in values.items()}


def _decoded(name: str, value: str) -> Any:
    if name in _JSON_FIELDS:
        try:
            return json.loads(value)
        except ValueError:
            return value
    if name in _INTEGER_FIELDS and value.lstrip("-").isdecimal():
        return int(value)
    return value
