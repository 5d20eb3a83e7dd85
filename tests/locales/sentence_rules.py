"""The rules for sentences. Each takes what stands in the catalogs and yields faults, one line of text each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from string import Formatter

from locales import without_html

Forms = tuple[str, ...]
Book = Mapping[str, Forms]

TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
ATTRIBUTES = {("a", "href"), ("blockquote", "expandable")}
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
LIMITS = {"button": 64, "command": 256, "answer": 200, "message": 4096}
"""Telegram's own limits in characters, but for a button's text: what fits a phone."""


def same_keys(vi: Book, en: Book) -> Iterator[str]:
    yield from (f"{key}: no English" for key in sorted(set(vi) - set(en)))
    yield from (f"{key}: no Vietnamese" for key in sorted(set(en) - set(vi)))


def well_named(book: Book) -> Iterator[str]:
    yield from (f"{key}: not a dotted key" for key in book if not KEY.fullmatch(key))


def said(book: Book) -> Iterator[str]:
    """No sentence is empty or framed in blanks."""
    for key, forms in book.items():
        if not forms or any(not form.strip() for form in forms):
            yield f"{key}: empty"
        elif any(form != form.strip() for form in forms):
            yield f"{key}: blanks at an end"


def places(form: str) -> set[str]:
    """The names in braces. Raises ValueError where braces do not fit or a place is not a plain name."""
    names = {name for _, name, _, _ in Formatter().parse(form) if name is not None}
    strange = [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]
    if strange:
        raise ValueError(f"strange places {strange}")
    return names


def same_places(vi: Book, en: Book) -> Iterator[str]:
    """Both languages use the same values; a plural form may leave out the number itself ("one task")."""
    for key in sorted(set(vi) & set(en)):
        try:
            sets = [places(form) for form in (*vi[key], *en[key])]
        except ValueError as fault:
            yield f"{key}: {fault}"
            continue
        if len(vi[key]) > 1 or len(en[key]) > 1:
            sets = [names - {"n"} for names in sets]
        if any(names != sets[0] for names in sets):
            yield f"{key}: different places {sorted(map(sorted, sets))}"


def telegram_html(book: Book) -> Iterator[str]:
    """Only tags that Telegram knows, each closed in its order; a bare <, > or & is written as an entity."""
    for key, forms in book.items():
        for form in forms:
            yield from (f"{key}: {fault}" for fault in _Reader(form).faults)


def lengths(book: Book, kinds: Mapping[str, set[str]]) -> Iterator[str]:
    """Buttons, commands' descriptions and callback answers are short and hold no HTML; a message fits in one."""
    for key, forms in book.items():
        kind = next((kind for kind, keys in kinds.items() if key in keys), "message")
        for form in forms:
            length = len(without_html(form))
            if length > LIMITS[kind]:
                yield f"{key}: {length} characters, a {kind} has at most {LIMITS[kind]}"
            if kind in ("button", "command") and re.search(r"<[a-z/]|\n", form):
                yield f"{key}: a {kind} holds no HTML and no line break"


class _Reader(HTMLParser):
    """Reads one sentence and keeps what is wrong with its HTML."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[str] = []
        self._open: list[str] = []
        bare = re.sub(r"</?[a-z][^<>]*>", "", text)
        if re.search(r"[<>]", bare) or re.search(r"&(?!(lt|gt|amp|quot|#\d+);)", bare):
            self.faults.append("a bare <, > or &")
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"Telegram knows no <{tag}>")
        self.faults += [f"<{tag}> takes no {name}" for name, _ in attrs if (tag, name) not in ATTRIBUTES]
        if tag == "a" and not attrs:
            self.faults.append("<a> without href")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")
