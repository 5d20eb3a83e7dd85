"""Reading a long plan up to its tasks, beside plain text extraction alone; start-up; cost and memory against length.

Each reading runs in a process of its own and tells its own processor time, without the imports, with nothing
read before. The peers stand in `requirements/bench.txt`; `make bench` installs them.
`python -m benchmarks.reading [--full]`
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.long_plan import SOURCE, write_browser_pdf, write_plain_pdf
from benchmarks.table import Row, run

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv/.bench/bin/python"
DAMAGED = ROOT / "tests/plans/damaged/truong-thcs-suoi-may-2026.txt"
REPEATS = 20
"""So many times its themes makes forty pages of the plan, as a browser prints them."""
ROUNDS, STARTS = 3, 11

Told = dict[str, float]


async def measure(full: bool) -> list[Row]:
    """All of it; the longest documents only in full."""
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.pdf"
        printed = write_browser_pdf(long, REPEATS) or write_plain_pdf(long, 40) == 0
        how = "printed by Chromium" if printed else "of our own writer"
        rows = beside_peers(long, how)
        rows += start()
        rows += lengths(Path(folder), (1, 10, 40, 100, 400) if full else (1, 10, 40))
    return [*rows, damaged()]


def beside_peers(path: Path, how: str) -> list[Row]:
    """The best of several rounds, the readers taking turns."""
    ours: list[Told] = []
    theirs: dict[str, list[Told]] = {"pdfplumber": [], "viparse": []} if PEERS.exists() else {}
    for _ in range(ROUNDS):
        ours.append(_read(path))
        for name, told in theirs.items():
            told.append(_child([str(PEERS), str(ROOT / "benchmarks/pdf_peers.py"), name, str(path)]))
    best = min(ours, key=lambda told: told["seconds"])
    seconds, pages = best["seconds"], int(best["pages"])
    what = f"a text PDF of {pages} pages {how}"
    rows: list[Row] = [
        (f"{what}, read up to its {best['tasks']:.0f} tasks", f"{seconds:.2f} s", ""),
        ("  pages a second", f"{pages / seconds:.0f}", ">= 100"),
    ]
    for name, told in theirs.items():
        least = min(one["seconds"] for one in told)
        goal = "< 0.5 x" if name == "pdfplumber" else "< 1 x"
        rows.append((f"  its plain text by {name}: {least:.2f} s; ours", f"{seconds / least:.2f} x", goal))
    if not theirs:
        rows.append(("  its plain text by pdfplumber and viparse", "not installed: make bench", ""))
    return rows


def start() -> list[Row]:
    """From the start of the process to the JSON of a short plan; the best of several, the two taking turns."""
    pairs = [
        (_seconds([sys.executable, "-c", "pass"]), _seconds([sys.executable, "-m", "plans", str(SOURCE)]))
        for _ in range(STARTS)
    ]
    bare, whole = (min(took) for took in zip(*pairs, strict=True))
    return [
        ("a bare Python, from start to end", f"{bare * 1000:.0f} ms", ""),
        (
            "a plan of four pages, from start to JSON",
            f"{whole * 1000:.0f} ms ({whole / bare:.1f} x)",
            "<= 15 x",
        ),
    ]


def lengths(folder: Path, sizes: Sequence[int]) -> list[Row]:
    """What a page costs in documents of more and more pages, and the memory they take."""
    rows: list[Row] = []
    for size in sizes:
        path = folder / f"{size}.pdf"
        write_plain_pdf(path, size)
        told = min((_read(path) for _ in range(ROUNDS)), key=lambda one: one["seconds"])
        page = 1000 * told["seconds"] / told["pages"]
        grown = told["megabytes"] - told["before"]
        rows.append(
            (
                f"{told['pages']:.0f} pages, {told['tasks']:.0f} tasks: a page",
                f"{page:.1f} ms; {told['megabytes']:.0f} MB (+{grown:.0f})",
                "as many pages, as much" if size > sizes[0] else "",
            )
        )
    return rows


def damaged() -> Row:
    """A plan that was read in the wrong language, repaired and read."""
    told = min((_read(DAMAGED) for _ in range(ROUNDS)), key=lambda one: one["seconds"])
    words = len(DAMAGED.read_text(encoding="utf-8").split())
    return (f"a damaged plan of {words} words, repaired and read", f"{told['seconds']:.2f} s", "")


def _read(path: Path) -> Told:
    return _child([sys.executable, "-m", "benchmarks.reading", "--child", str(path)])


def _child(command: Sequence[str]) -> Told:
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True)
    told: Told = json.loads(done.stdout)
    return told


def _seconds(command: Sequence[str]) -> float:
    """Wall time of a command. As when the bot reads a plan, modules are compiled once and not at each start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=kept)
    return time.perf_counter() - started


def child(path: Path) -> Told:
    """Read one file in this process."""
    import pypdfium2  # noqa: F401 # the library's own start is no reading

    from plans.files import read_file
    from plans.read import read

    before = _megabytes()
    started = time.process_time()
    source = read_file(path)
    tasks = len(read(source).tasks)
    seconds = time.process_time() - started
    pages = max((line.page or 1 for line in source.lines), default=1)
    return {"seconds": seconds, "pages": pages, "tasks": tasks, "before": before, "megabytes": _megabytes()}


def _megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if "--child" in sys.argv:
        print(json.dumps(child(Path(sys.argv[-1]))))
    else:
        run(measure, "reading plans")
