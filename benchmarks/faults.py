"""A run of reminders while a fifth of all calls fails: 429, 5xx, answers lost before and after delivery.

In memory, with the real sender, store and outcomes; the clock is moved from one attempt to the next.
`python -m benchmarks.faults [--full]`
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import select

from benchmarks import claiming
from benchmarks.table import Row, run
from bot.settings import read_settings
from bot.wiring import build
from locales import load
from sandbox.chats import Message
from sandbox.fake import FakeTelegram
from sandbox.faults import KINDS
from sandbox.request import SandboxRequest
from storage.database import Database
from storage.queries import reminders
from storage.tables import Chat

TOKEN = "123456:TEST"  # the sandbox's own, of no real bot
SHARE = 0.2
MARK = load().plain("vi", "remind.possible_repeat")[:20]
"""How a message begins to say that it may be a repeat."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What people found in their chats at the end."""

    lost: int
    repeats: int
    unmarked: int
    marked_alone: int


async def measure(full: bool) -> list[Row]:
    """Lost, repeated, marked."""
    chats = 2_000 if full else 400
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'faults.db'}")
        tally, states, calls = await run_through(database, chats)
        await database.close()
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return [
        (f"{chats:,} reminders in {calls:,} calls of which a fifth fails: lost", f"{tally.lost}", "0"),
        ("  repeats without a mark", f"{tally.unmarked}", "0"),
        ("  repeats with a mark", f"{tally.repeats - tally.unmarked}", ""),
        ("  marked, and yet the only one", f"{tally.marked_alone}", ""),
        ("  rows at the end", told, ""),
    ]


async def run_through(database: Database, chats: int) -> tuple[Tally, Counter[str], int]:
    """Tick and move the clock until nothing of the first step is left to be sent."""
    clock = await claiming.fill(database, chats)
    telegram = FakeTelegram(token=TOKEN, now=clock.now, enforce_limits=False)
    people = await everybody(database, telegram)
    telegram.faults.share(SHARE, KINDS, seed=3)
    settings = replace(read_settings({}), bot_token=TOKEN)
    service = build(settings, clock, database=database, request=SandboxRequest(telegram), rate_limiter=False)
    await service.application.initialize()
    end = clock.now().replace(hour=23)
    while True:
        await service.reminding.tick()
        async with database.session(writes=False) as session:
            coming = await reminders.next_due(session)
        if coming is None or coming >= end:
            break
        clock.move_to(max(coming, clock.now()))
    async with database.session(writes=False) as session:
        states = Counter(await reminders.counts(session))
    await service.application.shutdown()
    messages = [telegram.sent(telegram.users[one].private) for one in people]  # type: ignore[attr-defined] # they are all people
    return tally(messages), states, len(telegram.calls("sendMessage"))


async def everybody(database: Database, telegram: FakeTelegram) -> Sequence[int]:
    """Make a person of the sandbox for every chat of the store; all have started the bot."""
    async with database.session(writes=False) as session:
        ids = (await session.exec(select(Chat.telegram_id))).all()
    for telegram_id in ids:
        telegram.person("An", user_id=telegram_id).private.bot = "member"
    return ids


def tally(chats: Sequence[Sequence[Message]]) -> Tally:
    """Count over all chats; each should hold one reminder."""
    later = [message for messages in chats for message in messages[1:]]
    return Tally(
        lost=sum(not messages for messages in chats),
        repeats=len(later),
        unmarked=sum(MARK not in message.text for message in later),
        marked_alone=sum(len(messages) == 1 and MARK in messages[0].text for messages in chats),
    )


if __name__ == "__main__":
    run(measure, "a fifth of all calls fails")
