"""Placeholder of the matcher: the shapes that callers rely on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Area:
    """Whose plan it is: `level` as in `PlanInfo`, `place` the unit's own name, `province` its province."""

    level: str | None = None
    place: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Canonical names in the text's order, and the parts that are not certain."""

    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Agencies at the start of a text; `end` is the offset where the duty begins."""

    names: tuple[str, ...]
    end: int
    doubts: tuple[str, ...] = ()


def read_names(text: str, *, area: Area | None = None) -> Names:
    """The agencies that a heading or an attribute value lists."""
    return Names()


def starts_with_agency(text: str) -> Match | None:
    """The agencies with which a paragraph begins."""
    return None


def find_partners(text: str) -> Names:
    """The agencies to coordinate with."""
    return Names()


def find_recipients(text: str) -> Names:
    """Whom a report is sent to."""
    return Names()


def is_agency(text: str) -> bool:
    """Whether a heading is wholly an agency or a list of agencies."""
    return False


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m plans agencies`."""
    got = read_names(row.get("heading") or "")
    return {"id": row.get("id"), "names": list(got.names), "doubts": list(got.doubts)}
