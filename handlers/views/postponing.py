"""Putting a reminder off: the choice of a day, and what came of it."""

from __future__ import annotations

from datetime import date, datetime

from telegram import InlineKeyboardButton

from handlers import buttons
from handlers.views.base import View, Words, named, shorten
from handlers.views.dates import day, moment, number_of, weekday
from services.postponing import Offer


def offer(words: Words, found: Offer, today: date, *, private: bool) -> View:
    """The days to choose from, each with its date; in private also one of one's own."""
    which = (found.occurrence_id, found.version)
    rows = [
        [
            named(
                words.plain(f"button.snooze.{choice.value}", day=_short(words, on)),
                buttons.make("snooze", *which, choice.value),
            )
        ]
        for choice, on in found.days
    ]
    if private:
        rows.append([words.button("button.snooze.other", buttons.make("snoozeask", *which))])
    text = words.text("snooze.offer", task=shorten(found.task), due=day(found.due_on))
    return View(text, words.keyboard(*rows))


def ask_day(words: Words) -> View:
    return View(words.text("snooze.ask"), words.keyboard([stop_button(words)]))


def confirm(words: Words, occurrence_id: int, version: int, on: date, today: date) -> View:
    """The day that came out of what was typed."""
    data = buttons.make("snoozeon", occurrence_id, version, number_of(on))
    other = buttons.make("snoozeask", occurrence_id, version)
    row = [words.button("button.right", data), words.button("button.snooze.other", other)]
    text = words.text("snooze.confirm", day=f"{weekday(words, on)} {day(on)}", n=(on - today).days)
    return View(text, words.keyboard(row))


def put_off(words: Words, at: datetime) -> View:
    return View(words.text("snooze.done", at=moment(at)), words.keyboard())


def stopped(words: Words) -> View:
    return View(words.text("asked.stopped"), words.keyboard())


def stop_button(words: Words) -> InlineKeyboardButton:
    return words.button("button.stop", buttons.make("stopwait"))


def _short(words: Words, on: date) -> str:
    return f"{weekday(words, on)} {on:%d/%m}"
