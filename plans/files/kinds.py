"""What kind of file this is, told from its bytes. Used by `plans.files.read_file` only.

The name's extension decides nothing: people rename files, and hostile files lie. It is looked at
for one purpose, the choice between two errors for bytes that are no text.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from plans.errors import FileProblem, FileReadError

_HEAD_BYTES = 4096
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_FOREIGN = (
    b"{\\rtf",
    b"\x1f\x8b",  # gzip
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"MZ",  # a Windows program
    b"\x7fELF",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"SQLite format 3\x00",
    b"ID3",
    b"OggS",
    b"fLaC",
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)


class Kind(StrEnum):
    """The kinds of file that are told apart; `OTHER` is known and not read."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    IMAGE = "image"
    OLD_DOC = "doc"
    OTHER = "other"


def kind_of(path: Path) -> Kind:
    """The kind of the file at `path`. Whatever has no known signature counts as text."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    if b"%PDF-" in head[:1024]:  # some writers put a few bytes before it, which readers accept
        return Kind.PDF
    if _is_image(head):
        return Kind.IMAGE
    if head.startswith(_FOREIGN) or head[4:8] == b"ftyp" or _MARKUP.match(head):
        return Kind.OTHER
    return Kind.TEXT


def _is_image(head: bytes) -> bool:
    if head.startswith(b"BM"):  # two letters that a text may begin with: the header's zeros tell
        return head[6:10] == bytes(4)
    return head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


def _kind_of_zip(path: Path) -> Kind:
    """A Word file, one with macros (refused: what they do is not for a bot), or another zip."""
    from plans.files.package import Package  # here, since a text file does not need it

    with Package(path) as package:
        names = package.names
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileReadError(FileProblem.MACROS)
    return Kind.DOCX if any(name.startswith("word/") for name in names) else Kind.OTHER


def _kind_of_ole(path: Path) -> Kind:
    """An old .doc, or a newer Word file under a password, which Word wraps in the same container.

    The names of the container's streams stand in its directory as UTF-16; searching for them needs
    no reader of the format.
    """
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileReadError(FileProblem.ENCRYPTED)
    return Kind.OLD_DOC if "WordDocument".encode("utf-16-le") in data else Kind.OTHER
