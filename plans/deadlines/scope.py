"""What the sentence around a time says about it: what comes back, which report it is of.

`read` makes one `Scope` a text. Everything is collected once, so that a long text of many times
costs no more than its length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from plans.deadlines.dates import Base
from plans.deadlines.exclusions import is_money
from plans.deadlines.grammar import items_of
from plans.deadlines.line import Line
from plans.deadlines.recurring import label_after, label_before, labels_of
from plans.deadlines.values import Day, Item, Recurrence, Span, Stretch

_FREQS = ("day", "week", "month", "quarter", "half", "first_half", "year", "term", "school")
_YEARLY = {"year", "half", "first_half", "term", "school"}
_PERIODIC = ("định kỳ", "định kì")


class Scope:
    """The sentences of a line, and in each what comes back; `around` is the context of the whole."""

    def __init__(self, line: Line, around: Line, items: list[Item], base: Base) -> None:
        self._line, self._base = line, base
        self._stops = _full_stops(line)
        self._freqs: dict[int, set[str]] = {}
        for item in items:
            self._freqs.setdefault(self._sentence(item.start), set()).update(_comes_back(line, item))
        self._labels = [(at, label.freq) for at, label in labels_of(line)]
        self._periodic = line.places(*_PERIODIC)
        self._told: dict[int, set[str]] = {}
        outer = items_of(around, focused=True)
        self._outer = {
            i.value.freq
            for i in outer
            if isinstance(i.value, Recurrence) and i.value.hard and not is_money(around, i)
        }
        self._reports = {label.freq for _, label in labels_of(around)}
        self._outer_periodic = around.find(0, len(around), *_PERIODIC) is not None

    def base(self, item: Item) -> Base:
        """What `item` is counted from."""
        sentence = self._sentence(item.start)
        start = self._stops[sentence - 1] + 1 if sentence else 0
        first = bisect_left(self._labels, (start, ""))
        last = bisect_left(self._labels, (item.start, ""))
        labels = {freq for _, freq in self._labels[first:last]} | self._reports
        labels |= {label.freq for label in label_before(self._line, item.start)}
        labels |= {label.freq for label in label_after(self._line, item.end)}
        at = bisect_left(self._periodic, start)
        periodic = at < len(self._periodic) and self._periodic[at] <= item.start
        return self._base._replace(
            freqs=frozenset(self._freqs.get(sentence, set()) | self._outer),
            labels=frozenset(labels),
            periodic=periodic or self._outer_periodic,
            reported=bool(self._reports),
        )

    def learn(self, kept: list[Item]) -> None:
        """Notes which recurrences the deadlines of each sentence tell more closely."""
        for item in kept:
            told = self._told.setdefault(self._sentence(item.start), set())
            told.update(freq for freq in _FREQS if _tells(item, freq))

    def is_said_better(self, item: Item) -> bool:
        """Whether a recurrence without a day is told more closely elsewhere in its sentence."""
        assert isinstance(item.value, Recurrence)
        return (
            not item.value.weekday
            and item.value.interval == 1
            and item.value.freq in self._told.get(self._sentence(item.start), set())
        )

    def _sentence(self, at: int) -> int:
        return bisect_right(self._stops, at)


def _full_stops(line: Line) -> list[int]:
    """The full stops that end a sentence (one between digits or letters does not)."""
    tokens = line.tokens
    return [
        i
        for i, token in enumerate(tokens)
        if token.text == "." and i + 1 < len(tokens) and tokens[i + 1].start > token.end
    ]


def _comes_back(line: Line, item: Item) -> set[str]:
    value = item.value
    if isinstance(value, Recurrence) and value.hard and not is_money(line, item):
        return {value.freq}
    if item.recurs is not None and item.recurs.hard:
        return {item.recurs.freq}
    if isinstance(value, Day) and value.cycle.startswith("quarter"):
        return {"quarter"}
    return set()


def _tells(item: Item, freq: str) -> bool:
    """Whether a time says on which day something of that recurrence is due."""
    if isinstance(item.value, Recurrence):
        return bool(item.value.weekday) and freq == "week"
    if isinstance(item.value, Span) or item.onward or (item.how.since and item.to is None):
        return False
    value = item.to if item.to is not None else item.value
    if isinstance(value, Day):
        monthly = not value.months and not item.months and value.cycle in {"", "month"}
        quarterly = value.cycle.startswith("quarter") or len(value.months) == 4
        if freq == "month":
            return monthly or bool(item.months)
        if freq == "quarter":
            return quarterly
        return not monthly and not quarterly and value.year is None and freq in _YEARLY
    return isinstance(value, Stretch) and value.year is None and freq in _YEARLY
