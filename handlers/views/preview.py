"""What was understood of a document: doubts first, counts, agencies, deadlines in date order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from handlers import buttons
from handlers.views.base import (
    BLANK,
    LIMIT,
    Row,
    View,
    Words,
    join,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.dates import day, moment
from handlers.views.tasks import ROOM
from services.intake import AgencyLine, DoubtLine, DueLine, Known, Preview
from services.publishing import Published

DOUBTS_AT_ONCE = 4
AGENCIES_AT_ONCE = 6
DATES_AT_ONCE = 6
PROPOSALS = 5
"""Hotlines asked about at once; the rest follow with the next plan."""

SOURCE_TEXT = 160
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
    key = "load.known_draft" if draft else "load.known_published"
    row = [words.button("button.preview", buttons.make("plan", found.plan_id))] if draft else []
    return View(words.text(key, plan=found.name, since=moment(found.since)), words.keyboard(row))


def preview(words: Words, found: Preview, today: date) -> View:
    """The first page: everything in short, the rest behind buttons."""
    text = join(
        [
            _doubts(words, found.open_doubts),
            _head(words, found),
            _agencies(words, found),
            _dates(words, found, today),
        ],
        BLANK,
    )
    return View(text, words.keyboard(*_more_rows(words, found), _decide_row(words, found)))


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
        words.text("doubt.item", text=_doubt_text(words, one, SOURCE_TEXT)) for one in doubts[:DOUBTS_AT_ONCE]
    ]
    if len(doubts) > DOUBTS_AT_ONCE:
        lines.append(words.text("list.more", n=len(doubts) - DOUBTS_AT_ONCE))
    return join(lines)


def _doubt_text(words: Words, one: DoubtLine, length: int) -> Markup:
    """What is doubtful, in which words of the source, and where they stand."""
    key = f"doubt.kind.{one.kind}"
    kind = words.text(key if key in words.catalogs.keys("vi") else "doubt.kind.other")
    text = words.text("doubt.text", kind=kind, text=shorten(one.text, length))
    return join([text, _where(words, one)], SPACE)


def _where(words: Words, one: DoubtLine) -> Markup:
    if one.line is None:
        return Markup("")
    if one.page is None:
        return words.text("doubt.line", line=one.line)
    return words.text("doubt.page_line", page=one.page, line=one.line)


def _agencies(words: Words, found: Preview) -> Markup:
    shown = found.agencies[:AGENCIES_AT_ONCE]
    lines = [words.text("load.agencies", n=len(found.agencies))]
    lines += [agency(words, one) for one in shown]
    if len(found.agencies) > len(shown):
        lines.append(words.text("list.more", n=len(found.agencies) - len(shown)))
    return join(lines)


def agency(words: Words, one: AgencyLine) -> Markup:
    """An agency, its tasks, and the units it reaches; one that reaches nobody is marked."""
    key = "load.agency" if one.units else "load.agency_nobody"
    return words.text(key, name=shorten(one.name, 120), tasks=one.tasks, units=one.units)


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
    return rows


def _decide_row(words: Words, found: Preview) -> Row:
    if found.state.value != DRAFT:
        return []
    return [
        words.button("button.publish", buttons.make("publish", found.plan_id)),
        words.button("button.discard", buttons.make("discard", found.plan_id)),
    ]


def agencies(words: Words, found: Preview, page: int) -> View:
    """All agencies, paged."""
    items = [agency(words, one) for one in found.agencies]
    title = words.text("load.agencies", n=len(items))
    return _paged(words, found, "agencies", title, items, page, most=20)


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
    words: Words, found: Preview, name: str, title: Markup, items: Sequence[Markup], page: int, *, most: int
) -> View:
    all_pages = pages(items, ROOM, most)
    number, shown = page_of(page, all_pages)
    parts = [title, *(items[i] for i in shown)]
    if len(all_pages) > 1:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    between = BLANK if name == "dates" else Markup("\n")
    turning = turn_row(words, number, len(all_pages), name, found.plan_id)
    return View(join(parts, between), words.keyboard(turning, back, _decide_row(words, found)))


def doubt(words: Words, found: Preview, page: int) -> View:
    """One open doubt on a page of its own, with the task it is about and the buttons to settle it."""
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    if not found.open_doubts:
        return View(words.text("doubt.all_settled"), words.keyboard(back, _decide_row(words, found)))
    number = max(0, min(page, len(found.open_doubts) - 1))
    one = found.open_doubts[number]
    parts = [
        words.text("doubt.page", number=number + 1, n=len(found.open_doubts)),
        _doubt_text(words, one, 600),
    ]
    if one.task:
        parts.append(words.text("doubt.task", task=shorten(one.task, LIMIT - 1500)))
    decide = []
    if found.state.value == DRAFT:
        parts.append(words.text("doubt.what_to_do"))
        decide = [
            words.button("button.accept", buttons.make("doubt", one.id, "accept")),
            words.button("button.drop", buttons.make("doubt", one.id, "drop")),
        ]
    turning = turn_row(words, number, len(found.open_doubts), "doubts", found.plan_id)
    return View(join(parts, BLANK), words.keyboard(decide, turning, back))


def published(words: Words, found: Preview, came: Published) -> View:
    """What came of publishing."""
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
    if came.held:
        lines.append(words.text("load.held", n=came.held))
    return View(join(lines, BLANK), words.keyboard())


def discarded(words: Words, found: Preview) -> View:
    return View(words.text("load.discarded", plan=found.name), words.keyboard())
