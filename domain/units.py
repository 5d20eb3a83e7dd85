"""Units: what sort of body each is, and what its name tells of kind and commune.

Whom a plan's agency stands for is in `matching`, what a person typed in `unit_search`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.places import bare
from domain.succession import Succession
from domain.text import fold


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
    """A unit as matching sees it. `commune` carries its type ("xã Vĩnh An") or is empty.

    `place` is the official code of its commune, or of its province for a body of the province's.
    """

    id: int
    name: str
    kind: str = UnitKind.OTHER
    province: str = ""
    commune: str = ""
    aliases: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class PlanArea:
    """Where a plan holds: its level, province and, for a commune's plan, the commune.

    `communes` are the codes of today's communes in a former province, district or commune, None where the plan
    is not bounded by such; an empty set is a place that nobody could find. `moved` says why the place has
    another name today.
    """

    level: str | None = None
    province: str | None = None
    commune: str = ""
    communes: frozenset[str] | None = None
    moved: Succession | None = None
    former: bool = False
    """The plan is of the time before 1 July 2025."""

    @property
    def is_local(self) -> bool:
        """A commune's or a school's own plan."""
        return self.level in ("commune", "school") and bool(self.commune)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit that an agency stands for, and why: `exact`, `alias`, `place`, `class` or `successor`.

    `succession` says what the plan called it, where that is no more.
    """

    unit_id: int
    why: str
    succession: Succession | None = None


# The last "xã …" of a name, but neither "Xã hội" nor the end of "thị xã".
_COMMUNE_OF_ISSUER = re.compile(
    r"^(?:.*\s)?((?:(?<!thị )xã(?!\s+hội)|phường|thị trấn|đặc khu)\s+\S.*)$", re.IGNORECASE
)


def commune_of(issuer: str | None) -> str:
    """The commune named at the end of an issuer ("Ủy ban nhân dân xã Vĩnh An" -> "xã Vĩnh An"), or ""."""
    found = _COMMUNE_OF_ISSUER.search(issuer or "")
    return found.group(1) if found else ""


def bare_place(key: str) -> str:
    """A place without the word for its type: "xa vinh an" -> "vinh an"."""
    return bare(key)


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
