"""Names as they come from outside, without what is not seen but changes how the rest is read.

Names of people, units, groups and files are shown to others and kept. Characters that turn the direction of
writing, that take no room, or that pile up marks over a letter have no place in them. Used by the handlers that
take names in; messages are not cleaned, since they are not kept.
"""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
MOST_MARKS = 2
"""Marks over one letter: Vietnamese needs two (ệ), also where they come apart from their letter."""


def clean(name: str) -> str:
    """The name in composed form on one line, without unseen characters and piled-up marks."""
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", name):
        marks = marks + 1 if unicodedata.category(char) == "Mn" else 0
        if unicodedata.category(char) in _UNSEEN:
            out.append(" " if char.isspace() else "")
        elif marks <= MOST_MARKS:
            out.append(char)
    return " ".join("".join(out).split())
