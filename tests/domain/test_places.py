"""The provinces and communes of today, and what became of those before 1 July 2025."""

from __future__ import annotations

import pytest

from domain import former_places, places


def names(codes: frozenset[str]) -> set[str]:
    found = [places.commune(code) for code in codes]
    return {one.name for one in found if one is not None}


def test_the_list_is_whole() -> None:
    everywhere = [one for province in places.provinces() for one in places.communes_of(province.code)]
    assert len(places.provinces()) == 34
    assert len({one.code for one in everywhere}) == 3_321
    kinds = {
        kind: sum(one.name.startswith(kind) for one in everywhere) for kind in ("xã", "phường", "đặc khu")
    }
    assert kinds == {"xã": 2_621, "phường": 687, "đặc khu": 13}


def test_every_former_commune_has_an_end_and_every_commune_of_today_an_origin() -> None:
    olds = [old for province in places.provinces() for old in province.former]
    former = [one for old in olds for one in former_places.communes_of(old)]
    assert (len(olds), len(former)) == (63, 10_040)
    assert len({(old, one.district) for old in olds for one in former_places.communes_of(old)}) == 696
    assert all(places.commune(code) is not None for one in former for code in one.codes)
    assert len(frozenset.union(*map(former_places.of_province, olds))) == 3_321


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("An Giang", "tỉnh An Giang"),
        ("Kiên Giang", "tỉnh An Giang"),
        ("tinh kien giang", "tỉnh An Giang"),
        ("Tỉnh Bình Phước", "tỉnh Đồng Nai"),
        ("Thành phố Đồng Nai", "tỉnh Đồng Nai"),
        ("Thái Bình", "tỉnh Hưng Yên"),
        ("Thừa Thiên Huế", "thành phố Huế"),
        ("TP. Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        ("Lam Khê", None),
        ("", None),
        (None, None),
    ],
)
def test_a_provinces_name_leads_to_todays(typed: str | None, full: str | None) -> None:
    found = places.province_called(typed)
    assert (found.full if found else None) == full


def test_two_names_of_one_province_have_one_key_and_a_made_up_one_its_own() -> None:
    assert places.province_key("Bình Phước") == places.province_key("tỉnh Đồng Nai")
    assert places.province_key("tỉnh Lam Khê") == places.province_key("Lam Khê") == "lam khe"
    assert places.is_former("Bình Phước")
    assert not places.is_former("Đồng Nai")
    assert not places.is_former("Lam Khê")


def test_communes_that_differ_in_marks_alone_are_told_apart_and_never_guessed() -> None:
    found = places.commune_called("xã Đồng Tiến", "38")
    assert found is not None
    assert found.name == "xã Đồng Tiến"
    by_marks = places.commune_called("Mỹ Thọ", "82")
    assert by_marks is None or by_marks.name == "xã Mỹ Thọ"
    assert places.commune_called("dong tien", "38") is None
    assert places.commune_called("xã Không Có", "38") is None


@pytest.mark.parametrize(
    ("district", "province", "today"),
    [
        ("huyện Hớn Quản", "Bình Phước", {"xã Tân Khai", "xã Minh Đức", "xã Tân Hưng", "xã Tân Quan"}),
        ("Huyện Sìn Hồ", "tỉnh Lai Châu", {"xã Sìn Hồ", "xã Nậm Tăm", "xã Pa Tần"}),
        ("huyen tien hai", "Thái Bình", {"xã Tiền Hải", "xã Ái Quốc", "xã Nam Cường"}),
        ("huyện Côn Đảo", "Bà Rịa - Vũng Tàu", {"đặc khu Côn Đảo"}),
        ("quận 1", "Hồ Chí Minh", {"phường Sài Gòn", "phường Bến Thành"}),
    ],
)
def test_a_former_district_is_its_communes_of_today(district: str, province: str, today: set[str]) -> None:
    assert today <= names(former_places.of_district(district, province))


def test_a_sliver_of_a_divided_commune_does_not_bring_the_neighbour_into_the_district() -> None:
    olds = former_places.communes_of("Hà Nội")
    divided = next(one for one in olds if one.name == "phường Cống Vị")
    assert len(divided.codes) > 1
    assert former_places.of_district("quận Ba Đình", "Hà Nội") >= {divided.codes[0]}


def test_a_former_commune_is_found_in_its_district() -> None:
    alone = former_places.of_commune("xã Minh Đức", "Bình Phước")
    assert [(one.district, names(frozenset(one.codes))) for one in alone] == [
        ("huyện Hớn Quản", {"xã Minh Đức"})
    ]
    several = former_places.of_commune("xã Tân Tiến", "Bình Phước")
    assert len(several) > 1
    assert len(former_places.of_commune("xã Tân Tiến", "Bình Phước", several[0].district)) == 1


def test_a_made_up_place_is_not_found() -> None:
    assert former_places.of_district("huyện Thượng Ngàn", "Lam Khê") == frozenset()
    assert former_places.of_district("huyện Không Có", "Bình Phước") == frozenset()
    assert former_places.of_commune("xã Suối Mây", "Lam Khê") == []


def test_changes_since_the_list_are_dated_and_the_unsure_ones_marked() -> None:
    by_code = {(change.code, change.since): change for change in places.changes()}
    assert by_code["46", "2025-01-01"].sure
    assert not by_code["75", "2026"].sure
    assert all(places.province(change.code) is not None for change in places.changes())
