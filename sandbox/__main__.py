"""`python -m sandbox [--port N]`: the sandbox alone, for a bot or a client of any kind.

Prints the Bot API's address and the token; three people and a group are there, more can be made
through /sandbox/person and /sandbox/group.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import datetime, timedelta
from typing import Any

from domain.clock import MovableClock, SystemClock
from sandbox.errors import CannotDo
from sandbox.fake import FakeTelegram
from sandbox.server import running, sandbox_app


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Telegram on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--token", default="123456:TEST")
    options = parser.parse_args()
    try:
        asyncio.run(_run(options.host, options.port, options.token))
    except OSError as problem:
        print(f"cannot listen on {options.host}:{options.port}: {problem.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


async def _run(host: str, port: int, token: str) -> None:
    clock = MovableClock(SystemClock().now())
    tg = FakeTelegram(token=token, now=clock.now)
    an, binh, chi = (
        tg.person(name, username=name_id)
        for name, name_id in (("An", "an"), ("Bình", "binh"), ("Chi", "chi"))
    )
    tg.group("Nhóm thử", members=[an, binh, chi], admins=[chi])

    async def on_clock(step: dict[str, Any]) -> None:
        if "to" in step:
            clock.move_to(datetime.fromisoformat(step["to"]))
        elif "days" in step:
            clock.move_by(timedelta(days=step["days"]))
        else:
            raise CannotDo("Ở đây không biết thời hạn nào sắp tới.")

    async with running(sandbox_app(tg, clock, on_clock), host, port) as real_port:
        base = f"http://{host}:{real_port}"
        print(
            f"page      {base}/",
            f"Bot API   {base}/bot",
            f"files     {base}/file/bot",
            f"token     {token}",
            sep="\n",
            flush=True,
        )
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
