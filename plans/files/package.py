"""Opening a zip that says it is an office file, without trusting a word of it.

Owns the bounds on what a zip may unfold to. Called by `kinds.py` and `docx.py`. Only the parts that
are asked for are unfolded, piece by piece, and the count is of the bytes that really come out, not
of the sizes that the zip claims. Nothing is ever written to disk, so names with paths do no harm.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from plans.errors import FileProblem, FileReadError
from plans.files.bounds import MAX_PART_BYTES, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO, SMALL_PART_BYTES

_PIECE = 1024 * 1024
_ENCRYPTED_FLAG = 0x1
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""What Python's zipfile raises for damaged zips (ValueError: impossible offsets and dates)."""


class Package:
    """The parts of an office file by their names. Use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _ERRORS as error:
            raise FileReadError(FileProblem.BROKEN, f"zip: {error}") from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ZIP_ENTRIES:
            self._zip.close()
            raise FileReadError(FileProblem.ZIP_BOMB, f"{len(entries)} entries")
        self._entries = {entry.filename.lower().replace("\\", "/"): entry for entry in entries}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in small letters."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes | None:
        """The contents of one part, None if there is none of that name.

        Raises `FileReadError`: encrypted, broken, zip_bomb (too large, or folded too well to be text).
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise FileReadError(FileProblem.ENCRYPTED, name)
        try:
            return self._unfold(entry)
        except _ERRORS as error:
            raise FileReadError(FileProblem.BROKEN, f"{name}: {error}") from error

    def _unfold(self, entry: zipfile.ZipInfo) -> bytes:
        bound = max(SMALL_PART_BYTES, min(MAX_PART_BYTES, MAX_ZIP_RATIO * entry.compress_size))
        out = bytearray()
        with self._zip.open(entry) as part:
            while piece := part.read(_PIECE):
                out += piece
                if len(out) > bound:
                    raise FileReadError(FileProblem.ZIP_BOMB, entry.filename)
        return bytes(out)
