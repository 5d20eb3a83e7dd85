"""Pushing updates to the bot's webhook, in order, each until it is taken (any 2xx).

Runs as long as the HTTP mount does. The real server pushes several at a time; one at a time keeps
a demo repeatable.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp

from sandbox import wire
from sandbox.errors import ApiError, ConnectionLost
from sandbox.fake import FakeTelegram
from sandbox.updates import Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_WAIT = 60.0
IDLE = 3600.0
log = logging.getLogger(__name__)


async def deliver_webhooks(tg: FakeTelegram, retry_seconds: float) -> AsyncIterator[None]:
    """The task of the application's life (for `cleanup_ctx`)."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
        task = asyncio.create_task(_deliver_for_ever(tg, session, retry_seconds))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _deliver_for_ever(tg: FakeTelegram, session: aiohttp.ClientSession, retry_seconds: float) -> None:
    wait = retry_seconds
    while True:
        hook, waiting = tg.queue.webhook, tg.queue.peek(1)
        if hook is None or not waiting:
            await tg.queue.changed(IDLE)
        elif await _push(tg, session, hook, waiting[0]):
            if tg.queue.webhook is hook:
                tg.queue.acknowledge(waiting[0]["update_id"] + 1)
            wait = retry_seconds
        else:
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


async def _push(
    tg: FakeTelegram, session: aiohttp.ClientSession, hook: Webhook, update: dict[str, Any]
) -> bool:
    """Post one update; whether it was taken. A call in the answer's body is carried out."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as answer:
            body = await answer.text()
            problem = "" if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError) as failure:
        body, problem = "", f"Connection failed: {type(failure).__name__}"
    if problem:
        hook.last_error, hook.last_error_at = problem, wire.stamp(tg.now())
        return False
    await _call_in_answer(tg, body)
    return True


async def _call_in_answer(tg: FakeTelegram, body: str) -> None:
    """A webhook may answer with `{"method": …, parameters}`; the bot never learns how that call ended."""
    try:
        call = json.loads(body or "null")
    except ValueError:
        return
    if isinstance(call, dict) and "method" in call:
        try:
            await tg.call(str(call.pop("method")), call)
        except (ApiError, ConnectionLost) as failure:
            log.info("a call in a webhook's answer failed: %s", failure)
