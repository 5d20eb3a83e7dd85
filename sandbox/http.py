"""The Bot API over HTTP: `/bot<token>/METHOD` and `/file/bot<token>/PATH`. The second mount of FakeTelegram.

Called by sandbox/server.py and by tests. Takes GET and POST with a query, a form, multipart or JSON.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from sandbox.chats import InputFile
from sandbox.errors import ApiError, ConnectionLost, bad_request
from sandbox.fake import FakeTelegram
from sandbox.params import decode_form
from sandbox.webhooks import deliver_webhooks

BODY_LIMIT = 64 * 1024 * 1024
HOLD = 30.0
"""Seconds for which an answer that is to be lost is kept back; every client gives up before."""


def api_app(tg: FakeTelegram, *, retry_seconds: float = 1.0) -> web.Application:
    """The Bot API as an application of its own."""
    app = web.Application(client_max_size=BODY_LIMIT)
    add_api(app, tg, retry_seconds=retry_seconds)
    return app


def add_api(app: web.Application, tg: FakeTelegram, *, retry_seconds: float = 1.0) -> None:
    """Add the routes and the delivery of webhooks, which waits `retry_seconds` after a failure, then longer."""

    async def method(request: web.Request) -> web.StreamResponse:
        try:
            tg.check_token(request.match_info["token"])
            params, files = await _payload(request)
            result = await tg.call(request.match_info["method"], params, files)
        except ApiError as error:
            return web.json_response(error.body(), status=error.error_code)
        except ConnectionLost as lost:
            return await _lose(request, lost)
        return web.json_response({"ok": True, "result": result})

    async def download(request: web.Request) -> web.StreamResponse:
        try:
            tg.check_token(request.match_info["token"])
            kept = tg.file_at(request.match_info["path"])
            if kept is None:
                raise ApiError(404, "Not Found")
        except ApiError as error:
            return web.json_response(error.body(), status=error.error_code)
        return web.Response(body=kept.data, content_type="application/octet-stream")

    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", method)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", download)
    app.cleanup_ctx.append(lambda _: deliver_webhooks(tg, retry_seconds))


async def _payload(request: web.Request) -> tuple[dict[str, Any], dict[str, InputFile]]:
    """Parameters and files, wherever the client put them."""
    params: dict[str, Any] = decode_form({name: str(value) for name, value in request.query.items()})
    files: dict[str, InputFile] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse request: wrong JSON") from None
        if not isinstance(body, dict):
            raise bad_request("can't parse request: an object expected")
        return params | body, files
    form: dict[str, str] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = InputFile(value.filename, value.file.read(), value.content_type)
        else:
            form[name] = str(value)
    return params | decode_form(form), files


async def _lose(request: web.Request, lost: ConnectionLost) -> web.StreamResponse:
    """Break the connection: at once if nothing was done, after a long silence if the answer is to be lost.

    A server cannot imitate a connection that was never made; the client sees it close unanswered.
    """
    until = asyncio.get_running_loop().time() + HOLD if lost.delivered else 0.0
    while request.transport is not None and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110 - no event tells that a client left
        await asyncio.sleep(0.05)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
