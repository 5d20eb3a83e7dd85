"""Lists of tasks: my unit's, everybody's, and what is due, each with its deadline and source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from domain.text import fold
from handlers import buttons
from handlers.views.base import (
    BLANK,
    LIMIT,
    Row,
    View,
    Words,
    beside,
    join,
    number_rows,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.dates import day, distance
from handlers.views.succession import told
from services.answers import DeadlineView, DueLine, TaskList, TaskView

ROOM = LIMIT - 300
"""What a page's items may take; the rest is for its headings."""

WRITTEN = 120
_NUMBERS_ONLY = re.compile(r"(?:truoc )?(?:ngay )?0?(\d{1,2})(?: thang)? 0?(\d{1,2})(?: nam)? (\d{4})")


def task_list(words: Words, listed: TaskList, today: date, page: int, *, private: bool) -> View:
    """A page of a unit's tasks; the block that binds everybody follows the unit's own."""
    tasks = [*listed.own, *listed.everyone]
    if not tasks:
        key = "tasks.none" if listed.plans else "tasks.no_plans"
        return View(words.text(key, unit=listed.unit), words.keyboard())
    items = [item(words, i + 1, task, today) for i, task in enumerate(tasks)]
    all_pages = pages(items, ROOM)
    number, shown = page_of(page, all_pages)
    parts = [words.text("tasks.title", unit=listed.unit, own=len(listed.own), everyone=len(listed.everyone))]
    for i in shown:
        if i == len(listed.own):
            parts.append(words.text("tasks.everyone_title"))
        elif i == shown.start:
            parts.append(words.text("tasks.own_title" if i < len(listed.own) else "tasks.everyone_title"))
        parts.append(items[i])
    rows = number_rows((i + 1, buttons.make("task", tasks[i].task_id)) for i in shown)
    if len(all_pages) > 1 and private:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
        rows.append(turn_row(words, number, len(all_pages), "tasks"))
        rows.append(_jump(words, number, all_pages, len(listed.own), len(tasks)))
    elif len(all_pages) > 1:
        parts.append(words.text("list.more_in_private", n=len(tasks) - len(shown)))
    return View(join(parts, BLANK), words.keyboard(*rows))


def tasks_then(words: Words, listed: TaskList, day_then: date, page: int, *, private: bool) -> View:
    """A page of what a unit had to do by the plans of an earlier day. No states and no cards: they are today's."""
    tasks = [*listed.own, *listed.everyone]
    head = words.text("tasks.as_of", unit=listed.unit, day=day(day_then), n=len(tasks), plans=listed.plans)
    today = [words.button("button.mine", buttons.make("mine"))]
    items = [item(words, i + 1, task, day_then) for i, task in enumerate(tasks)]
    all_pages = pages(items, ROOM)
    number, shown = page_of(page, all_pages)
    parts = [head, *(items[i] for i in shown)]
    rows: list[Row] = []
    if len(all_pages) > 1 and private:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
        rows.append(turn_row(words, number, len(all_pages), "tasksthen", day_then.toordinal()))
    elif len(all_pages) > 1:
        parts.append(words.text("list.more_in_private", n=len(tasks) - len(shown)))
    return View(join(parts, BLANK), words.keyboard(*rows, today))


def _jump(words: Words, number: int, all_pages: Sequence[range], own: int, total: int) -> Row:
    """A button to where the tasks of everybody begin, if that is further on than the next page."""
    target = next((i for i, shown in enumerate(all_pages) if own in shown), 0)
    if own >= total or target <= number + 1:
        return []
    return [words.button("button.everyone", buttons.make("tasks", target), n=total - own)]


def due_list(words: Words, lines: Sequence[DueLine], today: date, page: int, *, private: bool) -> View:
    """A page of the open due days."""
    if not lines:
        return View(
            words.text("due.none"), words.keyboard([words.button("button.mine", buttons.make("mine"))])
        )
    items = [due_item(words, i + 1, line, today) for i, line in enumerate(lines)]
    all_pages = pages(items, ROOM)
    number, shown = page_of(page, all_pages)
    parts = [words.text("due.title", n=len(lines))]
    for i in shown:
        late = lines[i].due_on < today
        if i == shown.start or late != (lines[i - 1].due_on < today):
            parts.append(words.text("due.overdue_title" if late else "due.coming_title"))
        parts.append(items[i])
    rows = number_rows((i + 1, buttons.make("task", lines[i].task.task_id)) for i in shown)
    if len(all_pages) > 1 and private:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
        rows.append(turn_row(words, number, len(all_pages), "due"))
    elif len(all_pages) > 1:
        parts.append(words.text("list.more_in_private", n=len(lines) - len(shown)))
    return View(join(parts, BLANK), words.keyboard(*rows))


@lru_cache(maxsize=8192)
def item(words: Words, number: int, task: TaskView, today: date) -> Markup:
    """One task in a list: its text, its deadline, where it stands. Remembered, for all items of a list are made at
    every turn of its pages: only their lengths tell where a page ends."""
    head = words.text("tasks.item_done" if task.done else "tasks.item", number=number, text=_short(task))
    notes = [_part(words, task), told(words, task.succession)]
    return join([head, _due_line(words, task, today), source(words, task), *notes])


def due_item(words: Words, number: int, line: DueLine, today: date) -> Markup:
    """One due day in a list."""
    when = words.text(
        "due.day", number=number, day=day(line.due_on), left=distance(words, line.due_on, today)
    )
    task = line.task
    return join([when, Markup.escape(_short(task)), source(words, task), told(words, task.succession)])


def _short(task: TaskView) -> str:
    """The task's text, with the sentence that leads into it where the text alone is a fragment."""
    lead_in = f"{task.lead_in} " if task.lead_in and len(task.text) < 60 else ""
    return shorten(f"{lead_in}{task.text}")


def source(words: Words, task: TaskView) -> Markup:
    """Plan, section and page."""
    return place(words, task.plan, task.section, task.page)


def place(words: Words, plan: str, section: str, page: int | None) -> Markup:
    """Where a sentence stands: the plan, and what it has of section and page."""
    if section and page is not None:
        return words.text("tasks.source_page", plan=plan, section=section, page=page)
    return (
        words.text("tasks.source", plan=plan, section=section)
        if section
        else words.text("tasks.source_plan", plan=plan)
    )


def _part(words: Words, task: TaskView) -> Markup:
    return (
        words.text("tasks.partner") if task.part is not None and task.part.value == "partner" else Markup("")
    )


def _due_line(words: Words, task: TaskView, today: date) -> Markup:
    """The next due day, how far it is, and the plan's own words where they say more."""
    written = shorten("; ".join(dict.fromkeys(d.as_written for d in task.deadlines if adds(d))), WRITTEN)
    words_written = words.text("tasks.written", words=written) if written else Markup("")
    lines = []
    if task.due_on is not None:
        due = words.text("tasks.due", day=day(task.due_on), left=distance(words, task.due_on, today))
        lines.append(beside(due, words_written))
    elif written:
        lines.append(words.text("tasks.due_words", words=written))
    if any(d.held for d in task.deadlines):
        lines.append(words.text("tasks.held"))
    return join(lines)


def adds(deadline: DeadlineView) -> bool:
    """Whether the plan's words say more than the date that is shown anyway."""
    found = _NUMBERS_ONLY.fullmatch(fold(deadline.as_written))
    if found is None or deadline.next_due is None:
        return True
    written = tuple(int(part) for part in found.groups())
    return written != (deadline.next_due.day, deadline.next_due.month, deadline.next_due.year)
