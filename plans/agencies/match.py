"""The questions that the outline asks about names, answered with `words`, `names` and `split`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from domain.text import nfc, strip_marks
from plans.agencies.names import Name, begins_duty, first_words, name_at
from plans.agencies.partners import partner_names, recipient_names
from plans.agencies.split import Listed, running_list, skip_polite, whole_list
from plans.agencies.words import body_start, words_of


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
    text = nfc(text)
    tokens = words_of(text[body_start(text) :])
    listed = whole_list(tokens)
    return Names(_canonical(listed.names, area), tuple(listed.unknown))


def starts_with_agency(text: str) -> Match | None:
    """The agencies with which a paragraph begins, and where its duty begins; None where it begins otherwise."""
    text = nfc(text)
    offset = body_start(text)
    if not _may_begin(text, offset):
        return None
    tokens = words_of(text[offset:])
    start = skip_polite(tokens, 0)
    listed = running_list(tokens, start)
    if not listed.names:
        return None
    end = tokens[listed.end - 1].end if listed.end else 0
    return Match(_canonical(listed.names, None), offset + end)


_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _may_begin(text: str, offset: int) -> bool:
    """Whether the first word can begin a name at all (this is asked at every word of long texts)."""
    first = _FIRST_WORD.match(text, offset)
    if first is None:
        return False
    word = first.group()
    return (word.isupper() and len(word) > 1) or strip_marks(word).lower() in first_words()


def find_partners(text: str) -> Names:
    """The agencies with which a sentence says to coordinate ("phối hợp với A, B và …")."""
    return Names(_canonical(partner_names(words_of(nfc(text))), None))


def find_recipients(text: str) -> Names:
    """Whom a sentence says to report to ("gửi về Sở Y tế", "qua Phòng …")."""
    return Names(_canonical(recipient_names(words_of(nfc(text))), None))


def is_agency(text: str) -> bool:
    """Whether a heading is wholly an agency or a list of agencies."""
    text = nfc(text)
    tokens = words_of(text[body_start(text) :].rstrip(" .:;*"))
    if not tokens or len(tokens) > 60:
        return False
    start = skip_polite(tokens, 0)
    first = name_at(tokens, start, loose=True)
    if first is None or (first[1] < len(tokens) and begins_duty(tokens, first[1])):
        return False
    listed: Listed = whole_list(tokens)
    return not listed.unknown and listed.end >= len(tokens)


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m plans agencies`."""
    got = read_names(row.get("heading") or "")
    return {"id": row.get("id"), "names": list(got.names), "doubts": list(got.doubts)}


def _canonical(names: Iterable[Name], area: Area | None) -> tuple[str, ...]:
    out: list[str] = []
    for name in names:
        text = name.canonical()
        if area is not None and area.level == "district" and text == "Phòng Tài chính":
            text = "Phòng Tài chính - Kế hoạch"
        if text not in out:
            out.append(text)
    return tuple(out)
