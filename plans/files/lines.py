"""From raw text to `Line`s: the cleaning that all readers share.

Owns the rules of what is taken out of a line (control and zero-width characters, odd spaces) and
how its indent is measured. Called by the readers in this package.
"""

from __future__ import annotations

import re
import unicodedata

from plans.source import Line

_TAB_WIDTH = 4
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters that end no line
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ETH = str.maketrans("Ðð", "Đđ")
"""Icelandic eth, which old Vietnamese keyboards put for đ; no Vietnamese text has it."""


def clean(text: str) -> str:
    """The text in NFC without what no reader sees; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text).translate(_ETH)


def make_line(raw: str, number: int, page: int | None = None) -> Line:
    """A line of running text; `raw` is cleaned already."""
    expanded = raw.expandtabs(_TAB_WIDTH)
    text = expanded.lstrip(" ")
    return Line(text=text.rstrip(), number=number, page=page, indent=len(expanded) - len(text))
