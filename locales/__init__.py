"""Every sentence a person reads, in Vietnamese and in English, and the way to fetch one.

The sentences stand in `<language>/LC_MESSAGES/bot.po`: the msgid is a dotted key, the msgstr is the sentence,
with Telegram's HTML and named places such as `{name}`. Handlers and the sender ask for them; nothing here knows
who is asking, and nothing of ours is imported.
"""

from __future__ import annotations

import gettext
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel.messages.pofile import read_po
from markupsafe import Markup

Language = Literal["vi", "en"]

LANGUAGES: tuple[Language, ...] = ("vi", "en")
DEFAULT: Language = "vi"

_FOLDER = Path(__file__).parent
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Catalog:
    """One language: every key with its forms (one, or one for each plural of the language)."""

    entries: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]

    def sentence(self, key: str, n: Any) -> str | None:
        """The form that fits `n`, places still open; None where the key is not known."""
        forms = self.entries.get(key)
        if forms is None:
            return None
        if len(forms) == 1:
            return forms[0]
        if not isinstance(n, int):
            raise KeyError(f"{key}: a sentence with plural forms wants a whole number n")
        return forms[self.plural(n)]


class Catalogs:
    """All languages. A key that one language lacks is read from Vietnamese; one that both lack is a KeyError."""

    def __init__(self, catalogs: Mapping[Language, Catalog]) -> None:
        self._catalogs = catalogs

    def text(self, language: str, key: str, **values: Any) -> Markup:
        """The sentence as HTML. Values are escaped, except those that are Markup already.

        A place without a value is a KeyError; `n` chooses the plural form.
        """
        sentence = self._sentence(known_language(language), key, values.get("n"))
        try:
            return Markup(sentence).format(**values)  # noqa: S704 - our own sentence; the values are escaped here
        except (KeyError, IndexError) as missing:
            raise KeyError(f"{key}: no value for the place {missing}") from missing

    def plain(self, language: str, key: str, **values: Any) -> str:
        """The sentence without HTML: for buttons, command descriptions and callback answers."""
        return without_html(self.text(language, key, **values))

    def keys(self, language: Language) -> frozenset[str]:
        """Every key that this language has."""
        return frozenset(self._catalogs[language].entries)

    def forms(self, language: Language, key: str) -> tuple[str, ...]:
        """The sentences behind a key as they are written, for those who compare catalogs."""
        return self._catalogs[language].entries[key]

    def _sentence(self, language: Language, key: str, n: Any) -> str:
        for choice in (language, DEFAULT):
            sentence = self._catalogs[choice].sentence(key, n)
            if sentence is not None:
                return sentence
        raise KeyError(f"{key}: no catalog has this key")


def known_language(code: str | None) -> Language:
    """The language to speak to somebody whose Telegram says `code`: Vietnamese unless it is English."""
    return "en" if code is not None and code.lower().replace("_", "-").split("-")[0] == "en" else DEFAULT


def without_html(text: str) -> str:
    """What is left to read when Telegram's HTML is taken away: for buttons, and when a message cannot be parsed."""
    return html.unescape(_TAG.sub("", text))


def read_catalog(path: Path) -> Catalog:
    """Read one .po file. Entries without a sentence are left out, so that the default language answers."""
    with path.open("rb") as file:
        book = read_po(file, locale=path.parent.parent.name)
    entries: dict[str, tuple[str, ...]] = {}
    for message in book:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if forms and all(forms):
                entries[key] = forms
    return Catalog(entries, gettext.c2py(book.plural_expr))


@cache
def load() -> Catalogs:
    """Both catalogs, read once a process."""
    return Catalogs({language: read_catalog(po_path(language)) for language in LANGUAGES})


def po_path(language: Language) -> Path:
    """Where the sentences of a language stand."""
    return _FOLDER / language / "LC_MESSAGES" / "bot.po"
