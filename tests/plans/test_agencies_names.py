"""Names in headings and attribute values: canonical forms, lists, classes, abbreviations, damage."""

from __future__ import annotations

import unicodedata

import pytest

from plans.agencies import answer, is_agency, read_names

ONE = [
    ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở Lao động - TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở Lao động, Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở Lao động - Thương binh và Xã hội (LĐ-TB&XH)", "Sở Lao động - Thương binh và Xã hội"),
    ("Phòng Lao động Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng LĐ-TBXH huyện", "Phòng Lao động - Thương binh và Xã hội huyện"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở GD và ĐT", "Sở Giáo dục và Đào tạo"),
    ("Phòng Giáo dục", "Phòng Giáo dục và Đào tạo"),
    ("Sở VH, TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở Văn hóa - Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Phòng Văn hóa thông tin", "Phòng Văn hóa và Thông tin"),
    ("Phòng VHTT", "Phòng Văn hóa và Thông tin"),
    ("Sở VHTT", "Sở Văn hóa và Thể thao"),
    ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
    ("Phòng Tài Chính – Kế hoạch", "Phòng Tài chính - Kế hoạch"),
    ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("Sở Dân tộc - Tôn giáo", "Sở Dân tộc và Tôn giáo"),
    ("Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("UBND xã", "Ủy ban nhân dân xã"),
    ("Uỷ ban nhân dân xã Hoa Sen", "Ủy ban nhân dân xã Hoa Sen"),
    ("UBND các xã, thị trấn", "Ủy ban nhân dân các xã, thị trấn"),
    ("UBND xã, phường", "Ủy ban nhân dân các xã, phường"),
    ("UBND cấp xã", "Ủy ban nhân dân cấp xã"),
    ("Các xã, phường", "Ủy ban nhân dân các xã, phường"),
    ("100% UBND các quận, huyện, thị xã", "Ủy ban nhân dân các quận, huyện, thị xã"),
    ("UBMTTQVN phường", "Ủy ban Mặt trận Tổ quốc Việt Nam phường"),
    ("Đề nghị Ủy ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ("Văn phòng HĐND và UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    ("Văn phòng Cơ quan Ủy ban MTTQ xã", "Văn phòng Cơ quan Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
    ("Thường trực HĐND xã", "Thường trực Hội đồng nhân dân xã"),
    ("TT HĐND xã", "Thường trực Hội đồng nhân dân xã"),
    ("TT Y tế huyện", "Trung tâm Y tế huyện"),
    ("Đoàn TNCS Hồ Chí Minh xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"),
    ("Huyện đoàn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh huyện"),
    ("Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"),
    ("Hội CCB", "Hội Cựu chiến binh"),
    ("Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
    ("BCH Quân sự xã", "Ban Chỉ huy Quân sự xã"),
    ("Viện KSND huyện", "Viện kiểm sát nhân dân huyện"),
    ("Ngân hàng nhà nước khu vực XII", "Ngân hàng Nhà nước khu vực XII"),
    ("Công an Thành phố", "Công an thành phố"),
    ("Thuế tỉnh", "Thuế tỉnh"),
    ("Báo và Phát thanh, Truyền hình tỉnh", "Báo và Phát thanh, Truyền hình tỉnh"),
    ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
    ("Ban Quản lý khu Kinh tế", "Ban Quản lý Khu kinh tế"),
    ("Trung tâm Xúc tiến đầu tư, thương mại và du lịch", "Trung tâm Xúc tiến đầu tư, thương mại và du lịch"),
    ("Trung tâm Văn hóa – TT- TH", "Trung tâm Văn hóa - Truyền thanh - Truyền hình"),
    ("Trường THCS Hoa Sen", "Trường Trung học cơ sở Hoa Sen"),
    ("Các sở, ban, ngành Tỉnh", "Các sở, ban, ngành tỉnh"),
    ("Các cơ quan, đơn vị có liên quan", "Các cơ quan, đơn vị liên quan"),
    ("Các cơ quan, ban ngành liên quan", "Các cơ quan, ban ngành liên quan"),
    ("Các thôn, bản", "Các thôn, bản"),
    ("Các phòng chuyên môn thuộc UBND xã", "Các phòng chuyên môn thuộc Ủy ban nhân dân xã"),
    ("Thủ trưởng các sở, ban, ngành", "Thủ trưởng các sở, ban, ngành"),
    ("Đồng chí Giám đốc Sở Y tế - Phó Trưởng ban", "Giám đốc Sở Y tế"),
    ("Đ/c Phó Chủ tịch UBND xã", "Phó Chủ tịch Ủy ban nhân dân xã"),
    (
        "Các Phó Chủ tịch phụ trách lĩnh vực Y tế, Giáo dục",
        "Các Phó Chủ tịch phụ trách lĩnh vực Y tế, Giáo dục",
    ),
    ("Ban công tác Mặt trận các thôn trên địa bàn xã", "Ban Công tác Mặt trận các thôn trên địa bàn xã"),
    ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ", "Sở Y tế"),
    ("SỞ Y TẾ", "Sở Y tế"),
    ("ỦY BAN NHÂN DÂN CÁC XÃ, PHƯỜNG", "Ủy ban nhân dân các xã, phường"),
]

SEVERAL = [
    ("Sở Công Thương; Sở Xây dựng", ["Sở Công Thương", "Sở Xây dựng"]),
    ("Sở Văn hóa và Thể thao, Sở Du lịch", ["Sở Văn hóa và Thể thao", "Sở Du lịch"]),
    (
        "Đảng ủy – HĐND – UBND – Ủy ban MTTQ xã Hoa Sen",
        [
            "Đảng ủy xã Hoa Sen",
            "Hội đồng nhân dân xã Hoa Sen",
            "Ủy ban nhân dân xã Hoa Sen",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã Hoa Sen",
        ],
    ),
    ("TAND, VKSND tỉnh", ["Tòa án nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh"]),
    ("Công an, Ban Chỉ huy Quân sự xã", ["Công an xã", "Ban Chỉ huy Quân sự xã"]),
    (
        "Hội CCB, Hội ND, Đoàn TN xã",
        ["Hội Cựu chiến binh xã", "Hội Nông dân xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"],
    ),
    ("Hội Nông dân, Hội Khuyến học", ["Hội Nông dân", "Hội Khuyến học"]),
    (
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội",
        ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Các tổ chức chính trị - xã hội"],
    ),
    (
        "Các sở, ban, ngành, đoàn thể cấp tỉnh và UBND các xã, phường",
        ["Các sở, ban, ngành, đoàn thể cấp tỉnh", "Ủy ban nhân dân các xã, phường"],
    ),
    ("Các Sở: Tài chính, Y tế, Giáo dục và Đào tạo", ["Sở Tài chính", "Sở Y tế", "Sở Giáo dục và Đào tạo"]),
    ("UBND các xã: Hoa Sen, Hoa Mai", ["Ủy ban nhân dân xã Hoa Sen", "Ủy ban nhân dân xã Hoa Mai"]),
    ("Đối với các Tổ chuyên môn và bộ phận văn phòng", ["Các tổ chuyên môn", "Bộ phận văn phòng"]),
    (
        "Đối với giáo viên phụ trách công tác Đoàn và Tổ Tư vấn tâm lý",
        ["Giáo viên phụ trách công tác Đoàn", "Tổ Tư vấn tâm lý"],
    ),
    ("Sở Y tế (chủ trì); Công an tỉnh (phối hợp)", ["Sở Y tế", "Công an tỉnh"]),
    ("Bí thư chi bộ, Trưởng các đoàn thể", ["Bí thư Chi bộ", "Trưởng các đoàn thể"]),
]


@pytest.mark.parametrize(("heading", "name"), ONE)
def test_a_heading_gives_the_canonical_name(heading: str, name: str) -> None:
    assert read_names(heading).names == (name,)


@pytest.mark.parametrize(("heading", "names"), SEVERAL)
def test_a_list_gives_each_of_its_names(heading: str, names: list[str]) -> None:
    assert list(read_names(heading).names) == names


@pytest.mark.parametrize(
    "before", ["1. ", "2.9. ", "III. ", "a) ", "đ) ", "- ", "+ ", "### **5.** ", "(3) ", "b/ "]
)
def test_numbers_bullets_and_markdown_before_a_name_are_no_part_of_it(before: str) -> None:
    assert read_names(f"{before}Sở Nội vụ:").names == ("Sở Nội vụ",)


@pytest.mark.parametrize(("heading", "name"), ONE)
def test_a_decomposed_text_gives_the_same_name(heading: str, name: str) -> None:
    assert read_names(unicodedata.normalize("NFD", heading)).names == (name,)


@pytest.mark.parametrize(("heading", "name"), ONE)
def test_names_with_their_marks_carry_no_doubt(heading: str, name: str) -> None:
    assert read_names(heading).doubts == ()


@pytest.mark.parametrize("heading", ["Ông Nguyễn Văn An", "Mục đích, yêu cầu", "Viettel"])
def test_what_is_no_known_body_is_a_doubt(heading: str) -> None:
    assert read_names(heading).doubts


@pytest.mark.parametrize("heading", [h for h, _ in ONE + SEVERAL if "chủ trì" not in h])
def test_a_heading_of_agencies_is_recognised(heading: str) -> None:
    assert is_agency(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Tổ chức thực hiện",
        "TỔ CHỨC THỰC HIỆN",
        "Mục đích, yêu cầu",
        "Hội nghị tổng kết",
        "Ban hành kế hoạch",
        "Phòng, chống xâm hại trẻ em",
        "Bộ chỉ tiêu thống kê",
        "Đoàn kết",
        "Trường hợp khẩn cấp",
        "Báo cáo kết quả",
        "Sở Y tế tăng cường tuyên truyền",
        "Kinh phí thực hiện",
        "Nâng cao nhận thức của cơ quan, đơn vị",
        "",
        "1.",
    ],
)
def test_a_heading_of_something_else_is_no_agency(heading: str) -> None:
    assert not is_agency(heading)


@pytest.mark.parametrize(
    ("damaged", "name"),
    [
        ("1. Sé Lao dong - Thwong binh va Xa hoi", "Sở Lao động - Thương binh và Xã hội"),
        ("S& Vin héa va Thé thao", "Sở Văn hóa và Thể thao"),
        ("5. S¢ Tw phap", "Sở Tư pháp"),
        ("86 Y té", "Sở Y tế"),
        ("Cong an tinh", "Công an tỉnh"),
        ("Uy ban nhén dan cdc huyén, thinh ph6", "Ủy ban nhân dân các huyện, thành phố"),
        ("Céc sé, nganh, co quan lién quan", "Các sở, ngành, cơ quan liên quan"),
        ("H6i Lién hiép Phu nif tinh", "Hội Liên hiệp Phụ nữ tỉnh"),
        ("Phong VHXH phwong", "Phòng Văn hóa - Xã hội phường"),
        ("Phong Van hda - Xa hdi", "Phòng Văn hóa - Xã hội"),
        ("Dang ty xa", "Đảng ủy xã"),
        ("so y te", "Sở Y tế"),
        ("Ủy ban nhân dân các huyện, thính phố", "Ủy ban nhân dân các huyện, thành phố"),
    ],
)
def test_names_are_recognised_through_damage(damaged: str, name: str) -> None:
    assert read_names(damaged).names == (name,)
    assert is_agency(damaged) or "thính" in damaged


@pytest.mark.parametrize("damaged", ["Uy ban nhan dan x4 Tan Khai", "Trwong THCS Nguyén Du"])
def test_a_proper_name_that_lost_its_marks_is_a_doubt(damaged: str) -> None:
    assert read_names(damaged).doubts


def test_one_line_of_the_command_is_answered_with_its_id() -> None:
    assert answer({"id": "X", "heading": "2. Công an xã"}) == {
        "id": "X",
        "names": ["Công an xã"],
        "doubts": [],
    }
    assert answer({"id": "Y", "heading": None})["names"] == []
