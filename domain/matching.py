"""Which units an agency named in a plan stands for.

Called by services/responsibility. It never picks silently: where two units fit equally well nobody is chosen,
and `candidates` names those to choose from.

In this order: a class ("Ủy ban nhân dân các xã"), the very name, an alias, the body of the plan's own place
("Công an xã" in a commune's plan), a commune that has another name today, a body that another followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from domain import former_places, places
from domain.places import bare
from domain.succession import Level, Succession, Successor
from domain.text import fold, marked, squeeze
from domain.unit_index import UnitIndex, in_area
from domain.units import PlanArea, UnitKind, UnitMatch, UnitRef, commune_of

_LEVEL_WORD = re.compile(r"\s+(xa|phuong|thi tran|dac khu|tinh|thanh pho)$")
_LEVEL_PREFIXES = ("", "xa ", "phuong ", "thi tran ", "dac khu ", "tinh ", "thanh pho ")
_PROVINCE_WORDS = ("tinh", "thanh pho")

# A class of a plan, by its folded words, and the kind of unit that belongs to it.
_COMMUNES = r"(?:cap xa|cac (?:xa|phuong|thi tran|dac khu)|xa phuong|xa thi tran|phuong xa)"
_CLASSES: tuple[tuple[re.Pattern[str], tuple[UnitKind, ...]], ...] = (
    (re.compile(rf"^(?:chu tich )?uy ban nhan dan .*{_COMMUNES}"), (UnitKind.COMMUNE_COMMITTEE,)),
    (re.compile(rf"^cong an .*{_COMMUNES}"), (UnitKind.COMMUNE_POLICE,)),
    (re.compile(rf"^(?:cac )?phong van hoa xa hoi .*{_COMMUNES}"), (UnitKind.CULTURE_SOCIAL,)),
    (re.compile(rf"^(?:cac tram y te|tram y te .*{_COMMUNES})"), (UnitKind.HEALTH_STATION,)),
    (re.compile(rf"^hoi lien hiep phu nu .*{_COMMUNES}"), (UnitKind.WOMENS_UNION,)),
    (re.compile(rf"^doan thanh nien .*{_COMMUNES}"), (UnitKind.YOUTH_UNION,)),
    (re.compile(rf"^uy ban mat tran to quoc .*{_COMMUNES}"), (UnitKind.FATHERLAND_FRONT,)),
    (re.compile(r"^(?:cac (?:truong|nha truong|co so giao duc)|nha truong)"), (UnitKind.SCHOOL,)),
    (
        re.compile(r"^(?:thu truong )?cac so(?: ban)?(?: nganh)?\b"),
        (UnitKind.DEPARTMENT, UnitKind.PROVINCE_POLICE),
    ),
)
_DISTRICT = re.compile(r"\b((?:huyện|quận|thị xã|thành phố)\s+(?:[^\W\d_]|\d).*)$", re.IGNORECASE)
_DISTRICTS = re.compile(r"^(?:(?:thuoc |tai )?(?:cap huyen|(?:cac )?(?:huyen|quan|thi xa|thanh pho)\b.*))?$")
_SUCCESSOR_LIMIT = 40
"""Words of an agency's name that are compared; no body has a longer one."""


def match_agency(name: str, area: PlanArea, units: Iterable[UnitRef]) -> list[UnitMatch]:
    """The units that `name`, as a plan of `area` writes it, stands for; none where it is ambiguous."""
    index = units if isinstance(units, UnitIndex) else UnitIndex(units)
    key = fold(name)
    return (
        _class(name, key, area, index) or _named(name, key, area, index) or _followed(name, key, area, index)
    )


def candidates(name: str, area: PlanArea, units: Iterable[UnitRef], limit: int = 6) -> list[int]:
    """The units to choose from where `match_agency` chose none: those that fit alike, else those that come near."""
    index = units if isinstance(units, UnitIndex) else UnitIndex(units)
    if match_agency(name, area, index):
        return []
    key = fold(name)
    alike = _fitting(key, area, index) + [
        unit for place in _former(name, area) for unit in _in_place(name, place, area, index)
    ]
    found = list(dict.fromkeys(unit.id for unit in alike))
    if len(found) < limit:
        near = index.search.find(name, 4 * limit)
        found += [unit.id for unit in near if in_area(unit, area) and unit.id not in found]
    return found[:limit]


def _class(name: str, key: str, area: PlanArea, index: UnitIndex) -> list[UnitMatch]:
    """ "Ủy ban nhân dân các xã, thị trấn": every such body of the plan's area, or of the district it names."""
    for pattern, kinds in _CLASSES:
        if pattern.search(key):
            bounded = _bounded(name, area)
            why = bounded.moved if bounded.communes is not None else None
            return [UnitMatch(unit.id, "class", why) for unit in index.of_kinds(kinds, bounded)]
    return []


def _bounded(name: str, area: PlanArea) -> PlanArea:
    """The plan's area, or the former district that a class names behind it: "… các xã huyện Hớn Quản"."""
    found = _DISTRICT.search(name)
    if found is None or not area.province or "," in found.group(1):
        return area
    communes = former_places.of_district(found.group(1), area.province)
    if not communes:
        return area
    moved = Succession(squeeze(name), former_places.COMMUNES_DECREE)
    inside = communes if area.communes is None else communes & area.communes
    return replace(area, communes=inside, moved=moved)


def _named(name: str, key: str, area: PlanArea, index: UnitIndex) -> list[UnitMatch]:
    """The one unit of the name, by its own name, an alias, or the plan's place."""
    former = _former(name, area) if area.former else []
    if former:
        moved = _moved(name, area, index)
        if moved or any(not _still_called(one) for one in former) or len(former) > 1:
            return moved
    tests = (("exact", index.named), ("alias", index.called), ("place", partial(_placed, index=index)))
    for why, fitting in tests:
        found = fitting(key, area)
        if len(found) > 1:
            found = [unit for unit in found if marked(unit.name) == marked(name)]
            if len(found) != 1:
                return []
        if found:
            return [UnitMatch(found[0].id, why, _place_moved(name, found[0], area))]
    return _moved(name, area, index)


def _fitting(key: str, area: PlanArea, index: UnitIndex) -> list[UnitRef]:
    return index.named(key, area) or index.called(key, area) or _placed(key, area, index)


def _placed(key: str, area: PlanArea, index: UnitIndex) -> list[UnitRef]:
    """ "Công an xã" in the plan of xã Vĩnh An is "Công an xã Vĩnh An"; likewise with the province.

    A commune's plan that says no level means its own body; what it says of "tỉnh" is the province's.
    """
    level = _LEVEL_WORD.search(key)
    local = area.is_local
    if level is not None and level.group(1) in _PROVINCE_WORDS:
        local = False
    elif level is not None and not local:
        return []
    stem = _LEVEL_WORD.sub("", key)
    found = [
        unit
        for place in _own_places(area, index, local=local)
        for word in _LEVEL_PREFIXES
        for unit in index.named(f"{stem} {word}{place}", area)
        if bool(unit.commune) == local and bare(unit.commune or unit.province) == place
    ]
    return list({unit.id: unit for unit in found}.values())


def _own_places(area: PlanArea, index: UnitIndex, *, local: bool) -> list[str]:
    """The bare names of the plan's own commune or province as they are today."""
    if local:
        if area.communes is None:
            return [bare(area.commune)]
        today = [places.commune(code) for code in sorted(area.communes)]
        return list(dict.fromkeys(bare(one.name) for one in today if one is not None))
    if not area.province:
        return list({bare(unit.province) for unit in index.units if unit.province and not unit.commune})
    today_province = places.province_called(area.province)
    return [bare(today_province.name if today_province else area.province)]


def _place_moved(name: str, unit: UnitRef, area: PlanArea) -> Succession | None:
    """Why a body of a place that has another name today is meant, where the names differ."""
    if area.moved is None:
        return None
    was = area.commune if unit.commune else area.province or ""
    now = unit.commune or unit.province
    return replace(area.moved, was=squeeze(f"{name} ({area.moved.was})")) if bare(was) != bare(now) else None


def _former(name: str, area: PlanArea) -> list[former_places.FormerCommune]:
    """The communes of before 1 July 2025 that an agency's name can end with."""
    commune = commune_of(name)
    if not commune or not area.province:
        return []
    found = former_places.of_commune(commune, area.province)
    if area.communes is not None:
        found = [one for one in found if one.codes[0] in area.communes] or found
    return found


def _still_called(former: former_places.FormerCommune) -> bool:
    """Whether today's commune in its place has its name, so that no other can be meant by it."""
    today = places.commune(former.codes[0])
    return len(former.codes) == 1 and today is not None and bare(today.name) == bare(former.name)


def _moved(name: str, area: PlanArea, index: UnitIndex) -> list[UnitMatch]:
    """The body of today's commune where the agency names a former one; none where two could be meant."""
    former = _former(name, area)
    if len(former) != 1:
        return []
    found = _in_place(name, former[0], area, index)
    if len(found) != 1:
        return []
    if fold(found[0].name) == fold(name):
        return [UnitMatch(found[0].id, "exact")]
    return [UnitMatch(found[0].id, "successor", Succession(squeeze(name), former_places.COMMUNES_DECREE))]


def _in_place(
    name: str, former: former_places.FormerCommune, area: PlanArea, index: UnitIndex
) -> list[UnitRef]:
    """The same body in each of today's communes that a former one became."""
    stem = name[: len(name) - len(commune_of(name))].strip()
    out: list[UnitRef] = []
    for code in former.codes:
        today = places.commune(code)
        if today is not None:
            key = fold(f"{stem} {today.name}")
            units = index.named(key, area) or index.called(key, area)
            out += [unit for unit in units if unit.place == code]
    return out


def _followed(name: str, key: str, area: PlanArea, index: UnitIndex) -> list[UnitMatch]:
    """The units that do today what a body did that is no more."""
    for row in index.successors:
        if not key.startswith(row.key) or len(key.split()) > _SUCCESSOR_LIMIT:
            continue
        rest = key[len(row.key) :].strip()
        if row.level == Level.DISTRICT:
            found = _of_district(name, rest, area, index, row)
        else:
            found = _of_level(rest, area, index, row)
        if found:
            reason = Succession(squeeze(name), row.decree, row.sure)
            return [UnitMatch(unit.id, "successor", reason) for unit in found]
    return []


def _of_level(rest: str, area: PlanArea, index: UnitIndex, row: Successor) -> list[UnitRef]:
    """The body that follows one of the province or of a commune, in the same place."""
    place = bare(rest)
    of_commune = row.level == Level.COMMUNE
    own = "" if of_commune else bare(area.province or "")
    if rest and rest not in ("tinh", "thanh pho", "xa", "phuong", "thi tran") and place != own:
        if not of_commune:
            return []
        return _only(index.named(f"{fold(row.new)} {rest}", area))
    level = "" if of_commune else " tinh"
    return _only(_fitting(fold(row.new) + level, area, index) or _fitting(fold(row.new), area, index))


def _only(found: list[UnitRef]) -> list[UnitRef]:
    return found if len(found) == 1 else []


def _of_district(name: str, rest: str, area: PlanArea, index: UnitIndex, row: Successor) -> list[UnitRef]:
    """The bodies of a former district's communes; of its own communes in the plan of a district."""
    if not _DISTRICTS.match(rest) or (not rest and area.level != "district"):
        return []
    if area.is_local:
        return []
    bounded = _bounded(name, area)
    named_one = bounded is not area
    if rest and not named_one and not _is_several(rest) and area.level != "district":
        return []
    return [unit for unit in _bodies(row.new, bounded, index) if unit.commune]


def _is_several(rest: str) -> bool:
    """Whether all districts are meant: "cấp huyện", "các huyện, thị xã, thành phố"."""
    return rest.startswith(("cap huyen", "cac ", "huyen thi xa", "huyen thanh pho"))


def _bodies(body: str, area: PlanArea, index: UnitIndex) -> list[UnitRef]:
    """The bodies of this name, one in each commune of an area."""
    stem = fold(body)
    out = []
    for unit in index.of_area(area):
        if unit.commune:
            ours = f"{stem} {fold(unit.commune)}"
            if fold(unit.name) == ours or any(fold(alias) == ours for alias in unit.aliases):
                out.append(unit)
    return out
