"""The reader: a text becomes a line, its time expressions items, the items deadlines and doubts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from domain.plan import Deadline, DeadlineKind
from domain.text import nfc
from plans.deadlines.certainty import is_after_strange_word, is_guess, is_other_weekday, unread
from plans.deadlines.conditional import ends_with_limit
from plans.deadlines.dates import Base
from plans.deadlines.exclusions import refusal
from plans.deadlines.grammar import items_of, items_of_little_else
from plans.deadlines.line import Line
from plans.deadlines.resolve import resolve
from plans.deadlines.scope import Scope
from plans.deadlines.seasons import CAUSE
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
    goes_on: bool = False,
) -> Reading:
    """The deadlines in a task's sentence, an attribute's value or a phrase.

    `context` is the sentence or introducing line around `text`: it can say that a day comes back or
    that a date is no deadline, and gives none of its own. `year` is the plan's year, for days
    without one; `issued_on` the plan's day; `lasting` says that it holds for several years, `goes_on` that it
    goes on into the next one. With `attribute` the text says when and nothing else.
    """
    beyond = len(text) > _LONGEST
    text = text[:_LONGEST]
    line, around = _line(text), _line(context[-_LONGEST_CONTEXT:])
    focused = attribute or _is_all_time(line)
    if year is None and issued_on is not None:
        year = issued_on.year
    base = Base(year, issued_on, lasting=lasting, goes_on=goes_on)
    reading = _read(line, around, base, focused=focused)
    if not reading.deadlines and reading.doubts and may_be_damaged(line.text):
        # Too short to tell by its letters: a damaged phrase that clean words cannot explain.
        mended_line = _line(text, Script.DAMAGED)
        other = _read(mended_line, around, base, focused=focused)
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


_LETTERS_IN_NUMBERS = re.compile(r"(?<![^\W_])(?=[lIOo]*\d)[\dlIOo]{2,4}(?![^\W_])")
_AS_DIGITS = str.maketrans("lIOo", "1100")


def _line(text: str, script: Script | None = None) -> Line:
    text = nfc(text)
    script = script or script_of(text)
    guesses: set[int] = set()
    legible = text
    if script is not Script.DAMAGED:
        legible, guesses = _with_digits(text, script)
    line = Line(text, tokenise(legible, script), script, guesses)
    if script is Script.DAMAGED or may_be_damaged(text):
        from plans.deadlines.damage import mended  # only damaged text pays for it

        return mended(line)
    if any(token.value is not None and len(token.text) == 4 for token in line.tokens):
        from plans.deadlines.damage import mended

        return mended(line, slips=True)
    return line


def _with_digits(text: str, script: Script) -> tuple[str, set[int]]:
    """`l5/7/2O26` is 15/7/2026: letters that a machine reads for figures, and which tokens hang on them."""
    slips = [m.span() for m in _LETTERS_IN_NUMBERS.finditer(text) if not m.group().isdecimal()]
    if not slips:
        return text, set()
    for start, end in slips:
        text = text[:start] + text[start:end].translate(_AS_DIGITS) + text[end:]
    starts = {start for start, _ in slips}
    return text, {at for at, token in enumerate(tokenise(text, script)) if token.start in starts}


def _is_all_time(line: Line) -> bool:
    """Whether the text says when and little else, such as `(hoàn thành trong quý I năm 2021)`."""
    if not len(line) or len(line) > 40:
        return False
    words = [i for i, t in enumerate(line.tokens) if t.plain]
    covered: set[int] = set()
    for item in items_of_little_else(line, most=len(words) * 3 // 10):
        names_cause = isinstance(item.value, Stretch) and item.value.unit == CAUSE
        if not isinstance(item.value, Span) and not names_cause:
            covered.update(range(item.start, item.end))
    return bool(words) and sum(i in covered for i in words) >= 0.7 * len(words)


def _read(line: Line, around: Line, base: Base, *, focused: bool) -> Reading:
    items = items_of(line, focused=focused, context=len(around) > 0, limited=ends_with_limit(around))
    kept, doubts = _kept(line, items, around, focused=focused)
    left = unread(line, items, kept, focused=focused)
    doubts += [PhraseDoubt("date_ambiguous", left)] if left else []
    kept = _without_superseded(line, _with_months(kept))
    for item, after in pairwise(kept) if focused else ():
        if _narrows(line, item, after):
            item.doubts.append("date_ambiguous")
    scope = Scope(line, around, items, base)
    scope.learn(kept)
    deadlines: list[Deadline] = []
    known: set[tuple[object, ...]] = set()
    for item in kept:
        if isinstance(item.value, Recurrence) and scope.is_said_better(item):
            continue
        phrase = line.written(item.start, item.end)
        resolved = resolve(item, phrase, scope.base(item))
        words = resolved.doubts + _uncertain(line, item, focused=focused)
        words += (
            ["date_ambiguous"] if is_other_weekday(line, item, _named_day(item, resolved.deadline)) else []
        )
        doubts += [PhraseDoubt(word, phrase) for word in dict.fromkeys(words)]
        deadline = resolved.deadline
        if deadline is not None and _days(deadline) not in known:
            known.add(_days(deadline))
            deadlines.append(deadline)
    return Reading(tuple(deadlines), tuple(dict.fromkeys(doubts)))


def _named_day(item: Item, deadline: Deadline | None) -> date | None:
    """The day as it was written: `trước ngày 05/6` is due the day before."""
    if deadline is None or deadline.due is None or deadline.kind is not DeadlineKind.DATE:
        return None
    shifted = item.how.before and not item.how.whole and not item.how.clock
    return deadline.due + timedelta(days=1) if shifted else deadline.due


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


def _with_months(items: list[Item]) -> list[Item]:
    """`Tháng 6/2026 (dự kiến từ ngày 15 đến ngày 20)`: days without a month are of the month before them."""
    out: list[Item] = []
    for item in items:
        before = out[-1] if out else None
        if before is not None and _is_month(before) and _is_bare_day(item) and item.start - before.end <= 4:
            assert isinstance(before.value, Stretch)
            for day in (item.value, item.to):
                if isinstance(day, Day):
                    day.months, day.year = (before.value.first,), before.value.year
            item.doubts.append("date_ambiguous")
            out.pop()
        out.append(item)
    return out


def _is_month(item: Item) -> bool:
    value = item.value
    alone = item.to is None and item.recurs is None and not item.onward
    return alone and isinstance(value, Stretch) and value.unit == "month" and value.first == value.last


def _is_bare_day(item: Item) -> bool:
    days = [day for day in (item.value, item.to) if day is not None]
    bare = all(isinstance(day, Day) and not day.months and not day.cycle for day in days)
    return bare and item.recurs is None and not item.months


def _without_superseded(line: Line, items: list[Item]) -> list[Item]:
    """Drops what only tells of its neighbour: see `_spelt_out`, `_how_long`, `_names_its_report`."""
    out = []
    for at, item in enumerate(items):
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        lasting = next((beside for beside in (before, after) if beside and _how_long(item, beside)), None)
        if lasting is not None:
            lasting.doubts.append("date_ambiguous")  # a recurrence does not say from when, until when
            continue
        if after is not None and _spelt_out(item, after):
            continue
        if before is not None and _names_its_report(line, item, before):
            continue
        out.append(item)
    return out


def _narrows(line: Line, item: Item, after: Item) -> bool:
    """`Quý III năm 2026, hoàn thành trước ngày 15/9/2026`: two answers, of which one may be meant."""
    if not (isinstance(item.value, Stretch) and item.how.bare and line.mark(item.end, ",", "(", ":")):
        return False
    return isinstance(after.value, Day | Recurrence) and after.start - item.end <= 3


def _spelt_out(item: Item, after: Item) -> bool:
    """`trong 03 ngày (từ ngày 08 đến …)`: the days themselves follow."""
    span = isinstance(item.value, Span) and item.value.within is not None
    return span and isinstance(after.value, Day | Stretch) and after.start - item.end <= 1


def _how_long(item: Item, beside: Item) -> bool:
    """`hằng năm, từ năm 2026`, `hằng năm (từ 2026 đến 2030)`: years beside a recurrence say how long it holds."""
    first, second = sorted((item, beside), key=lambda one: one.start)
    if not isinstance(item.value, Stretch) or item.value.unit not in {"year", "stage"}:
        return False
    lasts = item.onward or item.to is not None or item.how.since or item.value.last_year != item.value.year
    comes_back = isinstance(beside.value, Recurrence) or beside.recurs is not None
    return lasts and comes_back and second.start - first.end <= 1


def _names_its_report(line: Line, item: Item, before: Item) -> bool:
    """`trước ngày 05/01/2026 (học kỳ I)`: the bracket says which report the day is of."""
    if not isinstance(item.value, Stretch) or item.value.unit not in {
        "term",
        "half",
        "quarter",
        "year",
        "school",
    }:
        return False
    dated = isinstance(before.value, Day) and bool(before.value.months)
    bracket = line.mark(item.start - 1, "(") and line.mark(item.end, ")") and before.end == item.start - 1
    return dated and bracket and item.how.bare


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
