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
_DIGITS = re.compile(r"84|0\d|1\d\d")
"""What every number has; most paragraphs have none."""
_LINE = re.compile(
    r"(?P<name>(?:t[o06e]ng d[a4]i|d\S{2,4}ng d[a4]y (?:n[o06]ng|t\S van)|hotline|duong day)\b[^.;:,()\d“”]{0,80}?)"
    r"\s*(?:[(,:–-]\s*)?(?:(?:co |qua |theo )?(?:s[o06b](?: dien thoai)?|dien thoai|dt|goi)\s*:?\s*)?"
    rf"(?P<number>{_NUMBER})(?!\s*(?:cuoc|luot|ca|vu|tre|nguoi|truong hop|tin|%))",
    re.IGNORECASE,
)
"""Looked for in the text without marks, which keeps every letter's place and many a misread word."""


_CALL = re.compile(
    r"\b(?:goi (?:ngay |den |so |toi |dien thoai |tong dai )*|(?:so dien thoai|dien thoai|tong dai|duong day nong) (?:so )?)"
    r"(?P<number>11[1345])(?![\d/.-]\w)(?!\d)",
    re.IGNORECASE,
)
_OR_CALL = re.compile(
    r"\bgoi\b[^.;:!?]{0,40}?\b(?:hoac|va|,)\s*(?:so )?(?P<number>1[89]00[\s.]?\d{2,4}(?:[\s.]?\d{2,4})?)",
    re.IGNORECASE,
)
"""`Gọi 111 hoặc 1800 1567`: the free line that stands beside a switchboard's number."""
_NATIONAL = {
    "111": "Tổng đài điện thoại quốc gia bảo vệ trẻ em",
    "113": "Công an",
    "114": "Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "115": "Cấp cứu y tế",
}
"""The state's emergency numbers, which a slogan names by the number alone (`Hãy gọi 111`)."""
_OF = re.compile(
    rf"(?:so dien thoai|dien thoai)(?: cua)? (?P<name>(?:cong an|tram y te|uy ban nhan dan|ubnd|benh vien|trung tam)[^.;:,()\d“”]{{0,60}}?)"
    rf"\s*[:(–-]\s*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
"""`số điện thoại Công an xã: 0298…`"""
_ENTRY = re.compile(
    rf"(?P<name>[^\W\d_][^:;“”]{{3,80}}?)(?:\s*:\s*|\s+[-–]\s+|\s*\(?\s*(?:so dien thoai|dien thoai|dt|sdt|so)\s*:?\s*)(?P<number>{_NUMBER})\)?[.;]?$",
    re.IGNORECASE,
)
"""A line of a list of numbers: `Trạm Y tế xã: 0298…`."""
_ENDS_IN_NUMBER = re.compile(rf"(?:{_NUMBER})\)?[.;]?$")
_ENTRY_NAMES = re.compile(
    r"^(?:cap cuu|canh sat|cong an|tram y te|benh vien|trung tam|phong|uy ban|ubnd|tong dai|duong day|hoi|doan|ban|cuu hoa|phong chay|cuu nan|bao ve tre em|truc|bo phan|van phong)\b",
    re.IGNORECASE,
)


def is_entry(text: str) -> bool:
    """Whether a paragraph is a line of a list of numbers: it gives no task."""
    if not text.rstrip().rstrip(").;")[-1:].isdigit() or _ENDS_IN_NUMBER.search(text) is None:
        return False
    plain = strip_marks(nfc(text))
    found = _ENTRY.match(plain)
    return found is not None and _ENTRY_NAMES.match(found["name"]) is not None


def _matches(plain: str) -> Iterable[tuple[re.Match[str], str | None]]:
    """The numbers of a text without marks; the name where the text itself does not print it."""
    for pattern in (_LINE, _OF):
        for match in pattern.finditer(plain):
            yield match, None
    if is_entry(plain):
        found = _ENTRY.match(plain)
        assert found is not None
        yield found, None
    for match in _OR_CALL.finditer(plain):
        yield match, "Tổng đài miễn phí"
    for match in _CALL.finditer(plain):
        yield match, _NATIONAL[match["number"]]


def read_hotlines(places: Iterable[tuple[int, str]]) -> tuple[PlanHotline, ...]:
    """The hotlines of (line, text) places; of several names of one number the longest is kept."""
    found: dict[str, PlanHotline] = {}
    for line, text in places:
        if _DIGITS.search(text) is None:
            continue
        text = nfc(text)
        for match, given in _matches(strip_marks(text)):
            number = re.sub(r"\.\s+|\s+", lambda m: "." if "." in m.group() else " ", match["number"]).strip()
            digits = re.sub(r"\D", "", number)
            name = given or " ".join(text[match.start("name") : match.end("name")].split()).strip(" -–")
            name = name[:1].upper() + name[1:]
            kept = found.get(digits)
            if kept is None or len(name) > len(kept.name):
                found[digits] = PlanHotline(number, name, kept.line if kept else line)
    return tuple(found.values())
