"""What can go wrong at the Bot API's door. Raised by the rooms of sandbox/, shown by both mounts."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer `{"ok": false}`: HTTP code, Telegram's sentence and its parameters."""

    def __init__(self, error_code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{error_code} {description}")
        self.error_code = error_code
        self.description = description
        self.parameters = parameters or {}

    def body(self) -> dict[str, Any]:
        """The JSON object that Telegram answers with."""
        answer = {"ok": False, "error_code": self.error_code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


class ConnectionLost(Exception):
    """No answer reaches the bot. `delivered` tells whether the call was carried out all the same."""

    def __init__(self, *, delivered: bool) -> None:
        super().__init__("answer lost" if delivered else "no connection")
        self.delivered = delivered


class CannotDo(ValueError):
    """A person of the sandbox was asked for something that Telegram's apps do not offer."""


def bad_request(reason: str, **parameters: Any) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}", parameters)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")
