"""What a group follows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from domain.units import UnitRef
from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, named


def only_in_groups(words: Words) -> View:
    return View(words.text("bind.only_in_groups"), words.keyboard())


def which_unit(words: Words, followed: Sequence[str]) -> View:
    """An admin without a unit has to name one."""
    return View(join([words.text("bind.which_unit"), _followed(words, followed)], BLANK), words.keyboard())


def choose_unit(words: Words, found: Sequence[UnitRef]) -> View:
    """The units that fit what was typed."""
    if not found:
        return View(words.text("bind.not_found"), words.keyboard())
    rows = [[named(unit.name, buttons.make("bind", unit.id))] for unit in found]
    return View(words.text("bind.choose"), words.keyboard(*rows))


def bound(words: Words, unit: str, followed: Sequence[str], *, fresh: bool, in_topic: bool) -> View:
    """Done, and everything that is followed here."""
    if not fresh:
        text = words.text("bind.already", unit=unit)
    else:
        text = words.text("bind.done_topic" if in_topic else "bind.done", unit=unit)
    return View(
        join([text, _followed(words, followed), words.text("bind.how_to_stop")], BLANK), words.keyboard()
    )


def unbound(words: Words, gone: Sequence[str]) -> View:
    if not gone:
        return View(words.text("bind.nothing"), words.keyboard())
    return View(words.text("bind.released", units="; ".join(gone)), words.keyboard())


def _followed(words: Words, followed: Sequence[str]) -> Markup:
    return words.text("bind.followed", units="; ".join(followed)) if followed else Markup("")
