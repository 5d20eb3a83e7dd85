"""Numbers to call that a plan prints: the national line 111, the province's own line.

Called by `plans/read.py`. Only what the text itself calls a switchboard or a hotline counts: a clerk's
telephone at the foot of a letter is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.plan import PlanHotline
from domain.text import nfc, strip_marks

_NUMBER = (
    r"(?:\+?84[\s.]?|0)\d{1,4}(?:[\s.-]{0,2}\d{2,4}){1,4}|1[89]00[\s.]?\d{2,4}(?:[\s.]?\d{2,4})?|1\d\d(?!\d)"
)
_LINE = re.compile(
    r"(?P<name>(?:t[o06e]ng d[a4]i|d\S{2,4}ng d[a4]y (?:n[o06]ng|t\S van)|hotline|duong day)\b[^.;:,()\d“”]{0,80}?)"
    r"\s*(?:[(,:–-]\s*)?(?:(?:co |qua |theo )?(?:s[o06b](?: dien thoai)?|dien thoai|dt|goi)\s*:?\s*)?"
    rf"(?P<number>{_NUMBER})(?!\s*(?:cuoc|luot|ca|vu|tre|nguoi|truong hop|tin|%))",
    re.IGNORECASE,
)
"""Looked for in the text without marks, which keeps every letter's place and many a misread word."""


def read_hotlines(places: Iterable[tuple[int, str]]) -> tuple[PlanHotline, ...]:
    """The hotlines of (line, text) places; of several names of one number the longest is kept."""
    found: dict[str, PlanHotline] = {}
    for line, text in places:
        text = nfc(text)
        for match in _LINE.finditer(strip_marks(text)):
            number = re.sub(r"\.\s+|\s+", lambda m: "." if "." in m.group() else " ", match["number"]).strip()
            digits = re.sub(r"\D", "", number)
            name = " ".join(text[match.start("name") : match.end("name")].split()).strip(" -–")
            name = name[:1].upper() + name[1:]
            kept = found.get(digits)
            if kept is None or len(name) > len(kept.name):
                found[digits] = PlanHotline(number, name, kept.line if kept else line)
    return tuple(found.values())
