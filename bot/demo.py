"""`python -m bot demo`: the made-up office in the browser; with `--check`, its fixed script.

The page talks to the sandbox, the sandbox to the bot, the bot to a SQLite file under var/. Nothing
leaves the machine.
"""

from __future__ import annotations

import asyncio
import difflib
import socket
import sys
from pathlib import Path

from aiohttp import web

from bot.demo_script import play
from bot.review_link import Links
from bot.review_page import ReviewPage
from bot.settings import Settings
from bot.stage import TOKEN, Stage, raise_curtain
from bot.tickers import REMIND_SECONDS
from handlers.routes import allowed_updates
from sandbox.server import sandbox_app, serve

DATABASE = Path("var/demo.db")
CHECK_DATABASE = Path("var/demo-check.db")
TRANSCRIPT = Path("docs/demo-transcript.txt")
HOST = "127.0.0.1"


async def run(settings: Settings) -> int:
    """Serve the chat page until interrupted."""
    port = settings.demo_port
    try:
        # Before anything is set up: a demo that runs on this port already keeps its store.
        with socket.create_server((HOST, port)) as free:
            port = free.getsockname()[1]
    except OSError:
        print(f"Port {port} is taken. Choose another: DEMO_PORT={port + 1} make demo", file=sys.stderr)
        return 1
    print("Setting up the made-up office …", flush=True)
    stage = await raise_curtain(DATABASE, polling=True, limits=True)
    updater = stage.service.application.updater
    assert updater is not None
    app = sandbox_app(stage.telegram, stage.clock, stage.move)
    add_review(stage, app, f"http://{HOST}:{port}")
    runner = await serve(app, HOST, port)
    ticking = asyncio.create_task(_tick(stage))
    await updater.start_polling(allowed_updates=allowed_updates(), poll_interval=0.0, timeout=5)
    stage.binh.says("/start")
    stage.chi.says("/start")
    port = runner.addresses[0][1]
    print(f"Ready: http://{HOST}:{port}/  (stop with Ctrl+C)", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        ticking.cancel()
        await updater.stop()
        await stage.close()
        await runner.cleanup()
    return 0


def add_review(stage: Stage, app: web.Application, address: str) -> None:
    """The review page beside the chat page."""
    page = ReviewPage(stage.service.office, Links(TOKEN), address)
    stage.service.office.review_link = page.link
    page.add_to(app)


async def _tick(stage: Stage) -> None:
    """What APScheduler does in a real process: here the clock stands still, but retries come due."""
    while True:
        await asyncio.sleep(REMIND_SECONDS)
        await stage.service.reminding.tick()


async def check(*, write: bool = False) -> int:
    """Run the fixed script without a browser and compare its transcript with the committed one."""
    stage = await raise_curtain(CHECK_DATABASE)
    try:
        said = await play(stage)
    finally:
        await stage.close()
    if write:
        TRANSCRIPT.write_text(said, encoding="utf-8")
        print(f"Written: {TRANSCRIPT}")
        return 0
    known = TRANSCRIPT.read_text(encoding="utf-8")
    if said == known:
        print(f"The demo says what {TRANSCRIPT} says ({len(said.splitlines())} lines).")
        return 0
    sys.stderr.writelines(
        difflib.unified_diff(known.splitlines(True), said.splitlines(True), str(TRANSCRIPT), "this run")
    )
    return 1
