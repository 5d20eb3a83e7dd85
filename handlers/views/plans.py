"""The list of plans."""

from __future__ import annotations

from markupsafe import Markup

from handlers import buttons
from handlers.views.base import BLANK, LIMIT, View, Words, join, named, pages, shorten
from handlers.views.dates import day
from services.plan_list import PlanLine, PlanList

DRAFTS = 8


def plan_list(words: Words, found: PlanList) -> View:
    """The plans in force, newest first; then the drafts with a button each."""
    published, drafts = found.published, found.drafts
    parts = []
    items = [_item(words, i + 1, plan) for i, plan in enumerate(published)]
    shown = pages(items, LIMIT - 800, most=20)[0]
    parts.append(words.text("plans.title", n=len(items)) if items else words.text("plans.none"))
    parts += [items[i] for i in shown]
    if len(items) > len(shown):
        parts.append(words.text("list.more", n=len(items) - len(shown)))
    if drafts:
        parts.append(words.text("plans.drafts", n=len(drafts)))
    rows = [[named(plan.name, buttons.make("plan", plan.plan_id))] for plan in drafts[:DRAFTS]]
    return View(join(parts, BLANK), words.keyboard(*rows))


def _item(words: Words, number: int, plan: PlanLine) -> Markup:
    lines = [words.text("plans.item", number=number, plan=plan.name)]
    if plan.number and plan.title:
        lines.append(Markup.escape(shorten(plan.title, 160)))
    if plan.issuer:
        key = "card.issuer_day" if plan.issued_on else "card.issuer"
        values = {"issuer": plan.issuer} | ({"day": day(plan.issued_on)} if plan.issued_on else {})
        lines.append(words.text(key, **values))
    return join(lines)
