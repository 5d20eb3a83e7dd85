"""Cited documents and hotlines."""

from __future__ import annotations

import pytest

from plans.citations import read_citations
from plans.hotlines import read_hotlines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quyết định số 1472/QĐ-TTg ngày 28/9/2020", ("1472/QĐ-TTg",)),
        ("Nghị quyết 121/2020/QH14 của Quốc hội", ("121/2020/QH14",)),
        ("Thông tư số 13/2021/TT-BLĐTBXH", ("13/2021/TT-BLĐTBXH",)),
        ("Chỉ thị số 28-CT/TW và Kế hoạch số 14-KH/TU", ("28-CT/TW", "14-KH/TU")),
        ("Nghị quyết số 27/NQ- TW", ("27/NQ-TW",)),
        ("tiêu chuẩn TCVN 14423:2025 về an ninh mạng", ("TCVN 14423:2025",)),
        ("Quyét dinh sé 1472/QP-TTg và 1472/QD-TTg", ("1472/QĐ-TTg",)),
        ("Tờ trình số 331/TTr-PLĐTBXH", ("331/TTr-PLĐTBXH",)),
        ("Nghị quyết số 41 và ngày 25/12/2023, tỷ lệ 3/4, trực 24/7", ()),
        ("xã/phường, HIV/AIDS, đạt 100%/năm", ()),
    ],
)
def test_numbers_with_a_sign_are_citations(text: str, found: tuple[str, ...]) -> None:
    assert read_citations([text], None) == found


def test_the_plans_own_number_and_repetitions_are_left_out() -> None:
    texts = ["Kế hoạch số 31/KH-UBND", "theo Quyết định 5/QĐ-TTg và 5/QĐ-TTg"]
    assert read_citations(texts, "31/KH-UBND") == ("5/QĐ-TTg",)


def test_switchboards_and_hotlines_are_found_with_their_names() -> None:
    text = (
        "Quảng bá Tổng đài điện thoại quốc gia bảo vệ trẻ em (số 111) và đường dây nóng bảo vệ trẻ em tỉnh "
        "(0299. 123.456) của Trung tâm."
    )
    assert [(h.number, h.name, h.line) for h in read_hotlines([(7, text)])] == [
        ("111", "Tổng đài điện thoại quốc gia bảo vệ trẻ em", 7),
        ("0299.123.456", "Đường dây nóng bảo vệ trẻ em tỉnh", 7),
    ]


def test_one_number_is_one_hotline_under_its_longest_name() -> None:
    lines = read_hotlines([(1, "Gọi Tổng đài 111."), (2, "Tổng đài điện thoại quốc gia bảo vệ trẻ em 111.")])
    assert [(h.number, h.name, h.line) for h in lines] == [
        ("111", "Tổng đài điện thoại quốc gia bảo vệ trẻ em", 1)
    ]


@pytest.mark.parametrize(
    "text", ["Điện thoại liên hệ: 0912 345 678 (đồng chí An)", "Tổng đài đã tiếp nhận 111 cuộc gọi"]
)
def test_a_clerks_telephone_or_a_count_of_calls_is_no_hotline(text: str) -> None:
    assert read_hotlines([(1, text)]) == ()
