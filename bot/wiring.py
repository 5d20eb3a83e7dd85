"""Putting the parts together: database, clock, catalogs, handlers, sender, tickers.

Every way to run (polling, webhook, demo, tests) builds the same `Service` here.
"""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot.ordering import OrderedByChat
from bot.pacing import Pacing
from bot.pinging import Ping
from bot.reminding import Reminding
from bot.review_link import Links
from bot.review_page import ReviewPage
from bot.sender import TelegramSender
from bot.settings import Settings
from domain.clock import Clock
from handlers.context import context_types
from handlers.office import Office
from handlers.routes import add_handlers
from locales import load
from services import hotlines
from storage.database import Database

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Service:
    """A bot that is wired and not yet started."""

    database: Database
    office: Office
    application: Application[Any, Any, Any, Any, Any, Any]
    reminding: Reminding
    review: ReviewPage | None = None

    async def start(self) -> None:
        """Ready to process updates. The database may be down: hotlines answer all the same."""
        await self.application.initialize()
        await load_lines(self.office)
        await self.application.start()

    async def stop(self) -> None:
        await self.reminding.stop()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()
        await self.database.close()


def build(
    settings: Settings,
    clock: Clock,
    *,
    database: Database | None = None,
    request: BaseRequest | None = None,
    updates_request: BaseRequest | None = None,
    polling: bool = False,
    rate_limiter: bool = True,
) -> Service:
    """Wire a bot. `request` replaces the network (tests and the demo in one process)."""
    database = database or Database(settings.database_url)
    office = Office(
        database=database,
        clock=clock,
        catalogs=load(),
        admin_ids=settings.admin_ids,
        province=settings.province,
        open_registration=settings.open_registration,
    )
    builder: ApplicationBuilder[Any, Any, Any, Any, Any, Any] = Application.builder()
    builder = builder.token(settings.bot_token).context_types(context_types())
    builder = builder.base_url(settings.telegram_api_url).base_file_url(settings.telegram_file_url)
    builder = builder.concurrent_updates(OrderedByChat()).job_queue(None)
    if not polling:
        builder = builder.updater(None)
    if rate_limiter:
        builder = builder.rate_limiter(Pacing())
    if request is not None:
        builder = builder.request(request).get_updates_request(updates_request or request)
    application = builder.build()
    sender = TelegramSender(application.bot, office.catalogs, clock)
    office.refresh = sender.refresh
    review = None
    if settings.public_url:
        address = settings.public_url.rstrip("/")
        review = ReviewPage(office, Links(settings.bot_token), address, settings.webhook_path)
        office.review_link = review.link
    add_handlers(application, office)
    ping = Ping(settings.ping_url) if settings.ping_url else None
    reminding = Reminding(database, clock, sender, worker_name(), ping=ping, admin_ids=settings.admin_ids)
    return Service(database, office, application, reminding, review)


def worker_name() -> str:
    """A name for leases that tells processes of one or several machines apart."""
    return f"{socket.gethostname()}-{os.getpid()}"


async def load_lines(office: Office) -> None:
    """Keep the confirmed hotlines in memory, so that they are told when the database is down."""
    try:
        async with office.database.session(writes=False) as session:
            office.lines = hotlines.of_province(await hotlines.confirmed(session), office.province)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, 111 must answer
        log.error("the provinces' hotlines could not be read: %s", type(error).__name__)
