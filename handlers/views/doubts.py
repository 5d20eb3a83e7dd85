"""Doubtful points of a draft: one a page with its sentence and buttons; what was decided; what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from domain.plan import Deadline
from domain.states import Decision
from handlers import buttons
from handlers.views.base import (
    BLANK,
    LIMIT,
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
from handlers.views.dates import day
from handlers.views.tasks import ROOM
from services.corrections import AGENCIES, DATES, Candidate
from services.intake import DoubtLine, Preview

DRAFT = "draft"
SPACE = Markup(" ")


def text_of(words: Words, one: DoubtLine, length: int) -> Markup:
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


def doubt(words: Words, found: Preview, page: int, decide: Row) -> View:
    """One open point on a page of its own, with its task and the buttons to settle it."""
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    if not found.open_doubts:
        return View(words.text("doubt.all_settled"), words.keyboard(back, decide))
    number = max(0, min(page, len(found.open_doubts) - 1))
    one = found.open_doubts[number]
    parts = [
        words.text("doubt.page", number=number + 1, n=len(found.open_doubts)),
        text_of(words, one, 600),
    ]
    if one.task:
        parts.append(words.text("doubt.task", task=shorten(one.task, LIMIT - 1500)))
    rows: list[Row] = []
    if found.state.value == DRAFT:
        parts.append(words.text("doubt.what_to_do"))
        rows = _decide_rows(words, one)
    turning = turn_row(words, number, len(found.open_doubts), "doubts", found.plan_id)
    return View(join(parts, BLANK), words.keyboard(*rows, turning, back))


def _decide_rows(words: Words, one: DoubtLine) -> list[Row]:
    """Accept and drop for every point; a date or an agency where that is what is doubtful."""
    more: Row = []
    if one.task_id is not None and one.field == DATES:
        more.append(words.button("button.set_date", buttons.make("doubt", one.id, "date")))
    if one.task_id is not None and one.field in AGENCIES:
        more.append(words.button("button.set_agency", buttons.make("doubt", one.id, "agency")))
    return [
        [
            words.button("button.accept", buttons.make("doubt", one.id, "accept")),
            words.button("button.drop", buttons.make("doubt", one.id, "drop")),
        ],
        more,
    ]


def ask_for_date(words: Words, doubt_id: int, text: str) -> View:
    """The date is typed."""
    return View(
        words.text("doubt.type_date", text=shorten(text, 300)), words.keyboard(_stop(words, doubt_id))
    )


def ask_for_agency(words: Words, doubt_id: int, text: str, found: Sequence[Candidate]) -> View:
    """The bodies that may be meant, each a button; another name is typed."""
    key = "doubt.choose_agency" if found else "doubt.type_agency"
    rows = [[named(one.name, _candidate(doubt_id, one))] for one in found]
    return View(words.text(key, text=shorten(text, 300)), words.keyboard(*rows, _stop(words, doubt_id)))


def _candidate(doubt_id: int, one: Candidate) -> str:
    if one.unit_id is not None:
        return buttons.make("setunit", doubt_id, one.unit_id)
    return buttons.make("setname", doubt_id, one.index)


def _stop(words: Words, doubt_id: int) -> Row:
    return [words.button("button.leave_doubt", buttons.make("doubt", doubt_id, "stop"))]


def deadline_text(words: Words, deadline: Deadline) -> str:
    """A deadline that was typed, as the bot took it."""
    if deadline.due is not None and deadline.start is not None:
        return words.plain("doubt.period", start=day(deadline.start), due=day(deadline.due))
    if deadline.due is not None:
        return day(deadline.due)
    return deadline.as_written


def decided(words: Words, found: Preview, page: int) -> View:
    """What was decided, each with a button to take it back."""
    items = [_decided(words, i + 1, one) for i, one in enumerate(found.decided)]
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    if not items:
        return View(words.text("doubt.none_decided"), words.keyboard(back))
    all_pages = pages(items, ROOM, 6)
    number, shown = page_of(page, all_pages)
    rows = [
        [words.button("button.take_back", buttons.make("takeback", found.decided[i].id), number=i + 1)]
        for i in shown
        if found.state.value == DRAFT
    ]
    title = words.text("doubt.decided", n=len(items))
    turning = turn_row(words, number, len(all_pages), "decided", found.plan_id)
    return View(join([title, *(items[i] for i in shown)], BLANK), words.keyboard(*rows, turning, back))


def _decided(words: Words, number: int, one: DoubtLine) -> Markup:
    values = {}
    if one.decision is Decision.DATED and one.set_deadline is not None:
        values = {"what": deadline_text(words, one.set_deadline)}
    if one.decision is Decision.ASSIGNED:
        values = {"what": one.set_agency}
    said = words.text(f"doubt.decision.{one.decision.value if one.decision else ''}", **values)
    return words.text("doubt.decided_item", number=number, text=text_of(words, one, 160), said=said)


def how_to_publish(words: Words, found: Preview, accept: str, hold: str) -> View:
    """Points are open: settle each, accept all as read, or publish with them held."""
    n = len(found.open_doubts)
    rows: list[Row] = [
        [words.button("button.doubts", buttons.make("doubts", found.plan_id, 0), n=n)],
        [words.button("button.publish_accept", accept)],
        [words.button("button.publish_hold", hold)],
        [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))],
    ]
    return View(words.text("load.how_to_publish", plan=found.name, n=n), words.keyboard(*rows))
