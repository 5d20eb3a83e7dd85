"""Lengths in UTF-16 units, and the entities that Telegram finds in plain text by itself.

Used for what people type and for what the bot sends. Only the kinds that matter to a bot of
commands are found: commands, mentions, links, e-mail addresses and hashtags.
"""

from __future__ import annotations

import re

from sandbox.chats import Entity

_PATTERNS = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']|\b(?:[a-z0-9-]+\.)+(?:vn|com|org|net|me)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'])?", re.IGNORECASE)),
    ("email", re.compile(r"\b[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}\b")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,255}")),
)  # fmt: skip
_CLOSED = {"code", "pre", "text_link"}
"""Nothing is found inside these."""


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def find_entities(text: str, given: list[Entity] | None = None) -> list[Entity]:
    """The entities of a text: those `given` and those found beside them, in Telegram's order."""
    given = given or []
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _CLOSED]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            start = units(text[: hit.start()])
            end = start + units(hit.group())
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted([*given, *found], key=lambda e: (e["offset"], -e["length"]))
