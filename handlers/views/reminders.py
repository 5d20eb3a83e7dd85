"""Reminder messages: what is due in one chat, and the same message once something is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from domain.escalation import Level, level_of
from domain.ladder import CHECK_IN, DROPPED, LATE, MOVED, NEW, OPENS
from handlers import buttons
from handlers.views import groups as plan_views
from handlers.views.base import BLANK, LIMIT, Row, View, Words, join, shorten, visible
from handlers.views.dates import day, distance
from handlers.views.succession import told
from locales import Catalogs
from services.delivery import Batch, Item
from services.digests import Digest, Line
from services.progress import Telling
from services.standing_in import INSTEAD

LENGTH_ALONE = 600
LENGTHS = (220, 180, 140, 100, 60)
"""A reminder is one message (its buttons and edits depend on it), so long texts give way."""
MOST_WHOLE = 8
"""Tasks told whole and with buttons: each has a row of them, and a screen is small. Others are named in short, and all
of them stand in the list behind the last button."""
SHORT_TEXT, SHORT, WEEK = 70, 120, 900
"""Characters of a task that is named in short, room that its line wants, and room for the week at a glance."""


def reminder_message(catalogs: Catalogs, batch: Batch, today: date) -> View:
    """One message with everything that is due in one chat."""
    words = Words(catalogs, batch.address.language)
    notes = []
    if batch.lost_topic:
        notes.append(words.text("remind.lost_topic"))
    if batch.catch_up:
        notes.append(words.text("remind.catch_up"))
    if batch.possible_repeat:
        notes.append(words.text("remind.possible_repeat"))
    return _message(words, batch.items, today, notes, batch.digest)


def telling_message(catalogs: Catalogs, telling: Telling, today: date) -> View:
    """The same message written anew: what is done is struck through and has no buttons any more."""
    words = Words(catalogs, telling.address.language)
    return _message(words, telling.items, today, digest=telling.digest)


def _message(
    words: Words,
    items: Sequence[Item],
    today: date,
    notes: Sequence[Markup] = (),
    digest: Digest | None = None,
) -> View:
    if not items:
        week = _week(words, digest or Digest(), today, LIMIT - SHORT)
        return View(join([week, *notes], BLANK), _keyboard(words, (), more=True))
    digest = None if digest is None or digest.empty else digest
    units = list(dict.fromkeys(item.unit for item in items))
    several, is_open = len(items) > 1, any(_is_open(item) for item in items)
    all_late = is_open and all(item.step == LATE for item in items)
    heading = [words.text("remind.title", unit="; ".join(units))]
    if all_late:
        heading.append(words.text("remind.late"))
    whole, others = items[:MOST_WHOLE], items[MOST_WHOLE:]
    legend = [words.text("remind.legend")] if several and is_open else []
    text = Markup("")
    for length in LENGTHS if several else (LENGTH_ALONE,):
        told = [
            _item(words, item, today, i + 1 if several else None, length, len(units) > 1, all_late)
            for i, item in enumerate(whole)
        ]
        room = LIMIT - visible(join([*heading, *told, *legend, *notes], BLANK))
        short = _in_short(words, others, today, room - (WEEK if digest else 0))
        week = _week(words, digest, today, room - visible(short)) if digest else Markup("")
        text = join([*heading, *told, short, *legend, week, *notes], BLANK)
        if room >= len(others) * SHORT + (WEEK if digest else 0):
            break
    return View(text, _keyboard(words, whole, more=bool(others or digest)))


def _week(words: Words, digest: Digest, today: date, room: int) -> Markup:
    """The week at a glance: what is overdue, what comes; for admins those whom nothing reaches."""
    parts = [words.text("digest.title")]
    if digest.silent:
        names = shorten("; ".join(digest.silent), SHORT)
        parts.append(words.text("digest.silent", n=len(digest.silent), units=names))
    if digest.undelivered:
        parts.append(words.text("digest.undelivered", n=digest.undelivered))
    parts += [plan_views.week(words, one, today) for one in digest.plans]
    several = len({line.unit for line in (*digest.overdue, *digest.coming)}) > 1
    for key, lines in (("digest.overdue", digest.overdue), ("digest.coming", digest.coming)):
        if lines:
            parts.append(words.text(key, n=len(lines)))
            parts.append(_lines(words, lines, today, room // 2 - visible(join(parts)), name_unit=several))
    return join(parts)


def _lines(words: Words, lines: Sequence[Line], today: date, room: int, *, name_unit: bool) -> Markup:
    out: list[Markup] = []
    for i, line in enumerate(lines):
        task = f"{line.unit}: {line.task}" if name_unit else line.task
        left = distance(words, line.due_on, today)
        told = words.text("remind.short", left=left, day=day(line.due_on), task=shorten(task, SHORT_TEXT))
        room -= visible(told) + 1
        if out and room < SHORT and i + 1 < len(lines):
            out.append(words.text("remind.and_others", n=len(lines) - i))
            break
        out.append(told)
    return join(out)


def _in_short(words: Words, items: Sequence[Item], today: date, room: int) -> Markup:
    """Tasks that have no place of their own in the message: a line each as far as they fit, the rest as a number."""
    lines: list[Markup] = []
    for i, item in enumerate(items):
        key = "remind.short" if _is_open(item) else "remind.short_done"
        left = distance(words, item.due_on, today)
        line = words.text(key, left=left, day=day(item.due_on), task=shorten(item.task, SHORT_TEXT))
        room -= visible(line) + 1
        if room < SHORT and i + 1 < len(items):
            lines.append(words.text("remind.and_others", n=len(items) - i))
            break
        lines.append(line)
    return join(lines)


def _is_open(item: Item) -> bool:
    return item.state.value == "open"


def _item(
    words: Words, item: Item, today: date, number: int | None, length: int, name_unit: bool, all_late: bool
) -> Markup:
    """One task: how far its day is, what is to be done, where it stands."""
    left = distance(words, item.due_on, today)
    done = item.state.value == "done"
    mark = words.text("remind.number", number=number) if number is not None else Markup("")
    key = "remind.head_done" if done else "remind.head" if _is_open(item) else "remind.cancelled"
    head = words.text(key, left=left, day=day(item.due_on))
    lead_in = f"{item.lead_in} " if item.lead_in and len(item.task) < 60 else ""
    task = shorten(f"{lead_in}{item.task}", length)
    return join(
        [
            join([mark, head], Markup(" ")),
            words.text("remind.unit", unit=item.unit) if name_unit else Markup(""),
            words.text("remind.task" if _is_open(item) else "remind.task_done", task=task),
            _notes(words, item, all_late) if _is_open(item) or item.step == DROPPED else Markup(""),
            _source(words, item),
        ]
    )


def _notes(words: Words, item: Item, all_late: bool) -> Markup:
    """What is special: a late notice, the beginning of a period, only helping."""
    notes = [_why_now(words, item)]
    if item.step == LATE and not all_late:
        notes.append(words.text("remind.late"))
    if item.step == MOVED and item.moved_from is not None:
        notes.append(words.text("remind.moved", old=day(item.moved_from), new=day(item.due_on)))
    if item.was_done_on is not None and item.step != DROPPED:
        notes.append(words.text("remind.reopened", done=day(item.was_done_on)))
    if item.step in (NEW, DROPPED):
        notes.append(words.text(f"remind.{item.step}"))
    if item.step == OPENS:
        notes.append(words.text("remind.opens"))
    if item.received_on is not None:
        notes.append(words.text("remind.received", day=day(item.received_on)))
    if item.part is not None and item.part.value == "partner":
        notes.append(words.text("remind.partner"))
    if item.succession is not None:
        notes.append(told(words, item.succession))
    return join(notes)


def _why_now(words: Words, item: Item) -> Markup:
    """Why a head or a coordinator hears of it, or what a check-in asks."""
    if item.step.startswith(INSTEAD):
        return words.text("remind.instead")
    level = level_of(item.step)
    if level is not None:
        return words.text(f"remind.up.{level.value}")
    return words.text("remind.check_in") if _asks(item) else Markup("")


def _asks(item: Item) -> bool:
    return item.step.startswith(CHECK_IN)


def _source(words: Words, item: Item) -> Markup:
    key = "remind.source" if item.section else "remind.source_plan"
    values = {"plan": shorten(item.plan, 80), "written": shorten(item.as_written, 120)}
    if item.section:
        values["section"] = item.section
    return words.text(key, **values)


def _keyboard(words: Words, items: Sequence[Item], *, more: bool) -> InlineKeyboardMarkup | None:
    """What can be done with every open task: of one task in two rows, of several each in a row; the way to the list
    if there are more."""
    rows: list[Row] = []
    for i, item in enumerate(items):
        if _is_open(item):
            row = _row(words, item, None if len(items) == 1 else i + 1)
            rows += [row[:2], row[2:]] if len(items) == 1 and len(row) > 2 else [row]
    if more:
        rows.append([words.button("button.mine", buttons.make("mine"))])
    return words.keyboard(*rows)


def _row(words: Words, item: Item, number: int | None) -> Row:
    """Done, received, later and the card. A coordinator looks on: how far the units are, and the card."""
    which = (item.occurrence_id, item.version)
    found = []
    if level_of(item.step) is Level.COORDINATOR or item.step.startswith(INSTEAD):
        found.append(("standing", buttons.make("standing", item.task_id, 0)))
    else:
        found.append(("check" if _asks(item) else "done", buttons.make("done", *which)))
        if not _asks(item) and item.received_on is None:
            found.append(("got", buttons.make("got", *which)))
        found.append(("later", buttons.make("later", *which)))
    found.append(("card", buttons.make("task", item.task_id)))
    if number is None:
        return [words.button(f"button.{name}", data) for name, data in found]
    return [words.button(f"button.{name}_n", data, number=number) for name, data in found]
