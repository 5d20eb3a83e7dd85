"""Deadlines inside whole task sentences, and the times in them that are no deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from plans.deadlines import Reading, read_deadlines
from tests.plans.deadline_samples import kinds, shorts


def read(text: str, context: str = "") -> Reading:
    return read_deadlines(text, context=context, year=2025, issued_on=date(2025, 1, 20))


FOUND = [
    (
        "Rà soát trẻ em có hoàn cảnh đặc biệt, báo cáo về Ủy ban nhân dân xã trước ngày 15/5/2025.",
        ["2025-05-14"],
    ),
    (
        "Kiện toàn Ban Chỉ đạo theo Kế hoạch số 12/KH-UBND ngày 20 tháng 02 năm 2025; xong trước ngày 30/6/2025.",
        ["2025-06-29"],
    ),
    (
        "Ban hành Chương trình vì trẻ em giai đoạn 2026 - 2030 (hoàn thành trong quý IV năm 2025).",
        ["2025-10-01..2025-12-31"],
    ),
    ("Tổ chức Tháng hành động vì trẻ em từ ngày 01/6 đến ngày 30/6/2025.", ["2025-06-01..2025-06-30"]),
    ("Tổ chức Diễn đàn trẻ em cấp xã trong tháng 7/2025.", ["2025-07-01..2025-07-31"]),
    ("Hằng tháng báo cáo kết quả về Phòng Văn hóa - Xã hội trước ngày 20.", ["M 19"]),
    (
        "Định kỳ hằng quý (trước ngày 15 tháng cuối quý) và hằng năm (trước ngày 05/12) báo cáo Sở Y tế.",
        ["M 3,6,9,12 14", "Y 12 4"],
    ),
    ("Hàng năm, tham mưu ban hành kế hoạch (thực hiện trong quý I hàng năm).", ["Y 3 31"]),
    (
        "Hằng năm báo cáo Hội đồng nhân dân cùng cấp (thực hiện năm 2025 và các năm tiếp theo).",
        ["Y 12 31", "2025-01-01.."],
    ),
    ("Báo cáo kết quả năm (trước ngày 15 tháng 11) hoặc khi có yêu cầu đột xuất.", ["2025-11-14", "event"]),
    ("Hỗ trợ trong vòng 12 giờ kể từ khi tiếp nhận thông tin trẻ em bị xâm hại.", ["PT12H"]),
    ("Xây dựng kế hoạch triển khai (sau khi Kế hoạch của tỉnh được ban hành).", ["event"]),
    ("Gửi báo cáo chậm nhất ngày 05 hằng tháng, từ tháng 02 đến tháng 11.", ["M 2,3,4,5,6,7,8,9,10,11 5"]),
    ("Thống kê số liệu tính đến ngày 31/12/2025, báo cáo trước ngày 15/01/2026.", ["2026-01-14"]),
    ("Tặng quà trẻ em nghèo trước Tết Nguyên đán Bính Ngọ.", ["2026-02-16"]),
    ("Tổ chức đêm hội vào rằm tháng Tám.", ["2025-10-06"]),
    ("Triển khai dạy bơi (thực hiện từ năm học 2025 - 2026 và các năm tiếp theo).", ["2025-09-01.."]),
    ("Định kỳ cuối Học kỳ 1 và cuối Học kỳ 2, nhà trường tổng hợp kết quả.", ["Y 1 31", "Y 5 31"]),
    ("Báo cáo vào thứ Sáu hằng tuần.", ["W FR"]),
    ("Hoàn thành 70% kế hoạch vào ngày 30/9/2025.", ["2025-09-30"]),
    ("Rà soát hộ nghèo định kỳ mỗi năm 01 lần, từ ngày 01/9 đến ngày 14/12.", ["Y 12 14"]),
    ("Cập nhật trước ngày 25 hằng tháng; báo cáo năm trước ngày 20/12.", ["M 24", "Y 12 19"]),
    ("Thực hiện từ ngày ký đến hết ngày 31/12/2025.", ["2025-01-20..2025-12-31"]),
]

NOT_FOUND = [
    "Thực hiện Quyết định số 05/QĐ-UBND ngày 12/01/2025 của UBND tỉnh về công tác trẻ em.",
    "Thực hiện Luật Trẻ em năm 2016, Nghị định số 56/2017/NĐ-CP ngày 09 tháng 5 năm 2017 của Chính phủ.",
    "Bố trí kinh phí trong dự toán ngân sách nhà nước hàng năm của đơn vị.",
    "Ưu tiên tăng nguồn ngân sách hằng năm cho công tác trẻ em.",
    "Đưa chỉ tiêu về trẻ em vào kế hoạch phát triển kinh tế - xã hội giai đoạn 2026-2030.",
    "Xây dựng Chiến lược dữ liệu đến năm 2030, tầm nhìn đến năm 2045.",
    "Thời gian chốt số liệu từ ngày 15/12/2024 đến ngày 14/6/2025.",
    "Kỷ niệm 80 năm Ngày Quốc khánh 2/9 gắn với hoạt động của đơn vị.",
    "Hưởng ứng Ngày Gia đình Việt Nam 28/6 và Ngày Quốc tế thiếu nhi 01/6.",
    "Tổ chức Tết Trung thu năm 2025 cho trẻ em.",
    "Triển khai công tác trẻ em năm 2025 theo dự toán đã được giao năm 2025.",
    "Nghị quyết có hiệu lực từ ngày 01/7/2025.",
    "Hỗ trợ trẻ em sau khi bị xâm hại ổn định tâm lý; phối hợp ngay từ khi có tin báo.",
    "Chăm sóc trẻ em dưới 06 tuổi; trẻ em từ 3 đến 5 tuổi.",
    "Thường xuyên, liên tục, kịp thời tuyên truyền; định kỳ sơ kết đánh giá kết quả.",
    "Thực hiện các nhiệm vụ phát sinh theo yêu cầu của cấp trên.",
    "Trực 24/24 giờ, xử lý tin báo 24/7.",
    "Bồi dưỡng kỹ năng trong cuộc sống hằng ngày cho trẻ em.",
    "Trong quá trình thực hiện, nếu có khó khăn, báo cáo để giải quyết.",
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_the_deadlines_of_a_sentence_are_found(sentence: str, expected: list[str]) -> None:
    assert shorts(read(sentence)) == expected


@pytest.mark.parametrize("sentence", NOT_FOUND)
def test_times_that_bind_nobody_are_no_deadlines(sentence: str) -> None:
    reading = read(sentence)
    assert reading.deadlines == ()
    assert reading.doubts == ()


def test_a_deadline_is_given_as_it_is_written() -> None:
    (deadline,) = read(
        "Tổng hợp, báo cáo (trước ngày 15 tháng 7 năm 2025) về Ủy ban nhân dân huyện."
    ).deadlines
    assert deadline.as_written == "trước ngày 15 tháng 7 năm 2025"


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Kiện toàn Ban Chỉ đạo trước ngày 31/6/2025.", "date_impossible"),
        ("Báo cáo trước ngày 15/12/2024.", "date_before_plan"),
        ("Báo cáo trước ngày 15/12/2052.", "date_misread"),
        ("Định kỳ 06 tháng (trước ngày 10/5) và cả năm (trước ngày 03/11) gửi báo cáo.", "date_ambiguous"),
        ("Tỷ lệ trẻ em được khai sinh đạt 99% vào năm 2027.", "date_ambiguous"),
        ("Phấn đấu đến năm 2030 đạt 95% trẻ em được khám sức khỏe.", "date_ambiguous"),
        ("Hoàn thành chậm nhất sau lễ khai giảng.", "date_ambiguous"),
    ],
)
def test_what_is_not_certain_carries_its_doubt(sentence: str, doubt: str) -> None:
    assert doubt in kinds(read(sentence))


@pytest.mark.parametrize(
    ("damaged", "expected", "doubtful"),
    [
        (
            "Thanh tra, kidm tra lién nganh vé phong, chéng xam hai tré em (thyc hién nim 2025 va cic ndm tiép theo).",
            ["2025-01-01.."],
            False,
        ),
        (
            "Chi dao cac truong hoc tuyén truyén cho hoc sinh (thye hién tir ném hoc 2025 - 2026 va céc nim tiép theo).",
            ["2025-09-01.."],
            False,
        ),
        (
            "T6 chirc thuc hién va danh gia két qua thyc hién trwée ngay 20/7/2025 vé Uy ban nhén dan tinh.",
            ["2025-07-19"],
            True,
        ),
        (
            "Hing nim phdi hop véi cdc s6, nganh lién quan tham muu bo tri kinh phi cho tré em.",
            ["Y 12 31"],
            True,
        ),
        (
            "Thyc hién Ké hoach s6 70/KH-UBND ngay 17/4/2025 cia UBND tinh vé phong chéng xam hai tré em.",
            [],
            False,
        ),
        ("Xay dung nong thon mdi, nang cao chat lwong cudc séng cho tré em tai cac xa vung cao.", [], False),
        ("Chi thuong xuyén trong du toan ngan sach nha nuéc hang nam cho cac don vi thuc hién.", [], False),
    ],
)
def test_times_are_recognised_through_damage(damaged: str, expected: list[str], doubtful: bool) -> None:
    reading = read(damaged)
    assert shorts(reading) == expected
    assert ("text_damaged" in kinds(reading)) is doubtful


@pytest.mark.parametrize(
    ("repaired", "expected"),
    [
        ("Tuyên truyền tại địa phương (nơi 2025 và các năm tiếp theo).", ["2025-01-01.."]),
        ("Thực hiện quyền trẻ em (thực hiện năm 2025 và các năm lẹp theo).", ["2025-01-01.."]),
    ],
)
def test_a_slip_in_a_set_phrase_of_clean_text_is_seen_through_with_a_doubt(
    repaired: str, expected: list[str]
) -> None:
    reading = read(repaired)
    assert shorts(reading) == expected
    assert kinds(reading) == {"text_damaged"}


def test_the_lead_in_says_that_a_day_comes_back() -> None:
    assert shorts(read("Báo cáo kết quả trước ngày 20/11.", context="Hằng năm, các đơn vị:")) == ["Y 11 19"]
    assert shorts(read("Báo cáo kết quả trước ngày 20/11.", context="Các đơn vị:")) == ["2025-11-19"]


def test_a_long_text_without_a_time_is_read_in_no_time() -> None:
    assert read("Tuyên truyền, phổ biến, giáo dục pháp luật về trẻ em. " * 2000).deadlines == ()
