"""Which units a plan's agencies stand for, and which one a person means."""

from __future__ import annotations

import pytest

from domain.matching import match_agency
from domain.unit_index import bound_by_everyone
from domain.units import PlanArea, UnitKind, UnitRef, commune_of, guess_kind, looks_like_unit
from sandbox.office.office import UNITS

OFFICE = [
    UnitRef(i, seed.name, seed.kind, seed.province, seed.commune or "", seed.aliases)
    for i, seed in enumerate(UNITS, 1)
]
PROVINCE = PlanArea("province", "Lam Khê")
COMMUNE = PlanArea("commune", "Lam Khê", "xã Suối Mây")


def named(ids: list[int]) -> list[str]:
    return [unit.name for unit in OFFICE if unit.id in ids]


def matched(name: str, area: PlanArea) -> list[str]:
    return named([m.unit_id for m in match_agency(name, area, OFFICE)])


@pytest.mark.parametrize(
    ("agency", "area", "unit"),
    [
        ("Sở Y tế", PROVINCE, "Sở Y tế tỉnh Lam Khê"),
        ("Công an tỉnh", PROVINCE, "Công an tỉnh Lam Khê"),
        ("Hội Liên hiệp Phụ nữ tỉnh", PROVINCE, "Hội Liên hiệp Phụ nữ tỉnh Lam Khê"),
        ("Công an xã", COMMUNE, "Công an xã Suối Mây"),
        ("Hội Liên hiệp Phụ nữ xã", COMMUNE, "Hội Liên hiệp Phụ nữ xã Suối Mây"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", COMMUNE, "Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Mây"),
        ("Phòng Văn hóa - Xã hội", COMMUNE, "Phòng Văn hóa - Xã hội xã Suối Mây"),
        ("Trạm Y tế", COMMUNE, "Trạm Y tế xã Suối Mây"),
        ("Công an tỉnh", COMMUNE, "Công an tỉnh Lam Khê"),
        ("Phòng Văn hoá - Xã hội xã Suối Mây", COMMUNE, "Phòng Văn hóa - Xã hội xã Suối Mây"),
        ("Sở GD&ĐT", PROVINCE, "Sở Giáo dục và Đào tạo tỉnh Lam Khê"),
    ],
)
def test_an_agency_stands_for_the_one_unit_of_the_plans_area(agency: str, area: PlanArea, unit: str) -> None:
    assert matched(agency, area) == [unit]


@pytest.mark.parametrize(
    ("agency", "kind", "count"),
    [
        ("Ủy ban nhân dân các xã, phường", UnitKind.COMMUNE_COMMITTEE, 3),
        ("Ủy ban nhân dân cấp xã", UnitKind.COMMUNE_COMMITTEE, 3),
        ("Công an các xã, phường", UnitKind.COMMUNE_POLICE, 3),
        ("Các trường học", UnitKind.SCHOOL, 9),
    ],
)
def test_a_class_stands_for_every_unit_of_its_kind(agency: str, kind: UnitKind, count: int) -> None:
    found = match_agency(agency, PROVINCE, OFFICE)
    assert len(found) == count
    assert {unit.kind for unit in OFFICE if unit.id in {m.unit_id for m in found}} == {kind.value}


@pytest.mark.parametrize(
    "agency", ["Công an xã", "Phòng Lao động - Thương binh và Xã hội huyện Thượng Ngàn", "Đoàn"]
)
def test_nobody_is_picked_where_the_name_fits_nobody_or_several(agency: str) -> None:
    assert matched(agency, PROVINCE) == []


def test_two_units_that_differ_only_in_marks_are_told_apart_by_the_marks() -> None:
    units = [UnitRef(1, "Trạm Y tế Hòa An"), UnitRef(2, "Trạm Y tế Hoa An")]
    assert [m.unit_id for m in match_agency("Trạm Y tế Hoà An", PlanArea(), units)] == [1]
    assert [m.unit_id for m in match_agency("Trạm Y tế Hoa An", PlanArea(), units)] == [2]
    assert match_agency("Tram Y te Hoa An", PlanArea(), units) == []


def test_a_plan_of_another_province_or_commune_binds_nobody_here() -> None:
    assert match_agency("Sở Y tế", PlanArea("province", "Vĩnh Sa"), OFFICE) == []
    other = PlanArea("commune", "Lam Khê", "xã Đồng Sao")
    here = next(unit for unit in OFFICE if unit.name == "Trạm Y tế xã Suối Mây")
    assert not bound_by_everyone(here, other)
    assert bound_by_everyone(here, COMMUNE)
    assert bound_by_everyone(here, PROVINCE)


def test_a_name_tells_its_kind_and_commune() -> None:
    assert guess_kind("UBND xã Tân Khởi") is UnitKind.COMMUNE_COMMITTEE
    assert guess_kind("Trường Tiểu học Tân Khởi") is UnitKind.SCHOOL
    assert guess_kind("Sở Y tế") is UnitKind.DEPARTMENT
    assert commune_of("Ủy ban nhân dân xã Tân Khởi") == "xã Tân Khởi"
    assert commune_of("Phòng Văn hóa - Xã hội xã Tân Khởi") == "xã Tân Khởi"
    assert commune_of("Phòng Văn hóa - Xã hội phường Tân Khởi") == "phường Tân Khởi"
    assert commune_of("Sở Y tế") == ""
    assert commune_of("Phòng Văn hóa - Xã hội") == ""
    assert commune_of("Ủy ban nhân dân thị xã Tân Khởi") == ""
    assert looks_like_unit("Trạm Y tế xã Tân Khởi")
    assert not looks_like_unit("hôm nay trời đẹp")
    assert not looks_like_unit("Sở")
