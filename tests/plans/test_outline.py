"""Lines become paragraphs and paragraphs a tree."""

from __future__ import annotations

import pytest

from plans.labels import LabelKind, read_label, without_false_dots
from plans.outline import Node, build_outline
from plans.source import Line, Source
from tests.plans.reading import paragraphs_of, source_of, tree_of


@pytest.mark.parametrize(
    ("line", "kind", "text", "rest"),
    [
        ("II. NHIỆM VỤ", LabelKind.ROMAN, "II", "NHIỆM VỤ"),
        ("A. MỞ ĐẦU", LabelKind.UPPER, "A", "MỞ ĐẦU"),
        ("Phần II. Nội dung", LabelKind.PART, "Phần II", "Nội dung"),
        ("Điều 3. Sở Y tế thực hiện", LabelKind.ROMAN, "3", "Sở Y tế thực hiện"),
        ("1.Mục đích", LabelKind.NUMBER, "1", "Mục đích"),
        ("1. 100% trường học có phòng tư vấn", LabelKind.NUMBER, "1", "100% trường học có phòng tư vấn"),
        ("2/ Yêu cầu", LabelKind.NUMBER, "2", "Yêu cầu"),
        ("3/- Sở Y tế", LabelKind.NUMBER, "3", "Sở Y tế"),
        ("II.- NHIỆM VỤ", LabelKind.ROMAN, "II", "NHIỆM VỤ"),
        ("1.1/ Truyền thông", LabelKind.DOTTED, "1.1", "Truyền thông"),
        ("PHỤ LỤC II", LabelKind.PART, "PHỤ LỤC II", "PHỤ LỤC II"),
        ("Hoạt động 1.2: Vẽ tranh", LabelKind.NAMED, "1.2", "Vẽ tranh"),
        ("1.2.3. Truyền thông", LabelKind.DOTTED, "1.2.3", "Truyền thông"),
        ("đ) Sở Y tế", LabelKind.LETTER, "đ", "Sở Y tế"),
        ("(2) Rà soát", LabelKind.BRACKET, "2", "Rà soát"),
        ("– Tuyên truyền", LabelKind.DASH, "-", "Tuyên truyền"),
        ("• Tuyên truyền", LabelKind.DASH, "-", "Tuyên truyền"),
        ("+ Tuyên truyền", LabelKind.PLUS, "+", "Tuyên truyền"),
        ("* Tuyên truyền", LabelKind.STAR, "*", "Tuyên truyền"),
    ],
)
def test_labels_are_read_in_all_their_spellings(line: str, kind: LabelKind, text: str, rest: str) -> None:
    label = read_label(line)
    assert label is not None
    assert (label.kind, label.text, label.rest) == (kind, text, rest)


@pytest.mark.parametrize(
    "line", ["121/2020/QH14 của Quốc hội", "19/6/2020 của", "2026 - 2030", "Sở Y tế", "15.5%"]
)
def test_numbers_and_dates_at_a_line_start_are_no_labels(line: str) -> None:
    assert read_label(line) is None


def test_a_misread_word_after_a_number_is_not_taken_for_a_dotted_label() -> None:
    label = read_label("7.86 Y té")
    assert label is not None
    fixed = without_false_dots(label, last_number=6)
    assert (fixed.kind, fixed.text, fixed.rest) == (LabelKind.NUMBER, "7", "86 Y té")


WRAPPED = """I. NHIỆM VỤ
1. Sở Y tế
- Hướng dẫn các trạm y tế khám sức khỏe định kỳ cho trẻ em dưới sáu tuổi
trên địa bàn tỉnh, báo cáo theo Kế hoạch số 12/KH-
UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh An Bình.
- Chỉ đạo Trung tâm Kiểm soát bệnh tật phối hợp với các trường học thuộc
Sở Giáo dục và Đào tạo tổ chức tiêm chủng cho học sinh.
3
2. Công an tỉnh
Điều tra, xử lý kịp thời các vụ xâm hại trẻ em trên địa bàn, không để xảy
ra tồn đọng.
"""


def test_hard_line_breaks_are_undone_and_page_numbers_dropped() -> None:
    texts = [p.text for p in paragraphs_of(WRAPPED)]
    assert texts[2].endswith("theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh An Bình.")
    assert texts[3].endswith("các trường học thuộc Sở Giáo dục và Đào tạo tổ chức tiêm chủng cho học sinh.")
    assert texts[-1].endswith("không để xảy ra tồn đọng.")
    assert "3" not in texts


def test_paragraphs_know_their_lines() -> None:
    assert [p.lines for p in paragraphs_of(WRAPPED)] == [(1, 1), (2, 2), (3, 5), (6, 7), (9, 9), (10, 11)]


def test_empty_lines_after_every_line_do_not_part_paragraphs() -> None:
    spaced = "\n\n".join(WRAPPED.splitlines())
    assert [p.text for p in paragraphs_of(spaced)] == [p.text for p in paragraphs_of(WRAPPED)]


def test_a_document_without_hard_breaks_has_a_paragraph_a_line() -> None:
    text = "I. NHIỆM VỤ\n" + "\n".join(
        f"{i}. Tăng cường truyền thông về quyền trẻ em lần thứ {i}" for i in range(1, 9)
    )
    assert len(paragraphs_of(text)) == 9


def test_markdown_signs_are_dropped() -> None:
    texts = [p.text for p in paragraphs_of("## **I. NHIỆM VỤ**\n### *1. Sở Y tế*\n* Khám sức khỏe.")]
    assert texts == ["NHIỆM VỤ", "Sở Y tế", "Khám sức khỏe."]


def shape(node: Node) -> list[object]:
    """Labels of the tree, nested."""
    return [
        [child.paragraph.label.text if child.paragraph.label else "¶", *shape(child)]
        for child in node.children
    ]


def test_labels_make_a_tree() -> None:
    text = """I. MỤC ĐÍCH
1. Mục đích
II. NHIỆM VỤ
1. Nội dung
1.1. Truyền thông
a) Sở Y tế
- Việc một:
+ Việc nhỏ.
đ) Sở Tư pháp
đ) Sở Nội vụ
2. Ủy ban nhân dân các xã
Thực hiện kế hoạch."""
    assert shape(tree_of(text)) == [
        ["I", ["1"]],
        ["II", ["1", ["1.1", ["a", ["-", ["+"]]], ["đ"], ["đ"]]], ["2", ["¶"]]],
    ]


def test_a_section_joins_printed_labels_and_leaves_bullets_out() -> None:
    nodes = list(tree_of("II. NHIỆM VỤ\n1. Nội dung\n1.1. Truyền thông\na) Sở Y tế\n- Việc một.").below())
    assert nodes[-1].section == "II.1.1.1.a"


def test_a_plain_paragraph_belongs_to_the_item_not_to_the_bullet_above() -> None:
    text = "I. NHIỆM VỤ\n1. Sở Y tế\n- Việc một.\nNgoài ra, làm việc hai."
    assert shape(tree_of(text)) == [["I", ["1", ["-"], ["¶"]]]]


def test_an_introducing_paragraph_holds_the_bullets_below_it() -> None:
    text = "I. NHIỆM VỤ\n1. Nguồn lực\nSở Y tế chủ trì:\n- Việc một.\n- Việc hai.\n2. Thông tin\n- Việc ba."
    assert shape(tree_of(text)) == [["I", ["1", ["¶", ["-"], ["-"]]], ["2", ["-"]]]]


def test_the_body_ends_at_the_closing_sign_and_an_appendix_begins_anew() -> None:
    text = """KẾ HOẠCH
I. NHIỆM VỤ
1. Sở Y tế khám sức khỏe cho trẻ em./. kt
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
PHỤ LỤC
DANH MỤC NHIỆM VỤ
I. TRUYỀN THÔNG
1. Phát thanh chuyên đề."""
    outline = build_outline(paragraphs_of(text))
    assert [node.text for node in outline.root.below()] == [
        "NHIỆM VỤ",
        "Sở Y tế khám sức khỏe cho trẻ em./.",
        "TRUYỀN THÔNG",
        "Phát thanh chuyên đề.",
    ]
    assert "Lưu: VT." in [p.text for p in outline.back]


def test_a_heading_joined_to_its_duty_is_parted_where_it_stands_alone_elsewhere() -> None:
    heading = "Nâng cao hiệu quả công tác truyền thông về quyền trẻ em"
    text = f"""II. NHIỆM VỤ
1. Sở Y tế
1.1. {heading}
- Phát tờ rơi tại các trạm y tế trên địa bàn tỉnh, huyện, thành phố và xã
phường, thị trấn.
2. Sở Tư pháp
2.1. {heading} ở các
xã vùng cao"""
    source = source_of(text)
    joined = Line(f"2.2. {heading}", 20)
    duty = Line("Biên soạn tài liệu hỏi đáp.", 21)
    outline = build_outline([*paragraphs_of(text), *_joined(joined, duty)])
    assert [node.text for node in outline.root.below()][-2:] == [heading, "Biên soạn tài liệu hỏi đáp."]
    assert source.lines


def _joined(first: Line, second: Line) -> list[object]:
    """The paragraph that a full heading line and the line below it make."""
    from plans.labels import read_label
    from plans.paragraphs import Paragraph, join_lines

    label = read_label(first.text)
    assert label is not None
    text, offsets = join_lines([label.rest, second.text])
    starts = ((offsets[0], first.number), (offsets[1], second.number))
    return [Paragraph(text, (first.number, second.number), None, label, starts=starts)]


def test_a_paragraph_can_be_cut_and_both_parts_keep_their_lines() -> None:
    paragraph = next(p for p in paragraphs_of(WRAPPED) if p.lines == (3, 5))
    head, tail = paragraph.cut(paragraph.text.index("của Ủy ban"))
    assert head.lines == (3, 5)
    assert tail.lines == (5, 5)
    assert tail.text == "của Ủy ban nhân dân tỉnh An Bình."


def test_a_line_that_is_a_whole_paragraph_is_never_continued() -> None:
    lines = tuple(Line(text, i, whole=True) for i, text in enumerate(["Tăng cường", "truyền thông"], 1))
    from plans.paragraphs import read_paragraphs

    assert len(read_paragraphs(Source("a.docx", lines))) == 2


def test_indents_tell_paragraphs_apart_where_first_lines_are_set_in() -> None:
    text = """     I. NHIỆM VỤ
     1. Sở Y tế
     - Hướng dẫn các trạm y tế khám sức khỏe định kỳ cho trẻ em dưới sáu tuổi
trên địa bàn tỉnh, lập sổ theo dõi từng em và báo tin cho cha mẹ các em.
     Chỉ đạo Trung tâm Kiểm soát bệnh tật phối hợp với các trường học thuộc
Sở Giáo dục và Đào tạo
tổ chức tiêm chủng cho học sinh, báo cáo kết quả về Ủy ban nhân dân tỉnh.
     2. Công an tỉnh
     - Điều tra, xử lý kịp thời các vụ xâm hại trẻ em trên địa bàn, không để
xảy ra tồn đọng.
     - Tuần tra các khu vui chơi, bến sông vào mùa hè, ngày lễ, ngày nghỉ
học của các em.
     - Mở lớp cho cán bộ điều tra về cách hỏi chuyện trẻ em, mỗi năm một lần,
mời thêm người của các xã.
"""
    texts = [p.text for p in paragraphs_of(text)]
    assert texts[2].endswith("báo tin cho cha mẹ các em.")
    assert texts[3].startswith("Chỉ đạo Trung tâm")
    assert "thuộc Sở Giáo dục và Đào tạo tổ chức tiêm chủng" in texts[3]


def test_a_full_stop_misread_as_a_comma_still_numbers_the_next_item() -> None:
    texts = [p.text for p in paragraphs_of("I. NHIỆM VỤ\n1. Truyền thông.\n2, Kiểm tra.\n5, Giám sát.")]
    assert len(texts) == 3
    assert texts[2].startswith("Kiểm tra.")


def test_a_name_parted_at_its_dash_is_one_name() -> None:
    lines = [
        f"- Hướng dẫn các trường học ở vùng sâu, vùng xa thứ {i} mở lớp dạy bơi cho các em\nvào mùa hè."
        for i in range(5)
    ]
    text = "\n".join(
        ["I. NHIỆM VỤ", *lines, "- Chủ trì, phối hợp với Phòng Y tế, Công an huyện và Phòng Lao động"]
    )
    texts = [p.text for p in paragraphs_of(text + "\n- Thương binh và Xã hội kiểm tra các bến đò.")]
    assert texts[-1].endswith("Phòng Lao động - Thương binh và Xã hội kiểm tra các bến đò.")


def test_a_line_of_capital_letters_that_ends_a_sentence_is_no_title() -> None:
    text = "II. NHIỆM VỤ\n1. Sở Y tế\n- Chăm sóc trẻ em bị ảnh hưởng bởi\nHIV/AIDS.\n- Khám sức khỏe."
    assert shape(tree_of(text)) == [["II", ["1", ["-"], ["¶"], ["-"]]]]
