"""An answer as one text without buttons and pages: for the terminal, for the pages of documentation."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from domain.library.finding import Found, Hit
from domain.plan import ALL
from domain.questions import QuestionKind
from handlers.views.base import BLANK, Words, join
from handlers.views.hotlines import card, urgent
from handlers.views.tasks import place


def spoken(words: Words, found: Found, today: date) -> Markup:
    """Every task whole, with its deadlines in the plan's words and its source."""
    match found.kind:
        case QuestionKind.URGENT:
            return urgent(words, ()).text
        case QuestionKind.HOTLINE:
            return card(words, ()).text
        case QuestionKind.SMALL_TALK:
            return words.text("ask.small_talk")
        case QuestionKind.UNKNOWN:
            return (
                words.text("ask.nothing_of_unit", unit=found.unit)
                if found.unit
                else words.text("ask.nothing")
            )
    if not found.hits:
        return words.text("ask.nothing_due")
    title = (
        words.text("ask.of_unit", unit=found.unit, n=len(found.hits))
        if found.unit
        else words.text("ask.found", n=len(found.hits))
    )
    return join([title, *(_whole(words, i + 1, hit, found.kind) for i, hit in enumerate(found.hits))], BLANK)


def _whole(words: Words, number: int, hit: Hit, kind: QuestionKind) -> Markup:
    entry = hit.entry
    text = f"{entry.lead_in} {entry.text}" if entry.lead_in else entry.text
    due = "; ".join(deadline.as_written for deadline in entry.deadlines)
    named = [name for name in entry.assignees if name != ALL]
    who = ", ".join(named) if named else words.text("ask.everybody")
    return join(
        [
            words.text("tasks.item", number=number, text=text),
            words.text("tasks.due_words", words=due) if due else Markup(""),
            words.text("ask.leads", who=who) if kind is QuestionKind.WHO else Markup(""),
            place(words, entry.plan.name, entry.section, entry.page),
        ]
    )
