"""What was understood of a document: doubts first, counts, agencies, deadlines in date order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from telegram import InlineKeyboardButton

from domain.states import PastUse
from handlers import buttons
from handlers.views.base import (
    BLANK,
    Row,
    View,
    Words,
    join,
    named,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.changes import summary
from handlers.views.dates import day, moment
from handlers.views.doubts import text_of
from handlers.views.succession import told
from handlers.views.tasks import ROOM
from services.intake import AgencyLine, DoubtLine, DueLine, Known, Preview
from services.publishing import Published

DOUBTS_AT_ONCE = 4
AGENCIES_AT_ONCE = 6
DATES_AT_ONCE = 6
PROPOSALS = 5
"""Hotlines asked about at once; the rest follow with the next plan."""

SOURCE_TEXT = 160
CANDIDATES = 3
CHOICES = 8
DRAFT = "draft"
SPACE = Markup(" ")


def reading(words: Words, name: str, done: int = 0, total: int = 0) -> View:
    """The progress message."""
    file = shorten(name, 80) or words.plain("load.no_name")
    if total:
        return View(words.text("load.reading_pages", file=file, done=done, total=total))
    return View(words.text("load.reading", file=file))


def how_to_load(words: Words) -> View:
    return View(words.text("load.how"), words.keyboard())


def not_for_you(words: Words) -> View:
    return View(words.text("load.not_for_you"), words.keyboard())


def known(words: Words, found: Known) -> View:
    """The very same file was loaded before."""
    draft = found.state.value == DRAFT
    history = found.state.value == "history"
    key = "load.known_draft" if draft else "load.known_history" if history else "load.known_published"
    row = [words.button("button.preview", buttons.make("plan", found.plan_id))] if draft else []
    return View(words.text(key, plan=found.name, since=moment(found.since)), words.keyboard(row))


def preview(words: Words, found: Preview, today: date, link: str = "") -> View:
    """The first page: everything in short, the rest behind buttons; `link` leads to the review page."""
    text = join(
        [
            _doubts(words, found.open_doubts),
            _past(words, found),
            summary(words, found.succession) if found.succession is not None else Markup(""),
            _head(words, found),
            _agencies(words, found),
            _dates(words, found, today),
        ],
        BLANK,
    )
    return View(
        text,
        words.keyboard(
            *_more_rows(words, found),
            _review_row(words, found, link),
            *_past_rows(words, found),
            decide_row(words, found),
        ),
    )


def _review_row(words: Words, found: Preview, link: str) -> Row:
    if not link or found.state.value != DRAFT:
        return []
    return [InlineKeyboardButton(words.plain("button.review"), url=link)]


def _past(words: Words, found: Preview) -> Markup:
    """A plan whose dates are over: that it is, or what was chosen for it."""
    if not found.over:
        return Markup("")
    key = f"load.past_{found.past.value}" if found.past is not None else "load.past_over"
    return words.text(key, n=found.moved_years) if found.past is PastUse.MOVED else words.text(key)


def _past_rows(words: Words, found: Preview) -> list[Row]:
    """The three ways with an old plan, or the way back from the one that was chosen."""
    if not found.over or found.state.value != DRAFT:
        return []
    if found.past is not None:
        return [[words.button("button.past_none", buttons.make("past", found.plan_id, "none"))]]
    rows = [
        [words.button("button.past_history", buttons.make("past", found.plan_id, "history"))],
        [words.button("button.past_recurring", buttons.make("past", found.plan_id, "recurring"))],
    ]
    if found.moved_years:
        label = {"n": found.moved_years}
        rows.append(
            [words.button("button.past_moved", buttons.make("past", found.plan_id, "moved"), **label)]
        )
    return rows


def _head(words: Words, found: Preview) -> Markup:
    """Number, title, issuer, and how much there is."""
    issued = day(found.issued_on) if found.issued_on else words.plain("load.no_day")
    issuer = found.issuer or words.plain("load.no_issuer")
    lines = [words.text("load.plan", plan=found.name or words.plain("load.no_number"))]
    if found.title:
        lines.append(Markup.escape(shorten(found.title, 240)))
    lines.append(words.text("load.issuer", issuer=issuer, day=issued))
    lines.append(
        words.text(
            "load.counts", tasks=found.tasks, everyone=found.everyone_tasks, deadlines=len(found.deadlines)
        )
    )
    if found.past_deadlines:
        lines.append(words.text("load.past", n=found.past_deadlines))
    return join(lines)


def _doubts(words: Words, doubts: Sequence[DoubtLine]) -> Markup:
    if not doubts:
        return words.text("doubt.none")
    lines = [words.text("doubt.title", n=len(doubts))]
    lines += [
        words.text("doubt.item", text=text_of(words, one, SOURCE_TEXT)) for one in doubts[:DOUBTS_AT_ONCE]
    ]
    if len(doubts) > DOUBTS_AT_ONCE:
        lines.append(words.text("list.more", n=len(doubts) - DOUBTS_AT_ONCE))
    return join(lines)


def _agencies(words: Words, found: Preview) -> Markup:
    shown = found.agencies[:AGENCIES_AT_ONCE]
    lines = [words.text("load.agencies", n=len(found.agencies))]
    lines += [agency(words, one) for one in shown]
    if len(found.agencies) > len(shown):
        lines.append(words.text("list.more", n=len(found.agencies) - len(shown)))
    return join(lines)


def agency(words: Words, one: AgencyLine) -> Markup:
    """An agency, its tasks, and the units it reaches: whose work it is today where it is no more; one that reaches
    nobody is marked, with the units that may be meant."""
    key = "load.agency" if one.units else "load.agency_nobody"
    line = words.text(key, name=shorten(one.name, 120), tasks=one.tasks, units=one.units)
    return join([line, _today(words, one), _may_be(words, one)])


def _today(words: Words, one: AgencyLine) -> Markup:
    if one.succession is None or one.succession.now:
        return told(words, one.succession)
    key = "load.agency_now_sure" if one.succession.sure else "load.agency_now_unsure"
    return words.text(key, units=one.units, decree=one.succession.decree)


def _may_be(words: Words, one: AgencyLine) -> Markup:
    if one.units or not one.candidates:
        return Markup("")
    names = "; ".join(shorten(name, 60) for _, name in one.candidates[:CANDIDATES])
    return words.text("load.agency_candidates", names=names)


def _dates(words: Words, found: Preview, today: date) -> Markup:
    """The next deadlines; those that are over are only counted."""
    coming = [line for line in found.deadlines if line.due_on is not None and line.due_on >= today]
    if not found.deadlines:
        return words.text("load.no_deadlines")
    lines = [words.text("load.dates", n=len(coming))]
    lines += [due(words, line, 90) for line in coming[:DATES_AT_ONCE]]
    if len(found.deadlines) > len(coming[:DATES_AT_ONCE]):
        lines.append(words.text("list.more", n=len(found.deadlines) - len(coming[:DATES_AT_ONCE])))
    return join(lines)


def due(words: Words, line: DueLine, length: int) -> Markup:
    """One deadline: its day (or its words), the task, who leads."""
    when = day(line.due_on) if line.due_on is not None else shorten(line.as_written, 80)
    if line.moved_from is not None:
        when = words.plain("load.date_moved", when=when, old=day(line.moved_from))
    key = "load.date_held" if line.held else "load.date"
    return words.text(key, when=when, task=shorten(line.task, length))


def _more_rows(words: Words, found: Preview) -> list[Row]:
    rows: list[Row] = []
    if found.open_doubts and found.state.value == DRAFT:
        label = {"n": len(found.open_doubts)}
        rows.append([words.button("button.doubts", buttons.make("doubts", found.plan_id, 0), **label)])
    rows.append(
        [
            words.button("button.agencies", buttons.make("agencies", found.plan_id, 0)),
            words.button("button.dates", buttons.make("dates", found.plan_id, 0)),
        ]
    )
    if found.state.value == DRAFT:
        rows.append(_other_row(words, found))
    return rows


def _other_row(words: Words, found: Preview) -> Row:
    """What it would change, what it replaces, what was decided."""
    row: Row = []
    if found.succession is not None:
        row.append(words.button("button.diff", buttons.make("diff", found.plan_id, 0)))
    row.append(words.button("button.relations", buttons.make("relations", found.plan_id, 0)))
    if found.decided:
        label = {"n": len(found.decided)}
        row.append(words.button("button.decided", buttons.make("decided", found.plan_id, 0), **label))
    return row


def decide_row(words: Words, found: Preview) -> Row:
    """Publish and discard; an old plan is published once its way was chosen."""
    if found.state.value != DRAFT:
        return []
    row = [words.button("button.discard", buttons.make("discard", found.plan_id))]
    if not found.over or found.past is not None:
        publish = buttons.make("publish", found.plan_id, found.revision, found.forerunner)
        row.insert(0, words.button("button.publish", publish))
    return row


def publish_as(found: Preview, way: str) -> str:
    """The button that publishes with the open points accepted or held."""
    return buttons.make("publishas", found.plan_id, found.revision, found.forerunner, way)


def said(text: str) -> View:
    """One sentence on its own."""
    return View(Markup.escape(text))


def agencies(words: Words, found: Preview, page: int) -> View:
    """All agencies, paged."""
    items = [agency(words, one) for one in found.agencies]
    title = words.text("load.agencies", n=len(items))
    return _paged(words, found, "agencies", title, items, page, most=20, choose=_choose_rows(words, found))


def _choose_rows(words: Words, found: Preview) -> list[Row]:
    """A button for each of a draft's agencies that reaches nobody and may mean units that are known."""
    if found.state.value != DRAFT:
        return []
    return [
        [named(shorten(one.name, 60), buttons.make("whois", found.plan_id, one.index))]
        for one in found.agencies
        if not one.units and one.candidates
    ][:CHOICES]


def who_is(words: Words, found: Preview, one: AgencyLine) -> View:
    """Which unit does an agency of the plan mean?"""
    rows: list[Row] = [
        [named(shorten(name, 60), buttons.make("itis", found.plan_id, one.index, unit_id, found.revision))]
        for unit_id, name in one.candidates
    ]
    back = [words.button("button.back_to_agencies", buttons.make("agencies", found.plan_id, 0))]
    text = words.text("load.who_is", name=one.name, tasks=one.tasks)
    return View(text, words.keyboard(*rows, back))


def dates(words: Words, found: Preview, today: date, page: int) -> View:
    """All deadlines in date order, paged, each with its words in the plan and who leads."""
    items = []
    for line in found.deadlines:
        who = "; ".join(line.assignees) or words.plain("card.everyone_short")
        detail = words.text(
            "load.date_detail",
            words=shorten(line.as_written, 120),
            who=shorten(who, 100),
            section=line.section or "–",
        )
        past = line.due_on is not None and line.due_on < today
        items.append(
            join([due(words, line, 140), detail, words.text("load.date_past") if past else Markup("")])
        )
    title = words.text("load.all_dates", n=len(items))
    return _paged(words, found, "dates", title, items, page, most=10)


def _paged(
    words: Words,
    found: Preview,
    name: str,
    title: Markup,
    items: Sequence[Markup],
    page: int,
    *,
    most: int,
    choose: Sequence[Row] = (),
) -> View:
    all_pages = pages(items, ROOM, most)
    number, shown = page_of(page, all_pages)
    parts = [title, *(items[i] for i in shown)]
    if len(all_pages) > 1:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    between = BLANK if name == "dates" else Markup("\n")
    turning = turn_row(words, number, len(all_pages), name, found.plan_id)
    return View(join(parts, between), words.keyboard(*choose, turning, back, decide_row(words, found)))


def published(words: Words, found: Preview, came: Published) -> View:
    """What came of publishing."""
    if came.history:
        return View(words.text("load.kept_as_history", plan=found.name), words.keyboard())
    lines = [
        words.text("load.published", plan=found.name),
        words.text(
            "load.came_of_it",
            tasks=came.tasks,
            units=came.units,
            dates=came.occurrences,
            reminders=came.reminders,
        ),
    ]
    if came.forerunner:
        lines.append(words.text("load.took_over", plan=came.forerunner, told=came.told))
    if came.reopened:
        lines.append(words.text("load.reopened", n=came.reopened))
    if came.held:
        lines.append(words.text("load.held", n=came.held))
    return View(join(lines, BLANK), words.keyboard())


def discarded(words: Words, found: Preview) -> View:
    return View(words.text("load.discarded", plan=found.name), words.keyboard())
