"""`python -m benchmarks`: every measurement, as one table."""

from __future__ import annotations

import asyncio
import logging

from benchmarks import dispatch, starting


def main() -> None:
    logging.disable(logging.WARNING)
    rows = [*starting.measure(), *asyncio.run(dispatch.measure())]
    width = max(len(what) for what, _, _ in rows)
    print(f"{'what':{width}}  {'measured':>22}  goal")
    for what, measured, goal in rows:
        print(f"{what:{width}}  {measured:>22}  {goal}")


if __name__ == "__main__":
    main()
