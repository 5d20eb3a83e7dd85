"""What a draft would change: the plan that it replaces or amends, tasks, deadlines from–to, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.states import PlanChange
from handlers import buttons
from handlers.views.base import (
    BLANK,
    Row,
    View,
    Words,
    join,
    page_of,
    pages,
    shorten,
    turn_row,
)
from handlers.views.dates import day
from handlers.views.tasks import ROOM
from services.intake import Preview
from services.succession import Change, Move, Succession, UnitChange

MOVES_AT_ONCE = 4
RELATIONS_A_PAGE = 6


def summary(words: Words, found: Succession) -> Markup:
    """In the preview: which plan, how much changes, the first deadlines that move."""
    lines = [words.text(f"diff.{found.change.value}", plan=found.name)]
    if found.nothing_changes:
        return join([*lines, words.text("diff.nothing")])
    lines.append(_counts(words, found))
    lines += [_move(words, one, 70) for one in found.moves[:MOVES_AT_ONCE]]
    if len(found.moves) > MOVES_AT_ONCE:
        lines.append(words.text("list.more", n=len(found.moves) - MOVES_AT_ONCE))
    return join(lines)


def _counts(words: Words, found: Succession) -> Markup:
    return words.text(
        "diff.counts",
        new=len(found.new),
        dropped=len(found.dropped),
        changed=len(found.changed),
        unchanged=found.unchanged,
        moved=len(found.moves),
        units=len(found.units),
    )


def _move(words: Words, one: Move, length: int) -> Markup:
    old, new = _side(one.old_on, one.old_words), _side(one.new_on, one.new_words)
    return words.text("diff.move", task=shorten(one.task, length), old=old, new=new)


def _side(on: date | None, written: str) -> str:
    return day(on) if on is not None else shorten(written, 60)


def difference(words: Words, found: Preview, page: int) -> View:
    """All of it, paged: deadlines that move, then new, dropped and changed tasks, then unit by unit."""
    back: Row = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    one = found.succession
    if one is None:
        return View(words.text("diff.own"), words.keyboard(back))
    items = [
        *_block(words.text("diff.moves", n=len(one.moves)), [_move(words, m, 200) for m in one.moves]),
        *_tasks(words, "diff.new", one.new),
        *_tasks(words, "diff.dropped", one.dropped),
        *_tasks(words, "diff.changed", one.changed),
        *_block(words.text("diff.units", n=len(one.units)), [_unit(words, unit) for unit in one.units]),
    ]
    all_pages = pages(items, ROOM, 12)
    number, shown = page_of(page, all_pages)
    parts = [words.text(f"diff.{one.change.value}", plan=one.name), *(items[i] for i in shown)]
    if not items:
        parts.append(words.text("diff.nothing"))
    if len(all_pages) > 1:
        parts.append(words.text("list.page", page=number + 1, pages=len(all_pages)))
    turning = turn_row(words, number, len(all_pages), "diff", found.plan_id)
    return View(join(parts, BLANK), words.keyboard(turning, back))


def _block(title: Markup, items: Sequence[Markup]) -> list[Markup]:
    """A heading stands with its first item."""
    return [join([title, items[0]]), *items[1:]] if items else []


def _tasks(words: Words, key: str, changes: Sequence[Change]) -> list[Markup]:
    return _block(words.text(key, n=len(changes)), [_task(words, one) for one in changes])


def _task(words: Words, one: Change) -> Markup:
    what = [
        words.plain(key)
        for key, holds in (
            ("diff.what.text", one.text_changed),
            ("diff.what.who", one.who_changed),
            ("diff.what.dates", one.dates_changed),
        )
        if holds
    ]
    text = words.text("diff.task", task=shorten(one.task, 200), section=one.section or "–")
    return join([text, words.text("diff.what", what=", ".join(what)) if what else Markup("")])


def _unit(words: Words, one: UnitChange) -> Markup:
    head = words.text("diff.unit", unit=one.unit, new=one.new, dropped=one.dropped, changed=one.changed)
    return join([head, *(_move(words, move, 60) for move in one.moves[:MOVES_AT_ONCE])])


def relations(words: Words, found: Preview, plans: Sequence[tuple[int, str]], page: int) -> View:
    """Which plan in force does the draft replace or amend? Two buttons a plan."""
    all_pages = pages([Markup.escape(name) for _, name in plans], ROOM, RELATIONS_A_PAGE)
    number, shown = page_of(page, all_pages)
    rows: list[Row] = []
    lines = [words.text("diff.choose", plan=found.name)]
    for i in shown if plans else ():
        other, name = plans[i]
        lines.append(words.text("diff.choice", number=i + 1, plan=name))
        rows.append(
            [
                words.button("button.replaces", _relate(found, other, PlanChange.REPLACES), number=i + 1),
                words.button("button.amends", _relate(found, other, PlanChange.AMENDS), number=i + 1),
            ]
        )
    rows.append([words.button("button.own_plan", _relate(found, 0, PlanChange.NEW))])
    turning = turn_row(words, number, len(all_pages), "relations", found.plan_id)
    back = [words.button("button.back_to_preview", buttons.make("plan", found.plan_id))]
    return View(join(lines), words.keyboard(*rows, turning, back))


def _relate(found: Preview, other: int, change: PlanChange) -> str:
    return buttons.make("relate", found.plan_id, other, change.value)
