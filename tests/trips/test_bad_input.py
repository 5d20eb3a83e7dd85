"""Whole trips: everything that people and Telegram send besides commands and questions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest
from telegram.error import NetworkError

from handlers import gates, patience
from sandbox.people import Person
from services import answers, asking
from tests.support.office import TestOffice, duty, plan

FROM = {"id": 1001, "is_bot": False, "first_name": "An", "language_code": "vi"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "An"}
CHANNEL = {"id": -1001234, "type": "channel", "title": "Kênh"}
MESSAGE = {"message_id": 77, "date": 1772413200, "chat": PRIVATE, "from": FROM}

ODD: dict[str, Callable[[Person], object]] = {
    "sticker": lambda person: person.sends_sticker(),
    "photo": lambda person: person.sends_photo(),
    "photo with a caption": lambda person: person.sends_photo(caption="xem giúp"),
    "voice": lambda person: person.sends_voice(),
    "contact": lambda person: person.sends_contact(),
    "forwarded": lambda person: person.forwards("một tin của người khác"),
    "unknown command": lambda person: person.says("/khongco"),
    "unknown command for this bot": lambda person: person.says("/khongco@NhacViecBot"),
    "slash alone": lambda person: person.says("/"),
    "very long": lambda person: person.says("đuối nước " * 409),
    "mark-up": lambda person: person.says("<b>&amp;</b> {name} %s \\"),
    "emoji": lambda person: person.says("👨‍👩‍👧‍👦"),
    "deep link": lambda person: person.opens_link("abc_DEF-123"),
    "document": lambda person: person.sends_document(b"x", "a.txt"),
}

QUIET: dict[str, dict[str, object]] = {
    "edited message": {"edited_message": {**MESSAGE, "text": "/duongday", "edit_date": 1772413201,
                                          "entities": [{"type": "bot_command", "offset": 0, "length": 9}]}},
    "channel post": {"channel_post": {"message_id": 5, "date": 1772413200, "chat": CHANNEL, "text": "/duongday",
                                      "sender_chat": CHANNEL,
                                      "entities": [{"type": "bot_command", "offset": 0, "length": 9}]}},
    "edited channel post": {"edited_channel_post": {"message_id": 5, "date": 1772413200, "chat": CHANNEL, "text": "x"}},
    "inline query": {"inline_query": {"id": "1", "from": FROM, "query": "đuối nước", "offset": ""}},
    "poll": {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                      "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                      "allows_revoting": False, "members_only": False}},
    "poll answer": {"poll_answer": {"poll_id": "1", "user": FROM, "option_ids": [0], "option_persistent_ids": ["0"]}},
    "another bot": {"message": {**MESSAGE, "chat": {"id": -7, "type": "group", "title": "G"}, "text": "/duongday",
                                "from": {"id": 9, "is_bot": True, "first_name": "Bot"},
                                "entities": [{"type": "bot_command", "offset": 0, "length": 9}]}},
    "command of another bot": {"message": {**MESSAGE, "text": "/duongday@AnotherBot",
                                           "entities": [{"type": "bot_command", "offset": 0, "length": 20}]}},
    "pinned message": {"message": {**MESSAGE, "pinned_message": {**MESSAGE, "message_id": 3, "text": "x"}}},
    "joining of somebody": {"message": {**MESSAGE, "chat": {"id": -7, "type": "group", "title": "G"},
                                        "new_chat_members": [FROM]}},
    "bot made admin of a channel": {"my_chat_member": {
        "chat": CHANNEL, "from": FROM, "date": 1772413200,
        "old_chat_member": {"status": "left", "user": {"id": 123456, "is_bot": True, "first_name": "B"}},
        "new_chat_member": {"status": "member", "user": {"id": 123456, "is_bot": True, "first_name": "B"}}}},
    "kind that nobody knows": {"something_new": {"id": 1}},
}  # fmt: skip

BUTTONS = (
    "x", "", "done", "done:1", "done:a:b", "done:1:1:1", "done:-1:1", "done:99999999999:1", "role:1:admin", "tasks:",
    "lang:fr", "hotline:1", "task:１", "unit:1:2", "publish:1;drop", "b:" + "x" * 60,
)  # fmt: skip


def all_quiet(caplog: pytest.LogCaptureFixture, what: str) -> None:
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], what


@pytest.mark.parametrize("registered", [False, True], ids=["unregistered", "registered"])
async def test_odd_messages_get_a_fitting_answer(
    office: TestOffice, caplog: pytest.LogCaptureFixture, registered: bool
) -> None:
    if registered:
        await office.register(office.an)
    for kind, action in ODD.items():
        before = len(office.tg.sent(office.an))
        action(office.an)
        await office.pump()
        assert len(office.tg.sent(office.an)) > before, kind
        assert "ngoài dự kiến" not in office.last(office.an).text, kind
        all_quiet(caplog, kind)


async def test_some_updates_pass_quietly(office: TestOffice, caplog: pytest.LogCaptureFixture) -> None:
    calls = len(office.tg.journal)
    for kind, update in QUIET.items():
        await office.feed(**update)
        assert len(office.tg.journal) == calls, kind
        all_quiet(caplog, kind)


async def test_in_groups_odd_messages_pass_quietly(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    group = office.tg.group("Nhóm", members=[office.an])
    office.tg.make_bot_admin(group)
    await office.pump()
    seen = len(office.tg.sent(group))
    office.an.sends_sticker(chat=group)
    office.an.sends_photo(chat=group)
    office.an.sends_voice(chat=group)
    office.an.sends_contact(chat=group)
    office.an.sends_document(b"x", "a.txt", chat=group)
    office.an.forwards("tin", group)
    office.an.says("nói chuyện riêng với nhau", group)
    office.an.says("/khongco", group)
    await office.pump()
    assert len(office.tg.sent(group)) == seen
    all_quiet(caplog, "group")


async def test_buttons_that_are_not_ours_are_answered_politely(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.register(office.an)
    message = await office.says(office.an, "/trogiup")
    for data in BUTTONS:
        office.an.taps_stale(data, message)
        await office.pump()
        assert "Nút này đã cũ" in office.notice(), data
        all_quiet(caplog, data)


STALE = (
    "task:999", "unit:999", "role:999:officer", "place:999:0", "plan:999", "doubts:999:0", "agencies:999:5", "dates:9:9",
    "publish:999", "discard:999", "doubt:999:drop", "line:999:no", "bind:1", "newunit", "done:999:1", "later:999:1",
)  # fmt: skip


async def test_buttons_whose_thing_is_gone_are_answered_politely(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.register(office.chi)
    message = await office.says(office.chi, "/trogiup")
    for number, data in enumerate(STALE, 1):
        office.chi.taps_stale(data, message)
        await office.pump()
        assert len(office.tg.answers) == number, data
        assert "ngoài dự kiến" not in office.notice(), data
        all_quiet(caplog, data)


async def test_a_button_of_a_message_too_old_to_be_seen_still_works(office: TestOffice) -> None:
    await office.register(office.an)
    for data, words in (("tasks:0", "Chưa có kế hoạch"), ("hotline", "111")):
        await office.feed(callback_query={
            "id": "5", "from": FROM, "chat_instance": "1", "data": data,
            "message": {"message_id": 3, "chat": PRIVATE, "date": 0},
        })  # fmt: skip
        assert words in office.last(office.an).text
    await office.feed(callback_query={
        "id": "6", "from": FROM, "chat_instance": "1", "data": "tasks:0", "inline_message_id": "abc",
    })  # fmt: skip


async def test_a_person_who_blocked_the_bot_meanwhile_is_no_error(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.an.says("/duongday")
    office.an.blocks_bot()
    await office.pump()
    all_quiet(caplog, "telegram")


@pytest.mark.parametrize(
    ("kind", "answers_at_once"), [("429", 1), ("500", 1), ("timeout_before", 0), ("timeout_after", 1)]
)
async def test_a_telegram_that_fails_is_no_error_of_ours(
    office: TestOffice,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    answers_at_once: int,
) -> None:
    async def pause(seconds: float) -> None:
        pass

    monkeypatch.setattr(patience, "pause", pause)
    office.tg.faults.next("sendMessage", kind=kind)
    office.an.says("/trogiup")
    await office.pump()
    all_quiet(caplog, kind)
    assert len(office.tg.sent(office.an)) == answers_at_once
    assert "Trợ giúp" in (await office.says(office.an, "/trogiup")).text


async def test_an_unexpected_error_has_the_same_code_for_the_person_and_the_log(
    office: TestOffice, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.register(office.an)

    async def broken(session: object, actor: object, text: str, *_: object, **__: object) -> None:
        raise RuntimeError(f"cannot read {text}")

    monkeypatch.setattr(asking, "ask", broken)
    with caplog.at_level(logging.INFO):
        answer = await office.says(office.an, "chuyện riêng của tôi")
    code = answer.text.split("mã ")[1][:4]
    assert len(code) == 4
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert code in record.getMessage()
    assert "RuntimeError" in record.getMessage()
    assert "chuyện riêng" not in caplog.text


async def test_an_unexpected_error_behind_a_button_is_told_over_it(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Một việc")))
    await office.says(office.an, "/nhiemvu")

    async def broken(*args: object, **more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(answers, "card", broken)
    await office.taps(office.an, "1")
    assert "mã " in office.notice()


async def test_errors_outside_of_handlers_are_logged_without_words(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    application = office.service.application
    with caplog.at_level(logging.INFO):
        await application.process_error(None, RuntimeError("chuyện riêng"))
        await application.process_error(None, NetworkError("chuyện riêng"))
    mine = [
        record for record in caplog.records if record.name == gates.log.name or "error" in record.getMessage()
    ]
    assert any("RuntimeError" in record.getMessage() for record in mine)
    assert "chuyện riêng" not in caplog.text


async def test_quick_taps_lose_no_answer_at_telegrams_limits(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    tapped_at = [0.0]

    async def pause(seconds: float) -> None:
        tapped_at[0] += seconds

    monkeypatch.setattr(patience, "pause", pause)
    office.tg.enforce_limits = True
    monkeypatch.setattr(office.tg._limits, "monotonic", lambda: tapped_at[0])
    for _ in range(6):
        await office.says(office.an, "/duongday")
    assert len(office.tg.sent(office.an)) == 12
    assert any(call.error is not None for call in office.tg.journal)


async def test_names_with_mark_up_are_shown_as_they_are(office: TestOffice) -> None:
    odd = office.tg.person("<b>An & Co", last_name="</i>{name}" + "x" * 90, user_id=2001)
    await office.says(odd, "/start")
    await office.says(odd, "Trạm Y tế <xã> A&B {unit}")
    await office.taps(odd, "➕ Thêm đơn vị mới này")
    await office.taps(odd, "Cán bộ")
    profile = (await office.says(odd, "/donvi")).text
    assert "<b>An & Co </i>{name}" in profile
    assert "Trạm Y tế <xã> A&B {unit}" in profile


async def test_a_very_long_text_instead_of_a_unit_is_answered_at_once(office: TestOffice) -> None:
    long = "trạm y tế xã nào đó xa xôi " * 150
    await office.says(office.an, "/start")
    async with asyncio.timeout(5):
        assert "Không tìm thấy" in (await office.says(office.an, long)).text
        await office.register(office.binh)
        group = office.tg.group("Nhóm", members=[office.an], admins=[office.binh])
        assert "Không tìm thấy" in (await office.says(office.binh, f"/gan {long}", group)).text
