"""Reading a file: its bytes become a `Source`, lines with their place.

Owns what kinds of file are read and how; `plans/read.py` calls `read_file` and nothing else of
this package. Must not interpret a line: what is a heading or a task is decided in `plans/`.

The kind is decided by the file's first bytes, never by its name, so a .docx that was renamed to
.txt is read all the same. The readers are imported when a file of their kind comes, which keeps
the reading of a text file free of what PDF and Word need.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plans.errors import EmptyFileError, FileProblem, FileReadError
from plans.files.bounds import MAX_CHARS, MAX_FILE_BYTES, MAX_LINE_CHARS
from plans.files.kinds import Kind, kind_of
from plans.source import Source

Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all) while a long file is read."""


def read_file(path: Path, *, progress: Progress | None = None) -> Source:
    """Read any supported document.

    Raises `EmptyFileError` for a file without a word and `FileReadError` with a `FileProblem` code
    for everything else that keeps a file from being read.
    """
    _check_file(path)
    source = _read(path, progress or _no_progress)
    if not any(line.text for line in source.lines):
        raise EmptyFileError(path.name)
    if sum(len(line.text) for line in source.lines) > MAX_CHARS:
        raise FileReadError(FileProblem.TOO_MANY_PAGES, f"more than {MAX_CHARS} letters")
    if any(len(line.text) > MAX_LINE_CHARS for line in source.lines):
        raise FileReadError(FileProblem.LINE_TOO_LONG, path.name)
    return source


def _no_progress(_done: int, _total: int) -> None:
    return None


def _check_file(path: Path) -> None:
    """Refuse what is not an ordinary file of an ordinary size, before anything is read."""
    if not path.exists():
        raise FileReadError(FileProblem.MISSING, path.name)
    if not path.is_file():
        raise FileReadError(FileProblem.NOT_A_FILE, path.name)
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError(path.name)
    if size > MAX_FILE_BYTES:
        raise FileReadError(FileProblem.TOO_LARGE, f"{size} bytes")


def _read(path: Path, progress: Progress) -> Source:
    try:
        kind = kind_of(path)
    except OSError as error:
        raise FileReadError(FileProblem.BROKEN, str(error)) from error
    match kind:
        case Kind.TEXT:
            from plans.files.text import read_text

            return read_text(path)
        case Kind.DOCX:
            from plans.files.docx import read_docx

            return read_docx(path)
        case Kind.PDF:
            from plans.files.pdf import read_pdf

            return read_pdf(path, progress)
        case Kind.IMAGE:
            from plans.files.scan import read_picture

            return read_picture(path, progress)
        case Kind.OLD_DOC:
            from plans.files.old_doc import read_old_doc

            return read_old_doc(path)
        case Kind.OTHER:
            raise FileReadError(FileProblem.UNSUPPORTED_TYPE, kind.value)
