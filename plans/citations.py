"""The documents that a plan cites: `1472/QĐ-TTg`, `121/2020/QH14`, `28-CT/TW`, `TCVN 14423:2025`.

Called by `plans/read.py`. A citation is a number with its sign; a bare `Nghị quyết số 41` is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGN = r"[A-ZĐ][A-Za-zĐđ]{0,6}"
_BODY = r"[A-ZĐƯ][A-Za-zĐđƯư&]*(?:[-–][A-ZĐƯ][A-Za-zĐđƯư&]*)*"
_STATE = re.compile(
    rf"(?<![\w/.])(?P<number>\d{{1,5}}[a-z]?)\s?/\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?"
    rf"(?P<code>QH\d{{1,2}}|UBTVQH\d{{1,2}}|{_SIGN}(?:/{_SIGN})?\s?[-–]\s?{_BODY})"
)
_PARTY = re.compile(rf"(?<![\w/.])(?P<number>\d{{1,4}})\s?[-–]\s?(?P<code>{_SIGN}\s?/\s?{_BODY})(?![\w/])")
_STANDARD = re.compile(r"\b(?:TCVN|QCVN)\s?\d{1,5}(?:-\d+)?\s?:\s?\d{4}(?:/[A-ZĐ]+)?")
_MISREAD = {"QD": "QĐ", "QP": "QĐ", "QB": "QĐ", "OD": "QĐ", "ND": "NĐ", "NP": "NĐ", "DA": "ĐA"}
"""Signs of kinds of documents that lost their đ: no other kind is signed so."""


def read_citations(texts: Iterable[str], own_number: str | None) -> tuple[str, ...]:
    """The cited numbers in the order of their first mention, without the plan's own."""
    found: dict[str, str] = {}
    for text in texts:
        for _place, citation in sorted(_citations(text)):
            found.setdefault(citation.casefold(), citation)
    if own_number:
        found.pop(own_number.casefold(), None)
    return tuple(found.values())


def _citations(text: str) -> list[tuple[int, str]]:
    out = [(m.start(), _state(m)) for m in _STATE.finditer(text)]
    out += [(m.start(), f"{m['number']}-{_tidy(m['code'])}") for m in _PARTY.finditer(text)]
    out += [(m.start(), " ".join(m.group().replace(" :", ":").split())) for m in _STANDARD.finditer(text)]
    return out


def _state(match: re.Match[str]) -> str:
    year = f"{match['year']}/" if match["year"] else ""
    return f"{match['number']}/{year}{_tidy(match['code'])}"


def _tidy(code: str) -> str:
    """The sign without spaces, with one kind of hyphen, and with its đ."""
    code = re.sub(r"\s?[-–]\s?", "-", re.sub(r"\s?/\s?", "/", code)).rstrip("-&")
    kind, hyphen, body = code.partition("-")
    body = body.replace("HDND", "HĐND")
    return f"{_MISREAD.get(kind, kind)}{hyphen}{body}"
