"""Word 97 to 2003 (.doc), through antiword or catdoc where one of them is installed.

Called by `plans.files.read_file`. The format is binary and closed to the standard library, and the
Python packages that read it are dead or call LibreOffice. Debian keeps antiword (and catdoc) with
security fixes; both are programs of their own that print text, antiword with lists numbered and
tables drawn by bars. Where neither is there, the error `old_doc` says so: saving the file as .docx in
Word is the better way in any case.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from plans.errors import FileProblem, FileReadError
from plans.files.bounds import MAX_TEXT_BYTES
from plans.files.text import decode, text_lines
from plans.source import Line, Source

SECONDS = 30
_COMMANDS = (
    ("antiword", "-m", "UTF-8.txt", "-w", "0"),
    ("catdoc", "-d", "utf-8", "-w"),
)
_LOCKED = (b"encrypted", b"password")


def read_old_doc(path: Path) -> Source:
    """Read a .doc file. Raises `FileReadError`: old_doc, encrypted, broken, took_too_long."""
    for command in _COMMANDS:
        program = shutil.which(command[0])
        if program is not None:
            text, notes = decode(_run([program, *command[1:], str(path.absolute())]))
            return Source(path.name, _join_rows(text_lines(text.replace("\n\n", "\n"))), notes)
    raise FileReadError(FileProblem.OLD_DOC)


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, and a path that begins with a slash
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileReadError(FileProblem.TOOK_TOO_LONG, command[0]) from None
    except OSError as error:
        raise FileReadError(FileProblem.BROKEN, str(error)) from error
    if done.returncode != 0:
        said = (done.stdout[:500] + done.stderr[:500]).lower()
        locked = any(word in said for word in _LOCKED)
        problem = FileProblem.ENCRYPTED if locked else FileProblem.BROKEN
        raise FileReadError(problem, f"{command[0]}: exit status {done.returncode}")
    if len(done.stdout) > MAX_TEXT_BYTES:
        raise FileReadError(FileProblem.TOO_LARGE, f"text of {len(done.stdout)} bytes")
    return done.stdout


def _join_rows(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Paragraphs come whole; a row whose cells were wrapped comes as several, the further ones unnumbered."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        if (
            last
            and line.cells
            and last.table == line.table
            and len(last.cells) == len(line.cells)
            and not line.cells[0]
        ):
            cells = tuple(" ".join(pair).strip() for pair in zip(last.cells, line.cells, strict=True))
            out[-1] = replace(last, text=" | ".join(cells), cells=cells)
            continue
        out.append(replace(line, number=len(out) + 1, whole=not line.cells))
    return tuple(out)
