"""Rendering: pages, cutting, shortening, escaping, and the limits of messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from domain.library.entries import Entry, PlanHead
from domain.library.finding import Found, Hit
from domain.plan import Deadline, DeadlineKind
from domain.questions import QuestionKind
from handlers.views.base import LIMIT, View, Words, pages, plain, shorten, split, turn_row, visible
from handlers.views.dates import distance
from handlers.views.reminders import MOST_WHOLE, reminder_message, telling_message
from handlers.views.spoken import spoken
from handlers.views.tasks import adds
from locales import load
from plans.errors import FileProblem
from services.answers import DeadlineView
from services.delivery import Address, Batch, Item
from services.progress import Telling
from storage.tables import OccurrenceState, Part

VI, EN = Words(load(), "vi"), Words(load(), "en")
TODAY = date(2026, 3, 2)
ITEM = Item(
    reminder_id=1, occurrence_id=5, version=2, task_id=9, task="Tổ chức tập huấn", lead_in=None,
    due_on=date(2026, 3, 9), as_written="trước ngày 10/3/2026", step="d-7", unit="Trạm Y tế xã A", plan="12/KH-UBND",
    section="II.1", part=Part.LEAD, everyone=False, state=OccurrenceState.OPEN,
)  # fmt: skip
ADDRESS = Address(1, 1001, 0, "private", "vi")


def batch(*items: Item, repeat: bool = False) -> Batch:
    return Batch(ADDRESS, items, repeat)


def test_pages_are_cut_between_items_and_never_empty() -> None:
    items = [Markup("x" * size) for size in (40, 50, 30, 200, 10)]
    assert pages(items, 100) == [range(2), range(2, 3), range(3, 4), range(4, 5)]
    assert pages(items, 10_000, most=2) == [range(2), range(2, 4), range(4, 5)]
    assert pages([]) == [range(0)]


def test_buttons_to_other_pages_stand_where_there_are_some() -> None:
    assert turn_row(VI, 0, 1, "tasks") == []
    assert [button.callback_data for button in turn_row(VI, 1, 3, "tasks")] == ["tasks:0", "tasks:2"]
    assert [button.callback_data for button in turn_row(VI, 2, 3, "place", 7)] == ["place:7:1"]


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("ngắn thôi", 20, "ngắn thôi"),
        ("tổ chức tập huấn, tuyên truyền", 20, "tổ chức tập huấn…"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_long_texts_are_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(shorten(text, limit)) <= limit


def test_a_long_text_is_split_between_paragraphs_and_nothing_is_lost() -> None:
    lines = [f"<b>Đoạn {i}</b> " + "từ " * 30 for i in range(40)]
    parts = split(Markup("\n".join(lines)), 500)
    assert all(visible(part) <= 500 for part in parts)
    assert "\n".join(parts).split("\n") == lines


def test_characters_beyond_the_first_plane_count_twice() -> None:
    assert visible(Markup("<b>👍</b>&amp;")) == 3
    parts = split(Markup("👍" * 400), 500)
    assert all(visible(part) <= 500 for part in parts)
    assert "".join(parts) == "👍" * 400


@pytest.mark.parametrize(
    ("due", "vi", "en"),
    [
        (date(2026, 3, 2), "hôm nay", "today"),
        (date(2026, 3, 3), "còn 1 ngày", "1 day left"),
        (date(2026, 3, 9), "còn 7 ngày", "7 days left"),
        (date(2026, 3, 1), "quá hạn 1 ngày", "1 day overdue"),
        (date(2026, 2, 27), "quá hạn 3 ngày", "3 days overdue"),
    ],
)
def test_how_far_a_day_is(due: date, vi: str, en: str) -> None:
    assert (distance(VI, due, TODAY), distance(EN, due, TODAY)) == (vi, en)


@pytest.mark.parametrize(
    ("written", "says_more"),
    [("ngày 9/3/2026", False), ("09/03/2026", False), ("ngày 09 tháng 3 năm 2026", False), ("trước 9/3/2026", False),
     ("trước ngày 10/3/2026", True), ("hằng tháng", True), ("tuần đầu tháng 3", True)],
)  # fmt: skip
def test_the_plans_words_are_shown_where_they_say_more(written: str, says_more: bool) -> None:
    deadline = DeadlineView(DeadlineKind.DATE, written, date(2026, 3, 9), None, False)
    assert adds(deadline) is says_more
    assert adds(replace(deadline, next_due=None))


def test_a_full_reminder_of_long_tasks_is_one_message_with_all_of_them() -> None:
    long = replace(ITEM, task="<b>" + "chủ trì tham mưu tổ chức " * 60, plan="x" * 200, as_written="y" * 300)
    view = reminder_message(
        load(), batch(*(replace(long, occurrence_id=i) for i in range(MOST_WHOLE))), TODAY
    )
    assert visible(view.text) <= LIMIT
    assert isinstance(view.keyboard, InlineKeyboardMarkup)
    data = [button.callback_data for row in view.keyboard.inline_keyboard for button in row]
    assert [f"done:{i}:2" for i in range(MOST_WHOLE)] == [d for d in data if str(d).startswith("done")]
    assert "&lt;b&gt;" in view.text


def test_a_possible_repeat_says_so() -> None:
    assert "có thể đã được gửi" in reminder_message(load(), batch(ITEM, repeat=True), TODAY).text
    assert "có thể đã được gửi" not in reminder_message(load(), batch(ITEM), TODAY).text


def test_a_late_notice_is_told_once_where_all_are_late() -> None:
    late = replace(ITEM, step="late")
    assert reminder_message(load(), batch(late, late), TODAY).text.count("Báo muộn") == 1
    mixed = reminder_message(load(), batch(late, ITEM), TODAY).text
    assert mixed.count("Báo muộn") == 1
    assert mixed.index("1.</b>") < mixed.index("Báo muộn")


def test_helpers_and_beginnings_and_several_units_are_told() -> None:
    view = reminder_message(
        load(),
        batch(replace(ITEM, part=Part.PARTNER), replace(ITEM, step="open", unit="Công an xã A", section="")),
        TODAY,
    )
    for words in (
        "Vai trò của đơn vị: phối hợp",
        "Kỳ thực hiện bắt đầu",
        "🏛 Công an xã A",
        "🏛 Trạm Y tế xã A",
    ):
        assert words in view.text


def test_what_is_done_is_struck_through_and_has_no_buttons() -> None:
    done = replace(ITEM, state=OccurrenceState.DONE)
    view = telling_message(load(), Telling(ADDRESS, 7, (done, replace(ITEM, occurrence_id=6))), TODAY)
    assert "<s>Tổ chức tập huấn</s>" in view.text
    assert isinstance(view.keyboard, InlineKeyboardMarkup)
    data = [str(button.callback_data) for row in view.keyboard.inline_keyboard for button in row]
    assert "done:6:2" in data
    assert "done:5:2" not in data
    last = telling_message(load(), Telling(ADDRESS, 7, (done,)), TODAY)
    assert isinstance(last.keyboard, InlineKeyboardMarkup)
    assert [str(b.callback_data) for row in last.keyboard.inline_keyboard for b in row] == ["hotline"]


def test_a_reminder_speaks_its_chats_language() -> None:
    english = Batch(replace(ADDRESS, language="en"), (ITEM,), False)
    assert "7 days left" in reminder_message(load(), english, TODAY).text


def test_plain_is_the_text_without_mark_up() -> None:
    assert plain(View(Markup("<b>Trạm &amp; xã</b> &lt;x&gt;"))) == "Trạm & xã <x>"


@pytest.mark.parametrize("code", [*FileProblem, "unreadable", "not_a_plan"])
@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_every_reason_for_not_reading_has_its_sentence(words: Words, code: str) -> None:
    assert words.text(f"load.error.{code}", file="x.pdf").startswith("❌")


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_refusals_fit_over_a_button(words: Words) -> None:
    told = {
        key for key in load().keys("vi") if key.startswith(("error.", "remind.", "bind.", "load.error.too"))
    }
    messages = {"error.store_down", "error.unexpected"}
    for key in sorted(told - messages):
        values = dict.fromkeys(("code", "at", "due", "until", "unit", "units", "name", "number", "task", "left", "day", "plan",
                                "section", "written", "old", "new", "done"), "x" * 10)  # fmt: skip
        assert len(words.plain(key, n=9, **values)) <= 190, key


def test_an_answer_for_the_terminal_is_whole_and_names_its_sources() -> None:
    head = PlanHead(1, "12/KH-UBND")
    due = Deadline(DeadlineKind.DATE, "trước ngày 10/3/2026", due=date(2026, 3, 9))
    long = "rất dài " * 100 + "hết"
    entry = Entry(1, head, "II.1", long, "Trong hè:", 3, ("Trạm Y tế xã",), deadlines=(due,))
    for kind, hits, words in (
        (QuestionKind.URGENT, (), "gọi ngay 111"),
        (QuestionKind.HOTLINE, (), "115"),
        (QuestionKind.SMALL_TALK, (), "Rất vui được giúp"),
        (QuestionKind.UNKNOWN, (), "không nêu"),
        (QuestionKind.DEADLINE, (), "không nêu thời hạn"),
        (QuestionKind.TASKS, (Hit(entry),), "có 1 nhiệm vụ"),
        (QuestionKind.WHO, (Hit(entry),), "Chủ trì: Trạm Y tế xã"),
    ):
        assert words in spoken(VI, Found(kind, hits), TODAY), kind
    whole = spoken(VI, Found(QuestionKind.TASKS, (Hit(entry),), "Trạm Y tế"), TODAY)
    assert "Trong hè: rất dài" in whole
    assert whole.count("rất dài") == 100
    assert "trước ngày 10/3/2026" in whole
    assert "12/KH-UBND, mục II.1, trang 3" in whole
