"""The 63 provinces, 696 districts and 10,040 communes as they were until 30 June 2025, and today's in their place.

Read from `domain/data/former.tsv.gz` when first asked for, a province at a time. Called by matching: a plan of
that time binds the communes of today that lie where it held. A made-up place is not found, which is no error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from domain.places import bare, data_lines
from domain.text import fold, marked

LAST_DAY = date(2025, 6, 30)
"""The last day of districts and of the provinces and communes in this list."""

PROVINCES_DECREE = "Nghị quyết 202/2025/QH15"
COMMUNES_DECREE = "nghị quyết năm 2025 của Ủy ban Thường vụ Quốc hội về sắp xếp cấp xã"
DISTRICTS_DECREE = "Nghị quyết 203/2025/QH15"
"""What ended them: these stand behind "theo" in what an officer reads."""


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune of that time; `codes` are today's in its place, the one with most of it first."""

    name: str
    district: str
    codes: tuple[str, ...]


@cache
def _packed() -> dict[str, tuple[str, ...]]:
    """The lines of each province, by its bare name; told apart only when somebody asks for the province."""
    out: dict[str, list[str]] = {}
    for line in data_lines("former.tsv.gz"):
        if line.startswith("="):
            here = out.setdefault(bare(line[1:]), [])
        else:
            here.append(line)
    return {name: tuple(lines) for name, lines in out.items()}


_OTHER_NAMES = {"thua thien hue": "hue"}


@lru_cache(maxsize=8)
def communes_of(province: str) -> tuple[FormerCommune, ...]:
    """The communes that a province of that time had, by its name; empty for any other name."""
    out: list[FormerCommune] = []
    key, district = bare(province), ""
    for line in _packed().get(_OTHER_NAMES.get(key, key), ()):
        if line.startswith("/"):
            district = line[1:]
        else:
            name, codes = line.split("\t")
            out.append(FormerCommune(name, district, tuple(codes.split(" "))))
    return tuple(out)


def of_province(province: str) -> frozenset[str]:
    """The codes of today's communes that lie in a province of that time."""
    return _main_part(communes_of(province), communes_of(province))


def of_district(district: str, province: str) -> frozenset[str]:
    """The codes of today's communes that lie in a district of that time; empty where no or two districts fit."""
    everywhere = communes_of(province)
    names = _closest(district, sorted({one.district for one in everywhere}))
    if len(names) != 1:
        return frozenset()
    return _main_part([one for one in everywhere if one.district == names[0]], everywhere)


def of_commune(commune: str, province: str, district: str = "") -> list[FormerCommune]:
    """The communes of that time of this name; several where their districts tell them apart and none is named."""
    near = [one for one in communes_of(province) if not district or bare(one.district) == bare(district)]
    names = _closest(commune, sorted({one.name for one in near}))
    return [one for one in near if one.name in names]


def _main_part(those: Sequence[FormerCommune], everywhere: Sequence[FormerCommune]) -> frozenset[str]:
    """Today's communes that have the main part of one of those, or are made of nothing else.

    A commune that was divided leaves a sliver to a neighbour; the neighbour does not become part of
    the old district by it.
    """
    main = {one.codes[0] for one in those}
    slivers = {code for one in those for code in one.codes} - main
    if not slivers:
        return frozenset(main)
    inside = {id(one) for one in those}
    elsewhere = {code for one in everywhere if id(one) not in inside for code in one.codes}
    return frozenset(main | (slivers - elsewhere))


def _closest(name: str, names: Sequence[str]) -> list[str]:
    """The names that fit best: the very same, else the same without marks, else without the word for the type."""
    for test in (marked, fold, bare):
        found = [one for one in names if test(one) == test(name)]
        if found:
            return found
    return []
