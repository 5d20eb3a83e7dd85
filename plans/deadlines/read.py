"""The reader: a text becomes a line, its time expressions items, the items deadlines and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.plan import Deadline
from domain.text import nfc
from plans.deadlines.conditional import ends_with_limit
from plans.deadlines.dates import Base
from plans.deadlines.exclusions import is_money, refusal
from plans.deadlines.grammar import items_of
from plans.deadlines.line import Line
from plans.deadlines.recurring import label_before, labels
from plans.deadlines.resolve import resolve
from plans.deadlines.values import Day, Feast, Item, Recurrence, Span, Stretch
from plans.tokens import Script, may_be_damaged, script_of, tokenise


@dataclass(frozen=True, slots=True)
class PhraseDoubt:
    """A point that is not certain; `kind` is a fixed word such as `date_impossible`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
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
) -> Reading:
    """The deadlines in a task's sentence, an attribute's value or a phrase.

    `context` is the sentence or introducing line around `text`: it can say that a day comes back or
    that a date is no deadline, and gives none of its own. `year` is the plan's year, for days
    without one; `issued_on` the plan's day. With `attribute` the text says when and nothing else.
    """
    line, around = _line(text), _line(context)
    focused = attribute or _is_all_time(line)
    if year is None and issued_on is not None:
        year = issued_on.year
    reading = _read(line, around, focused=focused, year=year, issued_on=issued_on)
    if not reading.deadlines and reading.doubts and may_be_damaged(line.text):
        # Too short to tell by its letters: a damaged phrase that clean words cannot explain.
        mended_line = _line(text, Script.DAMAGED)
        other = _read(mended_line, around, focused=focused, year=year, issued_on=issued_on)
        if other.deadlines:
            return Reading(other.deadlines, (*other.doubts, PhraseDoubt("text_damaged", line.text)))
    return reading


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m plans deadlines`: `phrase` is the time expression itself."""
    reading = read_deadlines(
        row.get("phrase") or "", context=row.get("context") or "", year=row.get("year"), attribute=True
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
    covered: set[int] = set()
    for item in items_of(line, focused=True):
        if not isinstance(item.value, Span):
            covered.update(range(item.start, item.end))
    words = [i for i, t in enumerate(line.tokens) if t.plain]
    return bool(words) and sum(i in covered for i in words) >= 0.7 * len(words)


def _read(line: Line, around: Line, *, focused: bool, year: int | None, issued_on: date | None) -> Reading:
    items = items_of(line, focused=focused, context=len(around) > 0, limited=ends_with_limit(around))
    kept, doubts = _kept(line, items, around, focused=focused)
    doubts += _unread(line, items, focused=focused)
    kept = _without_superseded(line, kept)
    context_items = [
        i
        for i in items_of(around, focused=True)
        if isinstance(i.value, Recurrence) and not is_money(around, i)
    ]
    found: list[tuple[Item, Deadline | None, list[str]]] = []
    for item in kept:
        if isinstance(item.value, Recurrence) and _is_said_better(line, item, kept):
            continue
        base = _base(line, around, item, items, context_items, year, issued_on)
        resolved = resolve(item, line.written(item.start, item.end), base)
        if _is_guess(line, item):
            resolved.doubts.append("text_damaged")
        elif focused and _is_after_strange_word(line, item):
            resolved.doubts.append("date_ambiguous")
        found.append((item, resolved.deadline, resolved.doubts))
    deadlines: list[Deadline] = []
    for item, deadline, words in found:
        phrase = line.written(item.start, item.end)
        doubts += [PhraseDoubt(word, phrase) for word in dict.fromkeys(words)]
        if deadline is not None and not any(_same(deadline, d) for d in deadlines):
            deadlines.append(deadline)
    return Reading(tuple(deadlines), tuple(dict.fromkeys(doubts)))


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


_URGENT = ("trước ngày", "chậm nhất", "muộn nhất", "hạn chót", "hạn cuối", "trước tháng", "trước quý")
_TIME_WORDS = ("ngày", "tháng", "quý", "năm", "tuần", "hằng", "hàng", "học kỳ", "tết", "mùa")


def _unread(line: Line, items: list[Item], *, focused: bool) -> list[PhraseDoubt]:
    """What looks like a deadline and was not read: passed over in silence it would be lost."""
    covered = {i for item in items for i in range(item.start, item.end)}
    out = []
    for at in range(len(line)):
        number = (
            focused
            and line.value(at) is not None
            and not line.mark(at + 1, "%")
            and not line.mark(at - 1, "số")
        )
        if at not in covered and (number or line.has(at, *_URGENT)):
            out.append(PhraseDoubt("date_ambiguous", line.written(at, min(len(line), at + 8))))
            break
    if focused and not items and not out and line.find(0, len(line), *_TIME_WORDS) is not None:
        out.append(PhraseDoubt("date_ambiguous", line.text))
    return out


def _without_superseded(line: Line, items: list[Item]) -> list[Item]:
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


def _is_guess(line: Line, item: Item) -> bool:
    """Whether the reading hangs on a misread word, or a word before a bare day may have been lost."""
    if any(i in line.guesses for i in range(item.start, item.end)):
        return True
    return line.script is Script.DAMAGED and isinstance(item.value, Day) and item.how.bare


_BEFORE_DAYS = (
    "thực hiện", "hoàn thành", "xong", "hạn", "dự kiến", "thời gian", "tổ chức", "báo cáo", "gửi", "và", "tức", "diễn ra", "khai mạc",
    "định kỳ", "lần", "đợt", "kỳ", "sáng", "chiều", "tối", "cả", "bế mạc",
)  # fmt: skip


def _is_after_strange_word(line: Line, item: Item) -> bool:
    """Whether an unknown word stands before a bare day: it may be a misread `trước` or `từ`."""
    if isinstance(item.value, Feast | Day) and line.has(item.start - 1, "sau"):
        return True
    if not isinstance(item.value, Day) or not item.how.bare or item.start == 0:
        return False
    before = item.start - 1
    if not line.tokens[before].is_word:
        return False
    return not any(line.seq(before - words.count(" "), words) == item.start for words in _BEFORE_DAYS)


def _same(a: Deadline, b: Deadline) -> bool:
    return (a.kind, a.due, a.start, a.rrule, a.within, a.working) == (
        b.kind,
        b.due,
        b.start,
        b.rrule,
        b.within,
        b.working,
    )


def _sentence(line: Line, at: int) -> tuple[int, int]:
    """The token range of the sentence around `at` (a full stop before a capital ends one)."""
    start, end = 0, len(line)
    for i, token in enumerate(line.tokens):
        if token.text != "." or i + 1 >= len(line) or line.tokens[i + 1].start == token.end:
            continue
        if i < at:
            start = i + 1
        else:
            end = i
            break
    return start, end


def _base(
    line: Line,
    around: Line,
    item: Item,
    items: list[Item],
    context_items: list[Item],
    year: int | None,
    issued_on: date | None,
) -> Base:
    start, end = _sentence(line, item.start)
    freqs = set()
    for other in items:
        if not (start <= other.start < end):
            continue
        if isinstance(other.value, Recurrence) and other.value.hard and not is_money(line, other):
            freqs.add(other.value.freq)
        elif other.recurs is not None and other.recurs.hard:
            freqs.add(other.recurs.freq)
        elif isinstance(other.value, Day) and other.value.cycle.startswith("quarter"):
            freqs.add("quarter")
    for other in context_items:
        assert isinstance(other.value, Recurrence)
        if other.value.hard:
            freqs.add(other.value.freq)
    named = labels(line, start, item.start) + labels(around, 0, len(around))
    named += label_before(line, item.start)
    periodic = line.find(start, item.start + 1, "định kỳ", "định kì") is not None
    periodic = periodic or around.find(0, len(around), "định kỳ", "định kì") is not None
    reported = bool(labels(around, 0, len(around)))
    return Base(year, issued_on, frozenset(freqs), frozenset(n.freq for n in named), periodic, reported)


def _is_said_better(line: Line, item: Item, items: list[Item]) -> bool:
    """Whether a recurrence without a day is told more closely elsewhere in its sentence."""
    assert isinstance(item.value, Recurrence)
    start, end = _sentence(line, item.start)
    freq = item.value.freq
    for other in items:
        if other is item or not (start <= other.start < end) or isinstance(other.value, Span):
            continue
        if isinstance(other.value, Recurrence):
            if other.value.weekday and freq == "week":
                return True
            continue
        if other.onward or (other.how.since and other.to is None):
            continue
        if _tells(other, freq):
            return True
    return False


_YEARLY = {"year", "half", "first_half", "term", "school"}


def _tells(other: Item, freq: str) -> bool:
    value = other.to if other.to is not None else other.value
    if isinstance(value, Day):
        monthly = not value.months and not other.months and value.cycle in {"", "month"}
        quarterly = value.cycle.startswith("quarter") or len(value.months) == 4
        if freq == "month":
            return monthly or bool(other.months)
        if freq == "quarter":
            return quarterly
        return not monthly and not quarterly and value.year is None and freq in _YEARLY
    if isinstance(value, Stretch):
        return value.year is None and freq in _YEARLY
    return False
