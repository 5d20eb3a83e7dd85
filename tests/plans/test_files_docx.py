"""Word files: generated numbers, tables, text boxes, tracked changes, notes, pages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from plans.files import read_file
from plans.read import read
from plans.source import Line
from tests.plans.files_samples import abstract, cell, level, num, numbered, p, table, write_docx

PAGE_BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
NUMBERING = (
    abstract(
        1,
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "%2.%3."),
        level(3, "lowerLetter", "%4)"),
        level(4, "bullet", "-"),
    )
    + num(1, 1)
    + num(2, 1, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>')
)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    return tmp_path / "plan.docx"


def lines(word: Path, body: str, **parts: str) -> list[Line]:
    return list(read_file(write_docx(word, body, parts)).lines)


def texts(word: Path, body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(word, body, **parts)]


def test_a_paragraph_is_a_whole_line(word: Path) -> None:
    line = lines(word, p("- Công an xã  tuần tra."))[0]
    assert (line.text, line.number, line.page, line.whole) == ("- Công an xã tuần tra.", 1, None, True)


def test_numbers_that_word_generates_stand_before_the_text(word: Path) -> None:
    body = (
        numbered("Mục đích", 1)
        + numbered("Yêu cầu", 1)
        + numbered("Một", 1, 1)
        + numbered("Hai", 1, 1)
        + numbered("Hai một", 1, 2)
        + numbered("chữ", 1, 3)
        + numbered("chữ", 1, 3)
        + numbered("gạch", 1, 4)
        + numbered("Ba", 1, 1)
        + numbered("Ba một", 1, 2)
    )
    assert texts(word, body, numbering=NUMBERING) == [
        "I. Mục đích",
        "II. Yêu cầu",
        "1. Một",
        "2. Hai",
        "2.1. Hai một",
        "a) chữ",
        "b) chữ",
        "- gạch",
        "3. Ba",
        "3.1. Ba một",
    ]


def test_a_second_list_of_the_same_kind_starts_where_it_says(word: Path) -> None:
    body = numbered("Một", 1, 1) + numbered("Năm", 2, 1) + numbered("Sáu", 2, 1)
    assert texts(word, body, numbering=NUMBERING) == ["1. Một", "5. Năm", "6. Sáu"]


@pytest.mark.parametrize(
    ("kind", "count", "label"),
    [
        ("decimalZero", 3, "03."),
        ("lowerRoman", 4, "iv."),
        ("upperLetter", 28, "BB."),
        ("ordinalText", 2, "2."),
    ],
)
def test_a_number_is_printed_in_its_format(word: Path, kind: str, count: int, label: str) -> None:
    rules = abstract(1, level(0, kind, "%1.")) + num(1, 1)
    assert texts(word, numbered("x", 1) * count, numbering=rules)[-1] == f"{label} x"


def test_vietnamese_letters_come_from_a_row_of_the_users_own(word: Path) -> None:
    choice = (
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="a, b, c, d, đ, e, g, h, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    rules = (
        f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>{choice}'
        f'<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>' + num(1, 1)
    )
    assert texts(word, numbered("x", 1) * 7, numbering=rules)[3:] == ["d) x", "đ) x", "e) x", "g) x"]


def test_a_typed_letter_between_two_lists_is_kept_and_the_count_goes_on(word: Path) -> None:
    rules = abstract(1, level(0, "lowerLetter", "%1)")) + num(1, 1)
    body = numbered("x", 1) * 4 + p("đ) y") + numbered("z", 1)
    assert texts(word, body, numbering=rules)[3:] == ["d) x", "đ) y", "e) z"]


def test_a_heading_is_numbered_by_its_style(word: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="Base"/><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="Base"/></w:style>'
    )
    rules = abstract(
        1,
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>'),
    ) + num(1, 1)
    body = p("Nhiệm vụ", '<w:pStyle w:val="H1"/>') + p("Công an xã", '<w:pStyle w:val="H2"/>')
    body += p("Không số", '<w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(word, body, numbering=rules, styles=styles) == ["I. NHIỆM VỤ", "1. Công an xã", "Không số"]


def test_styles_that_are_based_on_each_other_do_no_harm(word: Path) -> None:
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert texts(word, p("x", '<w:pStyle w:val="A"/>'), styles=styles) == ["x"]


def test_a_number_of_no_list_and_nonsense_in_numbers_are_passed_over(word: Path) -> None:
    rules = abstract(1, level(0, "lowerRoman", "%1.", '<w:start w:val="x"/>')) + num(1, 1) + num(3, 99)
    body = (
        numbered("a", 7)
        + numbered("b", 3)
        + p("c", '<w:numPr><w:ilvl w:val="zz"/><w:numId w:val="1"/></w:numPr>')
    )
    assert texts(word, body, numbering=rules) == ["a", "b", "i. c"]


def test_the_indent_is_the_paragraphs_or_its_lists(word: Path) -> None:
    rules = abstract(
        1, level(0, "bullet", "+", '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>')
    ) + num(1, 1)
    body = p("a", '<w:ind w:firstLine="600"/>') + numbered("b", 1) + p("c")
    assert [line.indent for line in lines(word, body, numbering=rules)] == [5, 3, 0]


def test_rows_of_a_table_keep_their_cells(word: Path) -> None:
    body = table(cell("STT") + cell("Việc"), cell("1") + cell(p("Rà soát") + p("- báo cáo"))) + p("Hết")
    body += table(cell("x") + cell("y"))
    found = lines(word, body)
    assert [line.cells for line in found] == [("STT", "Việc"), ("1", "Rà soát - báo cáo"), (), ("x", "y")]
    assert [line.table for line in found] == [1, 1, 0, 2]
    assert found[1].text == "1 | Rà soát - báo cáo"


def test_a_merged_cell_is_repeated_where_it_covers(word: Path) -> None:
    body = table(
        cell("A", '<w:gridSpan w:val="2"/>') + cell("B", '<w:vMerge w:val="restart"/>'),
        cell("1") + cell("2") + cell("", "<w:vMerge/>"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("3") + cell("", "<w:vMerge/>"),
    )
    assert [line.cells for line in lines(word, body)] == [("A", "A", "B"), ("1", "2", "B"), ("", "3", "B")]


def test_running_numbers_in_empty_cells_are_printed(word: Path) -> None:
    rules = abstract(1, level(0, "decimal", "%1")) + num(1, 1)
    body = table(*(cell(numbered("", 1)) + cell("việc") for _ in range(2)))
    assert [line.cells for line in lines(word, body, numbering=rules)] == [("1", "việc"), ("2", "việc")]


def test_a_table_in_a_cell_is_read_into_the_cell(word: Path) -> None:
    body = table(cell(table(cell("a") + cell("b")) + p("c")) + cell("d"))
    assert lines(word, body)[0].cells == ("a b c", "d")


def test_a_frame_of_one_column_is_ordinary_text(word: Path) -> None:
    found = lines(word, table(cell(p("1. Công an xã") + p("- Tuần tra"))))
    assert [(line.text, line.cells) for line in found] == [("1. Công an xã", ()), ("- Tuần tra", ())]


def test_text_boxes_follow_the_paragraph_they_hang_on_and_are_read_once(word: Path) -> None:
    box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>neo</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + p("sau")
    )
    assert texts(word, body) == ["neo", "trong khung", "sau"]


def test_tracked_changes_are_read_as_accepted(word: Path) -> None:
    body = (
        "<w:p><w:r><w:t>trước ngày </w:t></w:r><w:del><w:r><w:delText>15</w:delText><w:t>15</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>20</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:p>"
        + p("bỏ", "<w:rPr><w:del/></w:rPr>").replace("<w:r><w:t>bỏ</w:t></w:r>", "")
        + p("nối ", "<w:rPr><w:del/></w:rPr>").replace("<w:t>", '<w:t xml:space="preserve">')
        + p("tiếp")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("x")
        + cell("y")
        + "</w:tr></w:tbl>"
    )
    assert texts(word, body) == ["trước ngày 20", "nối tiếp"]


def test_hidden_text_and_field_instructions_are_not_read(word: Path) -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>Tổng đài 111</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:tab/>"
        "<w:sym w:char='F0A7'/><w:sym w:char='zz'/><w:t>x</w:t></w:r></w:p>"
    )
    assert texts(word, body) == ["Tổng đài 111- \uf0a7x"]


def test_a_line_break_within_a_paragraph_makes_lines_that_may_go_on(word: Path) -> None:
    found = lines(word, "<w:p><w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Công tác trẻ em</w:t></w:r></w:p>")
    assert [(line.text, line.whole) for line in found] == [("KẾ HOẠCH", False), ("Công tác trẻ em", False)]


def test_footnotes_come_last_and_only_those_that_are_referred_to(word: Path) -> None:
    body = "<w:p><w:r><w:t>Việc</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + p("Nơi nhận")
    notes = (
        f"<w:footnote w:id='1'>{p('kẻ')}</w:footnote><w:footnote w:id='2'>{p('Quyết định 5/QĐ')}</w:footnote>"
    )
    assert texts(word, body, footnotes=notes) == ["Việc", "Nơi nhận", "", "Quyết định 5/QĐ"]


def test_pages_are_those_at_which_word_broke_them(word: Path) -> None:
    body = p("một") + f"<w:p>{PAGE_BREAK}<w:r><w:t>hai</w:t></w:r></w:p>"
    body += f"<w:p><w:r><w:t>đầu</w:t></w:r>{PAGE_BREAK}<w:r><w:t>cuối</w:t></w:r></w:p>" + table(
        cell("x") + cell("y")
    )
    assert [(line.text, line.page) for line in lines(word, body)] == [
        ("một", 1),
        ("hai", 2),
        ("đầucuối", 2),
        ("x | y", 3),
    ]


def test_content_controls_and_unknown_wrappers_are_read_through(word: Path) -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('a')}</w:sdtContent></w:sdt>"
    body += "<w:p><w:smartTag><w:r><w:t>b</w:t></w:r></w:smartTag></w:p>"
    assert texts(word, body) == ["a", "b"]


def test_letters_of_an_old_font_become_unicode_in_paragraphs_and_cells(word: Path) -> None:
    from tests.plans.test_files_text import PLAN, font_encoded

    old = [font_encoded(line, "vni").decode("latin-1") for line in PLAN.splitlines()]
    body = "".join(p(line) for line in old[:4]) + table(cell(old[4]) + cell(old[5])) + p(old[6])
    assert " ".join(texts(word, body)).replace(" | ", " ") == " ".join(PLAN.splitlines())


def test_a_document_part_under_another_name_is_found_by_its_relation(word: Path) -> None:
    write_docx(word, p("x"))
    other = word.with_name("other.docx")
    with zipfile.ZipFile(word) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            contents = old.read(name).replace(b"word/document.xml", b"/word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), contents)
    assert read_file(other).lines[0].text == "x"


def test_a_list_that_is_kept_in_a_style_is_found(word: Path) -> None:
    rules = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + abstract(2, level(0, "decimal", "%1)")).replace("<w:lvl ", '<w:styleLink w:val="L"/><w:lvl ', 1)
        + num(1, 1)
    )
    assert texts(word, numbered("x", 1) * 2, numbering=rules) == ["1) x", "2) x"]


def test_a_level_that_never_starts_again_counts_on(word: Path) -> None:
    rules = abstract(
        1, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", '<w:lvlRestart w:val="0"/><w:isLgl/>')
    ) + num(1, 1)
    body = numbered("A", 1) + numbered("a", 1, 1) + numbered("B", 1) + numbered("b", 1, 1)
    assert texts(word, body, numbering=rules) == ["I. A", "1.1. a", "II. B", "2.2. b"]


def test_a_list_may_replace_a_level_or_print_no_number_or_no_space(word: Path) -> None:
    rules = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "none", ""),
        level(2, "decimal", "Điều %3", '<w:suff w:val="nothing"/>'),
    )
    rules += num(1, 1, f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>')
    body = numbered("x", 1) + numbered("y", 1, 1) + numbered(". z", 1, 2)
    assert texts(word, body, numbering=rules) == ["a) x", "y", "Điều 1. z"]


def test_capitals_by_format_are_printed_as_capitals(word: Path) -> None:
    body = "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r><w:r><w:rPr><w:caps w:val='0'/></w:rPr><w:t> số</w:t></w:r></w:p>"
    assert texts(word, body) == ["KẾ HOẠCH số"]


def test_rows_and_cells_within_content_controls_are_read(word: Path) -> None:
    row = f"<w:tr><w:sdt><w:sdtContent>{cell('a')}</w:sdtContent></w:sdt>{cell('b')}</w:tr>"
    body = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert [line.cells for line in lines(word, body)] == [("a", "b")]


def test_the_merged_cells_of_a_plans_table_charge_every_row_they_cover(tmp_path: Path) -> None:
    head = "".join(map(cell, ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian hoàn thành")))
    whole, first, more = '<w:gridSpan w:val="4"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = p("KẾ HOẠCH") + p("Công tác trẻ em năm 2026") + p("I. PHÂN CÔNG NHIỆM VỤ")
    body += table(
        head,
        cell("A. TRUYỀN THÔNG", whole),
        cell("1") + cell("Phát tin bài") + cell("Phòng VH-XH", first) + cell("Trước 15/6/2026", first),
        cell("2") + cell("Treo pa nô") + cell("", more) + cell("", more),
        cell("B. BẢO VỆ", whole),
        cell("3") + cell("Trực đường dây nóng") + cell("Công an xã") + cell("Quý II/2026"),
    )
    draft = read(read_file(write_docx(tmp_path / "plan.docx", body)))
    assert [
        (t.text, t.assignees, [d.due.isoformat() for d in t.deadlines if d.due]) for t in draft.tasks
    ] == [
        ("Phát tin bài", ("Phòng Văn hóa - Xã hội",), ["2026-06-14"]),
        ("Treo pa nô", ("Phòng Văn hóa - Xã hội",), ["2026-06-14"]),
        ("Trực đường dây nóng", ("Công an xã",), ["2026-06-30"]),
    ]
