"""Names inside sentences: who begins it, whom to work with, whom to report to."""

from __future__ import annotations

import pytest

from plans.agencies import Area, find_partners, find_recipients, read_names, starts_with_agency

STARTS = [
    ("Sở Y tế chủ trì, phối hợp với Công an tỉnh xây dựng kế hoạch.", ["Sở Y tế"], "chủ trì"),
    (
        "a) Công an tỉnh, Sở Xây dựng; các sở, ngành liên quan căn cứ chức năng ban hành văn bản.",
        ["Công an tỉnh", "Sở Xây dựng", "Các sở, ngành liên quan"],
        "căn cứ",
    ),
    ("Giao Sở Nội vụ theo dõi, đôn đốc.", ["Sở Nội vụ"], "theo dõi"),
    ("UBND các xã, phường tăng cường chỉ đạo.", ["Ủy ban nhân dân các xã, phường"], "tăng cường"),
    ("Các cơ quan, đơn vị, địa phương xây dựng kế hoạch.", ["Các cơ quan, đơn vị, địa phương"], "xây dựng"),
    ("Phòng Văn hóa - Xã hội: Tham mưu ban hành kế hoạch.", ["Phòng Văn hóa - Xã hội"], ": Tham mưu"),
    ("Sở Y tế (cơ quan thường trực) tổng hợp.", ["Sở Y tế"], "tổng hợp"),
    ("Thanh tra tỉnh chủ trì thanh tra.", ["Thanh tra tỉnh"], "chủ trì"),
    ("nhà trường tổng hợp kết quả.", ["Nhà trường"], "tổng hợp"),
    ("Ban Chỉ đạo công tác trẻ em xã họp hằng quý.", ["Ban Chỉ đạo công tác trẻ em xã"], "họp"),
    (
        "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường tổ chức thực hiện.",
        ["Thủ trưởng các sở, ban, ngành", "Chủ tịch Ủy ban nhân dân các xã, phường"],
        "tổ chức",
    ),
    ("Uy ban nhén dén tinh yéu ciu céc don vi trién khai thuc hién.", ["Ủy ban nhân dân tỉnh"], "yéu ciu"),
]


@pytest.mark.parametrize(("sentence", "names", "duty"), STARTS)
def test_a_sentence_that_begins_with_agencies_tells_where_its_duty_begins(
    sentence: str, names: list[str], duty: str
) -> None:
    match = starts_with_agency(sentence)
    assert match is not None
    assert list(match.names) == names
    assert sentence[match.end :].lstrip().startswith(duty)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tổ chức tuyên truyền, phổ biến pháp luật.",
        "Phòng, chống xâm hại trẻ em.",
        "Ban hành kế hoạch triển khai.",
        "Thanh tra, kiểm tra liên ngành.",
        "Hội nghị tổng kết công tác trẻ em.",
        "Trường hợp phát sinh khó khăn, báo cáo UBND tỉnh.",
        "Báo cáo kết quả về Sở Y tế.",
        "Bộ chỉ tiêu thống kê về trẻ em.",
        "Đoàn kiểm tra làm việc tại xã.",
        "Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng kế hoạch.",
        "Tăng cường phối hợp với Công an tỉnh.",
        "",
        "   ",
    ],
)
def test_a_sentence_that_begins_with_something_else_has_no_subject(sentence: str) -> None:
    assert starts_with_agency(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Chủ trì, phối hợp với Sở Y tế, Công an tỉnh và các cơ quan, đơn vị có liên quan xây dựng kế hoạch.",
            ["Sở Y tế", "Công an tỉnh", "Các cơ quan, đơn vị liên quan"],
        ),
        ("Chủ trì, phối hợp các địa phương thống kê, tổng hợp.", ["Các địa phương"]),
        (
            "Phối hợp chặt chẽ với các cơ quan liên quan, tổ chức thường xuyên tuyên truyền.",
            ["Các cơ quan liên quan"],
        ),
        ("Phối hợp với Phòng Tài chính lập dự toán.", ["Phòng Tài chính - Kế hoạch"]),
        (
            "Phối hợp với Đoàn thanh niên các cấp tuyên truyền.",
            ["Đoàn Thanh niên Cộng sản Hồ Chí Minh các cấp"],
        ),
        (
            "Phối hợp với Ban Dân tộc tỉnh và các huyện, thành phố thống kê.",
            ["Ban Dân tộc tỉnh", "Ủy ban nhân dân các huyện, thành phố"],
        ),
        (
            "phối hợp với cơ sở dịch vụ bảo vệ trẻ em, cơ sở khám bệnh, chữa bệnh tiến hành các biện pháp.",
            ["Cơ sở dịch vụ bảo vệ trẻ em", "Cơ sở khám bệnh, chữa bệnh"],
        ),
        ("phối hợp chặt chẽ, làm đầu mối kết nối với Công an xã Hoa Sen để xử lý.", ["Công an xã Hoa Sen"]),
        ("với sự phối hợp của Sở Tư pháp, Hội Luật gia tỉnh tổ chức.", ["Sở Tư pháp", "Hội Luật gia tỉnh"]),
        (
            "Đồng bộ phối hợp Bộ Công an, doanh nghiệp đồng hành để xây dựng.",
            ["Bộ Công an", "Doanh nghiệp đồng hành"],
        ),
        (
            "Phối hợp với UBND cấp huyện chỉ đạo Phòng Y tế phối hợp chặt chẽ với các cơ quan, tổ chức.",
            ["Ủy ban nhân dân cấp huyện"],
        ),
        ("Phối hợp triển khai các hoạt động truyền thông.", []),
        ("Xây dựng Quy chế phối hợp với Công an tỉnh.", []),
        ("Làm tốt công tác phối hợp liên ngành.", []),
        ("Tăng cường phối hợp giữa gia đình, nhà trường và xã hội.", []),
        (
            "Phéi hop véi cée co quan, don vi ¢6 lién quan t chiic thanh tra, kiém tra chuyen dé.",
            ["Các cơ quan, đơn vị liên quan"],
        ),
    ],
)
def test_partners_are_the_names_after_the_words_that_say_so(sentence: str, names: list[str]) -> None:
    assert list(find_partners(sentence).names) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("báo cáo kết quả về Sở Y tế trước ngày 15/12.", ["Sở Y tế"]),
        (
            "gửi báo cáo về UBND huyện (qua Phòng Y tế) để tổng hợp.",
            ["Ủy ban nhân dân huyện", "Phòng Y tế"],
        ),
        (
            "tổng hợp, báo cáo Ủy ban nhân dân tỉnh, Bộ Y tế theo quy định.",
            ["Ủy ban nhân dân tỉnh", "Bộ Y tế"],
        ),
        ("tổ chức tuyên truyền tại các trường học.", []),
    ],
)
def test_recipients_are_those_a_report_goes_to(sentence: str, names: list[str]) -> None:
    assert list(find_recipients(sentence).names) == names


def test_the_area_opens_what_only_a_district_has() -> None:
    assert read_names("Phòng Tài chính", area=Area("district")).names == ("Phòng Tài chính - Kế hoạch",)


def test_a_slip_of_the_marks_in_a_long_name_is_forgiven() -> None:
    assert read_names("Ủy bàn nhân dân các xã, phường").names == ("Ủy ban nhân dân các xã, phường",)


def test_the_same_name_twice_is_named_once() -> None:
    assert read_names("Sở Y tế, Sở Y tế").names == ("Sở Y tế",)
