"""/sapgui: the next seven days at a glance, and one day with everybody who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from handlers import buttons
from handlers.views.base import (
    BLANK,
    LIMIT,
    View,
    Words,
    beside,
    join,
    named,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.dates import day, hour, weekday
from services.upcoming import Line, Upcoming

MOST_UNITS = 15
LINES_A_PAGE = 12


def week(words: Words, found: Upcoming) -> View:
    """How much goes out on each day, then what reminds nobody."""
    lines = [_day_line(words, on, told) for on, told in found.days]
    parts = [words.text("upcoming.title"), join(lines), _silence(words, found)]
    flat = [
        named(f"{on:%d/%m}", buttons.make("upcoming", i + 1, 0))
        for i, (on, told) in enumerate(found.days)
        if told
    ]
    rows = [flat[i : i + 4] for i in range(0, len(flat), 4)]
    return View(join(parts, BLANK), words.keyboard(*rows))


def _day_line(words: Words, on: date, told: Sequence[Line]) -> Markup:
    going = [line for line in told if line.why_not is None]
    name = f"{weekday(words, on)} {on:%d/%m}"
    if not told:
        return words.text("upcoming.day_none", day=name)
    text = words.text("upcoming.day", day=name, n=len(going), chats=len({line.to for line in going}))
    if len(going) < len(told):
        text = beside(text, words.text("upcoming.not_going", n=len(told) - len(going)))
    return text


def _silence(words: Words, found: Upcoming) -> Markup:
    """What nobody is told of, and why."""
    lines = []
    if found.nobody:
        names = "\n".join(f"– {name}" for name in found.nobody[:MOST_UNITS])
        lines.append(words.text("upcoming.nobody", n=len(found.nobody), units=names))
    if found.held:
        lines.append(words.text("upcoming.held", n=found.held))
    if found.waiting:
        lines.append(words.text("upcoming.waiting", n=found.waiting))
    return join(lines, BLANK)


def one_day(words: Words, found: Upcoming, number: int, page: int) -> View:
    """One day: who is told what, at which hour."""
    on, told = found.days[max(0, min(number, len(found.days)) - 1)]
    items = [_line(words, line) for line in told]
    all_pages = pages(items, LIMIT - 300, LINES_A_PAGE)
    shown_page, shown = page_of(page, all_pages)
    title = words.text("upcoming.day_title", day=f"{weekday(words, on)} {day(on)}", n=len(told))
    parts = [title, *(items[i] for i in shown)]
    if len(all_pages) > 1:
        parts.append(words.text("list.page", page=shown_page + 1, pages=len(all_pages)))
    back = [words.button("button.back", buttons.make("upcoming", 0, 0))]
    turning = turn_row(words, shown_page, len(all_pages), "upcoming", number)
    return View(join(parts, BLANK), words.keyboard(turning, back))


def _line(words: Words, line: Line) -> Markup:
    text = words.text(
        "upcoming.line",
        at=hour(line.at.time()),
        to=shorten(line.to, 60),
        unit=shorten(line.unit, 80),
        task=shorten(line.task, 90),
        due=day(line.due_on),
    )
    why = words.text(f"upcoming.why_not.{line.why_not.value}") if line.why_not is not None else Markup("")
    return join([text, why])
