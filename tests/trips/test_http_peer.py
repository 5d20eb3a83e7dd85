"""Three processes: the sandbox, the bot polling it over HTTP, and a raw HTTP client that plays the officer."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

TOKEN = "123456:TEST"
PATIENCE = 15.0


@dataclass
class Peer:
    """The raw client: says things as An and reads what came."""

    base: str
    http: aiohttp.ClientSession

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            data: dict[str, Any] = await answer.json()
            return data

    async def state(self, since: int = -1, wait: float = 0) -> dict[str, Any]:
        url = f"{self.base}/sandbox/state?since={since}&wait={wait}"
        async with self.http.get(url) as answer:
            data: dict[str, Any] = await answer.json()
            return data

    async def until(self, chat: int, words: str) -> dict[str, Any]:
        """Wait for a message of the bot with these words."""
        state = await self.state()
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in state["messages"].get(str(chat), []):
                    if message["from"]["is_bot"] and words in message["text"]:
                        found: dict[str, Any] = message
                        return found
                state = await self.state(state["revision"], 2)


async def start(*command: str, ready: str, **environment: str) -> tuple[asyncio.subprocess.Process, str]:
    """Start a process; gives it back with everything it said until the line that shows it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(PATIENCE):
        async for line in process.stdout:
            said += line.decode()
            if ready in said:
                return process, said
    raise AssertionError(f"{command} ended: {said}")


async def stop(process: asyncio.subprocess.Process) -> str:
    if process.returncode is None:
        process.terminate()
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return said.decode()


@pytest.fixture
async def peer(
    sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[tuple[Peer, asyncio.subprocess.Process, str]]:
    sandbox, said = await start("sandbox", "--port", "0", "--token", TOKEN, ready="token ")
    base = next(line.split()[-1] for line in said.splitlines() if line.startswith("Bot API")).removesuffix(
        "/bot"
    )
    (tmp_path / "bot.db").write_bytes(sqlite_template.read_bytes())
    bot, log = await start(
        "bot", "poll", ready="ready: polling", BOT_TOKEN=TOKEN, TELEGRAM_API_URL=f"{base}/bot", ADMIN_IDS="1003",
        DATABASE_URL=f"sqlite:///{tmp_path}/bot.db", LOG_LEVEL="DEBUG",
    )  # fmt: skip
    async with aiohttp.ClientSession() as http:
        yield Peer(base, http), bot, log
    await stop(bot)
    await stop(sandbox)


async def test_an_officer_registers_and_asks_over_http(
    peer: tuple[Peer, asyncio.subprocess.Process, str],
) -> None:
    client, bot, log = peer
    people = {person["name"]: person["id"] for person in (await client.state())["people"]}
    an = people["An"]
    await client.post("say", person=an, chat=an, text="/duongday")
    assert "113" in (await client.until(an, "111"))["text"]
    await client.post("say", person=an, chat=an, text="/start")
    await client.until(an, "đơn vị")
    await client.post("say", person=an, chat=an, text="Trạm Y tế xã Suối Mây")
    offered = await client.until(an, "Trạm Y tế xã Suối Mây")
    await client.post("tap", person=an, chat=an, message=offered["id"], data=offered["buttons"][0][0]["data"])
    log += await stop(bot)
    assert TOKEN not in log
    assert "Suối Mây" not in log, "what people write is not logged"
    assert bot.returncode == 0


async def test_a_second_poller_of_the_same_store_refuses_to_start(
    peer: tuple[Peer, asyncio.subprocess.Process, str], tmp_path: Path
) -> None:
    client, _, _ = peer
    second = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "poll", stderr=asyncio.subprocess.PIPE,
        env={
            **os.environ, "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"{client.base}/bot",
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
        },
    )  # fmt: skip
    _, said = await asyncio.wait_for(second.communicate(), PATIENCE)
    assert second.returncode == 1
    assert "Another process polls" in said.decode()
