"""Vietnam's 34 provinces and 3,321 communes with their official codes.

Read from `domain/data/` (facts, made by `scripts/write_places.py`) when first asked for; nothing is read at start.
Called by whoever creates units, matches a plan's agencies or shows a place. It knows no unit and no plan; the
places before 1 July 2025 are in `former_places`.

Names stand as inside a sentence: "xã Vĩnh An", "thành phố Huế". A place that is not in the list (the
made-up office, a commune founded later) is no error: everything answers with nothing, and names are compared.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from domain.text import fold, marked

_DATA = Path(__file__).parent / "data"
_TYPES = (
    "tinh ",
    "thanh pho ",
    "tp ",
    "quan ",
    "huyen ",
    "thi xa ",
    "thi tran ",
    "xa ",
    "phuong ",
    "dac khu ",
)


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today. `kind` is "tỉnh" or "thành phố"; `former` the provinces it was made of."""

    code: str
    kind: str
    name: str
    former: tuple[str, ...]

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today; `name` carries its type, `province` is a code."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a place since the list was made. Whoever is not `sure` of it only compares with it."""

    since: str
    code: str
    before: str
    after: str
    decree: str
    sure: bool


def bare(name: str) -> str:
    """A folded name without the word for its type: "Xã Vĩnh An" -> "vinh an"; "Quận 1" stays "quan 1"."""
    key = fold(name)
    for kind in _TYPES:
        rest = key.removeprefix(kind)
        if rest != key and not rest.isdigit():
            return rest
    return key


@dataclass(frozen=True, slots=True)
class _Today:
    provinces: dict[str, Province]
    communes: dict[str, tuple[Commune, ...]]
    by_code: dict[str, Commune]
    names: dict[str, str]
    """Any name of a province, today's, a former or a changed one -> today's code."""


@cache
def _today() -> _Today:
    provinces: dict[str, Province] = {}
    communes: dict[str, list[Commune]] = {}
    names: dict[str, str] = {}
    code = ""
    for line in data_lines("communes.tsv.gz"):
        head, name, *former = line.split("\t")
        if head.startswith("="):
            code = head[1:]
            kind = "thành phố" if name.startswith("thành phố ") else "tỉnh"
            olds = tuple(former[0].split(";"))
            provinces[code] = Province(code, kind, name.removeprefix(f"{kind} "), olds)
            names |= dict.fromkeys(map(bare, olds), code)
        else:
            communes.setdefault(code, []).append(Commune(head, name, code))
    names |= {bare(province.name): code for code, province in provinces.items()}
    for change in changes():
        if change.code in provinces:
            names |= dict.fromkeys((bare(change.before), bare(change.after)), change.code)
    by_code = {commune.code: commune for group in communes.values() for commune in group}
    return _Today(provinces, {code: tuple(group) for code, group in communes.items()}, by_code, names)


def data_lines(name: str) -> Iterator[str]:
    """The lines of one of the packed files of facts."""
    with gzip.open(_DATA / name, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


@cache
def changes() -> tuple[Change, ...]:
    """What changed since the list was made, oldest first; those nobody could confirm are marked."""
    out = []
    for line in (_DATA / "changes.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            since, code, before, after, decree, sure = line.split("\t")
            out.append(Change(since, code, before, after, decree, sure == "yes"))
    return tuple(out)


def provinces() -> tuple[Province, ...]:
    """Today's 34, by code."""
    return tuple(_today().provinces.values())


def province(code: str) -> Province | None:
    return _today().provinces.get(code)


def province_called(name: str | None) -> Province | None:
    """Today's province of a name: its own, that of a province that went up in it, or a later one."""
    found = _today()
    return found.provinces.get(found.names.get(bare(name or ""), ""))


@lru_cache(maxsize=1024)
def province_key(name: str | None) -> str:
    """What tells whether two names mean one province of today: "Bình Phước" and "Đồng Nai" give the same."""
    found = province_called(name)
    return found.code if found else bare(name or "")


def is_former(name: str | None) -> bool:
    """Whether a province of this name is no more: it went up in one of another name."""
    found = province_called(name)
    return found is not None and bare(name or "") in {bare(old) for old in found.former} - {bare(found.name)}


def communes_of(code: str) -> tuple[Commune, ...]:
    """The communes of a province of today, by code."""
    return _today().communes.get(code, ())


def commune(code: str) -> Commune | None:
    return _today().by_code.get(code)


def commune_called(name: str, province_code: str) -> Commune | None:
    """The commune of this name in a province; None where none or several fit.

    Marks and the word for the type decide between those that are spelt alike without them.
    """
    found = [one for one in communes_of(province_code) if bare(one.name) == bare(name)]
    for test in (fold, marked):
        if len(found) > 1:
            found = [one for one in found if test(one.name) == test(name)] or found
    return found[0] if len(found) == 1 else None
