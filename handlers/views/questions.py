"""Answers to typed questions."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from domain.questions import QuestionKind
from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, main_keyboard, number_rows, pages
from handlers.views.tasks import ROOM, item
from services.answers import TaskView
from services.asking import Answer

MESSAGES = 3
"""An answer takes at most this many messages; a narrower question is better than a fourth."""


def found_tasks(words: Words, answer: Answer, today: date) -> list[View]:
    """The tasks that answer a question, or the sentence that the plans say nothing of it."""
    if not answer.tasks:
        return [
            View(_nothing(words, answer), words.keyboard([words.button("button.mine", buttons.make("mine"))]))
        ]
    items = [_item(words, i + 1, task, answer.kind, today) for i, task in enumerate(answer.tasks)]
    all_pages = pages(items, ROOM)[:MESSAGES]
    out = []
    for number, shown in enumerate(all_pages):
        parts = [_title(words, answer)] if number == 0 else []
        parts += [items[i] for i in shown]
        left = answer.total - shown.stop
        if number == len(all_pages) - 1 and left > 0:
            parts.append(words.text("ask.more", n=left))
        if number == len(all_pages) - 1 and answer.helps:
            parts.append(words.text("ask.helps", n=answer.helps))
        rows = number_rows((i + 1, buttons.make("task", answer.tasks[i].task_id)) for i in shown)
        out.append(View(join(parts, BLANK), words.keyboard(*rows)))
    return out


def _item(words: Words, number: int, task: TaskView, kind: QuestionKind, today: date) -> Markup:
    """A task as lists show it; who leads it where that was asked."""
    shown = item(words, number, task, today)
    if kind is not QuestionKind.WHO:
        return shown
    who = ", ".join(task.leads) if task.leads else words.text("ask.everybody")
    return join([shown, words.text("ask.leads", who=who)])


def _title(words: Words, answer: Answer) -> Markup:
    if answer.unit:
        title = words.text("ask.of_unit", unit=answer.unit, n=answer.total)
    else:
        title = words.text("ask.found", n=answer.total)
    return join([title, words.text("ask.words", words=", ".join(answer.words))]) if answer.words else title


def _nothing(words: Words, answer: Answer) -> Markup:
    if answer.kind is QuestionKind.DEADLINE:
        return words.text("ask.nothing_due")
    return words.text("ask.nothing_of_unit", unit=answer.unit) if answer.unit else words.text("ask.nothing")


def how_to_ask(words: Words) -> View:
    return View(words.text("ask.how"), words.keyboard())


def small_talk(words: Words, *, private: bool) -> View:
    return View(words.text("ask.small_talk"), main_keyboard(words) if private else words.keyboard())


def not_understood(words: Words, *, private: bool) -> View:
    return View(words.text("ask.not_understood"), main_keyboard(words) if private else words.keyboard())
