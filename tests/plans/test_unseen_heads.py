"""Heads as web pages and offices really print them, all of a made-up province, and headings that look like agencies."""

from __future__ import annotations

from datetime import date

import pytest

from plans.head import read_head
from plans.issuer import issuer_of, level_of, province_of
from plans.metadata import read_info
from plans.outline import build_outline
from plans.paragraphs import read_paragraphs
from plans.source import Line, Source
from plans.who import heading_agencies

BODY = (
    "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức.\nII. NHIỆM VỤ\n1. Sở Y tế\n- Chủ trì triển khai Kế hoạch."
)

HEADS = {
    "the second line of the letterhead was lost": (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
        "Số: 138/KH-UBND | Lam Khê, ngày 03 tháng 6 năm 2026 |\n"
        "Thực hiện Quyết định số 45/QĐ-TTg ngày 13/01/2022, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        ("138/KH-UBND", "Ủy ban nhân dân tỉnh Lam Khê", "province", "Lam Khê", date(2026, 6, 3)),
    ),
    "narrow cells": (
        "ỦY\nBAN NHÂN DÂN\nTỈNH LAM KHÊ\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\n"
        "Số: 33/KH-UBND\n|\nLam Khê, ngày 21 tháng 01 năm 2026\n|\nKẾ HOẠCH\nPHÁT TRIỂN THANH NIÊN",
        ("33/KH-UBND", "Ủy ban nhân dân tỉnh Lam Khê", "province", "Lam Khê", date(2026, 1, 21)),
    ),
    "a school below its committee": (
        "UBND XÃ SUỐI MÂY   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRƯỜNG MN HỌA MI   Độc lập - Tự do - Hạnh phúc\n"
        "Số: 17/KH- MNHM   Suối Mây, ngày 02 tháng 3 năm 2026\nKẾ HOẠCH\nPhòng, chống bạo hành trẻ\n"
        "Căn cứ Kế hoạch số 77/KH-UBND ngày 01/3/2026 của UBND xã Suối Mây, tỉnh Lam Khê;",
        ("17/KH-MNHM", "Trường Mầm non Họa Mi", "school", "Lam Khê", date(2026, 3, 2)),
    ),
    "a department on its committee's line": (
        "UBND TỈNH LAM KHÊ SỞ Y TẾ ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 9/KH-SYT | Lam Khê, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nCông tác trẻ em năm 2026",
        ("9/KH-SYT", "Sở Y tế", "province", "Lam Khê", date(2026, 2, 5)),
    ),
    "a union": (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH LAM KHÊ\nSố: 29/KH-LĐLĐ\n"
        "Lam Khê, ngày 12 tháng 5 năm 2026\nKẾ HOẠCH\nThực hiện Tháng hành động vì trẻ em",
        ("29/KH-LĐLĐ", "Liên đoàn Lao động tỉnh Lam Khê", "province", "Lam Khê", date(2026, 5, 12)),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_read_as_it_is_printed(name: str) -> None:
    text, want = HEADS[name]
    lines = enumerate(f"{text}\n{BODY}".split("\n"), start=1)
    source = Source("plan.txt", tuple(Line(line.strip(), number) for number, line in lines))
    outline = build_outline(read_paragraphs(source))
    info = read_info(read_head(outline.front), outline.back, "Sở Y tế")
    assert (info.number, info.issuer, info.level, info.province, info.issued_on) == want


def test_a_head_without_any_letterhead_has_no_issuer() -> None:
    head = read_head(())
    assert issuer_of(head) is None
    assert level_of(None, "") is None
    assert province_of(None, None, head) is None


@pytest.mark.parametrize(
    "heading",
    [
        "Thanh tra, kiểm tra việc thực hiện pháp luật về trẻ em",
        "Thống kê, báo cáo",
        "Kiểm tra, giám sát, đánh giá",
        "Trường học an toàn",
        "Tổ chức hội thi “Gia đình an toàn”",
        "Phòng, chống tai nạn thương tích",
        "Truyền thông, giáo dục",
    ],
)
def test_a_theme_is_no_agency(heading: str) -> None:
    assert heading_agencies(heading) is None


@pytest.mark.parametrize(
    "heading", ["Thanh tra tỉnh, Sở Tư pháp", "Thanh tra, Công an tỉnh", "THỐNG KÊ TỈNH"]
)
def test_a_body_with_such_a_name_is_one(heading: str) -> None:
    assert heading_agencies(heading) is not None
