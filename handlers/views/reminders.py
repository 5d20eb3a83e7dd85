"""Reminder messages: what is due in one chat, and the same message once something is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.ladder import LATE, OPENS
from handlers import buttons
from handlers.views.base import BLANK, LIMIT, Row, View, Words, join, shorten, visible
from handlers.views.dates import day, distance
from locales import Catalogs
from services.delivery import Batch, Item
from services.progress import Telling

LENGTH_ALONE = 600
LENGTHS = (220, 180, 140, 100, 60)
"""A reminder is one message (its buttons and edits depend on it), so long texts give way."""


def reminder_message(catalogs: Catalogs, batch: Batch, today: date) -> View:
    """One message with everything that is due in one chat."""
    words = Words(catalogs, batch.address.language)
    return _message(words, batch.items, today, possible_repeat=batch.possible_repeat)


def telling_message(catalogs: Catalogs, telling: Telling, today: date) -> View:
    """The same message written anew: what is done is struck through and has no buttons any more."""
    words = Words(catalogs, telling.address.language)
    return _message(words, telling.items, today, possible_repeat=False)


def _message(words: Words, items: Sequence[Item], today: date, *, possible_repeat: bool) -> View:
    units = list(dict.fromkeys(item.unit for item in items))
    several, is_open = len(items) > 1, any(_is_open(item) for item in items)
    all_late = is_open and all(item.step == LATE for item in items)
    heading = [words.text("remind.title", unit="; ".join(units))]
    if all_late:
        heading.append(words.text("remind.late"))
    end = [words.text("remind.legend")] if several and is_open else []
    if possible_repeat:
        end.append(words.text("remind.possible_repeat"))
    text = Markup("")
    for length in LENGTHS if several else (LENGTH_ALONE,):
        told = [
            _item(words, item, today, i + 1 if several else None, length, len(units) > 1, all_late)
            for i, item in enumerate(items)
        ]
        text = join([*heading, *told, *end], BLANK)
        if visible(text) <= LIMIT:
            break
    return View(text, _keyboard(words, items))


def _is_open(item: Item) -> bool:
    return item.state.value == "open"


def _item(
    words: Words, item: Item, today: date, number: int | None, length: int, name_unit: bool, all_late: bool
) -> Markup:
    """One task: how far its day is, what is to be done, where it stands."""
    left = distance(words, item.due_on, today)
    done = item.state.value == "done"
    mark = words.text("remind.number", number=number) if number is not None else Markup("")
    head = words.text("remind.head_done" if done else "remind.head", left=left, day=day(item.due_on))
    lead_in = f"{item.lead_in} " if item.lead_in and len(item.task) < 60 else ""
    task = shorten(f"{lead_in}{item.task}", length)
    return join(
        [
            join([mark, head], Markup(" ")),
            words.text("remind.unit", unit=item.unit) if name_unit else Markup(""),
            words.text("remind.task_done" if done else "remind.task", task=task),
            Markup("") if done else _notes(words, item, all_late),
            _source(words, item),
        ]
    )


def _notes(words: Words, item: Item, all_late: bool) -> Markup:
    """What is special: a late notice, the beginning of a period, only helping."""
    notes = []
    if item.step == LATE and not all_late:
        notes.append(words.text("remind.late"))
    if item.step == OPENS:
        notes.append(words.text("remind.opens"))
    if item.part is not None and item.part.value == "partner":
        notes.append(words.text("remind.partner"))
    return join(notes)


def _source(words: Words, item: Item) -> Markup:
    key = "remind.source" if item.section else "remind.source_plan"
    values = {"plan": shorten(item.plan, 80), "written": shorten(item.as_written, 120)}
    if item.section:
        values["section"] = item.section
    return words.text(key, **values)


def _keyboard(words: Words, items: Sequence[Item]) -> InlineKeyboardMarkup | None:
    """Done, later and the card for every open task, each item a row."""
    rows: list[Row] = []
    for i, item in enumerate(items):
        if _is_open(item):
            rows.append(_row(words, item, None if len(items) == 1 else i + 1))
    return words.keyboard(*rows)


def _row(words: Words, item: Item, number: int | None) -> list[InlineKeyboardButton]:
    done = buttons.make("done", item.occurrence_id, item.version)
    later = buttons.make("later", item.occurrence_id, item.version)
    card = buttons.make("task", item.task_id)
    if number is None:
        return [
            words.button("button.done", done),
            words.button("button.later", later),
            words.button("button.card", card),
        ]
    return [
        words.button("button.done_n", done, number=number),
        words.button("button.later_n", later, number=number),
        words.button("button.card_n", card, number=number),
    ]
