"""`python -m benchmarks [NAME …] [--full]`: the measurements that are named, or all, as tables.

Quick by default; --full takes the sizes that the goals are set for, which is most of an hour for all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
from collections.abc import Callable
from importlib import import_module

from benchmarks.table import Row, show

NAMES = {
    "starting": "from the start of the process to a polling bot, and its memory",
    "dispatch": "updates a second through the whole bot",
    "asking": "typed questions and my unit with many plans and people, beside bare dispatch",
    "reading": "a long plan up to its tasks, beside plain text extraction",
    "planning": "reminders planned a second, beside APScheduler's store",
    "publishing": "a long plan up to its preview, publishing it, comparing two plans",
    "claiming": "due reminders claimed and recorded a second, beside APScheduler's store",
    "sweep": "a look at the queue with nothing due",
    "country": "a plan for every commune",
    "directory": "searching and matching over the country's units, beside a plain SQL LIKE",
    "drain": "a morning's reminders within Telegram's limits, people asking meanwhile",
    "faults": "a fifth of all calls fails",
    "year": "a year day by day, every reminder accounted for",
    "kills": "kill -9 at random moments, on both databases",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", epilog="; ".join(f"{n}: {w}" for n, w in NAMES.items())
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--full", action="store_true", help="the sizes that the goals are set for")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(NAMES)}")
    logging.disable(logging.CRITICAL)
    for name in options.names or NAMES:
        show(rows(name, options.full))
        print()


def rows(name: str, full: bool) -> list[Row]:
    """Run one measurement. The first two know one size only."""
    measure: Callable[..., object] = import_module(f"benchmarks.{name}").measure
    if name == "starting":
        return measure()  # type: ignore[return-value] # each module's own, all alike
    return asyncio.run(measure() if name == "dispatch" else measure(full))  # type: ignore[arg-type] # as above


if __name__ == "__main__":
    main()
