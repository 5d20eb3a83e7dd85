"""The errors of reading a document, each with a fixed code word.

Raised by `plans/files/` and `plans/read.py`; `python -m plans` prints the code as JSON, `services/`
turns it into a sentence. No sentence for a person stands here: `detail` is for logs.
"""

from __future__ import annotations


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
