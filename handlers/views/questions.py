"""Answers to typed questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.questions.old import QuestionKind
from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, main_keyboard, number_rows, pages
from handlers.views.hotlines import card, urgent
from handlers.views.tasks import ROOM, item, source
from locales import Catalogs
from services.answers import Answer, TaskView

MESSAGES = 3
"""An answer takes at most this many messages; a narrower question is better than a fourth."""


def found_tasks(words: Words, answer: Answer, today: date) -> list[View]:
    """The tasks that answer a question, or the sentence that the plans say nothing of it."""
    if not answer.tasks:
        return [
            View(_nothing(words, answer), words.keyboard([words.button("button.mine", buttons.make("mine"))]))
        ]
    items = [item(words, i + 1, task, today) for i, task in enumerate(answer.tasks)]
    all_pages = pages(items, ROOM)
    out = []
    for number, shown in enumerate(all_pages[:MESSAGES]):
        parts = [_title(words, answer)] if number == 0 else []
        parts += [items[i] for i in shown]
        left = len(items) - shown.stop
        if number == MESSAGES - 1 and left:
            parts.append(words.text("ask.more", n=left))
        rows = number_rows((i + 1, buttons.make("task", answer.tasks[i].task_id)) for i in shown)
        out.append(View(join(parts, BLANK), words.keyboard(*rows)))
    return out


def _title(words: Words, answer: Answer) -> Markup:
    if answer.unit:
        return words.text("ask.of_unit", unit=answer.unit, n=len(answer.tasks))
    return words.text("ask.found", n=len(answer.tasks))


def _nothing(words: Words, answer: Answer) -> Markup:
    return words.text("ask.nothing_of_unit", unit=answer.unit) if answer.unit else words.text("ask.nothing")


def how_to_ask(words: Words) -> View:
    return View(words.text("ask.how"), words.keyboard())


def small_talk(words: Words, *, private: bool) -> View:
    return View(words.text("ask.small_talk"), main_keyboard(words) if private else words.keyboard())


def not_understood(words: Words, *, private: bool) -> View:
    return View(words.text("ask.not_understood"), main_keyboard(words) if private else words.keyboard())


def answer_text(catalogs: Catalogs, language: str, answer: Answer, tasks: Sequence[TaskView]) -> Markup:
    """An answer for the terminal: every task whole, without buttons and pages."""
    words = Words(catalogs, language)
    match answer.kind:
        case QuestionKind.URGENT:
            return urgent(words, ()).text
        case QuestionKind.HOTLINE:
            return card(words, ()).text
        case QuestionKind.SMALL_TALK:
            return words.text("ask.small_talk")
        case QuestionKind.UNKNOWN:
            return words.text("ask.not_understood")
    if not tasks:
        return _nothing(words, answer)
    lines = [_title(words, answer)] if answer.kind is QuestionKind.TOPIC else []
    return join([*lines, *(whole(words, i + 1, task) for i, task in enumerate(tasks))], BLANK)


def whole(words: Words, number: int, task: TaskView) -> Markup:
    """One task whole, with its deadlines in the plan's words and its source."""
    text = f"{task.lead_in} {task.text}" if task.lead_in else task.text
    due = "; ".join(deadline.as_written for deadline in task.deadlines)
    return join(
        [
            words.text("tasks.item", number=number, text=text),
            words.text("tasks.due_words", words=due) if due else Markup(""),
            source(words, task),
        ]
    )
