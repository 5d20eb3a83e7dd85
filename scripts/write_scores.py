"""Writes the table of figures in docs/reading.md anew, out of what the scorers print.

Called by `make scores`. The folder with the real plans, their annotations and the scorers is optional and no
part of this repository: where it is missing, the table stays as it is.

    python -m scripts.write_scores SHARED_FOLDER
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reading.md"
START, END = "<!-- scores: written by make scores -->", "<!-- end of scores -->"
SECONDS = "sec"
"""The one column that depends on the machine; it is left out."""
SETS = (
    ("Real plans", ()),
    (
        "Our own plans about a made-up province (the demo's office), those with a mistake",
        ("--plans", "sandbox/office/plans", "--gold", "tests/samples/gold"),
    ),
    (
        "Our own plans in shapes that were new to the rules when they were written (mended since), those with a mistake",
        ("--plans", "tests/samples/unseen", "--gold", "tests/samples/unseen/gold"),
    ),
)


def printed(shared: Path, scorer: str, *arguments: str) -> list[str]:
    """The lines that a scorer prints, on the screen as well."""
    command = [sys.executable, str(shared / scorer), *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 # our own scorers
    sys.stdout.write(done.stdout)
    return done.stdout.splitlines()


def table(lines: list[str], *, whole: bool) -> list[str]:
    """The scorer's columns as a Markdown table, the mean last: every plan, or only those with something wrong."""
    head = lines[0].split()
    left_out, first = head.index(SECONDS), head.index("P")
    rows = [head, ["---"] * len(head)]
    for line in lines[1:]:
        cells = line.split()
        perfect = set(cells[first:left_out]) <= {"100.0", "0.0"}
        if whole or not perfect or cells[0] == "mean":
            rows.append([cells[0].partition("_")[0], *cells[1:]])
        if cells[0] == "mean":
            break
    kept = [[cell for at, cell in enumerate(row) if at != left_out] for row in rows]
    return [f"| {' | '.join(row)} |" for row in kept]


def figures(shared: Path) -> str:
    """All tables and the figures of the phrases."""
    out: list[str] = []
    for title, arguments in SETS:
        lines = printed(shared, "score_plans.py", *arguments)
        out += [f"{title}:", "", *table(lines, whole=not arguments), ""]
    phrases = [" ".join(line.split()) for line in printed(shared, "score_phrases.py")]
    out += ["Phrases and headings out of other plans (shares in a hundred):", ""]
    out += [f"- {line}" for line in phrases if line.startswith(("deadlines", "agencies"))]
    return "\n".join(out)


def main() -> None:
    shared = Path(sys.argv[1])
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n{figures(shared)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
