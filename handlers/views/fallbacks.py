"""What a person reads whose message the bot cannot use."""

from __future__ import annotations

from handlers.views.base import View, Words, main_keyboard


def unknown_command(words: Words, *, private: bool) -> View:
    return View(words.text("fallback.unknown_command"), main_keyboard(words) if private else words.keyboard())


def forwarded(words: Words) -> View:
    return View(words.text("fallback.forwarded"), main_keyboard(words))


def not_text(words: Words) -> View:
    return View(words.text("fallback.not_text"), main_keyboard(words))
