"""How measurements are printed, and the sizes that each is run with."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")  # as bot/__main__.py does

Row = tuple[str, str, str]
"""What, measured, goal."""


def show(rows: Sequence[Row]) -> None:
    """Print rows as a table."""
    width = max(len(what) for what, _, _ in rows)
    print(f"{'what':{width}}  {'measured':>34}  goal")
    for what, measured, goal in rows:
        print(f"{what:{width}}  {measured:>34}  {goal}")


def run(measure: Callable[[bool], Coroutine[Any, Any, list[Row]]], title: str) -> None:
    """The command line of one measurement: quick by default, the whole of it with --full."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--full", action="store_true", help="the sizes that the goals are set for")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    show(asyncio.run(measure(options.full)))
