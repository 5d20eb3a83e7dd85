"""Telegram's HTML: text and entities out of mark-up, and the sentences of refusal where it is wrong.

Rules and wording follow the Bot API's documentation ("HTML style") and the behaviour of its public
server: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from sandbox.chats import Entity
from sandbox.entities import units
from sandbox.errors import ApiError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>?")
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);?")
_LINK = re.compile(r"(?:https?|tg|ton|tonsite)://\S+|[\w-]+(?:\.[\w-]+)+\S*$", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of a piece of HTML, or the 400 that Telegram answers."""
    text, at = "", 0
    opened: list[_Open] = []
    entities: list[Entity] = []
    while at < len(source):
        if source[at] == "&" and (reference := _REFERENCE.match(source, at)):
            text += unescape(reference.group())
            at = reference.end()
        elif source[at] == "<":
            at = _read_tag(source, at, text, opened, entities)
        else:
            text += source[at]
            at += 1
    if opened:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return _trimmed(text, entities)


def _read_tag(source: str, at: int, text: str, opened: list[_Open], entities: list[Entity]) -> int:
    """Read the tag at `at`; returns where the text goes on."""
    found = _TAG.match(source, at)
    assert found is not None, "the pattern fits every <"
    closing, tag, rest = found.group(1), found.group(2).lower(), found.group(3)
    place = len(source[:at].encode())
    unclosed = not found.group().endswith(">")
    if closing and unclosed:
        raise _refused(f"Unclosed end tag at byte offset {place}")
    if closing:
        _close(tag, place, text, opened, entities)
    else:
        if tag not in _KINDS and (rest or not unclosed):
            raise _refused(f'Unsupported start tag "{tag}" at byte offset {place}')
        if unclosed:
            raise _refused(f"Unclosed start tag at byte offset {place}")
        attributes = _attributes(rest)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
        opened.append(_Open(tag, units(text), attributes))
    return found.end()


def _close(tag: str, place: int, text: str, opened: list[_Open], entities: list[Entity]) -> None:
    if not opened:
        raise _refused(f"Unexpected end tag at byte offset {place}")
    start = opened.pop()
    if tag and tag != start.tag:
        raise _refused(
            f'Unmatched end tag at byte offset {place}, expected "</{start.tag}>", found "</{tag}>"'
        )
    length = units(text) - start.offset
    entity = _entity(start, text)
    if length > 0 and entity is not None:
        entities.append({**entity, "offset": start.offset, "length": length})


def _entity(start: _Open, text: str) -> Entity | None:
    """What a closed tag stands for. A link that is none is dropped without a word, as Telegram does."""
    kind = _KINDS[start.tag]
    if kind == "text_link":
        address = start.attributes.get("href") or text
        return {"type": kind, "url": address} if _LINK.match(address) else None
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": start.attributes.get("emoji-id", "")}
    if kind == "blockquote" and "expandable" in start.attributes:
        return {"type": "expandable_blockquote"}
    return {"type": kind}


def _attributes(rest: str) -> dict[str, str]:
    return {
        name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(rest) if name != "/"
    }


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops white space around a text and moves the entities along."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept: list[Entity] = []
    for entity in entities:
        first = max(entity["offset"] - lead, 0)
        last = min(entity["offset"] - lead + entity["length"], end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
