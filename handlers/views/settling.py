"""Held deadlines of plans in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, shorten, turn_row
from handlers.views.dates import day, distance, number_of, weekday
from handlers.views.postponing import stop_button
from services.settling import Held


def held(words: Words, found: Sequence[Held], page: int, today: date) -> View:
    """One of them, with what can be done."""
    if not found:
        return View(words.text("settle.none"), words.keyboard())
    number = max(0, min(page, len(found) - 1))
    one = found[number]
    parts = [
        words.text("settle.title", number=number + 1, n=len(found)),
        words.text("settle.task", task=shorten(one.task, 400), plan=one.plan),
        words.text("settle.written", words=shorten(one.as_written, 200)),
    ]
    if one.next_due is not None:
        left = distance(words, one.next_due, today)
        parts.append(
            words.text("settle.read_as", day=f"{weekday(words, one.next_due)} {day(one.next_due)}", left=left)
        )
    parts.append(words.text("settle.what_to_do"))
    which = one.deadline_id
    right = [words.button("button.right", buttons.make("heldok", which))]
    other = [
        words.button("button.other_date", buttons.make("helddate", which)),
        words.button("button.no_deadline", buttons.make("helddrop", which)),
    ]
    card = [words.button("button.card", buttons.make("task", one.task_id))]
    return View(
        join(parts, BLANK), words.keyboard(right, other, card, turn_row(words, number, len(found), "held"))
    )


def ask(words: Words, found: Held) -> View:
    text = words.text("settle.ask", words=shorten(found.as_written, 200))
    return View(text, words.keyboard([stop_button(words)]))


def confirm(words: Words, found: Held, on: date, today: date) -> View:
    row = [
        words.button("button.right", buttons.make("heldset", found.deadline_id, number_of(on))),
        words.button("button.again", buttons.make("helddate", found.deadline_id)),
    ]
    text = words.text(
        "settle.confirm",
        words=shorten(found.as_written, 200),
        day=f"{weekday(words, on)} {day(on)}",
        left=distance(words, on, today),
    )
    return View(text, words.keyboard(row))
