"""The long-running ways to run: polling, and a webhook behind aiohttp.

Both check the store first, keep the tickers going and end in order on SIGINT or SIGTERM.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.exc import OperationalError, ProgrammingError
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.settings import Settings
from bot.tickers import make_tickers
from bot.wiring import Service, build, worker_name
from domain.clock import SystemClock
from handlers.routes import allowed_updates, set_menus
from storage.queries.reminders import drop_lease, hold_lease

log = logging.getLogger(__name__)

POLL_LEASE = "poll"
LEASE_SPAN = timedelta(seconds=60)
LEASE_RENEWAL = 20.0
MAX_UPDATE_BYTES = 1024 * 1024
STORE_PATIENCE = 5.0
"""Seconds to wait for the database before starting without it."""
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class StartError(Exception):
    """The bot cannot start: one sentence for the operator."""


async def poll(settings: Settings) -> None:
    """Fetch updates by long polling until told to stop. A second poller of the same store refuses to start."""
    service = build(settings, SystemClock(), polling=True)
    owner = worker_name()
    if not await _first_lease(service, owner):
        await service.database.close()
        raise StartError(
            "Another process polls with this database. Stop it first (its lease ends after a minute)."
        )
    async with _running(service), _pages(service, settings):
        updater = service.application.updater
        assert updater is not None
        await updater.start_polling(allowed_updates=allowed_updates(), error_callback=_polling_error)
        renewal = asyncio.create_task(_renew(service, owner))
        log.info("ready: polling")
        await _until_stopped()
        renewal.cancel()
        await updater.stop()
        async with service.database.session() as session:
            await drop_lease(session, POLL_LEASE, owner)
            await session.commit()


async def _first_lease(service: Service, owner: str) -> bool:
    """Take the lease. With the store away the bot starts all the same: 111 must answer; the renewal tries again."""
    try:
        async with asyncio.timeout(STORE_PATIENCE), service.database.session(writes=False) as session:
            await session.connection()
    except Exception as error:  # noqa: BLE001 - whatever keeps the store away
        log.error("the database does not answer (%s): starting without it", type(error).__name__)
        return True
    try:
        return await _lease(service, owner)
    except (OperationalError, ProgrammingError) as error:
        await service.database.close()
        raise StartError("The database is not up to date. Run: python -m bot migrate") from error


async def _lease(service: Service, owner: str) -> bool:
    now = service.office.clock.now()
    async with service.database.session() as session:
        held = await hold_lease(session, POLL_LEASE, owner, now, now + LEASE_SPAN)
        await session.commit()
    return held


async def _renew(service: Service, owner: str) -> None:
    while True:
        await asyncio.sleep(LEASE_RENEWAL)
        try:
            if not await _lease(service, owner):
                log.error("another process took over polling")
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; polling goes on
            log.warning("the polling lease was not renewed: %s", type(error).__name__)


def _polling_error(error: TelegramError) -> None:
    log.warning("polling: %s", type(error).__name__)


async def serve(settings: Settings) -> None:
    """Receive updates by webhook until told to stop; `/healthz` tells how the bot is."""
    service = build(settings, SystemClock())
    async with _running(service):
        runner = web.AppRunner(web_app(service, settings), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        await service.application.bot.set_webhook(
            settings.public_url.rstrip("/") + "/telegram",
            secret_token=settings.webhook_secret,
            allowed_updates=allowed_updates(),
        )
        log.info("ready: webhook on port %d", settings.port)
        await _until_stopped()
        await runner.cleanup()


def web_app(service: Service, settings: Settings) -> web.Application:
    """The web endpoints: the webhook and the health check."""
    app = web.Application(client_max_size=MAX_UPDATE_BYTES)
    secret = settings.webhook_secret.encode()

    async def webhook(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret):
            return web.Response(status=403)
        try:
            update = Update.de_json(await request.json(), service.application.bot)
        except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError):
            return web.Response(status=400)
        await service.application.update_queue.put(update)
        return web.Response()

    app.router.add_post(f"{settings.webhook_path}/telegram", webhook)
    _add_pages(app, service, settings)
    return app


def _add_pages(app: web.Application, service: Service, settings: Settings) -> None:
    """The health check, and the review page where a public address is known."""

    async def health(_request: web.Request) -> web.Response:
        report = await health_report(service)
        return web.json_response(report, status=200 if report["ok"] else 503)

    app.router.add_get(f"{settings.webhook_path}/healthz", health)
    if service.review is not None:
        service.review.add_to(app)


@contextlib.asynccontextmanager
async def _pages(service: Service, settings: Settings) -> AsyncIterator[None]:
    """Serve the pages beside polling; without PUBLIC_URL nobody could reach them, so there are none."""
    if service.review is None:
        yield
        return
    app = web.Application(client_max_size=MAX_UPDATE_BYTES)
    _add_pages(app, service, settings)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def health_report(service: Service) -> dict[str, Any]:
    """Is the database there, does sending go on, are updates piling up?"""
    try:
        async with asyncio.timeout(5), service.database.session(writes=False) as session:
            await session.connection()
        database = True
    except Exception:  # noqa: BLE001 - any failure means the same to whoever asks
        database = False
    halted = service.reminding.halted
    waiting = service.application.update_queue.qsize()
    return {
        "ok": database and halted is None,
        "database": database,
        "sending": halted or "ok",
        "waiting": waiting,
    }


@contextlib.asynccontextmanager
async def _running(service: Service) -> AsyncIterator[None]:
    """Start the service and its tickers; stop both in order whatever happens."""
    scheduler = make_tickers(service)
    try:
        await service.start()
        await set_menus(service.application.bot, service.office.catalogs, service.office.admin_ids)
        scheduler.start()
        yield
    except InvalidToken as error:
        raise StartError("Telegram refuses BOT_TOKEN. Copy it again from BotFather.") from error
    except NetworkError as error:
        raise StartError(
            "Telegram does not answer at TELEGRAM_API_URL. Check the network or the proxy."
        ) from error
    finally:
        if scheduler.running:
            scheduler.shutdown(wait=False)
        await service.stop()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    log.info("stopping")
