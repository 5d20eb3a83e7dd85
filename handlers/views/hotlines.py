"""The numbers to call, as text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from domain.hotlines import CHILD_LINE, NATIONAL, Line
from handlers import buttons
from handlers.views.base import BLANK, View, Words, join
from services.hotlines import Proposal


def card(words: Words, lines: Sequence[Line]) -> View:
    """The national numbers and the confirmed lines of the province."""
    return View(
        join([words.text("hotline.title"), listed(words, lines), words.text("hotline.no_case")], BLANK)
    )


def urgent(words: Words, lines: Sequence[Line]) -> View:
    """What somebody reads who wrote of a child in danger."""
    return View(
        join([words.text("hotline.urgent"), listed(words, lines), words.text("hotline.not_kept")], BLANK)
    )


def listed(words: Words, lines: Sequence[Line]) -> Markup:
    """One number a line, 111 first and in bold."""
    child = words.text("hotline.child", number=CHILD_LINE.number, name=words.text(CHILD_LINE.key))
    national = [
        words.text("hotline.line", number=line.number, name=words.text(line.key)) for line in NATIONAL[1:]
    ]
    own = [words.text("hotline.line", number=line.number, name=line.name) for line in lines]
    return join([child, *own, *national])


def proposal(words: Words, found: Proposal) -> View:
    """A number found in a plan, for an admin to confirm."""
    text = words.text("hotline.proposal", number=found.number, name=found.name, plan=found.plan)
    row = [
        words.button("button.confirm", buttons.make("line", found.id, "yes")),
        words.button("button.reject", buttons.make("line", found.id, "no")),
    ]
    return View(text, words.keyboard(row))


def decided(words: Words, number: str, name: str, yes: bool) -> View:
    """What came of a proposed number."""
    key = "hotline.confirmed" if yes else "hotline.rejected"
    return View(words.text(key, number=number, name=name))
