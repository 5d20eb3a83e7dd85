"""The list of plans and the card of one."""

from __future__ import annotations

from markupsafe import Markup
from telegram import InlineKeyboardButton

from domain.states import PlanState
from handlers import buttons
from handlers.views.base import (
    BLANK,
    LIMIT,
    Row,
    View,
    Words,
    join,
    named,
    number_rows,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.dates import day, moment
from services.plan_list import PlanCard, PlanLine, PlanList

DRAFTS = 8
ENDED = 8


def plan_list(words: Words, found: PlanList, page: int) -> View:
    """A page of the plans in force, newest first, each with its card; then drafts and ended plans."""
    items = [_item(words, i + 1, plan) for i, plan in enumerate(found.published)]
    all_pages = pages(items, LIMIT - 800, most=12)
    number, shown = page_of(page, all_pages)
    parts = [words.text("plans.title", n=len(items)) if items else words.text("plans.none")]
    parts += [items[i] for i in shown]
    cards = ((i + 1, buttons.make("plancard", found.published[i].plan_id)) for i in shown)
    rows: list[Row] = [*number_rows(cards), turn_row(words, number, len(all_pages), "plans")]
    if len(all_pages) > 1:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
    if found.drafts:
        parts.append(words.text("plans.drafts", n=len(found.drafts)))
        rows += [[named(plan.name, buttons.make("plan", plan.plan_id))] for plan in found.drafts[:DRAFTS]]
    if found.ended:
        parts.append(words.text("plans.ended", n=len(found.ended)))
        rows += [[_ended(words, plan)] for plan in found.ended[:ENDED]]
    return View(join(parts, BLANK), words.keyboard(*rows))


def _ended(words: Words, plan: PlanLine) -> InlineKeyboardButton:
    label = words.plain(
        "plans.ended_item", plan=plan.name, state=words.plain(f"plans.state.{plan.state.value}")
    )
    return named(label, buttons.make("plancard", plan.plan_id))


def _item(words: Words, number: int, plan: PlanLine) -> Markup:
    lines = [words.text("plans.item", number=number, plan=plan.name)]
    if plan.number and plan.title:
        lines.append(Markup.escape(shorten(plan.title, 160)))
    if plan.issuer:
        key = "card.issuer_day" if plan.issued_on else "card.issuer"
        values = {"issuer": plan.issuer} | ({"day": day(plan.issued_on)} if plan.issued_on else {})
        lines.append(words.text(key, **values))
    return join(lines)


def card(words: Words, found: PlanCard) -> View:
    """One plan whole: state, who and when, how it goes; the original file, and what an admin may do."""
    plan = found.line
    lines = [
        words.text("plans.card", plan=plan.name),
        Markup.escape(shorten(plan.title or "", 300)),
        words.text("plans.state", state=words.plain(f"plans.state.{plan.state.value}")),
        _who(words, found),
        words.text("plans.counts", tasks=found.tasks, deadlines=found.deadlines),
        _on_time(words, found),
    ]
    if found.before:
        lines.append(words.text("plans.before", plan=found.before))
    if found.after:
        lines.append(words.text("plans.after", plan=found.after))
    file = [words.button("button.original", buttons.make("original", plan.plan_id))]
    back = [words.button("button.back_to_plans", buttons.make("plans", 0))]
    return View(join(lines, BLANK), words.keyboard(file, *_change_rows(words, found), back))


def _who(words: Words, found: PlanCard) -> Markup:
    nobody = words.plain("plans.operator")
    lines = [words.text("plans.loaded", who=found.loaded_by or nobody, when=moment(found.loaded_at))]
    if found.published_at is not None:
        who = found.published_by or nobody
        lines.append(words.text("plans.published", who=who, when=moment(found.published_at)))
    return join(lines)


def _on_time(words: Words, found: PlanCard) -> Markup:
    if not found.due:
        return words.text("plans.nothing_due")
    percent = round(100 * found.on_time / found.due)
    return words.text("plans.on_time", percent=percent, on_time=found.on_time, due=found.due)


def _change_rows(words: Words, found: PlanCard) -> list[Row]:
    """One tap each; every one of them has a way back."""
    if not found.may_change:
        return []
    plan_id, revision = found.line.plan_id, found.revision
    rows: list[Row] = []
    state = found.line.state
    if state is PlanState.PUBLISHED:
        rows.append([words.button("button.withdraw", buttons.make("withdraw", plan_id, revision))])
    if state is PlanState.WITHDRAWN:
        rows.append([words.button("button.restore", buttons.make("restore", plan_id, revision))])
    if found.may_roll_back and state in (PlanState.PUBLISHED, PlanState.WITHDRAWN):
        data = buttons.make("rollback", plan_id, revision)
        rows.append([words.button("button.roll_back", data, plan=shorten(found.before, 24))])
    return rows
