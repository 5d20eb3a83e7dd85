"""The sandbox under python-telegram-bot's request layer: no sockets, for whole trips in milliseconds.

The only file of the sandbox that knows that library. Give one to `Application.builder().request(...)`
and one to `.get_updates_request(...)`.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import httpx
from telegram.error import TimedOut
from telegram.request import BaseRequest, RequestData

from sandbox.chats import InputFile
from sandbox.errors import ApiError, ConnectionLost
from sandbox.fake import FakeTelegram

_METHOD = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[^/?]+)$")
_FILE = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)$")


class SandboxRequest(BaseRequest):
    """Answers every request out of a `FakeTelegram`."""

    def __init__(self, tg: FakeTelegram) -> None:
        self._tg = tg

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        url = unquote(url)  # the library escapes the token's colon in addresses of files
        try:
            if found := _FILE.search(url):
                return self._download(found["token"], found["path"])
            found = _METHOD.search(url)
            if found is None:
                raise ApiError(404, "Not Found")
            self._tg.check_token(found["token"])
            result = await self._tg.call(found["method"], *_payload(request_data))
        except ApiError as error:
            return error.error_code, json.dumps(error.body()).encode()
        except ConnectionLost as lost:
            cause = httpx.ReadTimeout("sandbox") if lost.delivered else httpx.ConnectTimeout("sandbox")
            raise TimedOut from cause
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _download(self, token: str, path: str) -> tuple[int, bytes]:
        self._tg.check_token(token)
        kept = self._tg.file_at(path)
        if kept is None:
            raise ApiError(404, "Not Found")
        return 200, kept.data


def _payload(data: RequestData | None) -> tuple[dict[str, Any], dict[str, InputFile]]:
    if data is None:
        return {}, {}
    files = {}
    for name, (filename, content, mime_type) in (data.multipart_data or {}).items():
        raw = content if isinstance(content, bytes) else content.read()
        files[name] = InputFile(filename, raw, mime_type)
    return dict(data.parameters), files
