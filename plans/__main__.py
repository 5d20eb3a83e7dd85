"""`python -m plans FILE` prints the draft as one JSON object; with `--lines` the document's lines with it.

`python -m plans deadlines` and `python -m plans agencies` read one JSON object a line from standard
input and answer one a line. Errors are one line of JSON on standard error: `{"error": CODE}`; exit
status 2 where a file cannot be read, 3 where it is no plan.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from plans.errors import PlanError

_USAGE = "usage: python -m plans [--lines] FILE | deadlines | agencies"
_USAGE_STATUS = 64


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status."""
    lines = arguments[:1] == ["--lines"]
    if lines:
        arguments = arguments[1:]
    if len(arguments) != 1:
        _say({"error": "usage", "detail": _USAGE})
        return _USAGE_STATUS
    command = arguments[0]
    if command == "deadlines":
        from plans.deadlines import answer as read_phrase

        return _answer_rows(read_phrase)
    if command == "agencies":
        from plans.agencies import answer as read_heading

        return _answer_rows(read_heading)
    return _print_draft(Path(command), lines=lines)


def _print_draft(path: Path, *, lines: bool) -> int:
    from plans.files import read_file
    from plans.read import read

    try:
        source = read_file(path, progress=_report_progress)
        draft = read(source)
    except PlanError as error:
        _say({"error": error.code, "detail": error.detail})
        return error.exit_status
    if lines:
        draft = replace(draft, lines=tuple((line.number, line.page, line.text) for line in source.lines))
    sys.stdout.write(json.dumps(draft.to_json(), ensure_ascii=False) + "\n")
    return 0


def _report_progress(done: int, total: int) -> None:
    _say({"progress": [done, total]})


def _answer_rows(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """One answer a line; a line that is no JSON object is answered by an error in its place."""
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        result = answer(row) if isinstance(row, dict) else {"error": "not_json"}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


def _say(message: dict[str, Any]) -> None:
    sys.stderr.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def _use_utf8() -> None:
    """Text in and out is UTF-8 whatever the machine's locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


if __name__ == "__main__":
    _use_utf8()
    sys.exit(main(sys.argv[1:]))
