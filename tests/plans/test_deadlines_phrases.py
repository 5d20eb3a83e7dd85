"""Time expressions as the value of an attribute: every kind of deadline, in every spelling."""

from __future__ import annotations

import unicodedata

import pytest

from domain.text import strip_marks
from plans.deadlines import answer, read_deadlines
from tests.plans.deadline_samples import kinds, shorts

DATES = [
    ("trước ngày 15/7/2025", "2025-07-14"),
    ("trước ngày 15-7-2025", "2025-07-14"),
    ("trước ngày 15.7.2025", "2025-07-14"),
    ("trước ngày 15 tháng 7 năm 2025", "2025-07-14"),
    ("trước ngày 15 tháng 7/2025", "2025-07-14"),
    ("trước ngày 15 / 7 / 2025", "2025-07-14"),
    ("trước ngày 01/3/2024", "2024-02-29"),
    ("trước 31/12/2025", "2025-12-30"),
    ("trước hết ngày 15/7/2025", "2025-07-15"),
    ("xong trước hết ngày 15/7/2025", "2025-07-15"),
    ("đến ngày 15/7/2025", "2025-07-15"),
    ("đến hết ngày 31/12/2025", "2025-12-31"),
    ("chậm nhất ngày 15/7/2025", "2025-07-15"),
    ("chậm nhất là ngày 15/7", "2025-07-15"),
    ("chậm nhất vào ngày 15 tháng 7", "2025-07-15"),
    ("chậm nhất trước ngày 15/7/2025", "2025-07-14"),
    ("muộn nhất ngày 15/7/2025", "2025-07-15"),
    ("không quá ngày 15/7/2025", "2025-07-15"),
    ("ngày 25-5", "2025-05-25"),
    ("vào ngày 01/6/2025", "2025-06-01"),
    ("trước 17 giờ 00 ngày 15/7/2025", "2025-07-15"),
    ("trước 17h00 ngày 15/7/2025", "2025-07-15"),
    ("trước 0 giờ ngày 15/7/2025", "2025-07-14"),
    ("chậm nhất 16 giờ 30 phút, ngày 15/7/2025", "2025-07-15"),
    ("Chậm nhất ngày 15 (mười lăm) tháng 6 (sáu)", "2025-06-15"),
    ("ngày mười lăm tháng sáu năm 2025", "2025-06-15"),
    ("trước ngày khai giảng 05/9/2025", "2025-09-04"),
    ("trước ngày 15/01 năm sau", "2026-01-14"),
    ("đến hết năm 2025", "2025-12-31"),
    ("đến hết tháng 6/2025", "2025-06-30"),
    ("hết quý II/2025", "2025-06-30"),
    ("trước tháng 12/2025", "2025-11-30"),
    ("trước quý II/2026", "2026-03-31"),
    ("trước năm 2026", "2025-12-31"),
    ("TRƯỚC NGÀY 15/7/2025", "2025-07-14"),
    ("ngày cuối tháng 6/2025", "2025-06-30"),
    ("trước Tết Nguyên đán 2026", "2026-02-16"),
    ("trước Tết Nguyên đán Bính Ngọ", "2026-02-16"),
    ("trước rằm tháng Tám", "2025-10-05"),
    ("rằm tháng Giêng", "2025-02-12"),
    ("ngày 10/3 âm lịch", "2025-04-07"),
    ("mùng 10 tháng 3 (âm lịch)", "2025-04-07"),
]

PERIODS = [
    ("trong quý I năm 2025", "2025-01-01..2025-03-31"),
    ("Quý III Năm 2026", "2026-07-01..2026-09-30"),
    ("Quý 4/2025", "2025-10-01..2025-12-31"),
    ("Q4/2025", "2025-10-01..2025-12-31"),
    ("quý IV", "2025-10-01..2025-12-31"),
    ("Tháng 12/2025", "2025-12-01..2025-12-31"),
    ("T12/2025", "2025-12-01..2025-12-31"),
    ("tháng 2 năm 2024", "2024-02-01..2024-02-29"),
    ("tháng Tư", "2025-04-01..2025-04-30"),
    ("Trong tháng 7", "2025-07-01..2025-07-31"),
    ("Tháng 11 - 12/2025", "2025-11-01..2025-12-31"),
    ("tháng 11-12/2025", "2025-11-01..2025-12-31"),
    ("12/2025", "2025-12-01..2025-12-31"),
    ("Trong năm 2025", "2025-01-01..2025-12-31"),
    ("Năm 2026", "2026-01-01..2026-12-31"),
    ("Cả năm 2025", "2025-01-01..2025-12-31"),
    ("Thường xuyên trong năm 2025", "2025-01-01..2025-12-31"),
    ("Các năm 2025, 2026", "2025-01-01..2026-12-31"),
    ("Giai đoạn 2026 - 2030", "2026-01-01..2030-12-31"),
    ("2026-2030", "2026-01-01..2030-12-31"),
    ("Từ năm 2026 đến năm 2030", "2026-01-01..2030-12-31"),
    ("6 tháng đầu năm 2026", "2026-01-01..2026-06-30"),
    ("06 tháng cuối năm", "2025-07-01..2025-12-31"),
    ("9 tháng đầu năm 2025", "2025-01-01..2025-09-30"),
    ("năm học 2025 - 2026", "2025-09-01..2026-05-31"),
    ("học kỳ I năm học 2025-2026", "2025-09-01..2026-01-31"),
    ("học kỳ II năm học 2025 - 2026", "2026-02-01..2026-05-31"),
    ("từ ngày 1/9 đến ngày 10/9", "2025-09-01..2025-09-10"),
    ("từ ngày 15/11/2025 đến ngày 15/12/2025", "2025-11-15..2025-12-15"),
    ("từ ngày 08 đến ngày 10 tháng 12 năm 2025", "2025-12-08..2025-12-10"),
    ("từ ngày 20/12 đến ngày 10/01/2026", "2025-12-20..2026-01-10"),
    ("Từ ngày 15/12/2025 đến ngày 15/01", "2025-12-15..2026-01-15"),
    ("từ ngày 17/12/2025 đến 17 giờ 00, ngày 01/02/2026", "2025-12-17..2026-02-01"),
    ("ngày 15 - 20/7/2025", "2025-07-15..2025-07-20"),
    ("15-20/7/2025", "2025-07-15..2025-07-20"),
    ("15/7/2025 - 20/8/2025", "2025-07-15..2025-08-20"),
    ("Từ tháng 11/2025 đến hết tháng 4/2026", "2025-11-01..2026-04-30"),
    ("Từ tháng 6 đến tháng 8", "2025-06-01..2025-08-31"),
    ("từ quý I đến quý III năm 2026", "2026-01-01..2026-09-30"),
    ("Từ tháng 01 đến ngày bầu cử 15/3/2026", "2026-01-01..2026-03-15"),
    ("trong 03 ngày làm việc (từ ngày 08 đến ngày 10 tháng 12 năm 2025)", "2025-12-08..2025-12-10"),
    ("chậm nhất trong quý I/2026", "2026-01-01..2026-03-31"),
]

RECURRING = [
    ("hàng năm", "Y 12 31"),
    ("Hằng năm", "Y 12 31"),
    ("Thường xuyên, hằng năm", "Y 12 31"),
    ("mỗi năm", "Y 12 31"),
    ("định kỳ hàng năm", "Y 12 31"),
    ("định kỳ một năm một lần", "Y 12 31"),
    ("Theo kế hoạch công tác hàng năm", "Y 12 31"),
    ("hằng quý", "M 3,6,9,12 -1"),
    ("định kỳ quý", "M 3,6,9,12 -1"),
    ("mỗi quý một lần", "M 3,6,9,12 -1"),
    ("03 tháng một lần", "M 3,6,9,12 -1"),
    ("hằng tháng", "M -1"),
    ("01 lần/tháng", "M -1"),
    ("06 tháng một lần", "M 6,12 -1"),
    ("6 tháng/lần", "M 6,12 -1"),
    ("hàng tuần", "W"),
    ("thứ Sáu hằng tuần", "W FR"),
    ("trước thứ Sáu hàng tuần", "W TH"),
    ("trước 15 giờ thứ Năm hàng tuần", "W TH"),
    ("hàng ngày", "D"),
    ("trước ngày 20 hằng tháng", "M 19"),
    ("ngày 05 hàng tháng", "M 5"),
    ("trước ngày 01 hằng tháng", "M -1"),
    ("ngày cuối tháng", "M -1"),
    ("ngày cuối cùng của tháng cuối quý", "M 3,6,9,12 -1"),
    ("trước ngày 05 tháng sau", "M 4"),
    ("ngày 05 hằng tháng (từ tháng 02 đến tháng 9)", "M 2,3,4,5,6,7,8,9 5"),
    ("ngày 05 hằng tháng, từ tháng 02 đến tháng 9", "M 2,3,4,5,6,7,8,9 5"),
    ("từ ngày 20 đến ngày 25 hằng tháng", "M 25"),
    ("ngày 10 hằng tháng (từ tháng 11 đến tháng 02)", "M 1,2,11,12 10"),
    ("chậm nhất ngày 06 (sáu) của tháng cuối quý", "M 3,6,9,12 6"),
    ("trước ngày 15 tháng cuối quý", "M 3,6,9,12 14"),
    ("ngày 10 của tháng đầu quý sau", "M 1,4,7,10 10"),
    ("trước ngày 01 của tháng đầu quý sau", "M 3,6,9,12 -1"),
    ("ngày 20 các tháng 3, 6, 9, 12", "M 3,6,9,12 20"),
    ("trước ngày 25/11 hàng năm", "Y 11 24"),
    ("trước ngày 01/3 hằng năm", "Y 2 -1"),
    ("trước ngày 01/12 hằng năm", "Y 11 30"),
    ("ngày 10/01 của năm sau hằng năm", "Y 1 10"),
    ("Định kỳ hằng năm (trước ngày 30 tháng 11)", "Y 11 29"),
    ("từ ngày 01/9 đến ngày 15/10 hằng năm", "Y 10 15"),
    ("trong quý I hàng năm", "Y 3 31"),
    ("Tháng 5 hằng năm", "Y 5 31"),
    ("trước tháng 6 hằng năm", "Y 5 31"),
    ("tháng 2 hằng năm", "Y 2 -1"),
    ("Định kỳ cuối Học kỳ 1", "Y 1 31"),
    ("cuối năm học", "Y 5 31"),
    ("kết thúc học kỳ II", "Y 5 31"),
    ("ngày cuối năm", "2025-12-31"),
]

OTHERS = [
    ("năm 2025 và các năm tiếp theo", "2025-01-01.."),
    ("trong năm 2025 và những năm tiếp theo", "2025-01-01.."),
    ("Quý IV năm 2025 và các năm tiếp theo", "2025-10-01.."),
    ("Giai đoạn 2026-2030 và những năm tiếp theo", "2026-01-01.."),
    ("từ năm học 2025 - 2026", "2025-09-01.."),
    ("Từ 01/7/2025", "2025-07-01.."),
    ("kể từ ngày 01/01/2026", "2026-01-01.."),
    ("từ năm 2026 trở đi", "2026-01-01.."),
    ("Bắt đầu từ tháng 9/2025", "2025-09-01.."),
    ("Chậm nhất 05 ngày làm việc sau khi được phê chuẩn", "P5D work"),
    ("trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch này", "P10D"),
    ("trong vòng 24 giờ kể từ khi tiếp nhận thông tin", "PT24H"),
    ("không quá 12 giờ", "PT12H"),
    ("chậm nhất sau 05 (năm) ngày làm việc kể từ ngày kết thúc đợt", "P5D work"),
    ("trong 30 ngày kể từ ngày ban hành", "P30D"),
    ("01 tháng kể từ ngày kế hoạch được ban hành", "P1M"),
    ("sau khi Bộ Y tế ban hành", "event"),
    ("ngay sau khi Kế hoạch được ban hành", "event"),
    ("kết thúc đợt cao điểm", "event"),
    ("khi có yêu cầu", "event"),
    ("đột xuất theo yêu cầu của cấp trên", "event"),
]

SEVERAL = [
    ("chậm nhất vào ngày 20/6 và ngày 20/12 hàng năm", ["Y 6 20", "Y 12 20"]),
    ("trước ngày 15/6, 15/12 hằng năm", ["Y 6 14", "Y 12 14"]),
    ("trước ngày 10 tháng 6 và trước ngày 10 tháng 12 hàng năm", ["Y 6 9", "Y 12 9"]),
    ("Tháng 6 và tháng 12 hằng năm", ["Y 6 30", "Y 12 31"]),
    ("Định kỳ cuối Học kỳ 1 và cuối Học kỳ 2", ["Y 1 31", "Y 5 31"]),
    ("Quý I và Quý III năm 2026", ["2026-01-01..2026-03-31", "2026-07-01..2026-09-30"]),
    ("ngày 15, 16 và 20/7/2025", ["2025-07-15", "2025-07-16", "2025-07-20"]),
    ("trước ngày 15/6/2025 và ngày 15/12/2025", ["2025-06-14", "2025-12-14"]),
    ("hằng quý (trước ngày 20 tháng cuối quý), hằng năm (trước ngày 10/12)", ["M 3,6,9,12 19", "Y 12 9"]),
    ("hằng tháng, hằng quý", ["M -1", "M 3,6,9,12 -1"]),
    ("trước ngày 25 hằng tháng và đột xuất khi có yêu cầu", ["M 24", "event"]),
    (
        "Định kỳ hàng tháng (trước ngày 12 hàng tháng), 6 tháng (trước ngày 12/6), "
        "tổng kết năm (trước ngày 12/11 hàng năm) hoặc khi có yêu cầu",
        ["M 11", "Y 6 11", "Y 11 11", "event"],
    ),
]

NONE = [
    "Thường xuyên",
    "Thường xuyên, liên tục",
    "Theo Kế hoạch riêng",
    "Theo tiến độ",
    "",
    "Khẩn trương",
    "Kịp thời",
]


@pytest.mark.parametrize(("phrase", "expected"), DATES + PERIODS + RECURRING + OTHERS)
def test_a_time_is_read_in_its_spelling(phrase: str, expected: str) -> None:
    assert shorts(read_deadlines(phrase, year=2025, attribute=True)) == [expected]


@pytest.mark.parametrize(("phrase", "expected"), SEVERAL)
def test_several_times_in_one_phrase_are_several_deadlines(phrase: str, expected: list[str]) -> None:
    assert shorts(read_deadlines(phrase, year=2025, attribute=True)) == expected


@pytest.mark.parametrize("phrase", NONE)
def test_what_names_no_time_is_no_deadline_and_no_doubt(phrase: str) -> None:
    reading = read_deadlines(phrase, year=2025, attribute=True)
    assert reading.deadlines == ()
    assert reading.doubts == ()


@pytest.mark.parametrize(("phrase", "expected"), DATES + PERIODS + RECURRING + OTHERS)
def test_the_form_of_the_letters_changes_nothing(phrase: str, expected: str) -> None:
    decomposed = unicodedata.normalize("NFD", phrase)
    assert shorts(read_deadlines(decomposed, year=2025, attribute=True)) == [expected]
    assert shorts(read_deadlines(phrase.upper(), year=2025, attribute=True)) == [expected]


@pytest.mark.parametrize(("phrase", "expected"), DATES[:12] + PERIODS[:6] + RECURRING[:5])
def test_text_without_marks_is_read_too(phrase: str, expected: str) -> None:
    assert shorts(read_deadlines(strip_marks(phrase), year=2025, attribute=True)) == [expected]


@pytest.mark.parametrize(
    ("phrase", "context", "expected"),
    [
        ("chậm nhất vào ngày 20 của tháng báo cáo", "Báo cáo định kỳ hàng tháng: thời hạn gửi", ["M 20"]),
        ("trước ngày 15 của tháng", "Báo cáo tháng gửi", ["M 14"]),
        ("trước ngày 20/11", "hằng năm và định kỳ báo cáo kết quả", ["Y 11 19"]),
        ("chậm nhất ngày 17 tháng 12", "định kỳ hàng năm báo cáo kết quả", ["Y 12 17"]),
        ("từ ngày 1/9 đến hết ngày 15/12", "rà soát hộ nghèo hàng năm thực hiện", ["Y 12 15"]),
        ("trong thời hạn 10 ngày kể từ", "ngày nhận Kế hoạch này", ["P10D"]),
        ("từ ngày 15/12 năm trước kỳ báo cáo đến ngày 14/6 của kỳ báo cáo", "Thời gian chốt số liệu", []),
        ("từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ báo cáo", "Báo cáo hằng tháng là tính", []),
        ("chốt số liệu đến ngày 31/12", "Riêng báo cáo tháng 12 hàng năm,", []),
        ("vào năm 2025 và 75% vào năm 2030", "đạt tiêu chuẩn phù hợp với trẻ em đạt 65%", []),
        ("Đến năm 2025", "tỷ lệ suy dinh dưỡng thể thấp còi", []),
    ],
)
def test_the_words_around_a_phrase_decide_what_it_means(
    phrase: str, context: str, expected: list[str]
) -> None:
    assert shorts(read_deadlines(phrase, context=context, year=2025, attribute=True)) == expected


@pytest.mark.parametrize(
    ("phrase", "doubt"),
    [
        ("trước ngày 31/6", "date_impossible"),
        ("trước ngày 30 tháng 2 năm 2026", "date_impossible"),
        ("trước ngày 15/13/2025", "date_impossible"),
        ("trước ngày 00/5/2025", "date_impossible"),
        ("ngày 31/4 hằng năm", "date_impossible"),
        ("từ ngày 20/5/2025 đến ngày 10/5/2025", "date_impossible"),
        ("trước ngày 15/7/2201", "date_misread"),
        ("trước ngày 15/7/202", "date_misread"),
        ("trước ngày 25", "date_ambiguous"),
        ("từ ngày ký ban hành", "date_ambiguous"),
        ("Đến năm 2030", "date_ambiguous"),
        ("ngày 30 tháng 01 âm lịch năm 2025 và một ngày khác 99", "date_ambiguous"),
    ],
)
def test_a_day_that_cannot_be_is_a_doubt_and_no_deadline(phrase: str, doubt: str) -> None:
    reading = read_deadlines(phrase, year=2025, attribute=True)
    assert doubt in kinds(reading)


@pytest.mark.parametrize(
    "phrase",
    [
        "trước ngày 15/7/25",
        "cuối năm 2025",
        "đầu tháng 6/2025",
        "giữa tháng 6/2025",
        "Tuần 3 tháng 11/2025",
        "Quý I, II/2026",
        "02 lần/năm",
        "05 năm một lần",
        "Trong năm",
        "Tết Trung thu",
        "23 tháng Chạp",
        "Chậm nhất quý I/2026",
        "ngày làm việc cuối cùng của tháng",
        "Chậm nhất 3 ngày trước ngày khai mạc",
        "từ nay đến hết năm",
    ],
)
def test_what_can_be_read_in_two_ways_carries_a_doubt(phrase: str) -> None:
    assert read_deadlines(phrase, year=2025, attribute=True).doubts


def test_a_day_without_a_year_is_a_doubt_where_the_plans_year_is_unknown() -> None:
    reading = read_deadlines("trước ngày 15/7", attribute=True)
    assert reading.deadlines == ()
    assert kinds(reading) == {"year_missing"}


def test_one_line_of_the_command_is_answered_with_its_id() -> None:
    row = answer({"id": "X1", "phrase": "trước ngày 20 hằng tháng", "context": "", "year": 2025})
    assert row["id"] == "X1"
    assert [d["rrule"] for d in row["deadlines"]] == ["FREQ=MONTHLY;BYMONTHDAY=19"]
    assert row["deadlines"][0]["as_written"] == "trước ngày 20 hằng tháng"
    assert row["doubts"] == []
    assert answer({"id": "X2", "phrase": None})["deadlines"] == []
