"""The questions that the outline asks about names, answered with `words`, `names` and `split`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from domain.text import nfc, strip_marks
from plans.agencies.account import left_out, still_short
from plans.agencies.name import Name
from plans.agencies.names import name_at
from plans.agencies.partners import partner_names, recipient_names
from plans.agencies.places import begins_duty
from plans.agencies.split import Listed, running_list, skip_polite, whole_list
from plans.agencies.tables import first_words
from plans.agencies.words import body_start, words_of
from plans.tokens import Script, Token, may_be_damaged, script_of


class Area(NamedTuple):
    """Whose plan it is: `level` as in `PlanInfo`, `place` the unit's own name, `province` its province."""

    level: str | None = None
    place: str | None = None
    province: str | None = None


class Names(NamedTuple):
    """Canonical names in the text's order, and the parts that are not certain."""

    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Match(NamedTuple):
    """Agencies at the start of a text; `end` is the offset where the duty begins."""

    names: tuple[str, ...]
    end: int
    doubts: tuple[str, ...] = ()


def read_names(text: str, *, area: Area | None = None) -> Names:
    """The agencies that a heading or an attribute value lists."""
    text = nfc(text[:_LONGEST_LIST])
    text = text[body_start(text) :]
    best: Names | None = None
    for tokens, price in _readings(text):
        listed = whole_list(tokens)
        loose = listed.loose
        if price is None and loose and not may_be_damaged(text):
            listed, price = _slipped(text, listed)
        names = _canonical(listed.names, area)
        if best is None or (names and not listed.unknown and names != best.names):
            unsure = (*listed.unknown, *_doubts(names, price), *_untold(tokens, listed, names, price))
            best = Names(names, tuple(dict.fromkeys(unsure)))
        if names and not loose:
            break
    return best or Names()


def _untold(
    tokens: Sequence[Token], listed: Listed, names: tuple[str, ...], price: float | None
) -> tuple[str, ...]:
    """What the names of a clean heading do not tell of it; capitals throughout are no abbreviations."""
    if price is not None or not names:
        return ()
    dropped = left_out(tokens[: listed.end], names)
    return (*([" ".join(dropped)] if dropped else []), *still_short(names), *listed.merged)


_LONGEST_LIST = 3_000
_LONGEST_TASK = 12_000
"""Characters of a heading and of a task that are read; real ones are a tenth as long."""
_SLIP = 0.17
"""Slips in text that is otherwise clean are mended up to this mean price a letter."""


def _slipped(text: str, listed: Listed) -> tuple[Listed, float | None]:
    """The list with slips of a few letters mended, where all its names are then known ones: `thính phố`."""
    from plans.agencies.damage import mended

    tokens, price = mended(words_of(_MARKDOWN.sub(" ", text)))
    other = whole_list(tokens)
    if 0 < price <= _SLIP and other.names and not other.loose:
        return other, 1.0
    return listed, None


_DOUBTFUL = 0.2
"""Misread letters are guessed with confidence up to this mean price a letter."""


def _readings(text: str) -> Iterator[tuple[list[Token], float | None]]:
    """The ways to read a text: as it is (None), then, where it may be damaged, mended (with its price)."""
    text = _MARKDOWN.sub(" ", text)
    script = script_of(text)
    if script is not Script.DAMAGED:
        yield words_of(text, script), None
    if script is Script.DAMAGED or may_be_damaged(text):
        from plans.agencies.damage import mended  # only damaged text pays for it

        tokens, price = mended(words_of(text, Script.DAMAGED))
        yield tokens, price


def _doubts(names: tuple[str, ...], price: float | None) -> tuple[str, ...]:
    """The names that are not certain; `price` is None where the text was read as it stands."""
    if price is None:
        return ()
    from plans.agencies.damage import unread

    return tuple(n for n in names if price > _DOUBTFUL or unread(n))


_MARKDOWN = re.compile(r"[*_#`|]")


def starts_with_agency(text: str) -> Match | None:
    """The agencies with which a paragraph begins, and where its duty begins; None where it begins otherwise."""
    text = nfc(text)
    offset = body_start(text)
    if not _may_begin(text, offset):
        return None
    for tokens, price in _readings(text[offset : offset + _LONGEST_OPENING]):
        listed = running_list(tokens, skip_polite(tokens, 0))
        if listed.names:
            names = _canonical(listed.names, None)
            return Match(names, offset + tokens[listed.end - 1].end, _doubts(names, price))
    return None


_LONGEST_OPENING = 700
"""Characters that a list of names at the start of a paragraph may take."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _may_begin(text: str, offset: int) -> bool:
    """Whether the first word can begin a name at all (this is asked at every word of long texts)."""
    if may_be_damaged(text[offset : offset + 80]):
        return True
    first = _FIRST_WORD.match(text, offset)
    if first is None:
        return False
    word = first.group()
    return (word.isupper() and len(word) > 1) or strip_marks(word).lower() in first_words()


def find_partners(text: str) -> Names:
    """The agencies with which a sentence says to coordinate ("phối hợp với A, B và …")."""
    return _found(partner_names, text)


def find_recipients(text: str) -> Names:
    """Whom a sentence says to report to ("gửi về Sở Y tế", "qua Phòng …")."""
    return _found(recipient_names, text)


def _found(read: Callable[[Sequence[Token]], list[Name]], text: str) -> Names:
    best = Names()
    for tokens, price in _readings(nfc(text[:_LONGEST_TASK])):
        found = read(tokens)
        known = all(name.known for name in found)
        if price is None and not known:
            found, price = _slipped_names(read, text, found)
        names = _canonical(found, None)
        if len(names) > len(best.names) or (names and known):
            best = Names(names, _doubts(names, price))
        if names and known:
            break
    return best


def _slipped_names(
    read: Callable[[Sequence[Token]], list[Name]], text: str, found: list[Name]
) -> tuple[list[Name], float | None]:
    """The names of a clean sentence again with slips mended, where that makes all of them known."""
    from plans.agencies.damage import mended

    tokens, price = mended(words_of(nfc(text[:_LONGEST_TASK])))
    other = read(tokens)
    if 0 < price <= _SLIP and len(other) == len(found) and all(name.known for name in other):
        return other, 1.0
    return found, None


def is_agency(text: str) -> bool:
    """Whether a heading is wholly an agency or a list of agencies."""
    if len(text) > _LONGEST_LIST:
        return False
    text = nfc(text)
    return any(_is_list(tokens) for tokens, _ in _readings(text[body_start(text) :].rstrip(" .:;*")))


_LONGEST_HEADING = 60
"""Words that a heading of agencies may have."""


def _is_list(tokens: Sequence[Token]) -> bool:
    if not tokens or len(tokens) > _LONGEST_HEADING:
        return False
    first = name_at(tokens, skip_polite(tokens, 0), loose=True)
    if first is None or (first[1] < len(tokens) and begins_duty(tokens, first[1])):
        return False
    listed = whole_list(tokens)
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
