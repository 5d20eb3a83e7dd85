"""What a request to the people's side carries, read with a sentence for everything that is wrong.

Called by sandbox/people_api.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.errors import CannotDo


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object of a body. Its content type must say JSON: a foreign page cannot send that unasked."""
    if request.content_type != "application/json":
        raise CannotDo("Hãy gửi JSON với Content-Type: application/json.")
    try:
        body = await request.json()
    except ValueError:
        raise CannotDo("JSON không đọc được.") from None
    if not isinstance(body, dict):
        raise CannotDo("Cần một đối tượng JSON.")
    return body


def chosen(actions: Mapping[str, Callable[[], object]], body: dict[str, Any]) -> Callable[[], object]:
    """The action that a body names."""
    action = actions.get(str(body.get("action")))
    if action is None:
        raise CannotDo(f"Chỉ có các việc: {', '.join(actions)}.")
    return action


def whole(given: Any) -> int:
    """An id as a number; 0, which no chat has, for what is none."""
    try:
        return int(given)
    except (TypeError, ValueError):
        return 0


def number(values: Any, name: str, default: int) -> int:
    """A number out of a body, form or query."""
    given = values.get(name)
    if given is None or given == "":
        return default
    try:
        return int(given)
    except (TypeError, ValueError):
        raise CannotDo(f"“{name}” phải là một số.") from None


def clock_step(body: dict[str, Any]) -> dict[str, Any]:
    """The one step that a body asks for, looked over."""
    if body.get("action") == "next":
        return {"action": "next"}
    if "days" in body:
        days = number(body, "days", 0)
        if not 1 <= days <= 400:
            raise CannotDo("Số ngày phải từ 1 đến 400.")
        return {"days": days}
    try:
        moment = datetime.fromisoformat(str(body.get("to")))
    except ValueError:
        raise CannotDo("Cần “to” (giờ ISO), “days” hoặc “action”: “next”.") from None
    if moment.tzinfo is None:
        raise CannotDo("Giờ “to” phải có múi giờ.")
    return {"to": moment.isoformat()}
