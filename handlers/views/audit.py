"""The book of changes."""

from __future__ import annotations

from handlers.views.base import View, Words
from services.audit import Checked


def checked(words: Words, found: Checked) -> View:
    """How many lines, whether the chain is whole, and the last mark, to be kept elsewhere."""
    key = "audit.whole" if found.broken_at is None else "audit.broken"
    return View(
        words.text(key, lines=found.lines, mark=found.last[:16], number=found.broken_at), words.keyboard()
    )
