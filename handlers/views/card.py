"""The card of one task: everything that the plan says of it, whole."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from domain.plan import DeadlineKind
from handlers import buttons
from handlers.views.base import BLANK, Row, View, Words, beside, join, split
from handlers.views.dates import day, distance
from handlers.views.succession import told
from handlers.views.tasks import adds
from services.answers import DeadlineView, TaskCard


def card(words: Words, found: TaskCard, today: date, *, may_mark: bool) -> list[View]:
    """One task in as many messages as its text needs; the buttons are on the last."""
    view = found.view
    parts = [
        words.text("card.title_done" if view.done else "card.title"),
        Markup.escape(view.lead_in or ""),
        words.text("card.text", text=view.text) if "\n" not in view.text else Markup.escape(view.text),
        _who(words, found),
        _deadlines(words, found, today),
        _source(words, found),
    ]
    rows: list[Row] = []
    if found.open_occurrence is not None and may_mark:
        occurrence, version = found.open_occurrence
        rows.append(
            [words.button("button.done", buttons.make("carddone", view.task_id, occurrence, version))]
        )
    rows += _follow_rows(words, found)
    texts = split(join(parts, BLANK))
    return [*(View(text) for text in texts[:-1]), View(texts[-1], words.keyboard(*rows))]


def _follow_rows(words: Words, found: TaskCard) -> list[Row]:
    """For those who follow the task: how far the units are, and the events that its deadlines wait for."""
    rows: list[Row] = []
    waiting = [d for d in found.view.deadlines if d.kind is DeadlineKind.CONDITIONAL and not d.held]
    if found.follows and found.view.deadlines:
        rows.append([words.button("button.standing", buttons.make("standing", found.view.task_id, 0))])
    if found.may_enter_events:
        for one in waiting:
            key = "button.event" if one.event_on is None else "button.event_known"
            on = day(one.event_on) if one.event_on is not None else ""
            rows.append([words.button(key, buttons.make("event", one.deadline_id), day=on)])
    return rows


def _who(words: Words, found: TaskCard) -> Markup:
    """Who leads, who helps, whom it is reported to."""
    leads = (
        words.text("card.leads", names="; ".join(found.leads)) if found.leads else words.text("card.everyone")
    )
    lines = [leads, told(words, found.view.succession)]
    if found.partners:
        lines.append(words.text("card.partners", names="; ".join(found.partners)))
    if found.report_to:
        lines.append(words.text("card.report_to", names="; ".join(found.report_to)))
    return join(lines)


def _deadlines(words: Words, found: TaskCard, today: date) -> Markup:
    deadlines = found.view.deadlines
    if not deadlines:
        return words.text("card.no_deadline")
    lines = [words.text("card.deadlines")]
    lines += [words.text("card.deadline", text=_deadline(words, deadline, today)) for deadline in deadlines]
    if found.view.due_on is not None and found.view.due_on < today:
        left = distance(words, found.view.due_on, today)
        lines.append(words.text("card.overdue", day=day(found.view.due_on), left=left))
    return join(lines)


def _deadline(words: Words, deadline: DeadlineView, today: date) -> Markup:
    """A deadline's next day and its words in the plan."""
    if deadline.held:
        return words.text("card.deadline_held", words=deadline.as_written)
    if deadline.next_due is None:
        waits = deadline.kind is DeadlineKind.CONDITIONAL
        return (
            words.text("card.waits", words=deadline.as_written)
            if waits
            else Markup.escape(deadline.as_written)
        )
    left = distance(words, deadline.next_due, today)
    text = words.text("card.deadline_day", day=day(deadline.next_due), left=left)
    return beside(text, words.text("tasks.written", words=deadline.as_written)) if adds(deadline) else text


def _source(words: Words, found: TaskCard) -> Markup:
    """Plan, title, issuer, section, page and lines."""
    view = found.view
    place = [words.text("card.section", section=view.section)] if view.section else []
    if view.page is not None:
        place.append(words.text("card.page", page=view.page))
    first, last = found.lines
    place.append(
        words.text("card.line", first=first)
        if first == last
        else words.text("card.lines", first=first, last=last)
    )
    lines = [words.text("card.source", plan=view.plan, place=Markup(", ").join(place))]
    if found.plan_title and found.plan_title[:60] != view.plan:
        lines.append(Markup.escape(found.plan_title))
    if found.issuer:
        issued = day(found.issued_on) if found.issued_on else ""
        key = "card.issuer_day" if issued else "card.issuer"
        lines.append(
            words.text(key, issuer=found.issuer, day=issued)
            if issued
            else words.text(key, issuer=found.issuer)
        )
    return join(lines)
