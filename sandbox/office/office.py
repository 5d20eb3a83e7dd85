"""The made-up office: a province that does not exist, its units, people, group and plans.

The demo loads it through the real services and tests build on it. It owns constants only: it must
not touch a database, a network or the clock. Every name and number here is invented; see README.md
in this folder for why none of them can be a real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.clock import VIETNAM
from domain.units import UnitKind

START = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
"""Where the demo's clock begins: a Monday morning with several deadlines in the next ten days."""

PROVINCE = "Lam Khê"
COMMUNES = ("xã Suối Mây", "xã Đồng Sao", "phường Bến Trăng")
OLD_DISTRICT = "huyện Thượng Ngàn"
"""The district of the time before 1 July 2025; only the old plan names it."""

PROVINCE_HOTLINE = "0298 000 0116"
"""As the province's plan prints it. Area code 0298 is given to nobody, so it cannot be dialled."""

PLANS = Path(__file__).parent / "plans"


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """A unit to put into the directory. `commune` carries its type ("xã Suối Mây"), None for the province's."""

    name: str
    kind: str
    province: str
    commune: str | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSeed:
    """A person of the demo. `role` is a word of `domain.roles`; `unit` a `UnitSeed.name` or None."""

    user_id: int
    first_name: str
    username: str
    role: str
    unit: str | None
    language: str = "vi"


def _of_province(name: str, kind: UnitKind, *aliases: str) -> UnitSeed:
    return UnitSeed(f"{name} tỉnh {PROVINCE}", kind.value, PROVINCE, None, aliases)


def _of_commune(commune: str) -> tuple[UnitSeed, ...]:
    """The bodies that every commune has had since 1 July 2025."""
    level, _, place = commune.partition(" ")
    bodies: tuple[tuple[str, UnitKind, tuple[str, ...]], ...] = (
        ("Ủy ban nhân dân", UnitKind.COMMUNE_COMMITTEE, (f"UBND {commune}",)),
        (
            "Phòng Văn hóa - Xã hội",
            UnitKind.CULTURE_SOCIAL,
            (f"Phòng VH-XH {commune}", f"Phòng VHXH {place}"),
        ),
        (_economy_office(level), UnitKind.OTHER, ()),
        ("Công an", UnitKind.COMMUNE_POLICE, (f"CA {commune}",)),
        ("Ban Chỉ huy Quân sự", UnitKind.OTHER, (f"Ban CHQS {commune}",)),
        ("Trạm Y tế", UnitKind.HEALTH_STATION, (f"Trạm Y tế {place}", f"TYT {commune}")),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam", UnitKind.FATHERLAND_FRONT, (f"UBMTTQVN {commune}",)),
        (
            "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
            UnitKind.YOUTH_UNION,
            (f"Đoàn Thanh niên {commune}", f"Đoàn {commune}"),
        ),
        ("Hội Liên hiệp Phụ nữ", UnitKind.WOMENS_UNION, (f"Hội LHPN {commune}", f"Hội Phụ nữ {commune}")),
        ("Hội Nông dân", UnitKind.OTHER, ()),
        ("Hội Cựu chiến binh", UnitKind.OTHER, (f"Hội CCB {commune}",)),
        ("Trung tâm Cung ứng dịch vụ công", UnitKind.OTHER, ()),
    )
    units = [
        UnitSeed(f"{name} {commune}", kind.value, PROVINCE, commune, also) for name, kind, also in bodies
    ]
    schools = (("Trường Mầm non", "MN"), ("Trường Tiểu học", "TH"), ("Trường Trung học cơ sở", "THCS"))
    units += [
        UnitSeed(f"{name} {place}", UnitKind.SCHOOL.value, PROVINCE, commune, (f"Trường {abbr} {place}",))
        for name, abbr in schools
    ]
    return tuple(units)


def _economy_office(level: str) -> str:
    return "Phòng Kinh tế" if level == "xã" else "Phòng Kinh tế, Hạ tầng và Đô thị"


PROVINCE_UNITS: tuple[UnitSeed, ...] = (
    _of_province("Ủy ban nhân dân", UnitKind.PROVINCE_COMMITTEE, "UBND tỉnh"),
    _of_province("Sở Y tế", UnitKind.DEPARTMENT, "Sở Y tế", "SYT"),
    _of_province("Sở Giáo dục và Đào tạo", UnitKind.DEPARTMENT, "Sở Giáo dục và Đào tạo", "Sở GD&ĐT"),
    _of_province("Sở Văn hóa, Thể thao và Du lịch", UnitKind.DEPARTMENT, "Sở VHTTDL"),
    _of_province("Sở Khoa học và Công nghệ", UnitKind.DEPARTMENT, "Sở KH&CN"),
    _of_province("Sở Nông nghiệp và Môi trường", UnitKind.DEPARTMENT, "Sở NN&MT"),
    _of_province("Sở Tư pháp", UnitKind.DEPARTMENT, "Sở Tư pháp"),
    _of_province("Sở Tài chính", UnitKind.DEPARTMENT, "Sở Tài chính"),
    _of_province("Sở Nội vụ", UnitKind.DEPARTMENT, "Sở Nội vụ"),
    _of_province("Sở Xây dựng", UnitKind.DEPARTMENT, "Sở Xây dựng"),
    _of_province("Sở Dân tộc và Tôn giáo", UnitKind.DEPARTMENT, "Sở DT&TG"),
    _of_province("Công an", UnitKind.PROVINCE_POLICE, "Công an tỉnh"),
    _of_province("Viện kiểm sát nhân dân", UnitKind.OTHER, "VKSND tỉnh"),
    _of_province("Tòa án nhân dân", UnitKind.OTHER, "TAND tỉnh"),
    _of_province("Ủy ban Mặt trận Tổ quốc Việt Nam", UnitKind.FATHERLAND_FRONT, "UBMTTQVN tỉnh"),
    _of_province("Hội Liên hiệp Phụ nữ", UnitKind.WOMENS_UNION, "Hội LHPN tỉnh"),
    _of_province("Đoàn Thanh niên Cộng sản Hồ Chí Minh", UnitKind.YOUTH_UNION, "Tỉnh đoàn"),
    UnitSeed(
        f"Báo và Phát thanh, Truyền hình {PROVINCE}",
        UnitKind.OTHER.value,
        PROVINCE,
        None,
        ("Báo và Phát thanh, Truyền hình tỉnh",),
    ),
)

UNITS: tuple[UnitSeed, ...] = (
    *PROVINCE_UNITS,
    *(unit for commune in COMMUNES for unit in _of_commune(commune)),
)
"""Every unit of the office, the province's first, then commune by commune."""

AN = PersonSeed(1001, "An", "an_suoimay", "officer", "Phòng Văn hóa - Xã hội xã Suối Mây")
BINH = PersonSeed(1002, "Bình", "binh_suoimay", "unit_head", "Phòng Văn hóa - Xã hội xã Suối Mây")
CHI = PersonSeed(1003, "Chi", "chi_lamkhe", "admin", f"Sở Y tế tỉnh {PROVINCE}")
DUNG = PersonSeed(1004, "Dung", "dung_dongsao", "officer", "Phòng Văn hóa - Xã hội xã Đồng Sao")
PEOPLE: tuple[PersonSeed, ...] = (AN, BINH, CHI, DUNG)
"""The demo shows the first three; Dung is of another commune and must not see Suối Mây's tasks."""

GROUP_TITLE = "Công tác trẻ em xã Suối Mây"
GROUP_MEMBERS: tuple[PersonSeed, ...] = (AN, BINH, CHI)

FIRST_PLANS: tuple[Path, ...] = (
    PLANS / "tinh-lam-khe-2026.txt",
    PLANS / "xa-suoi-may-2026.txt",
    PLANS / "truong-thcs-suoi-may-2026.txt",
)
"""Published when the demo starts."""

PLAN_TO_LOAD = PLANS / "xa-suoi-may-duoi-nuoc-2026.md"
"""What the admin loads by hand in the demo: it has one date that does not exist (31/6/2026)."""

OLD_PLAN = PLANS / "huyen-thuong-ngan-2021.txt"
"""A plan in the structure of before July 2025; its duties of 2021 are past."""
