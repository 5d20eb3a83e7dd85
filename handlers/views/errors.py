"""What a person reads when something was refused or went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import buttons
from handlers.views.base import View, Words


def refusal(words: Words, key: str, values: Mapping[str, Any], *, private: bool) -> View:
    """A refusal with what to do next; whoever is not registered gets the button for it."""
    rows = []
    if key == "error.not_registered" and private:
        rows.append([words.button("button.register", buttons.make("places", 0))])
    return View(words.text(key, **values), words.keyboard(*rows))


def sentence(words: Words, key: str, **values: Any) -> View:
    """One sentence and the hotline's button."""
    return View(words.text(key, **values), words.keyboard())


def store_down(words: Words) -> View:
    """The data cannot be reached; 111 can."""
    return sentence(words, "error.store_down")
