"""From the start of the process to a polling bot, and the memory it then holds.

The bot polls a sandbox in another process over HTTP, on a migrated SQLite file.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUNS = 5
IDLE_SECONDS = 3
TOKEN = "123456:TEST"  # the sandbox's own, of no real bot

Row = tuple[str, str, str]


def measure() -> list[Row]:
    """Seconds to ready (median of the runs, best and worst) and resident memory when idle."""
    times, memory = [], []
    with tempfile.TemporaryDirectory() as folder, sandbox() as base:
        environment = bot_environment(Path(folder), base)
        subprocess.run(
            [sys.executable, "-m", "bot", "migrate"], env=environment, check=True, capture_output=True
        )
        for _ in range(RUNS):
            seconds, megabytes = one_start(environment)
            times.append(seconds)
            memory.append(megabytes)
    spread = f"{statistics.median(times):.2f} s ({min(times):.2f}-{max(times):.2f})"
    return [
        ("process start to ready (poll, SQLite)", spread, "<= 2 s"),
        ("idle memory, resident", f"{statistics.median(memory):.0f} MB", "<= 150 MB"),
    ]


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox in a process of its own; gives its address."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if line.startswith("Bot API"):
                address = line.split()[-1].removesuffix("/bot")
            if line.startswith("token"):
                break
        yield address
        process.terminate()


def bot_environment(folder: Path, base: str) -> dict[str, str]:
    """The settings of a bot that polls that sandbox."""
    return {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "ADMIN_IDS": "1003",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "TELEGRAM_API_URL": f"{base}/bot",
        "LOG_LEVEL": "INFO",
    }


def one_start(environment: dict[str, str]) -> tuple[float, float]:
    """Start the bot once: seconds until it says that it is ready, megabytes a little later."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot", "poll"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "ready: polling" in line:
                break
        else:
            raise RuntimeError("the bot ended before it was ready")
        seconds = time.perf_counter() - started
        time.sleep(IDLE_SECONDS)
        megabytes = resident(process.pid)
        process.terminate()
        process.communicate()
    return seconds, megabytes


def resident(pid: int) -> float:
    """Resident memory of a process in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")
