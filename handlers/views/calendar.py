"""For admins: the table of swapped days, and ladders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.ladder import DEFAULT, Ladder, parse_ladder
from domain.units import UnitRef
from domain.workdays import SwappedDay
from handlers import buttons
from handlers.views.base import BLANK, View, Words, join, named, shorten
from handlers.views.dates import day, number_of, weekday
from handlers.views.postponing import stop_button
from services.ladders import LadderLine, Of

MOST_DAYS = 20


def days(words: Words, found: Sequence[SwappedDay], today: date) -> View:
    """The days to come, each with a button to take it out; and how to enter more."""
    coming = [one for one in found if one.day >= today][:MOST_DAYS]
    lines = [_day(words, one) for one in coming]
    parts = [
        words.text("daysoff.title"),
        join(lines) if lines else words.text("daysoff.none"),
        words.text("daysoff.how"),
    ]
    flat = [named(f"🗑 {one.day:%d/%m/%Y}", buttons.make("dayoff", number_of(one.day))) for one in coming]
    rows = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    return View(join(parts, BLANK), words.keyboard(*rows, [stop_button(words)]))


def _day(words: Words, one: SwappedDay) -> Markup:
    return words.text(
        "daysoff.worked" if one.worked else "daysoff.off",
        day=f"{weekday(words, one.day)} {day(one.day)}",
        source=shorten(one.source, 80),
    )


def days_added(words: Words, added: Sequence[SwappedDay], replanned: int) -> View:
    lines = [_day(words, one) for one in added[:MOST_DAYS]]
    return View(join([words.text("daysoff.added", n=len(added)), *lines]), words.keyboard())


def ladders(words: Words, lines: Sequence[LadderLine]) -> View:
    """Everything that has a ladder or could have one."""
    parts = [words.text("ladder.title", steps=steps(words, DEFAULT))]
    own = [line for line in lines if line.ladder is not None]
    parts += [words.text("ladder.line", name=name(words, line), steps=_steps_of(words, line)) for line in own]
    parts.append(words.text("ladder.how"))
    rows = [
        [named(name(words, line), buttons.make("ladder", line.of.value, line.number))] for line in lines[:30]
    ]
    return View(join(parts, BLANK), words.keyboard(*rows))


def units(words: Words, found: Sequence[UnitRef]) -> View:
    """The units that fit a typed name."""
    if not found:
        return View(words.text("ladder.no_unit"), words.keyboard())
    rows = [[named(unit.name, buttons.make("ladder", Of.UNIT.value, unit.id))] for unit in found]
    return View(words.text("ladder.choose_unit"), words.keyboard(*rows))


def ladder(words: Words, line: LadderLine) -> View:
    """One ladder, and how to type another."""
    parts = [
        words.text("ladder.of", name=name(words, line), steps=_steps_of(words, line)),
        words.text("ladder.ask"),
    ]
    off = []
    if line.ladder is not None:
        parts.insert(1, words.text("ladder.text", text=line.ladder))
        off = [words.button("button.ladder_off", buttons.make("ladderoff", line.of.value, line.number))]
    back = [words.button("button.back", buttons.make("ladders")), stop_button(words)]
    return View(join(parts, BLANK), words.keyboard(off, back))


def ladder_set(words: Words, line: LadderLine) -> View:
    """What holds now."""
    row = [words.button("button.back", buttons.make("ladders"))]
    text = words.text("ladder.set", name=name(words, line), steps=_steps_of(words, line))
    return View(text, words.keyboard(row))


def name(words: Words, line: LadderLine) -> str:
    """A kind has its name in the catalogs, the others have their own."""
    return words.plain(f"ladder.kind.{line.name}") if line.of is Of.KIND else line.name


def _steps_of(words: Words, line: LadderLine) -> Markup:
    return steps(words, parse_ladder(line.ladder)) if line.ladder else words.text("ladder.usual")


def steps(words: Words, found: Ladder) -> Markup:
    """A ladder in words."""
    before = ", ".join(str(days) for days in found.before if days)
    parts = [words.text("ladder.before", days=before)] if before else []
    if 0 in found.before:
        parts.append(words.text("ladder.on"))
    if found.after:
        parts.append(words.text("ladder.after", days=", ".join(map(str, found.after))))
    if found.weekly:
        parts.append(words.text("ladder.weekly", n=found.weekly))
    if found.monthly:
        parts.append(words.text("ladder.monthly", n=found.monthly))
    return join(parts, Markup("; "))
