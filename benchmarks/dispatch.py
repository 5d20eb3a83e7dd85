"""Updates a second through the whole bot, beside bare python-telegram-bot in the same run.

Both sit on the in-memory sandbox, so neither waits for a network; the bare one has a single command
that answers with a text of the same length.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from bot.stage import TOKEN, Stage, raise_curtain
from domain.clock import MovableClock
from sandbox.fake import FakeTelegram
from sandbox.office import office
from sandbox.people import Person
from sandbox.request import SandboxRequest

UPDATES = 400
ROUNDS = 3

Row = tuple[str, str, str]


async def measure() -> list[Row]:
    """Best of several rounds, the two taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        stage = await raise_curtain(Path(folder) / "bench.db")
        stage.telegram.enforce_limits = False
        bare, world, person = await bare_bot()
        stage.binh.says("/start")
        await stage.pump()
        rates = {"bare": 0.0, "/duongday": 0.0, "/nhiemvu": 0.0}
        for _ in range(ROUNDS):
            rates["bare"] = max(rates["bare"], await rate(bare, world, person, "/hello"))
            for command in ("/duongday", "/nhiemvu"):
                rates[command] = max(rates[command], await whole(stage, command))
        await bare.stop()
        await bare.shutdown()
        await stage.close()
    rows = [("updates a second, bare python-telegram-bot", f"{rates['bare']:.0f}", "")]
    for command in ("/duongday", "/nhiemvu"):
        ratio = f"{rates[command]:.0f} ({rates[command] / rates['bare']:.2f} x bare)"
        rows.append((f"updates a second, whole bot, {command}", ratio, ""))
    return rows


async def whole(stage: Stage, command: str) -> float:
    return await rate(stage.service.application, stage.telegram, stage.binh, command)


async def rate(
    application: Application[Any, Any, Any, Any, Any, Any], telegram: FakeTelegram, person: Person, text: str
) -> float:
    """Updates a second: decoding, dispatching, answering."""
    for _ in range(UPDATES):
        person.says(text)
    raw = telegram.take_updates()
    started = time.perf_counter()
    for update in raw:
        await application.process_update(Update.de_json(update, application.bot))
    return UPDATES / (time.perf_counter() - started)


async def bare_bot() -> tuple[Application[Any, Any, Any, Any, Any, Any], FakeTelegram, Person]:
    """One command, one answer, nothing else."""
    telegram = FakeTelegram(token=TOKEN, now=MovableClock(office.START).now, enforce_limits=False)
    person = telegram.person("An")

    async def hello(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text("x" * 300)

    application = Application.builder().token(TOKEN).request(SandboxRequest(telegram)).updater(None).build()
    application.add_handler(CommandHandler("hello", hello))
    await application.initialize()
    await application.start()
    return application, telegram, person
