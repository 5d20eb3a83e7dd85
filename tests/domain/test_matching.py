"""Whom an agency stands for in the places of today: former provinces, districts, communes and bodies."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from domain import places, templates
from domain.areas import read_area
from domain.matching import candidates, match_agency
from domain.succession import Level, Successor, Topic, deciding, seeds
from domain.unit_index import UnitIndex
from domain.units import PlanArea, UnitMatch, UnitRef

BEFORE, TODAY = date(2021, 6, 1), date(2026, 1, 15)


@cache
def directory() -> UnitIndex:
    units: list[UnitRef] = []
    for name in ("Đồng Nai", "Hưng Yên"):
        province = places.province_called(name)
        assert province is not None
        for one in (
            *templates.of_province(province),
            *templates.of_communes(places.communes_of(province.code)),
        ):
            units.append(
                UnitRef(len(units) + 1, one.name, one.kind, name, one.commune, one.aliases, one.place)
            )
    return UnitIndex(units, deciding(seeds()))


def found(name: str, area: PlanArea) -> list[tuple[str, UnitMatch]]:
    return [(directory().by_id[m.unit_id].name, m) for m in match_agency(name, area, directory())]


def names(name: str, area: PlanArea) -> set[str]:
    return {unit for unit, _ in found(name, area)}


def old_province(name: str) -> PlanArea:
    return read_area("province", name, f"Ủy ban nhân dân tỉnh {name}", "", BEFORE)


def old_district(district: str, province: str) -> PlanArea:
    return read_area("district", province, f"Ủy ban nhân dân {district}", "", BEFORE)


NOW = read_area("province", "Đồng Nai", "Ủy ban nhân dân tỉnh Đồng Nai", "", TODAY)
HON_QUAN = old_district("huyện Hớn Quản", "Bình Phước")


@pytest.mark.parametrize(
    ("old", "today", "sure"),
    [
        ("Sở Lao động - Thương binh và Xã hội", "Sở Y tế tỉnh Đồng Nai", True),
        ("Sở Lao động - Thương binh và Xã hội tỉnh", "Sở Y tế tỉnh Đồng Nai", True),
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính tỉnh Đồng Nai", True),
        ("Sở Giao thông vận tải", "Sở Xây dựng tỉnh Đồng Nai", True),
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ tỉnh Đồng Nai", True),
        ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường tỉnh Đồng Nai", True),
        ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường tỉnh Đồng Nai", True),
        ("Ban Dân tộc tỉnh", "Sở Dân tộc và Tôn giáo tỉnh Đồng Nai", False),
    ],
)
def test_a_body_that_is_no_more_is_todays_with_the_reason(old: str, today: str, sure: bool) -> None:
    [(name, match)] = found(old, old_province("Bình Phước"))
    assert name == today
    assert match.why == "successor"
    assert match.succession is not None
    assert match.succession.was == old
    assert "45/2025" in match.succession.decree
    assert match.succession.sure is sure


def test_a_former_provinces_body_is_todays_and_says_where_the_name_came_from() -> None:
    [(name, match)] = found("Công an tỉnh", old_province("Bình Phước"))
    assert name == "Công an tỉnh Đồng Nai"
    assert match.succession is not None
    assert "tỉnh Bình Phước" in match.succession.was
    assert match.succession.decree == "Nghị quyết 202/2025/QH15"
    [(_, same)] = found("Công an tỉnh", NOW)
    assert same.succession is None


def test_a_class_of_a_former_district_is_all_its_communes_of_today_and_no_other() -> None:
    assert names("Ủy ban nhân dân các xã, thị trấn", HON_QUAN) == {
        "Ủy ban nhân dân xã Tân Khai",
        "Ủy ban nhân dân xã Minh Đức",
        "Ủy ban nhân dân xã Tân Hưng",
        "Ủy ban nhân dân xã Tân Quan",
        "Ủy ban nhân dân phường Bình Long",
    }
    assert names("Trạm Y tế các xã, thị trấn", HON_QUAN) >= {"Trạm Y tế xã Tân Khai"}
    assert names("Các trường học", HON_QUAN) >= {"Trường Tiểu học Tân Khai"}
    assert all(match.succession is not None for _, match in found("Công an các xã", HON_QUAN))


def test_a_class_of_a_former_province_stays_in_its_part_of_todays() -> None:
    of_thai_binh = names("Ủy ban nhân dân các xã, phường", old_province("Thái Bình"))
    of_hung_yen = names("Ủy ban nhân dân các xã, phường", old_province("Hưng Yên"))
    assert "Ủy ban nhân dân xã Tiền Hải" in of_thai_binh
    assert not of_thai_binh & of_hung_yen
    today = read_area("province", "Hưng Yên", "", "", TODAY)
    assert names("Ủy ban nhân dân các xã, phường", today) == of_thai_binh | of_hung_yen


def test_a_class_may_name_the_former_district_behind_it() -> None:
    named = names("Ủy ban nhân dân các xã huyện Hớn Quản", old_province("Bình Phước"))
    assert named == names("Ủy ban nhân dân các xã, thị trấn", HON_QUAN)


@pytest.mark.parametrize(
    ("old", "area"),
    [
        ("Phòng Lao động - Thương binh và Xã hội", HON_QUAN),
        ("Phòng Lao động - Thương binh và Xã hội huyện", HON_QUAN),
        ("Phòng Lao động - Thương binh và Xã hội huyện Hớn Quản", old_province("Bình Phước")),
    ],
)
def test_a_districts_office_is_followed_by_that_of_each_of_its_communes(old: str, area: PlanArea) -> None:
    today = found(old, area)
    assert "Phòng Văn hóa - Xã hội xã Tân Khai" in {name for name, _ in today}
    assert len(today) == 5
    assert all(match.succession is not None and not match.succession.sure for _, match in today)


def test_all_districts_of_a_former_province_are_all_its_communes() -> None:
    today = names("Ủy ban nhân dân các huyện, thị xã, thành phố", old_province("Bình Phước"))
    assert today == names("Ủy ban nhân dân các xã, phường, thị trấn", old_province("Bình Phước"))
    assert len(today) > 30


def test_a_district_that_nobody_can_find_binds_no_commune_rather_than_all() -> None:
    unknown = old_district("huyện Không Có", "Bình Phước")
    assert names("Ủy ban nhân dân các xã, thị trấn", unknown) == set()
    assert names("Phòng Nội vụ", unknown) == set()


def test_a_former_commune_is_todays() -> None:
    [(name, match)] = found("Công an xã An Khương", old_province("Bình Phước"))
    assert name == "Công an xã Tân Hưng"
    assert match.why == "successor"
    assert match.succession is not None
    assert match.succession.was == "Công an xã An Khương"
    own = read_area("commune", "Bình Phước", "Ủy ban nhân dân xã An Khương", "xa an khuong", BEFORE)
    [(same, again)] = found("Công an xã", own)
    assert same == name
    assert again.succession is not None


def test_todays_commune_is_itself_without_a_reason() -> None:
    own = read_area("commune", "Đồng Nai", "Ủy ban nhân dân xã Tân Khai", "xa tan khai", TODAY)
    [(name, match)] = found("Trạm Y tế", own)
    assert (name, match.why, match.succession) == ("Trạm Y tế xã Tân Khai", "place", None)


def test_nobody_is_picked_where_two_former_communes_had_the_name_and_both_can_be_chosen() -> None:
    area = old_province("Bình Phước")
    assert found("Công an xã Tân Tiến", area) == []
    offered = [directory().by_id[one].place for one in candidates("Công an xã Tân Tiến", area, directory())]
    assert offered[:2] == ["25318", "25363"]
    assert names("Công an xã Tân Tiến", old_district("huyện Bù Đốp", "Bình Phước")) == {"Công an xã Tân Tiến"}


def test_two_units_spelt_alike_without_marks_are_candidates_and_neither_is_taken() -> None:
    assert found("Trạm Y tế xã Loc Thanh", NOW) == []
    offered = [directory().by_id[one].name for one in candidates("Trạm Y tế xã Loc Thanh", NOW, directory())]
    assert set(offered[:2]) == {"Trạm Y tế xã Lộc Thành", "Trạm Y tế xã Lộc Thạnh"}
    assert names("Trạm Y tế xã Lộc Thạnh", NOW) == {"Trạm Y tế xã Lộc Thạnh"}


def test_what_was_matched_has_no_candidates() -> None:
    assert candidates("Sở Y tế", NOW, directory()) == []


def test_candidates_stay_in_the_plans_area() -> None:
    offered = candidates("Trạm Y tế Tân Kha", HON_QUAN, directory())
    assert offered
    assert all(directory().by_id[one].place in (HON_QUAN.communes or ()) for one in offered)


def test_a_unit_whose_province_nobody_entered_is_in_no_provinces_area() -> None:
    units = UnitIndex([UnitRef(1, "Trạm Y tế xã Tân Khai", commune="xã Tân Khai")])
    assert match_agency("Trạm Y tế xã Tân Khai", NOW, units) == []


def test_childrens_matters_decide_where_a_body_was_split() -> None:
    rows = [
        Successor("Sở A", "Sở Nội vụ", Level.PROVINCE, "2025-03-01", "x", Topic.ALL),
        Successor("Sở A", "Sở Y tế", Level.PROVINCE, "2025-03-01", "x", Topic.CHILDREN, sure=False),
        Successor("Sở A", "Sở Xây dựng", Level.PROVINCE, "2025-03-01", "x", Topic.OTHER),
    ]
    assert [row.new for row in deciding(rows)] == ["Sở Y tế"]
    assert deciding(rows[2:]) == []


def test_the_delivered_table_is_dated_and_says_by_what() -> None:
    assert len(seeds()) > 20
    assert all(date.fromisoformat(row.since) and row.decree for row in seeds())
    assert any(not row.sure for row in seeds())
