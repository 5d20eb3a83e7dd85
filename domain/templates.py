"""The bodies that every province and every commune has today, as units to begin a directory with.

Called by services/directory when an admin creates a province's directory; admins edit what comes of it. The
offices of a commune are those of Decree 150/2025, the departments of a province those of Decree 45/2025 (what is
not common to all provinces is left out). Schools are named after their commune: the real names are the admins' to enter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.places import Commune, Province, bare
from domain.text import fold
from domain.units import UnitKind


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    """A unit to be: see `domain.units.UnitRef` for what the fields mean."""

    name: str
    kind: UnitKind
    commune: str
    place: str
    aliases: tuple[str, ...] = ()


_K = UnitKind
_OF_PROVINCE: tuple[tuple[str, UnitKind], ...] = (
    ("Ủy ban nhân dân", _K.PROVINCE_COMMITTEE),
    ("Hội đồng nhân dân", _K.OTHER),
    ("Văn phòng Ủy ban nhân dân", _K.OTHER),
    ("Sở Y tế", _K.DEPARTMENT),
    ("Sở Giáo dục và Đào tạo", _K.DEPARTMENT),
    ("Sở Nội vụ", _K.DEPARTMENT),
    ("Sở Tư pháp", _K.DEPARTMENT),
    ("Sở Tài chính", _K.DEPARTMENT),
    ("Sở Xây dựng", _K.DEPARTMENT),
    ("Sở Công Thương", _K.DEPARTMENT),
    ("Sở Khoa học và Công nghệ", _K.DEPARTMENT),
    ("Sở Nông nghiệp và Môi trường", _K.DEPARTMENT),
    ("Sở Văn hóa, Thể thao và Du lịch", _K.DEPARTMENT),
    ("Sở Dân tộc và Tôn giáo", _K.DEPARTMENT),
    ("Thanh tra", _K.OTHER),
    ("Công an", _K.PROVINCE_POLICE),
    ("Viện kiểm sát nhân dân", _K.OTHER),
    ("Tòa án nhân dân", _K.OTHER),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", _K.FATHERLAND_FRONT),
    ("Hội Liên hiệp Phụ nữ", _K.WOMENS_UNION),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", _K.YOUTH_UNION),
    ("Liên đoàn Lao động", _K.OTHER),
    ("Hội Nông dân", _K.OTHER),
    ("Hội Cựu chiến binh", _K.OTHER),
    ("Hội Chữ thập đỏ", _K.OTHER),
    ("Báo và Phát thanh, Truyền hình", _K.OTHER),
)
_OF_COMMUNE: tuple[tuple[str, UnitKind], ...] = (
    ("Ủy ban nhân dân", _K.COMMUNE_COMMITTEE),
    ("Hội đồng nhân dân", _K.OTHER),
    ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", _K.OTHER),
    ("Phòng Văn hóa - Xã hội", _K.CULTURE_SOCIAL),
    ("Công an", _K.COMMUNE_POLICE),
    ("Ban Chỉ huy Quân sự", _K.OTHER),
    ("Trạm Y tế", _K.HEALTH_STATION),
    ("Trung tâm Phục vụ hành chính công", _K.OTHER),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", _K.FATHERLAND_FRONT),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", _K.YOUTH_UNION),
    ("Hội Liên hiệp Phụ nữ", _K.WOMENS_UNION),
    ("Hội Nông dân", _K.OTHER),
    ("Hội Cựu chiến binh", _K.OTHER),
)
_SCHOOLS = ("Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở")


def of_province(province: Province) -> Iterator[UnitTemplate]:
    """The province's own bodies: "Sở Y tế tỉnh An Giang"."""
    for body, kind in _OF_PROVINCE:
        yield UnitTemplate(
            f"{body} {province.full}", kind, "", province.code, _province_aliases(body, province)
        )


def _province_aliases(body: str, province: Province) -> tuple[str, ...]:
    """Names that no abbreviation leads to: "Tỉnh đoàn" is no short form of its words."""
    if body.startswith("Đoàn Thanh niên"):
        word = "Thành đoàn" if province.kind == "thành phố" else "Tỉnh đoàn"
        return (
            word,
            f"{word} {province.name}",
            f"Đoàn Thanh niên {province.full}",
            f"{word} {province.full}",
        )
    if body.startswith("Báo và"):
        return (f"{body} {province.name}",)
    return (body,) if body.startswith("Sở ") else ()


def of_communes(communes: Iterable[Commune], *, schools: bool = True) -> Iterator[UnitTemplate]:
    """The bodies of communes of one province: "Trạm Y tế xã Tân Khai", "Trường Tiểu học Tân Khai"."""
    every = list(communes)
    alike = Counter(bare(commune.name) for commune in every)
    for commune in every:
        for body, kind in _OF_COMMUNE:
            yield _unit(body, kind, commune, commune.name)
        yield _unit(_economy_office(commune), _K.OTHER, commune, commune.name)
        # Two communes may be spelt alike without marks; then their schools are told apart by xã and phường.
        place = commune.name if alike[bare(commune.name)] > 1 else _place(commune)
        yield from (_unit(school, _K.SCHOOL, commune, place) for school in _SCHOOLS if schools)


def _unit(body: str, kind: UnitKind, commune: Commune, place: str) -> UnitTemplate:
    aliases: tuple[str, ...] = ()
    if kind is _K.YOUTH_UNION:
        aliases = (f"Đoàn Thanh niên {commune.name}", f"Đoàn {commune.name}")
    elif body.startswith("Phòng Kinh tế,"):
        aliases = (f"Phòng Kinh tế {commune.name}",)
    elif kind is _K.WOMENS_UNION:
        aliases = (f"Hội Phụ nữ {commune.name}",)
    return UnitTemplate(f"{body} {place}", kind, commune.name, commune.code, aliases)


def _economy_office(commune: Commune) -> str:
    return "Phòng Kinh tế" if commune.name.startswith("xã ") else "Phòng Kinh tế, Hạ tầng và Đô thị"


def _place(commune: Commune) -> str:
    """The name without its type; "phường 1" keeps it."""
    kind, _, name = commune.name.partition(" ")
    if kind == "đặc":
        name = name.removeprefix("khu ")
    return commune.name if fold(name).isdigit() else name
