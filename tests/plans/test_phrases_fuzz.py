"""Whatever the text: the readers of names and times end without an error, and what they say is sound."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.plan import DeadlineKind
from plans.agencies import find_partners, find_recipients, is_agency, read_names, starts_with_agency
from plans.deadlines import read_deadlines

_TIMES = (
    "trước ngày đến hết từ chậm nhất là vào trong quý năm tháng tuần học kỳ I II IV 1 2 05 15 31 99 2025 2026 20251 / - . , ; ( ) "
    "hằng hàng mỗi định kỳ và các tiếp theo cuối đầu của rằm Tám Chạp tết Nguyên đán Bính Ngọ âm lịch giờ làm việc kể khi có yêu cầu "
    "sau ban hành lần đạt % giai đoạn nim ndm tiép 17h00 số liệu báo cáo 6 giữa thứ Sáu ngày mùng"
)
_NAMES = (
    "Sở Y tế các sở , ban ngành và UBND HĐND xã phường cấp tỉnh Hoa Sen Đề nghị phối hợp với chủ trì Phòng Văn hóa - Xã hội LĐ-TB&XH "
    "Ủy nhân dân ( ) : ; S& 86 té Trưởng Chủ tịch cơ quan liên quan Hội Đoàn trường xây dựng kế hoạch gửi về báo cáo 1. a) ** tổ chức"
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(_TIMES.split()), max_size=24), st.booleans(), st.sampled_from([None, 2025]))
def test_times_in_any_order_are_read_soundly(words: list[str], attribute: bool, year: int | None) -> None:
    text = " ".join(words)
    reading = read_deadlines(text, year=year, attribute=attribute, issued_on=date(2025, 3, 1))
    for deadline in reading.deadlines:
        assert deadline.as_written
        assert deadline.as_written in text
        if deadline.kind is DeadlineKind.PERIOD:
            assert deadline.start is not None
            assert deadline.due is not None
            assert deadline.start <= deadline.due
        if deadline.kind is DeadlineKind.DATE:
            assert deadline.due is not None
        if deadline.kind is DeadlineKind.RECURRING:
            assert deadline.rrule
            assert deadline.rrule.startswith("FREQ=")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(_NAMES.split()), max_size=24))
def test_names_in_any_order_are_read_soundly(words: list[str]) -> None:
    text = " ".join(words)
    for names in (read_names(text), find_partners(text), find_recipients(text)):
        assert all(name == name.strip() for name in names.names)
        assert len(set(names.names)) == len(names.names)
    match = starts_with_agency(text)
    assert match is None or 0 < match.end <= len(text)
    is_agency(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_characters_are_survived(text: str) -> None:
    read_deadlines(text, year=2025, context=text)
    read_names(text)
    find_partners(text)
    find_recipients(text)
    starts_with_agency(text)
    is_agency(text)
