"""The handful of things that happen by themselves. APScheduler keeps them in memory: nothing is lost
with them, since what is due stands in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.wiring import Service, load_lines
from domain.clock import VIETNAM

log = logging.getLogger(__name__)

REMIND_SECONDS = 20
LINES_SECONDS = 300


def make_tickers(service: Service) -> AsyncIOScheduler:
    """Reminders every few seconds, the horizon every night, the hotlines' copy every few minutes."""
    scheduler = AsyncIOScheduler(
        timezone=VIETNAM,
        # A late tick is still wanted, once: how late a reminder may be is decided in the data.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_job(_guarded(service.reminding.tick), "interval", seconds=REMIND_SECONDS)
    scheduler.add_job(_guarded(service.reminding.move_horizon), "cron", hour=3, minute=10)
    scheduler.add_job(_guarded(lambda: load_lines(service.office)), "interval", seconds=LINES_SECONDS)
    return scheduler


def _guarded(work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """A tick that fails is logged and tried again at the next one."""

    async def run() -> None:
        try:
            await work()
        except Exception:
            log.exception("a ticker failed; it runs again at its next turn")

    return run
