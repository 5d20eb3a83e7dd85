"""What the grammar finds before it becomes a deadline: days, stretches of time, recurrences, spans."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Day:
    """A day as written. `day` -1 is a month's last; `months` is empty where none is named.

    `cycle` says which months where the phrase does so in words: `month`, `quarter_first`,
    `quarter_last`, `half_last`.
    """

    day: int
    months: tuple[int, ...] = ()
    year: int | None = None
    year_shift: int = 0
    lunar: bool = False
    cycle: str = ""
    certain: bool = True


@dataclass(slots=True)
class Stretch:
    """Months from `first` to `last`, of `year` (to `last_year`); `part` is `đầu`, `giữa`, `cuối` or ""."""

    unit: str
    first: int
    last: int
    year: int | None = None
    last_year: int | None = None
    part: str = ""
    year_shift: int = 0
    named: bool = True
    certain: bool = True
    dashed: bool = False
    """A dash leads to its end: `tháng 01 - 12/2026`."""


@dataclass(slots=True)
class Feast:
    """A feast of the lunar calendar: month and day in it, with the solar year it is asked for."""

    month: int
    day: int
    year: int | None = None
    lunar_year: int | None = None


@dataclass(slots=True)
class Recurrence:
    """`hằng năm`, `mỗi quý`, `6 tháng một lần`, `thứ Sáu hằng tuần`."""

    freq: str
    interval: int = 1
    times: int = 1
    weekday: str = ""
    turn: int = 0
    """Which of a month's weekdays is meant: -1 for `ngày thứ Bảy cuối cùng của tháng`."""
    start: bool = False
    """Its beginning is meant: `đầu mỗi năm học`."""
    hard: bool = False
    """Said with `hằng`, `mỗi`, `một lần`; a mere `định kỳ 6 tháng` does not make a dated day come back."""


@dataclass(slots=True)
class Span:
    """`05 ngày làm việc` after (or with) an event that has no date."""

    within: str | None = None
    working: bool = False
    certain: bool = True


Value = Day | Stretch | Feast | Recurrence | Span


@dataclass(slots=True)
class How:
    """What the words before a time say about it."""

    before: bool = False
    until: bool = False
    since: bool = False
    inside: bool = False
    latest: bool = False
    whole: bool = False
    clock: bool = False
    now: bool = False
    """It begins with the plan: `từ nay đến …`."""

    @property
    def bare(self) -> bool:
        return not (self.before or self.until or self.since or self.inside or self.latest or self.whole)


@dataclass(slots=True)
class Item:
    """One time expression of a sentence: `start:end` are token indices."""

    start: int
    end: int
    how: How
    value: Value
    to: Day | Stretch | None = None
    onward: bool = False
    recurs: Recurrence | None = None
    months: tuple[int, ...] = ()
    """The season of a monthly day: `từ tháng 02 đến tháng 9`."""
    ahead: int = 0
    """How many days before it: `trước Tết Nguyên đán 15 ngày`."""
    listed: bool = False
    """It goes on with a list of days: the `30` of `ngày 15 và 30 hàng tháng`."""
    doubts: list[str] = field(default_factory=list)
