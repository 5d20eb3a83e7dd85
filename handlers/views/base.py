"""Views and their building blocks: words of a language, buttons, pages, shortening.

All mark-up is made here and in the catalogs; values are escaped by markupsafe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from handlers import buttons
from locales import Catalogs, without_html

LIMIT = 3500
"""Visible characters a message; Telegram allows 4,096 (in UTF-16 units, as counted here)."""

ITEMS_A_PAGE = 8
LIST_TEXT = 200
"""A task's text in a list is shortened to about this many characters; the card has it whole."""

BUTTON_TEXT = 60
BLANK = Markup("\n\n")
LINE = Markup("\n")

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup
Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class View:
    """One message: its text as Telegram's HTML and its keyboard."""

    text: Markup
    keyboard: Keyboard | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    catalogs: Catalogs
    language: str

    def text(self, key: str, **values: Any) -> Markup:
        return self.catalogs.text(self.language, key, **values)

    def plain(self, key: str, **values: Any) -> str:
        return self.catalogs.plain(self.language, key, **values)

    def button(self, key: str, data: str, **values: Any) -> InlineKeyboardButton:
        """An inline button with a label of the catalogs."""
        return named(self.plain(key, **values), data)

    def hotline_row(self) -> Row:
        """The button that no keyboard lacks."""
        return [self.button("button.hotline", buttons.make("hotline"))]

    def keyboard(self, *rows: Row) -> InlineKeyboardMarkup:
        """Rows of buttons, the hotline last; empty rows are left out."""
        return InlineKeyboardMarkup([*(row for row in rows if row), self.hotline_row()])


def plain(view: View) -> str:
    """The view's text without mark-up: for the second try when Telegram cannot parse it."""
    return without_html(view.text)


def named(label: str, data: str) -> InlineKeyboardButton:
    """An inline button whose label is a name out of the data."""
    return InlineKeyboardButton(shorten(label, BUTTON_TEXT), callback_data=data)


MENU_KEYS = ("menu.mine", "menu.due", "menu.hotline", "menu.help")
"""The labels of the keyboard below the input field; a tap on one arrives as its text."""


def main_keyboard(words: Words) -> ReplyKeyboardMarkup:
    """The keyboard below the input field in private chats."""
    mine, due, hotline, help_ = (KeyboardButton(words.plain(key)) for key in MENU_KEYS)
    return ReplyKeyboardMarkup([[mine, due], [hotline, help_]], resize_keyboard=True, is_persistent=True)


def join(parts: Iterable[Markup], between: Markup = LINE) -> Markup:
    """The parts that are not empty, one below the other."""
    return between.join(part for part in parts if part)


def beside(*parts: Markup) -> Markup:
    """The parts that are not empty, on one line."""
    return join(parts, Markup(" · "))


def visible(text: str) -> int:
    """How long a text is for Telegram: UTF-16 units without mark-up."""
    return len(without_html(text).encode("utf-16-le")) // 2


def shorten(text: str, limit: int = LIST_TEXT) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `limit`."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip(" ,;:.-–") + "…"


def pages(items: Sequence[Markup], limit: int = LIMIT, most: int = ITEMS_A_PAGE) -> list[range]:
    """Which items stand on which page: as many as fit, never one cut in two; at least one page."""
    out: list[range] = []
    start, used = 0, 0
    for i, item in enumerate(items):
        size = visible(item) + len(BLANK)
        if i > start and (used + size > limit or i - start >= most):
            out.append(range(start, i))
            start, used = i, 0
        used += size
    out.append(range(start, len(items)))
    return out


def page_of(number: int, all_pages: Sequence[range]) -> tuple[int, range]:
    """The page asked for, or the last one where there are fewer now."""
    number = max(0, min(number, len(all_pages) - 1))
    return number, all_pages[number]


def turn_row(words: Words, number: int, count: int, name: str, *args: int) -> Row:
    """Buttons to the page before and after; `name` and `args` name the list, the page comes last."""
    row: Row = []
    if number > 0:
        row.append(words.button("button.before", buttons.make(name, *args, number - 1)))
    if number + 1 < count:
        row.append(words.button("button.next", buttons.make(name, *args, number + 1)))
    return row


def number_rows(pairs: Iterable[tuple[int, str]], across: int = 4) -> list[Row]:
    """Numbered buttons, `across` a row: (number, callback data)."""
    flat = [InlineKeyboardButton(str(number), callback_data=data) for number, data in pairs]
    return [flat[i : i + across] for i in range(0, len(flat), across)]


def split(text: Markup, limit: int = LIMIT) -> list[Markup]:
    """A long text in messages, cut between paragraphs; a paragraph of its own size is cut between sentences or words.

    The mark-up of a paragraph must not run over its line breaks.
    """
    parts: list[Markup] = []
    current = Markup("")
    for paragraph in _paragraphs(text, limit):
        longer = current + LINE + paragraph if current else paragraph
        if current and visible(longer) > limit:
            parts.append(current)
            current = paragraph
        else:
            current = longer
    return [*parts, current]


def _paragraphs(text: Markup, limit: int) -> list[Markup]:
    """The text's lines; one that alone is too long loses its mark-up and is cut at words."""
    out: list[Markup] = []
    for line in str(text).split("\n"):
        if visible(line) <= limit:
            out.append(Markup(line))  # noqa: S704 - a line of a text that is mark-up already
        else:
            out += [Markup.escape(piece) for piece in _cut(without_html(line), limit)]
    return out


def _cut(text: str, limit: int) -> list[str]:
    pieces: list[str] = []
    while visible_plain(text) > limit:
        end = limit
        while visible_plain(text[:end]) > limit:
            end -= 100
        space = text.rfind(" ", end // 2, end)
        end = space if space > 0 else end
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*pieces, text]


def visible_plain(text: str) -> int:
    """The length of a text without mark-up in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
