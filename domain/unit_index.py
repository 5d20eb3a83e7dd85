"""The directory as matching and searching want it: units by name, by alias, by province and kind.

Built once from all units and used until one of them changes (`storage/queries/units.py` keeps it). Matching looks
names up here instead of folding every unit's name for every agency of a plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from domain import places
from domain.places import bare
from domain.succession import Successor
from domain.text import fold
from domain.unit_search import Search
from domain.units import PlanArea, UnitKind, UnitRef

Keyed = dict[str, list[UnitRef]]


class UnitIndex:
    """See the module. It must not be changed; a changed directory is indexed anew."""

    def __init__(self, units: Iterable[UnitRef], successors: Sequence[Successor] = ()) -> None:
        self.units: tuple[UnitRef, ...] = tuple(units)
        self.successors = tuple(successors)
        """What decides whom an old body's tasks go to: `succession.deciding`."""

    def __iter__(self) -> Iterator[UnitRef]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def by_id(self) -> dict[int, UnitRef]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def search(self) -> Search:
        """What a person typed -> units."""
        return Search(self.units)

    @cached_property
    def _names(self) -> Keyed:
        return _keyed((fold(unit.name), unit) for unit in self.units)

    @cached_property
    def _aliases(self) -> Keyed:
        return _keyed((fold(alias), unit) for unit in self.units for alias in unit.aliases)

    @cached_property
    def _provinces(self) -> dict[str, list[UnitRef]]:
        keys = {name: places.province_key(name) for name in {unit.province for unit in self.units}}
        return _keyed((keys[unit.province], unit) for unit in self.units)

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[UnitRef]]:
        out: dict[tuple[str, str], list[UnitRef]] = defaultdict(list)
        for province, units in self._provinces.items():
            for unit in units:
                out[province, unit.kind].append(unit)
        return out

    def provinces(self) -> dict[str, list[UnitRef]]:
        """The units of each province; units without one stand under ""."""
        return self._provinces

    def named(self, key: str, area: PlanArea) -> list[UnitRef]:
        """The area's units of this folded name."""
        return [unit for unit in self._names.get(key, ()) if in_area(unit, area)]

    def called(self, key: str, area: PlanArea) -> list[UnitRef]:
        """The area's units that have this folded alias."""
        return [unit for unit in self._aliases.get(key, ()) if in_area(unit, area)]

    def of_kinds(self, kinds: Iterable[UnitKind], area: PlanArea) -> list[UnitRef]:
        """The area's units of some kinds, in the directory's order."""
        provinces = [places.province_key(area.province)] if area.province else list(self._provinces)
        found = [unit for key in provinces for kind in kinds for unit in self._kinds.get((key, kind), ())]
        return sorted((unit for unit in found if in_area(unit, area)), key=lambda unit: unit.id)

    def of_area(self, area: PlanArea) -> list[UnitRef]:
        """Every unit that a plan of the area can bind."""
        near = self._provinces.get(places.province_key(area.province), []) if area.province else self.units
        return [unit for unit in near if in_area(unit, area)]


def _keyed(pairs: Iterable[tuple[str, UnitRef]]) -> Keyed:
    out: Keyed = defaultdict(list)
    for key, unit in pairs:
        out[key].append(unit)
    return dict(out)


def in_area(unit: UnitRef, area: PlanArea) -> bool:
    """Whether a plan of that area can bind the unit at all.

    A unit whose province nobody entered is in no province's area: it would get every province's tasks.
    """
    if area.province and places.province_key(area.province) != places.province_key(unit.province):
        return False
    if not unit.commune:
        return True
    if area.communes is not None:
        return unit.place in area.communes
    if area.level in ("commune", "school") and area.commune:
        return same_commune(unit.commune, area.commune)
    return True


def same_commune(one: str, other: str) -> bool:
    """Whether two names are of one commune; where both say xã or phường, that counts too."""
    if bare(one) != bare(other):
        return False
    return fold(one) == fold(other) or bare(one) in (fold(one), fold(other))


def bound_by_everyone(unit: UnitRef, area: PlanArea) -> bool:
    """Whether a duty of "all agencies and units" in a plan of that area binds the unit."""
    if not in_area(unit, area):
        return False
    return bool(unit.commune) if area.is_local or area.level == "district" else True
