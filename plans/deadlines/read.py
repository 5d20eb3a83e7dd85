"""The reader: a text becomes a line, its time expressions items, the items deadlines and doubts."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from domain.plan import Deadline
from domain.text import nfc
from plans.deadlines.certainty import is_after_strange_word, is_guess, unread
from plans.deadlines.conditional import ends_with_limit
from plans.deadlines.exclusions import refusal
from plans.deadlines.grammar import items_of, items_of_little_else
from plans.deadlines.line import Line
from plans.deadlines.resolve import resolve
from plans.deadlines.scope import Scope
from plans.deadlines.values import Day, Item, Recurrence, Span, Stretch
from plans.tokens import Script, may_be_damaged, script_of, tokenise

_LONGEST = 12_000
"""Characters of a text that are read; no task is as long, what follows is a doubt."""
_LONGEST_CONTEXT = 3_000


class PhraseDoubt(NamedTuple):
    """A point that is not certain; `kind` is a fixed word such as `date_impossible`."""

    kind: str
    text: str


class Reading(NamedTuple):
    """The deadlines of one text, in its order, and what is not certain about them."""

    deadlines: tuple[Deadline, ...] = ()
    doubts: tuple[PhraseDoubt, ...] = ()


def read_deadlines(
    text: str,
    *,
    context: str = "",
    year: int | None = None,
    attribute: bool = False,
    issued_on: date | None = None,
    lasting: bool = False,
) -> Reading:
    """The deadlines in a task's sentence, an attribute's value or a phrase.

    `context` is the sentence or introducing line around `text`: it can say that a day comes back or
    that a date is no deadline, and gives none of its own. `year` is the plan's year, for days
    without one; `issued_on` the plan's day; `lasting` says that it holds for several years. With `attribute` the text says when and nothing else.
    """
    beyond = len(text) > _LONGEST
    text = text[:_LONGEST]
    line, around = _line(text), _line(context[-_LONGEST_CONTEXT:])
    focused = attribute or _is_all_time(line)
    if year is None and issued_on is not None:
        year = issued_on.year
    reading = _read(line, around, focused=focused, year=year, issued_on=issued_on, lasting=lasting)
    if not reading.deadlines and reading.doubts and may_be_damaged(line.text):
        # Too short to tell by its letters: a damaged phrase that clean words cannot explain.
        mended_line = _line(text, Script.DAMAGED)
        other = _read(mended_line, around, focused=focused, year=year, issued_on=issued_on, lasting=lasting)
        if other.deadlines:
            return Reading(other.deadlines, (*other.doubts, PhraseDoubt("text_damaged", line.text)))
    if beyond:
        return Reading(reading.deadlines, (*reading.doubts, PhraseDoubt("date_ambiguous", text[-80:])))
    return reading


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m plans deadlines`: `phrase` is the time expression itself."""
    reading = read_deadlines(
        row.get("phrase") or "",
        context=row.get("context") or "",
        year=row.get("year"),
        attribute=True,
        lasting=True,
    )
    return {
        "id": row.get("id"),
        "deadlines": [d.to_json() for d in reading.deadlines],
        "doubts": [{"kind": d.kind, "text": d.text} for d in reading.doubts],
    }


def _line(text: str, script: Script | None = None) -> Line:
    text = nfc(text)
    script = script or script_of(text)
    line = Line(text, tokenise(text, script), script)
    if script is Script.DAMAGED or may_be_damaged(text):
        from plans.deadlines.damage import mended  # only damaged text pays for it

        return mended(line)
    if any(token.value is not None and len(token.text) == 4 for token in line.tokens):
        from plans.deadlines.damage import mended

        return mended(line, slips=True)
    return line


def _is_all_time(line: Line) -> bool:
    """Whether the text says when and little else, such as `(hoàn thành trong quý I năm 2021)`."""
    if not len(line) or len(line) > 40:
        return False
    words = [i for i, t in enumerate(line.tokens) if t.plain]
    covered: set[int] = set()
    for item in items_of_little_else(line, most=len(words) * 3 // 10):
        if not isinstance(item.value, Span):
            covered.update(range(item.start, item.end))
    return bool(words) and sum(i in covered for i in words) >= 0.7 * len(words)


def _read(
    line: Line, around: Line, *, focused: bool, year: int | None, issued_on: date | None, lasting: bool
) -> Reading:
    items = items_of(line, focused=focused, context=len(around) > 0, limited=ends_with_limit(around))
    kept, doubts = _kept(line, items, around, focused=focused)
    left = unread(line, items, focused=focused)
    doubts += [PhraseDoubt("date_ambiguous", left)] if left else []
    kept = _without_superseded(kept)
    scope = Scope(line, around, items, year, issued_on, lasting=lasting)
    scope.learn(kept)
    deadlines: list[Deadline] = []
    known: set[tuple[object, ...]] = set()
    for item in kept:
        if isinstance(item.value, Recurrence) and scope.is_said_better(item):
            continue
        phrase = line.written(item.start, item.end)
        resolved = resolve(item, phrase, scope.base(item))
        words = resolved.doubts + _uncertain(line, item, focused=focused)
        doubts += [PhraseDoubt(word, phrase) for word in dict.fromkeys(words)]
        deadline = resolved.deadline
        if deadline is not None and _days(deadline) not in known:
            known.add(_days(deadline))
            deadlines.append(deadline)
    return Reading(tuple(deadlines), tuple(dict.fromkeys(doubts)))


def _uncertain(line: Line, item: Item, *, focused: bool) -> list[str]:
    if is_guess(line, item):
        return ["text_damaged"]
    return ["date_ambiguous"] if focused and is_after_strange_word(line, item) else []


def _kept(
    line: Line, items: list[Item], around: Line, *, focused: bool
) -> tuple[list[Item], list[PhraseDoubt]]:
    kept, doubts = [], []
    for item in items:
        reason = refusal(line, item, focused=focused, context=around)
        if reason is None:
            kept.append(item)
        elif reason == "target":
            doubts.append(PhraseDoubt("date_ambiguous", line.written(item.start, item.end)))
    return kept, doubts


def _without_superseded(items: list[Item]) -> list[Item]:
    """Drops a span of days that is spelt out right after it: `trong 03 ngày (từ ngày 08 đến …)`."""
    out = []
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        spelt = (
            isinstance(item.value, Span)
            and item.value.within is not None
            and after is not None
            and isinstance(after.value, Day | Stretch)
            and after.start - item.end <= 1
        )
        if not spelt:
            out.append(item)
    return out


def _days(deadline: Deadline) -> tuple[object, ...]:
    """What makes two deadlines the same, however they are written."""
    return (
        deadline.kind,
        deadline.due,
        deadline.start,
        deadline.rrule,
        deadline.within,
        deadline.working,
    )
