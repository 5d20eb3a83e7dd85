"""What became of a body or a place: the old name, today's, and the decree that says so.

Rows are dated. Those that nobody could confirm are marked as unsure, which is shown wherever they decide
something. Where a body was split, children's matters decide: every plan of this bot is about children.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from domain.text import fold

_SEED = Path(__file__).parent / "data" / "successors.tsv"


class Level(StrEnum):
    """Where the old body stood. A district's bodies are followed by those of each of its communes."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Topic(StrEnum):
    """Which of a split body's matters a row is about. Only `ALL` and `CHILDREN` decide who gets a task."""

    ALL = "all"
    CHILDREN = "children"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Succession:
    """Why somebody gets what a plan gave another: "`was` is today `now`, by `decree`"."""

    was: str
    decree: str
    sure: bool = True
    now: str = ""
    """The unit's name, where the reason is shown to somebody."""


@dataclass(frozen=True, slots=True)
class Successor:
    """One row of the table: from `since` on, the work of `old` is that of `new`."""

    old: str
    new: str
    level: str
    since: str
    decree: str
    topic: str = Topic.ALL
    sure: bool = True

    @property
    def key(self) -> str:
        return fold(self.old)


def seeds() -> list[Successor]:
    """The table as it is delivered."""
    out = []
    for line in _SEED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            level, topic, sure, since, old, new, decree = line.split("\t")
            out.append(Successor(old, new, level, since, decree, topic, sure == "yes"))
    return out


def deciding(rows: Iterable[Successor]) -> list[Successor]:
    """The rows that decide who gets a task: for each body children's matters before all of its work."""
    best: dict[tuple[str, str], Successor] = {}
    for row in sorted(rows, key=lambda row: (row.topic != Topic.CHILDREN, not row.sure)):
        if row.topic != Topic.OTHER:
            best.setdefault((row.level, row.key), row)
    # The longest name first: "Phòng Y tế" must not answer for what begins with it.
    return sorted(best.values(), key=lambda row: (-len(row.key), row.key))
