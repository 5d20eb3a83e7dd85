"""When and how a chat is reminded."""

from __future__ import annotations

from datetime import time

from handlers import buttons
from handlers.views.base import BLANK, Row, View, Words, join, named
from handlers.views.dates import hour
from handlers.views.postponing import stop_button
from services.preferences import Preferences

HOURS = (time(7), time(7, 30), time(8), time(9), time(13, 30), time(16))
DAYS = ((time(7), time(20)), (time(7), time(17)), (time(6), time(21)), (time(8), time(18)))
"""From when to when reminders may come: the usual first."""


def show(words: Words, found: Preferences, *, private: bool) -> View:
    """What holds, and a button to change each."""
    parts = [
        words.text("settings.title" if private else "settings.title_group"),
        words.text("settings.hour", hour=hour(found.quiet.fit(found.hour))),
        words.text("settings.quiet", until=hour(found.quiet.until), since=hour(found.quiet.since)),
        words.text("settings.fewer" if found.steps else "settings.usual_steps"),
        words.text("settings.digest_on" if found.digest else "settings.digest_off"),
    ]
    digest = ("button.digest_off", "off") if found.digest else ("button.digest_on", "on")
    steps = ("button.steps_usual", "default") if found.steps else ("button.steps_few", "few")
    return View(
        join(parts, BLANK),
        words.keyboard(
            [words.button("button.hour", buttons.make("setpage", "hour"))],
            [words.button("button.quiet", buttons.make("setpage", "quiet"))],
            [words.button(steps[0], buttons.make("setsteps", steps[1]))],
            [words.button(digest[0], buttons.make("setdigest", digest[1]))],
        ),
    )


def hours(words: Words, found: Preferences, *, private: bool) -> View:
    """Hours that the quiet hours leave."""
    allowed = [one for one in HOURS if found.quiet.allow(one)]
    flat = [named(hour(one), buttons.make("sethour", one.hour * 60 + one.minute)) for one in allowed]
    rows = [flat[i : i + 3] for i in range(0, len(flat), 3)]
    return View(words.text("settings.choose_hour"), words.keyboard(*rows, *_ends(words, "hour", private)))


def quiets(words: Words, found: Preferences, *, private: bool) -> View:
    """Usual days."""
    rows = [
        [
            named(
                words.plain("button.quiet_between", until=hour(until), since=hour(since)),
                buttons.make("setquiet", until.hour * 60, since.hour * 60),
            )
        ]
        for until, since in DAYS
    ]
    return View(words.text("settings.choose_quiet"), words.keyboard(*rows, *_ends(words, "quiet", private)))


def _ends(words: Words, what: str, private: bool) -> list[Row]:
    other = [words.button("button.other_hour", buttons.make("setask", what))] if private else []
    return [other, [words.button("button.back", buttons.make("settings"))]]


def ask(words: Words, what: str) -> View:
    key = "settings.ask_hour" if what == "hour" else "settings.ask_quiet"
    return View(words.text(key), words.keyboard([stop_button(words)]))
