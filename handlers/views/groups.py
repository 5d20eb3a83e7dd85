"""What a group follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.units import UnitRef
from handlers import buttons
from handlers.views.base import BLANK, Row, View, Words, join, named, shorten
from handlers.views.dates import day
from services.groups import Followed
from services.plan_weeks import PlanWeek

DAYS = 12
"""Due days of a plan told in one message; the rest as a number."""
PLANS = 20


def only_in_groups(words: Words) -> View:
    return View(words.text("bind.only_in_groups"), words.keyboard())


def which_unit(words: Words, followed: Sequence[Followed], *, plans: bool) -> View:
    """An admin without a unit has to name one, or chooses a plan."""
    parts = [words.text("bind.which_unit"), _followed(words, followed)]
    return View(join(parts, BLANK), words.keyboard(_plans_row(words, plans)))


def choose_unit(words: Words, found: Sequence[UnitRef]) -> View:
    """The units that fit what was typed."""
    if not found:
        return View(words.text("bind.not_found"), words.keyboard())
    rows = [[named(unit.name, buttons.make("bind", unit.id))] for unit in found]
    return View(words.text("bind.choose"), words.keyboard(*rows))


def choose_plan(words: Words, plans: Sequence[tuple[int, str]]) -> View:
    """The plans in force, newest first."""
    if not plans:
        return View(words.text("bind.no_plan"), words.keyboard())
    rows = [[named(name, buttons.make("bindplan", plan_id))] for plan_id, name in plans[:PLANS]]
    return View(words.text("bind.choose_plan"), words.keyboard(*rows))


def bound(
    words: Words, unit: str, followed: Sequence[Followed], *, fresh: bool, in_topic: bool, plans: bool
) -> View:
    """Done, and everything that is followed here."""
    if not fresh:
        text = words.text("bind.already", unit=unit)
    else:
        text = words.text("bind.done_topic" if in_topic else "bind.done", unit=unit)
    parts = [text, _followed(words, followed), words.text("bind.more"), words.text("bind.how_to_stop")]
    return View(join(parts, BLANK), words.keyboard(_plans_row(words, plans)))


def _plans_row(words: Words, plans: bool) -> Row:
    return [words.button("button.follow_plan", buttons.make("bindplans"))] if plans else []


def bound_plan(
    words: Words, found: PlanWeek, followed: Sequence[Followed], today: date, *, fresh: bool
) -> View:
    """A plan is followed: how it goes now, and when the next word comes."""
    key = "bind.plan_done" if fresh else "bind.plan_already"
    parts = [
        words.text(key, plan=found.plan),
        week(words, found, today) if found.days else words.text("bind.plan_quiet"),
        _followed(words, followed),
        words.text("bind.how_to_stop"),
    ]
    return View(join(parts, BLANK), words.keyboard())


def week(words: Words, found: PlanWeek, today: date) -> Markup:
    """A plan's open days up to a week ahead, each with how many units are done."""
    lines = [words.text("bind.week", plan=found.plan, n=len(found.days))]
    for one in found.days[:DAYS]:
        key = "bind.week_late" if one.due_on < today else "bind.week_day"
        task = shorten(one.task, 80)
        lines.append(words.text(key, day=day(one.due_on), task=task, done=one.done, units=one.units))
    if len(found.days) > DAYS:
        lines.append(words.text("list.more", n=len(found.days) - DAYS))
    return join(lines)


def what_to_end(words: Words, followed: Sequence[Followed]) -> View:
    """Several things are followed: which one shall end?"""
    rows = [[named(shorten(one.name, 60), buttons.make("unbind", one.kind, one.id))] for one in followed]
    rows.append([words.button("button.unbind_all", buttons.make("unbind", "all", 0))])
    return View(
        join([words.text("bind.which_to_end"), _followed(words, followed)], BLANK), words.keyboard(*rows)
    )


def unbound(words: Words, gone: Sequence[Followed], left: Sequence[Followed] = ()) -> View:
    if not gone:
        return View(words.text("bind.nothing"), words.keyboard())
    released = words.text("bind.released", units="; ".join(one.name for one in gone))
    return View(join([released, _followed(words, left)], BLANK), words.keyboard())


def _followed(words: Words, followed: Sequence[Followed]) -> Markup:
    return (
        words.text("bind.followed", units="; ".join(one.name for one in followed)) if followed else Markup("")
    )
