"""Later: buttons, words, and never past the deadline."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.day_words import read_day
from domain.errors import DomainError
from domain.snooze import (
    AMBIGUOUS,
    NO_SUCH_DAY,
    PAST,
    PAST_DEADLINE,
    TOO_FAR,
    UNCLEAR,
    Choice,
    choices,
    chosen_day,
    snooze_moment,
    typed_day,
)
from tests.domain.moments import CALENDAR, at, day

TODAY = day("2026-07-08")
"""A Wednesday."""
END = day("2026-12-31")

WORDS = {
    "hôm nay": "2026-07-08",
    "hom nay": "2026-07-08",
    "today": "2026-07-08",
    "chiều nay": "2026-07-08",
    "hôm qua": "2026-07-07",
    "mai": "2026-07-09",
    "ngày mai": "2026-07-09",
    "NGAY MAI": "2026-07-09",
    "sáng mai": "2026-07-09",
    "mai nhé!": "2026-07-09",
    "để mai": "2026-07-09",
    "nhắc lại ngày mai": "2026-07-09",
    "tomorrow": "2026-07-09",
    "ngày kia": "2026-07-10",
    "ngày mốt": "2026-07-10",
    "mot": "2026-07-10",
    "ngày kìa": "2026-07-11",
    "thứ sáu": "2026-07-10",
    "thu sau": "2026-07-10",
    "thứ 6": "2026-07-10",
    "t6": "2026-07-10",
    "friday": "2026-07-10",
    "on Friday": "2026-07-10",
    "chiều thứ sáu": "2026-07-10",
    "nhắc tôi vào thứ sáu nhé": "2026-07-10",
    "thứ sáu tuần này": "2026-07-10",
    "thứ 6 tuần sau": "2026-07-17",
    "thu 6 tuan toi": "2026-07-17",
    "thứ tư": "2026-07-15",
    "thứ hai": "2026-07-13",
    "thứ ba": "2026-07-14",
    "thứ năm": "2026-07-09",
    "thứ bảy": "2026-07-11",
    "chủ nhật": "2026-07-12",
    "CN tuần sau": "2026-07-19",
    "tuần sau": "2026-07-13",
    "đầu tuần sau": "2026-07-13",
    "đầu tuần này": "2026-07-06",
    "next week": "2026-07-13",
    "cuối tuần": "2026-07-11",
    "cuối tuần sau": "2026-07-18",
    "cuối tháng": "2026-07-31",
    "cuoi thang": "2026-07-31",
    "cuối tháng sau": "2026-08-31",
    "cuối tháng 2": "2027-02-28",
    "cuối tháng sáu": "2027-06-30",
    "giữa tháng": "2026-07-15",
    "đầu tháng sau": "2026-08-01",
    "đầu tháng": "2026-08-01",
    "tháng sau": "2026-08-01",
    "cuối quý": "2026-09-30",
    "cuối năm": "2026-12-31",
    "15/7": "2026-07-15",
    "15-7": "2026-07-15",
    "15.7": "2026-07-15",
    "5/7": "2026-07-05",
    "15-7-2026": "2026-07-15",
    "15/7/26": "2026-07-15",
    "ngày 15/7": "2026-07-15",
    "ngày 15 tháng 7": "2026-07-15",
    "ngay 15 thang 7 nam 2026": "2026-07-15",
    "15 tháng 7/2026": "2026-07-15",
    "15 tháng bảy": "2026-07-15",
    "15 tháng mười hai": "2026-12-15",
    "5/1": "2027-01-05",
    "2026-07-15": "2026-07-15",
    "ngày 15": "2026-07-15",
    "ngày 5": "2026-08-05",
    "ngày 15 tháng sau": "2026-08-15",
    "thứ sáu 17/7": "2026-07-17",
    "thứ hai ngày 13/7/2026": "2026-07-13",
    "3 ngày nữa": "2026-07-11",
    "ba ngày nữa": "2026-07-11",
    "sáu ngày nữa": "2026-07-14",
    "sau 3 ngày": "2026-07-11",
    "3 hôm nữa": "2026-07-11",
    "trong 3 ngày tới": "2026-07-11",
    "2 tuần nữa": "2026-07-22",
    "1 tháng nữa": "2026-08-08",
}


@pytest.mark.parametrize("words", WORDS)
def test_a_day_is_read_as_people_type_it(words: str) -> None:
    assert read_day(words, TODAY) == day(WORDS[words])


@pytest.mark.parametrize(
    ("words", "today", "meant"),
    [
        ("thứ tư", "2026-07-08", "2026-07-15"),  # today's own name is the next one
        ("ngày 31", "2026-08-31", None),  # neither past nor a day of September
        ("ngày 30", "2026-01-30", None),
        ("1 tháng nữa", "2026-01-31", "2026-02-28"),
        ("29/2", "2027-12-20", "2028-02-29"),
        ("29/2", "2028-01-10", "2028-02-29"),
        ("cuối tháng", "2028-02-10", "2028-02-29"),
        ("tuần sau", "2026-12-28", "2027-01-04"),
        ("đầu tháng sau", "2026-12-15", "2027-01-01"),
        ("cuối quý", "2026-12-15", "2026-12-31"),
    ],
)
def test_ends_of_weeks_months_and_years(words: str, today: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(DomainError):
            read_day(words, day(today))
    else:
        assert read_day(words, day(today)) == day(meant)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("hôm nay", PAST),
        ("hôm qua", PAST),
        ("5/7", PAST),
        ("thứ hai tuần này", PAST),
        ("1/1/2020", PAST),
        ("3 ngày trước", UNCLEAR),
        ("31/6", NO_SUCH_DAY),
        ("29/2", NO_SUCH_DAY),
        ("7/15", NO_SUCH_DAY),
        ("0/0", NO_SUCH_DAY),
        ("30/2/2027", NO_SUCH_DAY),
        ("2026-13-01", NO_SUCH_DAY),
        ("12", AMBIGUOUS),
        ("thứ sáu 15/7", AMBIGUOUS),  # the 15th is a Wednesday
        ("mùng 5 tháng 8", AMBIGUOUS),
        ("rằm tháng tám", AMBIGUOUS),
        ("15/8 âm lịch", AMBIGUOUS),
        ("cuối tháng chạp", AMBIGUOUS),
        ("ngay 15 thang sau", AMBIGUOUS),  # June, or next month
        ("2026", UNCLEAR),
        ("0912345678", UNCLEAR),
        ("ngày một", UNCLEAR),
        ("thứ 8", UNCLEAR),
        ("15/7 hoặc 16/7", UNCLEAR),
        ("xong rồi", UNCLEAR),
        ("8h", UNCLEAR),
        ("1h", UNCLEAR),
        ("now", UNCLEAR),
        ("", UNCLEAR),
        ("mai " * 40, UNCLEAR),
        ("1/2/2027", PAST_DEADLINE),
        ("5/1", PAST_DEADLINE),
    ],
)
def test_what_is_unclear_past_or_past_the_deadline_is_refused(words: str, key: str) -> None:
    with pytest.raises(DomainError) as refused:
        typed_day(words, END, TODAY, CALENDAR, dateparser.parse)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("words", "meant"),
    [("in 3 days", "2026-07-10"), ("15 July", "2026-07-15"), ("day after tomorrow", "2026-07-10")],
)
def test_the_last_resort_knows_a_few_more(words: str, meant: str) -> None:
    assert typed_day(words, END, TODAY, CALENDAR, dateparser.parse) == day(meant)
    with pytest.raises(DomainError):
        typed_day(words, END, TODAY, CALENDAR)


def test_the_last_resort_is_asked_strictly_and_only_for_words_that_are_not_known() -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def parse(text: str, **options: Any) -> datetime | None:
        asked.append((text, options))
        return datetime(2026, 7, 20, 9)

    assert typed_day("mai", END, TODAY, CALENDAR, parse) == day("2026-07-09")
    for number in ("0912345678", "2026", "x123456789"):
        with pytest.raises(DomainError):
            typed_day(number, END, TODAY, CALENDAR, parse)
    assert asked == []
    assert typed_day("the twentieth", END, TODAY, CALENDAR, parse) == day("2026-07-20")
    (text, options), *_ = asked
    assert text == "the twentieth"
    assert options["languages"] == ["vi", "en"]
    assert options["settings"]["DATE_ORDER"] == "DMY"
    assert options["settings"]["REQUIRE_PARTS"] == ["day", "month"]
    assert options["settings"]["RELATIVE_BASE"].date() == TODAY


def test_a_typed_day_off_gives_the_working_day_before_or_else_after() -> None:
    assert typed_day("chủ nhật", END, TODAY, CALENDAR) == day("2026-07-10")
    friday = day("2026-07-10")
    assert typed_day("thứ bảy", END, friday, CALENDAR) == day("2026-07-13")
    with pytest.raises(DomainError) as refused:
        typed_day("thứ bảy", day("2026-07-12"), friday, CALENDAR)
    assert refused.value.key == PAST_DEADLINE


def test_the_deadline_itself_may_be_chosen() -> None:
    assert typed_day("15/7", day("2026-07-15"), TODAY, CALENDAR) == day("2026-07-15")
    with pytest.raises(DomainError) as refused:
        typed_day("16/7", day("2026-07-15"), TODAY, CALENDAR)
    assert refused.value.values == {"day": day("2026-07-16"), "due": day("2026-07-15")}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("3 ngày trước hạn", "2026-07-28"),
        ("trước thời hạn 10 ngày", "2026-07-21"),
        ("7 ngay truoc han", "2026-07-24"),
    ],
)
def test_days_before_the_deadline_are_read(words: str, meant: str) -> None:
    assert typed_day(words, day("2026-07-31"), TODAY, CALENDAR) == day(meant)


def test_days_before_a_deadline_that_is_near_are_past() -> None:
    with pytest.raises(DomainError) as refused:
        typed_day("3 ngày trước hạn", day("2026-07-10"), TODAY, CALENDAR)
    assert refused.value.key == PAST


def test_what_is_overdue_is_put_off_a_week_at_most() -> None:
    due = day("2026-06-30")
    assert typed_day("tuần sau", due, TODAY, CALENDAR) == day("2026-07-13")
    with pytest.raises(DomainError) as refused:
        typed_day("cuối tháng", due, TODAY, CALENDAR)
    assert refused.value.key == TOO_FAR


def test_the_buttons_are_those_that_make_sense() -> None:
    assert choices(day("2026-07-31"), TODAY, CALENDAR) == [
        (Choice.TOMORROW, day("2026-07-09")),
        (Choice.MONDAY, day("2026-07-13")),
        (Choice.BEFORE, day("2026-07-28")),
    ]
    assert choices(day("2026-07-10"), TODAY, CALENDAR) == [(Choice.TOMORROW, day("2026-07-09"))]
    assert choices(TODAY, TODAY, CALENDAR) == []
    assert choices(day("2026-07-01"), TODAY, CALENDAR) == [
        (Choice.TOMORROW, day("2026-07-09")),
        (Choice.MONDAY, day("2026-07-13")),
    ]
    friday = day("2026-07-10")
    assert choices(day("2026-07-31"), friday, CALENDAR)[0] == (Choice.TOMORROW, day("2026-07-13"))


def test_a_button_that_leads_past_the_deadline_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        chosen_day(Choice.MONDAY, day("2026-07-10"), TODAY, CALENDAR)
    assert refused.value.key == PAST_DEADLINE
    with pytest.raises(DomainError) as refused:
        chosen_day(Choice.BEFORE, day("2026-07-10"), TODAY, CALENDAR)
    assert refused.value.key == PAST


def test_monday_after_tet_is_the_first_working_day() -> None:
    before_tet = day("2026-02-12")
    assert chosen_day(Choice.MONDAY, END, before_tet, CALENDAR) == day("2026-02-23")


def test_the_moment_is_at_ones_own_hour() -> None:
    assert snooze_moment(day("2026-07-09")) == at("2026-07-09T07:30")
    assert snooze_moment(day("2026-07-09"), hour=time(14)) == at("2026-07-09T14:00")
    assert snooze_moment(day("2026-07-09"), hour=time(22)) == at("2026-07-09T07:30")


@settings(max_examples=150, deadline=None)
@given(
    words=st.one_of(st.sampled_from(sorted(WORDS)), st.text(max_size=20)),
    today=st.dates(date(2025, 1, 1), date(2029, 12, 31)),
    ahead=st.integers(-40, 200),
)
def test_whatever_is_typed_gives_a_working_day_in_time_or_a_refusal(
    words: str, today: date, ahead: int
) -> None:
    due = today + timedelta(days=ahead)
    found: date | None = None
    key = ""
    try:
        found = typed_day(words, due, today, CALENDAR)
    except DomainError as refusal:
        key = refusal.key
    if found is None:
        assert key in {UNCLEAR, AMBIGUOUS, NO_SUCH_DAY, PAST, PAST_DEADLINE, TOO_FAR}
        return
    assert found > today
    assert CALENDAR.is_working(found)
    assert found <= due or due < today
    assert found == typed_day(found.isoformat(), due, today, CALENDAR)


@settings(max_examples=80, deadline=None)
@given(today=st.dates(date(2025, 1, 1), date(2029, 12, 31)), ahead=st.integers(-40, 60))
def test_every_button_leads_to_a_working_day_in_time(today: date, ahead: int) -> None:
    due = today + timedelta(days=ahead)
    found = choices(due, today, CALENDAR)
    assert len({each for _, each in found}) == len(found)
    for _, each in found:
        assert today < each
        assert each <= due or due < today
        assert CALENDAR.is_working(each)


@given(
    today=st.dates(date(2025, 1, 1), date(2028, 12, 31)), meant=st.dates(date(2025, 1, 1), date(2028, 12, 31))
)
def test_a_full_date_means_the_same_whatever_today_is(today: date, meant: date) -> None:
    for form in (
        "{0.day}/{0.month}/{0.year}",
        "{0.day}-{0.month}-{0.year}",
        "ngày {0.day} tháng {0.month} năm {0.year}",
    ):
        assert read_day(form.format(meant), today) == meant
