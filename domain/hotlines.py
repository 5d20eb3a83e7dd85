"""The national numbers. They are facts, so that they can be told when nothing else works.

Sources: Decree 56/2017/NĐ-CP articles 22-23 (111, since 6 December 2017, free, round the clock);
113 police, 114 fire and rescue, 115 ambulance.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A number to call. `key` names it in the catalogs; a province's line carries its own name."""

    number: str
    name: str = ""
    province: str = ""
    key: str = ""


NATIONAL = (
    Line("111", key="hotline.111"),
    Line("113", key="hotline.113"),
    Line("115", key="hotline.115"),
)
CHILD_LINE = NATIONAL[0]
