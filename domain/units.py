"""Units, and which of them an agency named in a plan stands for.

Matching never picks silently: where two units fit equally well, nobody is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.text import fold, marked


class UnitKind(StrEnum):
    """What sort of body a unit is; classes of a plan ("các xã, phường") are found by it."""

    COMMUNE_COMMITTEE = "commune_committee"
    CULTURE_SOCIAL = "culture_social"
    COMMUNE_POLICE = "commune_police"
    HEALTH_STATION = "health_station"
    SCHOOL = "school"
    YOUTH_UNION = "youth_union"
    WOMENS_UNION = "womens_union"
    FATHERLAND_FRONT = "fatherland_front"
    DEPARTMENT = "department"
    PROVINCE_POLICE = "province_police"
    PROVINCE_COMMITTEE = "province_committee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as matching sees it. `commune` carries its type ("xã Vĩnh An") or is empty."""

    id: int
    name: str
    kind: str = UnitKind.OTHER
    province: str = ""
    commune: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanArea:
    """Where a plan holds: its level, province and, for a commune's plan, the commune."""

    level: str | None = None
    province: str | None = None
    commune: str = ""


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit that an agency stands for, and why: `exact`, `alias`, `place` or `class`."""

    unit_id: int
    why: str


# The last "xã …" of a name, but neither "Xã hội" nor the end of "thị xã".
_COMMUNE_OF_ISSUER = re.compile(
    r"^(?:.*\s)?((?:(?<!thị )xã(?!\s+hội)|phường|thị trấn|đặc khu)\s+\S.*)$", re.IGNORECASE
)
_PLACE_TYPE = re.compile(r"^(?:xa|phuong|thi tran|dac khu|tinh|thanh pho)\s+")
_LEVEL_WORD = re.compile(r"\s+(xa|phuong|thi tran|dac khu|tinh|thanh pho)$")
_LEVEL_PREFIXES = ("xa ", "phuong ", "thi tran ", "dac khu ", "tinh ", "thanh pho ")
_PROVINCE_WORDS = ("tinh", "thanh pho")

# A class of a plan, by its folded words, and the kind of unit that belongs to it.
_COMMUNES = r"(?:cap xa|cac (?:xa|phuong|thi tran|dac khu)|xa phuong|xa thi tran|phuong xa)"
_CLASSES: tuple[tuple[re.Pattern[str], tuple[UnitKind, ...]], ...] = (
    (re.compile(rf"^(?:chu tich )?uy ban nhan dan .*{_COMMUNES}"), (UnitKind.COMMUNE_COMMITTEE,)),
    (re.compile(rf"^cong an .*{_COMMUNES}"), (UnitKind.COMMUNE_POLICE,)),
    (re.compile(rf"^(?:cac )?phong van hoa xa hoi .*{_COMMUNES}"), (UnitKind.CULTURE_SOCIAL,)),
    (re.compile(rf"^(?:cac tram y te|tram y te .*{_COMMUNES})"), (UnitKind.HEALTH_STATION,)),
    (re.compile(r"^(?:cac (?:truong|nha truong|co so giao duc)|nha truong)"), (UnitKind.SCHOOL,)),
    (
        re.compile(r"^(?:thu truong )?cac so(?: ban)?(?: nganh)?\b"),
        (UnitKind.DEPARTMENT, UnitKind.PROVINCE_POLICE),
    ),
)


def commune_of(issuer: str | None) -> str:
    """The commune named at the end of an issuer ("Ủy ban nhân dân xã Vĩnh An" -> "xã Vĩnh An"), or ""."""
    found = _COMMUNE_OF_ISSUER.search(issuer or "")
    return found.group(1) if found else ""


def bare_place(key: str) -> str:
    """A folded place without the word for its type: "xa vinh an" -> "vinh an"."""
    return _PLACE_TYPE.sub("", key)


def in_area(unit: UnitRef, area: PlanArea) -> bool:
    """Whether a plan of that area can bind the unit at all."""
    if area.province and unit.province and _bare(area.province) != _bare(unit.province):
        return False
    if area.level in ("commune", "school") and area.commune:
        return not unit.commune or _bare(unit.commune) == _bare(area.commune)
    return True


def bound_by_everyone(unit: UnitRef, area: PlanArea) -> bool:
    """Whether a duty of "all agencies and units" in a plan of that area binds the unit."""
    if not in_area(unit, area):
        return False
    return bool(unit.commune) if area.level in ("commune", "school") and area.commune else True


def match_agency(name: str, area: PlanArea, units: Iterable[UnitRef]) -> list[UnitMatch]:
    """The units that `name`, as a plan of `area` writes it, stands for; none where it is ambiguous."""
    near = [unit for unit in units if in_area(unit, area)]
    key = fold(name)
    for pattern, kinds in _CLASSES:
        if pattern.search(key):
            return [UnitMatch(u.id, "class") for u in near if u.kind in kinds]
    for why, test in (("exact", _is_named), ("alias", _is_called), ("place", _is_placed)):
        found = [unit for unit in near if test(unit, key, area)]
        if len(found) > 1:
            found = [unit for unit in found if marked(unit.name) == marked(name)]
        if len(found) == 1:
            return [UnitMatch(found[0].id, why)]
        if found:
            return []
    return []


def _bare(place: str) -> str:
    return bare_place(fold(place))


def _is_named(unit: UnitRef, key: str, area: PlanArea) -> bool:
    return fold(unit.name) == key


def _is_called(unit: UnitRef, key: str, area: PlanArea) -> bool:
    return any(fold(alias) == key for alias in unit.aliases)


def _is_placed(unit: UnitRef, key: str, area: PlanArea) -> bool:
    """ "Công an xã" in the plan of xã Vĩnh An is "Công an xã Vĩnh An"; likewise with the province.

    A commune's plan that says no level means its own body; what it says of "tỉnh" is the province's.
    """
    level = _LEVEL_WORD.search(key)
    of_commune = area.level in ("commune", "school") and bool(area.commune)
    if level is not None and level.group(1) in _PROVINCE_WORDS:
        of_commune = False
    elif level is not None and not of_commune:
        return False
    if bool(unit.commune) != of_commune:
        return False
    stem = _LEVEL_WORD.sub("", key)
    bare = _bare(unit.commune or unit.province)
    return bool(bare) and fold(unit.name) in {f"{stem} {word}{bare}" for word in ("", *_LEVEL_PREFIXES)}


_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "vhxh": "van hoa xa hoi",
    "vh": "van hoa",
    "xh": "xa hoi",
    "tyt": "tram y te",
    "ca": "cong an",
    "mn": "mam non",
    "th": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "lhpn": "lien hiep phu nu",
    "hpn": "hoi lien hiep phu nu",
    "tncs": "thanh nien cong san",
    "gddt": "giao duc va dao tao",
    "tp": "thanh pho",
}


def open_abbreviations(key: str) -> str:
    """Folded words with the abbreviations that officers type opened: "tyt" -> "tram y te"."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in key.split())


def search_units(typed: str, units: Sequence[UnitRef], limit: int = 8) -> list[UnitRef]:
    """Units that fit what a person typed, best first; marks that were typed outrank those left out."""
    key = open_abbreviations(fold(typed))
    if not key:
        return []
    with_marks = marked(typed)
    scored = [
        (max(_fit(key, with_marks, name) for name in (unit.name, *unit.aliases)), unit) for unit in units
    ]
    scored = [(score, unit) for score, unit in scored if score >= 0.6]
    scored.sort(key=lambda pair: (-pair[0], len(pair[1].name), pair[1].name))
    return [unit for _, unit in scored[:limit]]


def _fit(key: str, with_marks: str, name: str) -> float:
    """How well folded words fit a name, 0 to 1.4; up to 0.2 of it for words typed with the very marks."""
    target = open_abbreviations(fold(name))
    words, there = key.split(), target.split()
    typed, marks = with_marks.split(), set(marked(name).split())
    bonus = 0.2 * sum(word in marks for word in typed) / max(len(typed), 1)
    if key == target:
        return 1.2 + bonus
    if all(word in there for word in words):
        return 0.9 + 0.1 * len(words) / len(there) + bonus
    if all(any(part.startswith(word) for part in there) for word in words):
        return 0.75 + bonus
    if all(any(_slip(word, part) for part in there) for word in words):
        return 0.62 + bonus
    return 0.0


def _slip(typed: str, meant: str) -> bool:
    """Whether two words are the same up to one slip: a letter more, less, other, or two swapped."""
    if typed == meant:
        return True
    if min(len(typed), len(meant)) < 3 or abs(len(typed) - len(meant)) > 1:
        return False
    i = next(
        (i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant))
    )
    rest, other = typed[i:], meant[i:]
    return (
        rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or rest[:2][::-1] + rest[2:] == other
    )


_HEADS: tuple[tuple[str, UnitKind], ...] = (
    (r"^(?:ubnd|uy ban nhan dan) (?:xa|phuong|thi tran|dac khu)\b", UnitKind.COMMUNE_COMMITTEE),
    (r"^(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho)\b", UnitKind.PROVINCE_COMMITTEE),
    (r"^phong (?:van hoa xa hoi|vh xh|vhxh)\b", UnitKind.CULTURE_SOCIAL),
    (r"^cong an (?:xa|phuong|thi tran|dac khu)\b", UnitKind.COMMUNE_POLICE),
    (r"^cong an (?:tinh|thanh pho)\b", UnitKind.PROVINCE_POLICE),
    (r"^tram y te\b", UnitKind.HEALTH_STATION),
    (r"^(?:truong|nha tre|nhom tre)\b", UnitKind.SCHOOL),
    (r"^(?:doan thanh nien|doan tncs|doan xa|doan phuong|thanh doan|tinh doan)\b", UnitKind.YOUTH_UNION),
    (r"^hoi (?:lien hiep phu nu|lhpn|phu nu)\b", UnitKind.WOMENS_UNION),
    (r"^(?:uy ban mat tran|uy ban mttq|ubmttq|mat tran to quoc|mttq)", UnitKind.FATHERLAND_FRONT),
    (r"^so\b", UnitKind.DEPARTMENT),
    (
        r"^(?:ban|phong|trung tam|hoi|doi|chi cuc|cuc|vien|toa an|bao hiem|kho bac|ngan hang|lien doan|van phong"
        r"|ubnd|uy ban|hdnd|hoi dong|dang uy|doan|to|co so|quy|cong an|buu dien|thue|benh vien|vu|bo)\b",
        UnitKind.OTHER,
    ),
)


def guess_kind(name: str) -> UnitKind:
    """What sort of body a name is of, by the words it begins with."""
    key = fold(name)
    return next((kind for pattern, kind in _HEADS if re.match(pattern, key)), UnitKind.OTHER)


def looks_like_unit(name: str) -> bool:
    """Whether a typed text begins as the names of bodies do and has at least two words."""
    key = fold(name)
    return len(key.split()) >= 2 and any(re.match(pattern, key) for pattern, _ in _HEADS)
