"""The day of an event that a deadline waits for."""

from __future__ import annotations

from datetime import date

from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, shorten
from handlers.views.dates import day, distance, number_of, weekday
from handlers.views.postponing import stop_button
from services.events import Awaited, Entered


def ask(words: Words, found: Awaited) -> View:
    """The deadline's own words, what was entered, and how to type a day."""
    parts = [words.text("event.title", task=shorten(found.task), words=shorten(found.as_written, 200))]
    rows = []
    if found.happened_on is not None:
        parts.append(words.text("event.known", day=day(found.happened_on)))
        data = buttons.make("eventoff", found.deadline_id, "ask")
        rows.append([words.button("button.event_off", data)])
    parts.append(words.text("event.ask"))
    return View(join(parts, BLANK), words.keyboard(*rows, [stop_button(words)]))


def confirm(words: Words, found: Awaited, happened_on: date, due: date, today: date) -> View:
    """The day that was typed and the day that is due with it."""
    text = words.text(
        "event.confirm",
        words=shorten(found.as_written, 200),
        day=f"{weekday(words, happened_on)} {day(happened_on)}",
        due=f"{weekday(words, due)} {day(due)}",
        left=distance(words, due, today),
    )
    row = [
        words.button("button.right", buttons.make("eventon", found.deadline_id, number_of(happened_on))),
        words.button("button.again", buttons.make("event", found.deadline_id)),
    ]
    return View(text, words.keyboard(row))


def entered(words: Words, came: Entered, today: date) -> View:
    left = distance(words, came.due_on, today)
    return View(
        words.text("event.entered", due=day(came.due_on), left=left, units=came.units, n=came.reminders),
        words.keyboard(),
    )


def ask_withdraw(words: Words, found: Awaited) -> View:
    row = [
        words.button("button.event_off_yes", buttons.make("eventoff", found.deadline_id, "yes")),
        words.button("button.stop", buttons.make("stopwait")),
    ]
    happened = day(found.happened_on) if found.happened_on is not None else "–"
    text = words.text("event.ask_off", words=shorten(found.as_written, 200), day=happened)
    return View(text, words.keyboard(row))


def withdrawn(words: Words) -> View:
    return View(words.text("event.off"), words.keyboard())
