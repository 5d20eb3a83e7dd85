"""PDF files with a text layer: lines, columns, tables, running headers, words cut at line ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.files import read_file
from plans.source import Line
from tests.plans.files_samples import PdfText, ruled, running, write_pdf

BODY = [f"dòng thứ {word} của trang này" for word in ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy")]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "plan.pdf"


def lines(
    pdf: Path, *pages: list[PdfText], drawings: dict[int, str] | None = None, turn: int = 0
) -> list[Line]:
    return list(read_file(write_pdf(pdf, list(pages), drawings, turn)).lines)


def texts(found: list[Line]) -> list[str]:
    return [line.text for line in found if line.text]


def test_lines_come_from_top_to_bottom_with_their_page(pdf: Path) -> None:
    found = lines(pdf, running(["KẾ HOẠCH", "Bảo vệ trẻ em"])[::-1], running(["Nơi nhận:"]))
    assert [(line.number, line.page, line.text) for line in found] == [
        (1, 1, "KẾ HOẠCH"),
        (2, 1, "Bảo vệ trẻ em"),
        (3, 2, "Nơi nhận:"),
    ]


def test_letters_that_were_drawn_after_their_line_are_put_in_their_places(pdf: Path) -> None:
    # "bé ngã": as when letters are missing from a font and come last, each at its own place
    page = [PdfText(100, 700, "b"), PdfText(121, 700, "ng"), PdfText(107, 700, "é"), PdfText(135, 700, "ã")]
    assert texts(lines(pdf, page)) == ["bé ngã"]


def test_bold_letters_that_were_drawn_twice_are_read_once(pdf: Path) -> None:
    page = [PdfText(100, 700, "KẾ HOẠCH"), PdfText(100.2, 700, "KẾ HOẠCH")]
    assert texts(lines(pdf, page)) == ["KẾ HOẠCH"]


def test_the_number_of_a_footnote_is_no_part_of_the_text(pdf: Path) -> None:
    page = [PdfText(100, 700, "trẻ em"), PdfText(142, 706, "1", 7), PdfText(149, 700, "trên địa bàn")]
    assert texts(lines(pdf, page)) == ["trẻ em trên địa bàn"]


def test_a_letterhead_is_read_one_column_after_the_other(pdf: Path) -> None:
    page = [
        *running(["ỦY BAN NHÂN DÂN", "XÃ TÂN AN", "Số: 12/KH-UBND"], x=60),
        *running(["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Tân An, ngày 5"], x=330),
        *running(["KẾ HOẠCH"], x=250, top=650),
    ]
    assert texts(lines(pdf, page)) == [
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂN AN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập - Tự do",
        "Tân An, ngày 5",
        "KẾ HOẠCH",
    ]


def test_wide_gaps_after_bullets_make_no_columns(pdf: Path) -> None:
    page = [*running(["-", "-", "-"], x=85), *running(["một", "hai", "ba"], x=140)]
    assert texts(lines(pdf, page)) == ["- một", "- hai", "- ba"]


def test_page_numbers_and_running_headers_are_dropped(pdf: Path) -> None:
    def page(number: int) -> list[PdfText]:
        header = [PdfText(290, 810, str(number)), PdfText(85, 795, f"Kế hoạch số 12, trang {number}")]
        return [*header, *running([f"{line} {'abcd'[number - 1]}" for line in BODY])]

    found = texts(lines(pdf, *(page(number) for number in range(1, 5))))
    assert found == [f"{line} {letter}" for letter in "abcd" for line in BODY]


def test_a_stray_letter_at_the_edge_is_dropped(pdf: Path) -> None:
    assert texts(lines(pdf, [*running(BODY), PdfText(300, 40, "Ủ")])) == BODY


def test_a_number_in_the_middle_of_a_page_is_text(pdf: Path) -> None:
    assert "2026" in texts(lines(pdf, running([*BODY[:3], "2026", *BODY[3:]])))


def test_numbers_cut_at_their_hyphen_are_made_whole_also_over_pages(pdf: Path) -> None:
    found = lines(
        pdf,
        running(["theo Kế hoạch số 14-", "KH/TU của Tỉnh ủy và Luật số 102/"]),
        running(["2016/QH13 về trẻ em", "giai đoạn 2021 -", "2025"]),
    )
    assert texts(found) == [
        "theo Kế hoạch số 14-KH/TU",
        "của Tỉnh ủy và Luật số 102/2016/QH13",
        "về trẻ em",
        "giai đoạn 2021 -",
        "2025",
    ]


def test_indents_and_wider_gaps_show_paragraphs(pdf: Path) -> None:
    page = [*running(BODY), PdfText(113, 590, "- đoạn mới"), *running(["tiếp theo"], top=570)]
    found = lines(pdf, page)
    assert [(line.text, line.indent) for line in found[-3:]] == [
        ("", None),
        ("- đoạn mới", 5),
        ("tiếp theo", 0),
    ]


def table_page(rows: list[list[str]], top: float = 700) -> tuple[list[PdfText], str]:
    xs, ys = [60.0, 110.0, 330.0, 520.0], [top - 30 * place for place in range(len(rows) + 1)]
    page = [
        PdfText(xs[column] + 5, ys[row] - 20, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text
    ]
    return page, ruled(xs, ys)


def test_a_ruled_table_becomes_rows(pdf: Path) -> None:
    page, rules = table_page(
        [["STT", "Nội dung", "Chủ trì"], ["1", "Rà soát", "Công an xã"], ["2", "Báo cáo", "Trạm Y tế"]]
    )
    page += running(["Trước bảng"], top=740) + running(["Sau bảng"], top=580)
    found = lines(pdf, page, drawings={0: rules})
    assert [line.cells or line.text for line in found if line.text] == [
        "Trước bảng",
        ("STT", "Nội dung", "Chủ trì"),
        ("1", "Rà soát", "Công an xã"),
        ("2", "Báo cáo", "Trạm Y tế"),
        "Sau bảng",
    ]


def test_a_cell_of_two_lines_is_one_text_and_a_cell_merged_over_rows_is_repeated(pdf: Path) -> None:
    page = [
        PdfText(65, 680, "1"),
        PdfText(115, 680, "Rà soát trẻ em"),
        PdfText(115, 662, "trên địa bàn"),
        PdfText(335, 650, "Công an xã"),
        PdfText(65, 630, "2"),
        PdfText(115, 630, "Báo cáo"),
    ]
    xs, ys = [60.0, 110.0, 330.0, 520.0], [700.0, 650.0, 600.0]
    rules = ruled(xs, [700.0, 600.0]) + " 60 650 m 330 650 l S"
    assert [line.cells for line in lines(pdf, page, drawings={0: rules})] == [
        ("1", "Rà soát trẻ em trên địa bàn", "Công an xã"),
        ("2", "Báo cáo", "Công an xã"),
    ]
    assert ys[1] == 650


def test_boxes_around_cells_draw_a_table_too(pdf: Path) -> None:
    page, _ = table_page([["1", "Rà soát", "Công an xã"]])
    boxes = " 60 670 50 30 re S 110 670 220 30 re S 330 670 190 30 re S"
    assert [line.cells for line in lines(pdf, page, drawings={0: boxes})] == [("1", "Rà soát", "Công an xã")]


def test_a_table_over_a_page_break_stays_one_and_loses_its_second_head(pdf: Path) -> None:
    head = ["STT", "Nội dung", "Chủ trì"]
    first, rules = table_page([head, ["1", "Rà soát danh sách", "Công an xã"]])
    second, more = table_page([head, ["", "và báo cáo", ""], ["2", "Truyền thông", "Đoàn xã"]], top=780)
    found = lines(pdf, first, second, drawings={0: rules, 1: more})
    assert [line.cells for line in found] == [
        tuple(head),
        ("1", "Rà soát danh sách và báo cáo", "Công an xã"),
        ("2", "Truyền thông", "Đoàn xã"),
    ]
    assert {line.table for line in found} == {1}


def test_a_frame_around_text_is_no_table(pdf: Path) -> None:
    assert [line.cells for line in lines(pdf, running(BODY), drawings={0: " 60 60 400 720 re S"})][:2] == [
        (),
        (),
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_shown(pdf: Path, turn: int) -> None:
    # The texts are drawn upright; turned by `turn` the rows of words change their order
    page = [PdfText(100, 700, "một"), PdfText(400, 700, "hai"), PdfText(100, 200, "ba")]
    found = texts(lines(pdf, page, turn=turn))
    assert sorted(" ".join(found).split()) == ["ba", "hai", "một"]


def test_letters_of_an_old_font_become_unicode(pdf: Path) -> None:
    from tests.plans.test_files_text import PLAN, font_encoded

    old = [font_encoded(line, "vni").decode("latin-1") for line in PLAN.splitlines()]
    page = [PdfText(30, 800 - 20 * place, text, 9) for place, text in enumerate(old)]
    assert texts(lines(pdf, page)) == PLAN.splitlines()


def test_long_files_report_their_progress(pdf: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_pdf(pdf, [running([f"trang {letter}"]) for letter in "abcdefghijklmnopqrstuvwxy"])
    read_file(pdf, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(10, 25), (20, 25)]


def test_words_outside_of_the_shown_page_are_not_read(pdf: Path) -> None:
    page = [PdfText(100, 700, "trong trang"), PdfText(100, -20, "dưới trang"), PdfText(700, 700, "bên cạnh")]
    assert texts(lines(pdf, page)) == ["trong trang"]


def test_lines_of_one_paragraph_are_joined_where_the_setting_shows_it(pdf: Path) -> None:
    full = "mười hai chữ cho một dòng đầy đủ đến tận mép bên phải"
    page = [
        PdfText(113, 760, full[4:]),
        *running([full, full, "ngắn."], top=740),
        PdfText(113, 680, "- Đoạn mới của trang này, " + full[24:]),
        *running(["- Thương binh " + full[14:], "và hết."], top=660),
        PdfText(250, 600, "GIỮA TRANG"),
    ]
    assert [
        (line.text.count(full), line.text[-5:], line.whole) for line in lines(pdf, page, page) if line.text
    ] == [
        (2, "ngắn.", True),
        (0, " hết.", True),
        (0, "TRANG", False),
    ] * 2


def test_a_paragraph_over_a_page_break_is_joined_and_stands_on_its_first_page(pdf: Path) -> None:
    full = "mười hai chữ cho một dòng đầy đủ đến tận mép bên phải"
    first = [PdfText(113, 760, full[4:]), *running([full] * 5, top=740)]
    second = [*running([full, "ngắn."]), PdfText(113, 700, "Đoạn hai")]
    assert [(line.page, line.text[-5:]) for line in lines(pdf, first, second) if line.text] == [
        (1, "ngắn."),
        (2, "n hai"),
    ]


def test_a_grid_that_is_drawn_in_one_stroke_is_a_table_too(pdf: Path) -> None:
    page, rules = table_page([["1", "Rà soát", "Công an xã"], ["2", "Báo cáo", "Trạm Y tế"]])
    one_stroke = " 1 0 0 1 0 0 cm" + rules.replace(" S", "") + " S"
    assert [line.cells for line in lines(pdf, page, drawings={0: one_stroke})] == [
        ("1", "Rà soát", "Công an xã"),
        ("2", "Báo cáo", "Trạm Y tế"),
    ]


def test_a_shaded_block_behind_the_text_is_no_table(pdf: Path) -> None:
    assert {line.cells for line in lines(pdf, running(BODY), drawings={0: " 60 60 400 720 re f"})} == {()}


def test_a_raised_two_after_a_unit_is_kept(pdf: Path) -> None:
    page = [PdfText(100, 700, "rộng 50 km"), PdfText(170, 706, "2", 7)]
    assert texts(lines(pdf, page)) == ["rộng 50 km2"]


def test_a_page_in_two_columns_is_read_column_by_column(pdf: Path) -> None:
    left, right = [f"trái {word} dài thêm" for word in "abcd"], [f"phải {word}" for word in "abc"]
    page = [*running(["Một dòng qua cả hai cột của trang giấy, rất dài"], x=60, top=790)]
    page += [
        *running(left, x=60),
        *running(right, x=330),
        *running(["Dòng cuối qua cả hai cột của trang"], top=600),
    ]
    found = texts(lines(pdf, page))
    assert found[1:8] == [*left[:3], *right, left[3]]


def columns_page(rows: list[list[str]], top: float) -> list[PdfText]:
    """Rows set in columns without lines; an empty text leaves its place empty."""
    xs = [60.0, 100.0, 300.0, 430.0]
    return [
        PdfText(xs[column], top - 20 * row, text, size=11)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text
    ]


def test_a_table_without_lines_becomes_rows(pdf: Path) -> None:
    page = running(["Trước bảng có một dòng dài hơn mọi cột của bảng này"], top=760)
    page += columns_page(
        [
            ["TT", "Nội dung công việc", "Chủ trì", "Thời gian"],
            ["1", "Rà soát trẻ em có", "Công an xã", "Tháng 4/2026"],
            ["", "hoàn cảnh đặc biệt", "", ""],
            ["2", "Báo cáo kết quả", "Trạm Y tế", "Trước 15/6/2026"],
        ],
        top=730,
    )
    page += running(["Sau bảng cũng có một dòng dài hơn mọi cột của bảng này"], top=630)
    assert [line.cells or line.text for line in lines(pdf, page) if line.text] == [
        "Trước bảng có một dòng dài hơn mọi cột của bảng này",
        ("TT", "Nội dung công việc", "Chủ trì", "Thời gian"),
        ("1", "Rà soát trẻ em có hoàn cảnh đặc biệt", "Công an xã", "Tháng 4/2026"),
        ("2", "Báo cáo kết quả", "Trạm Y tế", "Trước 15/6/2026"),
        "Sau bảng cũng có một dòng dài hơn mọi cột của bảng này",
    ]


def test_lines_that_begin_like_a_table_and_have_no_numbered_rows_stay_text(pdf: Path) -> None:
    page = columns_page([["TT", "Đảng ủy", "HĐND", "UBND"], ["", "xã", "xã", "xã"]], top=700)
    assert all(not line.cells for line in lines(pdf, page))
