"""The whole sandbox on one port: Bot API, the people's side and the chat page. Used by the demo and tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from domain.clock import Clock
from sandbox.fake import FakeTelegram
from sandbox.http import BODY_LIMIT, add_api
from sandbox.page_routes import page_routes
from sandbox.people_api import OnClock, people_routes


def sandbox_app(tg: FakeTelegram, clock: Clock, on_clock: OnClock) -> web.Application:
    """Everything together. `on_clock` gets {"to": ISO} | {"days": n} | {"action": "next"} and moves the clock."""
    app = web.Application(client_max_size=BODY_LIMIT)
    add_api(app, tg)
    app.add_routes(people_routes(tg, clock=clock, on_clock=on_clock))
    app.add_routes(page_routes())
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start serving and return at once; stop with `await runner.cleanup()`. OSError if the port is taken."""
    # Long polls and pages always hang on; waiting for them would only delay the end.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


@asynccontextmanager
async def running(app: web.Application, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[int]:
    """Serve the application inside the `with`; gives the port (a free one for 0). OSError if it is taken."""
    runner = await serve(app, host, port)
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
