"""Placeholder of the reader: the shapes that callers rely on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.plan import Deadline


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
    """The deadlines in `text`."""
    return Reading()


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m plans deadlines`."""
    reading = read_deadlines(row.get("phrase") or "", context=row.get("context") or "", year=row.get("year"))
    return {
        "id": row.get("id"),
        "deadlines": [d.to_json() for d in reading.deadlines],
        "doubts": [{"kind": d.kind, "text": d.text} for d in reading.doubts],
    }
