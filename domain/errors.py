"""Errors that a person can do something about. They carry a catalog key, never a sentence."""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """A refusal with a reason: `key` names a sentence in the catalogs, `values` fill its places."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class NotAllowed(DomainError):
    """The actor lacks the right."""


class Stale(DomainError):
    """A button of a message that time has passed by."""
