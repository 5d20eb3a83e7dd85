"""How far the units of a task have come: counts first, then the units that have said nothing."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from domain.escalation import Standing
from handlers import buttons
from handlers.views.base import BLANK, LIMIT, View, Words, join, shorten, turn_row, visible
from handlers.views.dates import day, distance
from services.standing import DayStanding, TaskStanding, UnitLine

NAMES = (40, 25, 15, 8)
"""Units named of each sort, fewer where the message would be too long."""


def of_task(words: Words, found: TaskStanding, today: date, page: int) -> View:
    """One due day of the task."""
    row = [words.button("button.card", buttons.make("task", found.task_id))]
    head = [
        words.text("standing.title", task=shorten(found.task, 300)),
        words.text("standing.plan", plan=found.plan),
    ]
    if not found.days:
        return View(join([*head, words.text("standing.none")], BLANK), words.keyboard(row))
    number = max(0, min(page, len(found.days) - 1))
    text = Markup("")
    for most in NAMES:
        text = join([*head, _day(words, found.days[number], today, most)], BLANK)
        if visible(text) <= LIMIT:
            break
    turning = turn_row(words, number, len(found.days), "standing", found.task_id)
    return View(text, words.keyboard(turning, row))


def _day(words: Words, one: DayStanding, today: date, most: int) -> Markup:
    left = distance(words, one.due_on, today)
    counts = words.text("standing.counts", received=one.summary.received_of, done=one.summary.done_of)
    lines = [words.text("standing.day", day=day(one.due_on), left=left), counts]
    if one.summary.late:
        lines.append(words.text("standing.late", n=one.summary.late))
    sorts = [[line for line in one.units if line.standing is which] for which in Standing]
    by_sort = dict(zip(Standing, sorts, strict=True))
    order = (Standing.SILENT, Standing.EXPIRED, Standing.RECEIVED, Standing.DONE)
    named = [_units(words, which, by_sort[which], most) for which in order if by_sort[which]]
    return join([join(lines), *named], BLANK)


def _units(words: Words, which: Standing, lines: list[UnitLine], most: int) -> Markup:
    names = [_name(line) for line in lines[:most]]
    if len(lines) > most:
        names.append(words.plain("standing.more", n=len(lines) - most))
    return words.text(f"standing.units.{which.value}", n=len(lines), units="\n".join(f"– {n}" for n in names))


def _name(line: UnitLine) -> str:
    """The unit and the day of what it said."""
    on = line.done_on or line.received_on
    return f"{line.unit} ({on:%d/%m})" if on is not None else line.unit
