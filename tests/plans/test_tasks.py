"""Which paragraphs are tasks, and what the lines around them say."""

from __future__ import annotations

import pytest

from domain.plan import ALL, DeadlineKind
from plans.keys import Key, column_key, key_of, split_attributes, split_tail
from plans.sections import SectionKind, is_closing, kind_of_heading
from tests.plans.reading import draft_of, tasks_of, texts_of


def test_bullets_under_an_agency_are_its_tasks() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Khám sức khỏe định kỳ cho trẻ em.
- Tập huấn cho nhân viên y tế thôn.
2. Sở Tư pháp
Biên soạn tài liệu tuyên truyền.""")
    assert [(t.section, t.assignees) for t in tasks] == [
        ("III.1", ("Sở Y tế",)),
        ("III.1", ("Sở Y tế",)),
        ("III.2", ("Sở Tư pháp",)),
    ]
    assert tasks[0].lines == (16, 16)


def test_lettered_agencies_under_a_theme_do_not_make_the_theme_a_task() -> None:
    tasks = tasks_of("""II. NHIỆM VỤ, GIẢI PHÁP
1. Rà soát, sửa đổi, bổ sung các chính sách có liên quan đến trẻ em, đáp ứng yêu cầu thực tiễn.
a) Sở Y tế
- Ban hành quy trình khám.
b) Công an tỉnh, Sở Xây dựng; các sở, ngành liên quan ban hành văn bản bảo đảm an ninh nơi công cộng.""")
    assert [t.section for t in tasks] == ["II.1.a", "II.1.b"]
    assert tasks[1].assignees == ("Công an tỉnh", "Sở Xây dựng", "Các sở, ngành liên quan")
    assert tasks[1].text.startswith("Công an tỉnh, Sở Xây dựng")


def test_themes_without_agencies_give_tasks_that_bind_everybody() -> None:
    tasks = tasks_of("II. NHIỆM VỤ TRỌNG TÂM\n1. Tăng cường truyền thông.\n2. Xây dựng môi trường an toàn.")
    assert [t.assignees for t in tasks] == [(), ()]


def test_a_bullet_that_introduces_others_becomes_their_lead_in() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Chủ trì, phối hợp với Sở Tài chính trước ngày 15/3/2026:
+ Lập dự toán kinh phí.
+ Trình phê duyệt.
- Khám sức khỏe.""")
    assert [t.text for t in tasks] == ["Lập dự toán kinh phí.", "Trình phê duyệt.", "Khám sức khỏe."]
    assert tasks[0].lead_in is not None
    assert tasks[0].lead_in.startswith("Chủ trì")
    assert tasks[0].partners == ("Sở Tài chính",)
    assert tasks[2].lead_in is None
    assert tasks[2].partners == ()


def test_a_time_in_the_introducing_line_holds_for_each_item_below() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Hoàn thành trước ngày 15/3/2026 các việc sau:
+ Lập dự toán.
+ Trình phê duyệt.""")
    assert [[d.due.isoformat() for d in t.deadlines if d.due] for t in tasks] == [["2026-03-14"]] * 2


def test_a_sentence_that_names_its_own_agency_goes_to_that_agency() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
- Giám sát việc thực hiện quyền trẻ em.
- Hội Liên hiệp Phụ nữ tỉnh tăng cường tuyên truyền.
2. Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện.""")
    assert [t.assignees for t in tasks] == [
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",),
        ("Hội Liên hiệp Phụ nữ tỉnh",),
        ("Sở Nội vụ",),
    ]


def test_the_leader_in_a_tasks_parentheses_is_its_assignee() -> None:
    (task,) = tasks_of(
        "II. NHIỆM VỤ\n1. Tổ chức lớp dạy bơi cho trẻ em (Sở Y tế chủ trì; hoàn thành trước 30/6/2026)."
    )
    assert task.assignees == ("Sở Y tế",)


def test_a_long_item_with_paragraphs_under_it_is_a_task_beside_them() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính triển khai Kế hoạch.
Hằng năm tổng hợp kết quả.
2. Sở Tư pháp tuyên truyền pháp luật.""")
    assert [t.assignees for t in tasks] == [("Sở Y tế",), ("Sở Y tế",), ("Sở Tư pháp",)]


BLOCKS = """II. NHIỆM VỤ
1. Nâng cao năng lực cán bộ
- Tập huấn cho cộng tác viên.
- Biên soạn tài liệu.
Đơn vị chủ trì thực hiện: Sở Y tế, Sở Tư pháp.
Đơn vị phối hợp: Sở Nội vụ.
Thời gian thực hiện: Quý II/2026.
- Kiểm tra kết quả.
Đơn vị chủ trì: Thanh tra tỉnh.
Sản phẩm: Báo cáo.
2. Chuyển đổi số
a) Nhiệm vụ: Xây dựng cơ sở dữ liệu về trẻ em.
b) Cơ quan thực hiện:
- Đơn vị chủ trì: Sở Khoa học và Công nghệ.
- Đơn vị phối hợp: Các sở, ban, ngành.
c) Thời gian thực hiện: Hoàn thành trong năm 2026."""


def test_attribute_lines_fill_all_bullets_above_them_up_to_the_last_attributes() -> None:
    tasks = tasks_of(BLOCKS)
    assert [t.assignees for t in tasks[:3]] == [("Sở Y tế", "Sở Tư pháp")] * 2 + [("Thanh tra tỉnh",)]
    assert [t.partners for t in tasks[:3]] == [("Sở Nội vụ",)] * 2 + [()]
    assert [d.due.isoformat() for t in tasks[:3] for d in t.deadlines if d.due] == ["2026-06-30"] * 2


def test_a_tasks_lines_run_to_its_last_attribute() -> None:
    assert [t.lines for t in tasks_of(BLOCKS)] == [(16, 20), (17, 20), (21, 23), (25, 29)]


def test_the_key_of_a_task_is_no_part_of_its_text() -> None:
    task = tasks_of(BLOCKS)[3]
    assert task.text == "Xây dựng cơ sở dữ liệu về trẻ em."
    assert task.section == "II.2.a"
    assert task.assignees == ("Sở Khoa học và Công nghệ",)
    assert task.partners == ("Các sở, ban, ngành",)
    assert [d.kind for d in task.deadlines] == [DeadlineKind.PERIOD]


def test_a_heading_with_nothing_but_attributes_is_the_task() -> None:
    (task,) = tasks_of("""II. CÁC HOẠT ĐỘNG
1. Lễ phát động Tháng hành động vì trẻ em
- Thời gian: ngày 01/6/2026.
- Địa điểm: Nhà Văn hóa tỉnh.
- Đơn vị chủ trì: Sở Y tế.""")
    assert task.text == "Lễ phát động Tháng hành động vì trẻ em"
    assert task.assignees == ("Sở Y tế",)
    assert [d.due.isoformat() for d in task.deadlines if d.due] == ["2026-06-01"]


def test_attributes_at_the_end_of_a_tasks_own_line_are_taken_off() -> None:
    (task,) = tasks_of("""II. NHIỆM VỤ
1. Nâng cao năng lực
- Kiện toàn đội ngũ cộng tác viên ở các thôn. Cơ quan chủ trì: Sở Nội vụ. Thời gian hoàn thành: quý I năm 2026.""")
    assert task.text == "Kiện toàn đội ngũ cộng tác viên ở các thôn"
    assert task.assignees == ("Sở Nội vụ",)
    assert [d.due.isoformat() for d in task.deadlines if d.due] == ["2026-03-31"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Cơ quan chủ trì", Key.WHO),
        ("Đơn vị chủ trì tham mưu thực hiện", Key.WHO),
        ("Đơn vị thực hiện", Key.WHO),
        ("Người phụ trách", Key.WHO),
        ("Cơ quan, đơn vị phối hợp thực hiện", Key.PARTNERS),
        ("Phối hợp", Key.PARTNERS),
        ("Phối hợp với", Key.PARTNERS),
        ("Cơ quan/đơn vị phối hợp", Key.PARTNERS),
        ("Dự kiến thời gian thực hiện", Key.WHEN),
        ("Thời gian, địa điểm", Key.WHEN),
        ("Sản phẩm/kết quả", Key.INFO),
        ("Mục đích, yêu cầu", Key.INFO),
        ("Chịu trách nhiệm chính", Key.WHO),
        ("Phân công thực hiện", Key.WHO),
        ("Tổ chức thực hiện", None),
        ("Triển khai thực hiện", None),
        ("Thời gian thực hiện", Key.WHEN),
        ("Thời hạn hoàn thành", Key.WHEN),
        ("Tiến độ", Key.WHEN),
        ("Sản phẩm", Key.INFO),
        ("Kết quả đầu ra", Key.INFO),
        ("Nội dung", Key.TASK),
        ("Co quan chu tr", Key.WHO),
        ("Thai gian thuc hién", Key.WHEN),
        ("Sở Y tế", None),
        ("Tổ chức lớp dạy bơi", None),
    ],
)
def test_keys_are_known_in_all_their_spellings_and_through_damage(words: str, key: Key | None) -> None:
    assert key_of(words) is key


def test_one_line_may_hold_several_attributes() -> None:
    found = split_attributes("Cơ quan chủ trì: Sở Y tế; cơ quan phối hợp: Sở Nội vụ; thời gian: quý I/2026.")
    assert [(a.key, a.value) for a in found] == [
        (Key.WHO, "Sở Y tế"),
        (Key.PARTNERS, "Sở Nội vụ"),
        (Key.WHEN, "quý I/2026."),
    ]


def test_a_sentence_with_a_colon_is_no_attribute() -> None:
    text = "Thực hiện tốt các nội dung sau: truyền thông, kiểm tra"
    assert split_attributes(text) == []
    assert split_tail(text) == (text, [])


def test_a_column_may_be_headed_by_more_words_than_a_line() -> None:
    assert column_key("Cơ quan, đơn vị được giao chủ trì tham mưu thực hiện") is Key.WHO
    assert column_key("Thời gian hoàn thành/trình") is Key.WHEN


@pytest.mark.parametrize(
    "body",
    [
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\na) Nâng cao nhận thức về quyền trẻ em.",
        "II. MỤC TIÊU\n1. 100% xã có cộng tác viên.",
        "II. THỰC TRẠNG\n1. Toàn tỉnh có 200.000 trẻ em.",
        "III. KINH PHÍ THỰC HIỆN\nKinh phí được bố trí trong dự toán ngân sách hằng năm.",
        "III. ĐỐI TƯỢNG, PHẠM VI\n- Trẻ em trên địa bàn tỉnh.",
        "III. NỘI DUNG\n1. Khẩu hiệu tuyên truyền\n- Hãy lắng nghe trẻ em!",
        "III. THỜI GIAN, ĐỊA ĐIỂM\n- Từ ngày 01/6/2026 tại các xã.",
        "IV. TỔ CHỨC THỰC HIỆN\n1. Kinh phí thực hiện từ nguồn ngân sách tỉnh.",
    ],
)
def test_aims_targets_money_scope_and_slogans_give_no_task(body: str) -> None:
    duty = "\nV. NHIỆM VỤ\n1. Tăng cường truyền thông."
    assert texts_of(body + duty) == ["Tăng cường truyền thông."]


def test_a_money_heading_with_an_explicit_duty_gives_a_task() -> None:
    (task,) = tasks_of("""II. NHIỆM VỤ
1. Kinh phí thực hiện
a) Nhiệm vụ: Lập dự toán kinh phí hằng năm.
b) Đơn vị chủ trì: Sở Tài chính.""")
    assert task.assignees == ("Sở Tài chính",)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MỤC TIÊU, NHIỆM VỤ TRỌNG TÂM", SectionKind.DUTIES),
        ("KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN", SectionKind.ORGANISATION),
        ("NHIỆM VỤ, GIẢI PHÁP VÀ PHÂN CÔNG THỰC HIỆN", SectionKind.DUTIES),
        ("CHẾ ĐỘ THÔNG TIN, BÁO CÁO", SectionKind.REPORTING),
        ("TỔ CHỨC THỰC HIỆN VÀ CHẾ ĐỘ BÁO CÁO", SectionKind.ORGANISATION),
        ("To chirc thwe hién", SectionKind.ORGANISATION),
        ("MUC PiCH, YEU CAU", SectionKind.NOTHING),
        ("KẾT QUẢ THỰC HIỆN NĂM 2025", SectionKind.NOTHING),
    ],
)
def test_sections_are_known_by_their_headings(heading: str, kind: SectionKind) -> None:
    assert kind_of_heading(heading, top=True) is kind


def test_the_closing_formula_and_appeals_are_no_tasks() -> None:
    assert texts_of("""III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế triển khai Kế hoạch.
Trên đây là Kế hoạch công tác trẻ em năm 2026, đề nghị các đơn vị thực hiện./.""") == [
        "Sở Y tế triển khai Kế hoạch."
    ]
    assert is_closing("Trong quá trình thực hiện Kế hoạch, nếu có khó khăn, vướng mắc, kịp thời báo cáo")
    assert not is_closing("Trong quá trình thực hiện, Sở Y tế kiểm tra các trường học")


def test_a_closing_sentence_is_cut_off_a_tasks_paragraph() -> None:
    (task,) = tasks_of("""III. TỔ CHỨC THỰC HIỆN
Định kỳ hằng năm, Sở Y tế báo cáo Ủy ban nhân dân tỉnh. Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về Sở Y tế./.""")
    assert task.text == "Định kỳ hằng năm, Sở Y tế báo cáo Ủy ban nhân dân tỉnh."
    assert task.assignees == ("Sở Y tế",)


def test_a_reporting_sentence_with_two_duties_is_two_tasks() -> None:
    tasks = tasks_of("""IV. CHẾ ĐỘ BÁO CÁO
Căn cứ chức năng, nhiệm vụ, các cơ quan, đơn vị liên quan, UBND các xã, phường xây dựng kế hoạch thực hiện; báo cáo kết quả về Sở Y tế trước ngày 15/12/2026.""")
    assert len(tasks) == 2
    assert [t.assignees for t in tasks] == [(ALL, "Ủy ban nhân dân các xã, phường")] * 2
    assert [len(t.deadlines) for t in tasks] == [0, 1]
    assert "Sở Y tế" in tasks[1].report_to


def test_agencies_at_large_in_the_closing_section_are_everybody() -> None:
    tasks = tasks_of("""III. TỔ CHỨC THỰC HIỆN
1. Các cơ quan, đơn vị, địa phương xây dựng kế hoạch thực hiện.
2. Các sở, ban, ngành, UBND các xã, phường báo cáo trước ngày 10/12/2026.
3. Các sở, ngành liên quan kiện toàn đội ngũ.""")
    assert [t.assignees for t in tasks] == [
        (ALL,),
        (ALL, "Ủy ban nhân dân các xã, phường"),
        ("Các sở, ngành liên quan",),
    ]


def test_a_duty_of_nobody_in_the_closing_section_is_a_doubt() -> None:
    draft = draft_of("III. TỔ CHỨC THỰC HIỆN\n1. Tổ chức sơ kết, tổng kết hằng năm.")
    assert [(d.kind, d.task, d.field) for d in draft.doubts] == [("assignee_missing", 0, "assignees")]


def test_an_agency_under_which_nothing_stands_is_a_doubt() -> None:
    draft = draft_of("III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n2. Sở Tư pháp tuyên truyền pháp luật.")
    assert len(draft.tasks) == 1
    assert ("structure_unclear", "Sở Y tế", 15) in [(d.kind, d.text, d.line) for d in draft.doubts]


def test_a_deadline_before_the_plans_own_date_is_a_doubt() -> None:
    draft = draft_of("II. NHIỆM VỤ\n1. Sở Y tế báo cáo trước ngày 15/12/2020.")
    assert ("date_impossible", 0, "deadlines") in [(d.kind, d.task, d.field) for d in draft.doubts]


TABLE = """II. NHIỆM VỤ
Phân công cụ thể như sau:
| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
| 1 | 2 | 3 | 4 | 5 | 6 |
| I | Truyền thông | | | | |
| 1 | Phát thanh chuyên đề | Sở Y tế | Sở Nội vụ | Quý I/2026 | Tin, bài |
| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
| 2 | Tổ chức lớp dạy bơi | Sở Giáo dục | nt | Trước ngày 30/6/2026 | Lớp học |
| | cho trẻ em vùng ven sông | và Đào tạo | | | |"""


def test_each_row_of_a_table_is_a_task_whatever_head_is_repeated() -> None:
    tasks = tasks_of(TABLE)
    assert [t.text for t in tasks] == ["Phát thanh chuyên đề", "Tổ chức lớp dạy bơi cho trẻ em vùng ven sông"]
    assert [t.assignees for t in tasks] == [("Sở Y tế",), ("Sở Giáo dục và Đào tạo",)]
    assert [t.section for t in tasks] == ["II.1", "II.2"]
    assert [[d.due.isoformat() for d in t.deadlines if d.due] for t in tasks] == [
        ["2026-03-31"],
        ["2026-06-29"],
    ]


def test_a_row_without_its_own_partner_takes_the_ditto_mark_s() -> None:
    assert [t.partners for t in tasks_of(TABLE)] == [("Sở Nội vụ",), ("Sở Nội vụ",)]


def test_a_table_without_anybody_and_any_time_gives_no_tasks() -> None:
    body = (
        "II. NHIỆM VỤ\n| STT | Nội dung | Số tiền |\n| 1 | Tập huấn | 10.000 |\n1. Tăng cường truyền thông."
    )
    assert texts_of(body) == ["Tăng cường truyền thông."]


def test_the_articles_of_a_decision_are_no_tasks_and_its_attached_plan_is_read() -> None:
    draft = draft_of(
        """Điều 1. Ban hành kèm theo Quyết định này Kế hoạch công tác trẻ em.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
KẾ HOẠCH
Công tác trẻ em năm 2026
(Ban hành kèm theo Quyết định số 5/QĐ-UBND)
I. NHIỆM VỤ
1. Tăng cường truyền thông.""",
        head="Số: 5/QĐ-UBND\nAn Bình, ngày 04 tháng 02 năm 2026\nQUYẾT ĐỊNH\nBan hành Kế hoạch\nCăn cứ Luật Trẻ em;\n",
    )
    assert [(t.section, t.text) for t in draft.tasks] == [("I.1", "Tăng cường truyền thông.")]
    assert draft.plan.number == "5/QĐ-UBND"


def test_a_month_that_heads_a_list_is_the_time_of_each_item() -> None:
    tasks = tasks_of(
        "II. NỘI DUNG\n1. Tháng 9/2026\n- Khai giảng.\n- Khảo sát học sinh.\n2. Tháng 10/2026\n- Hội thảo."
    )
    dues = [[d.due.isoformat() for d in t.deadlines if d.due] for t in tasks]
    assert dues == [["2026-09-30"], ["2026-09-30"], ["2026-10-31"]]


def test_a_value_that_names_leader_and_helpers_is_parted() -> None:
    (task,) = tasks_of("""II. NHIỆM VỤ
1. Nâng cao năng lực
- Tập huấn cộng tác viên.
Đơn vị thực hiện: Sở Y tế chủ trì, phối hợp với Sở Nội vụ, Sở Tài chính.""")
    assert task.assignees == ("Sở Y tế",)
    assert task.partners == ("Sở Nội vụ", "Sở Tài chính")


def test_a_dash_may_stand_for_the_colon_of_an_attribute() -> None:
    (task,) = tasks_of(
        "II. NHIỆM VỤ\n1. Nâng cao năng lực\n- Tập huấn cộng tác viên.\nCơ quan chủ trì - Sở Y tế."
    )
    assert task.assignees == ("Sở Y tế",)


def test_a_row_whose_number_the_next_rows_divide_is_no_task() -> None:
    assert texts_of("""II. NHIỆM VỤ
| TT | Nội dung | Chủ trì, phối hợp | Thời hạn |
| 1 | Truyền thông | | |
| 1.1 | Phát thanh | Sở Y tế | Quý I/2026 |
| 1.2 | In tờ rơi | Sở Tư pháp | Quý II/2026 |""") == ["Phát thanh", "In tờ rơi"]


def test_an_appendix_to_be_filled_in_gives_no_tasks() -> None:
    assert texts_of("""II. NHIỆM VỤ
1. Tăng cường truyền thông./.
Nơi nhận:
- Lưu: VT.
PHỤ LỤC
ĐỀ CƯƠNG BÁO CÁO KẾT QUẢ CÔNG TÁC TRẺ EM
I. CÔNG TÁC CHỈ ĐẠO
1. Văn bản đã ban hành""") == ["Tăng cường truyền thông./."]


def test_named_items_are_numbered_items() -> None:
    tasks = tasks_of("""II. CÁC HOẠT ĐỘNG
Nhiệm vụ 1: Truyền thông
Hoạt động 1.1. Tổ chức 20 buổi truyền thông
+ Chủ trì: Sở Y tế
Hoạt động 1.2. Xây dựng phóng sự
+ Chủ trì: Sở Nội vụ""")
    assert [(t.section, t.text, t.assignees) for t in tasks] == [
        ("II.1.1.1", "Tổ chức 20 buổi truyền thông", ("Sở Y tế",)),
        ("II.1.1.2", "Xây dựng phóng sự", ("Sở Nội vụ",)),
    ]


def test_a_section_title_without_a_number_is_a_section() -> None:
    assert texts_of("""MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức.
NHIỆM VỤ TRỌNG TÂM
1. Tăng cường truyền thông.""") == ["Tăng cường truyền thông."]


def test_a_class_written_with_and_without_the_plans_own_level_is_one_class() -> None:
    tasks = tasks_of("""II. NHIỆM VỤ
1. Truyền thông
- Phát thanh.
Đơn vị chủ trì: Các sở, ban, ngành tỉnh.
- Treo áp phích.
Đơn vị chủ trì: Các sở, ban, ngành.""")
    assert [t.assignees for t in tasks] == [("Các sở, ban, ngành",)] * 2
