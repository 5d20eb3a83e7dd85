"""Why somebody gets what a plan gave another: "… nay là …, theo …", in lists, on cards and in reminders."""

from __future__ import annotations

from markupsafe import Markup

from domain.succession import Succession
from handlers.views.base import Words, shorten

_NAME = 120


def told(words: Words, succession: Succession | None) -> Markup:
    """One line, or nothing where the plan's name is today's. What nobody could confirm says so."""
    if succession is None:
        return Markup("")
    key = "succession.sure" if succession.sure else "succession.unsure"
    return words.text(
        key, was=shorten(succession.was, _NAME), now=shorten(succession.now, _NAME), decree=succession.decree
    )
