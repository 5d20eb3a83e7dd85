"""`python -m sandbox`: the sandbox as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from domain.clock import MovableClock
from sandbox.fake import FakeTelegram
from sandbox.server import sandbox_app, serve

ROOT = Path(__file__).parents[2]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, cwd=ROOT, stdout=pipe, stderr=pipe
    )


async def test_it_prints_where_it_is_and_answers_there() -> None:
    process = await start("--port", "0", "--token", "77:abc")
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
        told = {" ".join(words[:-1]): words[-1] for words in lines}
        assert told["token"] == "77:abc"
        async with ClientSession() as client:
            async with client.get(f"{told['Bot API']}{told['token']}/getMe") as answer:
                assert (await answer.json())["result"]["id"] == 77
            async with client.get(f"{told['page']}sandbox/state") as answer:
                names = [person["name"] for person in (await answer.json())["people"]]
        assert names == ["An", "Bình", "Chi"]
    finally:
        process.terminate()
        await process.communicate()


async def test_a_port_that_is_taken_gets_a_clear_sentence(tg: FakeTelegram, clock: MovableClock) -> None:
    async def on_clock(step: dict[str, object]) -> None:
        clock.move_to(clock.now())

    port = unused_port()
    runner = await serve(sandbox_app(tg, clock, on_clock), "127.0.0.1", port)
    try:
        process = await start("--port", str(port))
        _, problem = await process.communicate()
    finally:
        await runner.cleanup()
    assert process.returncode == 1
    assert problem.decode().startswith(f"cannot listen on 127.0.0.1:{port}: ")
    assert len(problem.splitlines()) == 1
