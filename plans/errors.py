"""The errors of reading a document, each with a fixed code word.

Raised by `plans/files/` and `plans/read.py`; `python -m plans` prints the code as JSON, `services/`
turns it into a sentence. No sentence for a person stands here: `detail` is for logs.
"""

from __future__ import annotations

from enum import StrEnum


class FileProblem(StrEnum):
    """Why a file could not be read: the code words of `FileReadError`."""

    BROKEN = "broken"
    """The container or its contents are damaged, or not what they say they are."""
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    LINE_TOO_LONG = "line_too_long"
    MACROS = "macros"
    """A Word file that carries macros (.docm): refused, saving it as .docx drops them."""
    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    """A folder, a device, a pipe."""
    NOT_TEXT = "not_text"
    OCR_FAILED = "ocr_failed"
    OCR_MISSING = "ocr_missing"
    """A scan, and Tesseract or its Vietnamese data are not installed."""
    OLD_DOC = "old_doc"
    """A Word 97 .doc, and no reader of it is installed: save it as .docx."""
    READER_FAILED = "reader_failed"
    """Our own fault: the reader ended without an answer and without a reason."""
    TOO_COMPLEX = "too_complex"
    """Nested too deep, or too many elements: no document that a person wrote."""
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOOK_TOO_LONG = "took_too_long"
    UNSAFE_XML = "unsafe_xml"
    """XML that declares entities or a document type, which office files must not."""
    UNSUPPORTED_TYPE = "unsupported_type"
    ZIP_BOMB = "zip_bomb"


class PlanError(Exception):
    """A document could not be read. `code` is what a program compares."""

    code = "unreadable"
    exit_status = 2

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class UnreadableFileError(PlanError):
    """The file is missing, broken, encrypted or of a kind that is not read."""

    code = "unreadable"


class EmptyFileError(PlanError):
    """The file holds no text."""

    code = "empty"


class NotAPlanError(PlanError):
    """The document was read, and there is nothing of a plan in it."""

    code = "not_a_plan"
    exit_status = 3


class FileReadError(UnreadableFileError):
    """A file that could not be read, with the reason as one word of `FileProblem`."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(detail or problem.value)
        self.code = problem.value


class ReadFailedError(PlanError):
    """Reading in a child process ended without a draft; `code` is what the child said, or why it died."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or str(code))
        self.code = str(code)
