"""The keys of attribute lines: `Cơ quan chủ trì:`, `Thời gian thực hiện:`, `Sản phẩm:`.

Called by `plans/paragraphs.py` (such a line starts a paragraph), `plans/tasks.py` and
`plans/tables.py` (a column's heading is a key as well). It knows keys, not their values.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from domain.text import fold
from plans.fuzzy import holds_like, starts_like


class Key(StrEnum):
    """What an attribute line says about the task above it."""

    TASK = "task"
    WHO = "who"
    PARTNERS = "partners"
    WHEN = "when"
    INFO = "info"
    """Product, place, audience, money: part of no field, and no task of its own."""


class Attribute(NamedTuple):
    """A key and the text after its colon ("" where the value stands in the lines below)."""

    key: Key
    value: str


_MAX_WORDS = 11
_BODY = r"(?:(?:cac|nhung) )?(?:co quan|don vi|co so|bo phan|to chuc|phong|ban|nganh|cap|noi|nguoi|ca nhan|can bo)"
_PARTNERS = re.compile(
    rf"^(?:{_BODY}(?: (?:va|hoac) {_BODY}|,? {_BODY})* )?(?:cung )?(?:tham gia )?phoi hop(?: voi| thuc hien| tham muu| to chuc| tham gia| trien khai| chinh)*$"
    rf"|^{_BODY}(?: (?:tham gia|lien quan|ho tro))+$"
)
_LEAD = r"(?:chu tri|thuc hien|phu trach|dau moi|chiu trach nhiem|tham muu|truc tiep|chinh)"
_WHO = re.compile(
    rf"^(?:{_BODY}(?: {_BODY})* )?chu tri(?: thuc hien)?(?: va)? (?:{_BODY} )*phoi hop(?: thuc hien)?$"
    rf"|^{_BODY}(?: {_BODY})* (?:(?:{_LEAD}|trien khai|to chuc|theo doi|chi dao|duoc giao|giao|trach nhiem)(?: va)? ?)+"
    rf"(?:nhiem vu|ke hoach)?$"
    rf"|^(?:giao )?{_LEAD}(?:(?: va)? {_LEAD})*$"
    r"|^(?:phan cong(?: thuc hien| trach nhiem)?|trach nhiem(?: thuc hien| chinh)?|don vi)$"
)
_WHEN = re.compile(
    r"^(?:du kien )?(?:thoi gian|thoi han|thoi diem|tien do|han|lo trinh|moc thoi gian|lich|ngay)"
    r"(?: (?:thuc hien|hoan thanh|trien khai|to chuc|bao cao|gui|nop|trinh|ban hanh|du kien|va|tien do|thoi gian|cu the|nhiem vu|ket thuc|bat dau|cuoi|xong|dia diem))*$"
    r"|^(?:hoan thanh|du kien hoan thanh)$"
)
_TASK = re.compile(
    r"^(?:ten |cac )?(?:noi dung|nhiem vu|hoat dong|cong viec|dau viec|viec)"
    r"(?: (?:nhiem vu|cong viec|hoat dong|thuc hien|cu the|chinh|chu yeu|trong tam|cong tac|trien khai|giai phap|va|giao|duoc giao|can thuc hien|phan cong))*$"
)
_INFO = re.compile(
    r"^(?:(?:du kien )?(?:san pham|ket qua|dau ra|muc tieu|chi tieu|yeu cau|muc dich)(?: (?:san pham|ket qua|yeu cau|dau ra|dat duoc|can dat|can dat duoc|thuc hien|du kien|chinh|hoan thanh|cu the|nhiem vu|cong viec|phai dat))*"
    r"|(?:du toan |du kien |nguon )?(?:kinh phi|nguon luc)(?: (?:thuc hien|du kien|dam bao|bao dam|to chuc))*"
    r"|dia diem(?: .{0,20})?|thanh phan(?: .{0,25})?|doi tuong(?: .{0,25})?|so luong(?: .{0,20})?|quy mo|hinh thuc(?: .{0,20})?"
    r"|ghi chu|tai lieu|can cu|chu de|thong diep|khau hieu|pham vi(?: .{0,20})?|dia ban(?: .{0,20})?|noi nhan)$"
)
_GRAMMAR = (
    (Key.PARTNERS, _PARTNERS),
    (Key.WHO, _WHO),
    (Key.WHEN, _WHEN),
    (Key.TASK, _TASK),
    (Key.INFO, _INFO),
)

_FUZZY: tuple[tuple[Key, tuple[str, ...]], ...] = (
    (Key.PARTNERS, ("don vi phoi hop", "co quan phoi hop")),
    (Key.WHO, ("don vi chu tri", "co quan chu tri", "don vi thuc hien", "co quan thuc hien")),
    (Key.WHEN, ("thoi gian thuc hien", "thoi han hoan thanh", "thoi gian hoan thanh")),
    (Key.INFO, ("san pham", "ket qua dau ra")),
)
"""Whole keys that are recognised through damage; shorter words would find too much."""


_SECTIONS = ("to chuc thuc hien", "to chuc trien khai")
"""`tổ chức` is an organisation as well as to organise: these words head sections."""


@lru_cache(maxsize=2048)
def key_of(text: str) -> Key | None:
    """The key that a short text is (a column's heading, the words before a colon), or None."""
    folded = fold(re.sub(r"\([^)]*\)", " ", text))
    if not folded or folded.count(" ") >= _MAX_WORDS or folded.startswith(_SECTIONS):
        return None
    for key, pattern in _GRAMMAR:
        if pattern.match(folded):
            return key
    for key, phrases in _FUZZY:
        if any(starts_like(folded, phrase) for phrase in phrases):
            return key
    return None


@lru_cache(maxsize=4096)
def read_attribute(text: str) -> Attribute | None:
    """The attribute that a line is, or None: `Đơn vị chủ trì: Sở Tư pháp.`"""
    before, colon, value = text.partition(":")
    if not colon or len(before) > 90:
        before, colon, value = text.partition(" – " if " – " in text[:60] else " - ")
    if not colon or len(before) > 90:
        return None
    key = key_of(before)
    return Attribute(key, value.strip()) if key else None


def is_key_line(text: str) -> bool:
    """Whether the line begins an attribute (and so a paragraph)."""
    return text[:1].isupper() and read_attribute(text) is not None


_INLINE_KEY = re.compile(r"(?:^|[.;,(]\s*|\s[-–]\s)(?=[^\W\d_][^.:;(]{2,60}:)")


def split_attributes(text: str) -> list[Attribute]:
    """All attributes of a line: `Chủ trì: Sở A; phối hợp: Sở B; thời gian: quý I/2026.`

    [] where the line does not begin with one.
    """
    if read_attribute(text) is None:
        return []
    starts = [m.end() for m in _INLINE_KEY.finditer(text) if read_attribute(text[m.end() :])]
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    parts = [text[a:b].strip(" ;,(-–") for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    found = [read_attribute(part) for part in parts]
    return [attribute for attribute in found if attribute is not None]


_TAIL_KEY = re.compile(r"[.;,(]\s*(?=(?:[^\W\d_][^.:;(,]{2,60}):)")


_RELATED = re.compile(rf"^{_BODY} (?:co )?lien quan")


def split_tail(text: str) -> tuple[str, list[Attribute]]:
    """Attributes that a task carries at its own end: `… (chủ trì: Sở A; thời gian: quý I)`.

    Returns the task's text without them. Only keys of who, with whom and when are taken off.
    """
    for found in _TAIL_KEY.finditer(text):
        first = read_attribute(text[found.end() :])
        if not first or first.key not in {Key.WHO, Key.PARTNERS, Key.WHEN} or found.start() <= 20:
            continue
        if found.group().startswith(",") and _RELATED.match(fold(text[found.end() : found.end() + 60])):
            continue  # `Sở A, Sở B và các sở, ban, ngành liên quan: …` is a list of agencies
        attributes = split_attributes(text[found.end() :].rstrip(" )."))
        if all(attribute.key is Key.WHEN for attribute in attributes):
            return text, attributes  # `… cấp xã. Thời gian: ngày 29/5.` is the sentence's own time
        return text[: found.start()].rstrip(" (;,"), attributes
    return text, []


def column_key(text: str) -> Key | None:
    """The key of a column by its heading, which may hold more words than a line's key."""
    key = key_of(text)
    if key is not None:
        return key
    folded = fold(text)
    if holds_like(folded, "phoi hop") and holds_like(folded, "chu tri"):
        return Key.WHO
    words = (
        (Key.PARTNERS, "phoi hop"),
        (Key.WHO, "chu tri"),
        (Key.WHEN, "thoi gian"),
        (Key.WHEN, "thoi han"),
        (Key.WHEN, "tien do"),
        (Key.WHO, "thuc hien"),
        (Key.INFO, "san pham"),
        (Key.INFO, "ket qua"),
        (Key.INFO, "kinh phi"),
        (Key.TASK, "noi dung"),
        (Key.TASK, "nhiem vu"),
        (Key.TASK, "hoat dong"),
        (Key.TASK, "cong viec"),
    )
    return next((key for key, word in words if holds_like(folded, word)), None)
