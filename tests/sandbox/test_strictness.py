"""What Telegram refuses, the sandbox refuses with the same code and sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.clock import MovableClock
from sandbox.errors import ApiError
from sandbox.fake import FakeTelegram, InputFile, Person
from tests.sandbox.conftest import Stopwatch, refusal


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "a", data: str = "b") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


# --- texts


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": " \n"}, "400 Bad Request: message text is empty"),
        ({}, "400 Bad Request: message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "400 Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "👧" * 2049}, "400 Bad Request: message is too long"),
        ({"text": "a <b", "parse_mode": "HTML"}, "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 2"),
        ({"text": "a", "parse_mode": "BBCode"}, "400 Bad Request: unsupported parse_mode: the sandbox reads HTML only"),
        ({"text": "a", "message_thread_id": 7}, "400 Bad Request: message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 999}}, "400 Bad Request: message to be replied not found"),
        ({"text": "a", "reply_markup": "{"}, "400 Bad Request: can't parse reply markup JSON object"),
        ({"text": "a", "reply_markup": "[]"}, "400 Bad Request: object expected as reply markup"),
    ],
)  # fmt: skip
async def test_a_text_that_telegram_refuses(
    tg: FakeTelegram, an: Person, params: dict[str, Any], answer: str
) -> None:
    assert await refusal(tg, "sendMessage", chat_id=an.id, **params) == answer
    assert tg.sent(an) == []


async def test_the_limit_of_a_text_counts_after_the_entities(tg: FakeTelegram, an: Person) -> None:
    await tg.call("sendMessage", {"chat_id": an.id, "text": f"<b>{'&lt;' * 4096}</b>", "parse_mode": "HTML"})
    assert tg.sent(an)[0].text == "<" * 4096
    assert tg.sent(an)[0].html is not None


async def test_a_reply_to_a_lost_message_goes_out_when_that_is_allowed(tg: FakeTelegram, an: Person) -> None:
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_parameters": lenient})
    assert tg.sent(an)[0].reply_to is None


# --- chats


async def test_chats_that_cannot_be_written_to(tg: FakeTelegram, an: Person) -> None:
    stranger = tg.person("Bình")
    kicked = tg.group("Xã", members=[an])
    unknown = tg.group("Lạ", members=[an], with_bot=False)
    left = tg.group("Cũ", members=[an], kind="supergroup")
    an.kicks_bot(kicked)
    await tg.call("leaveChat", {"chat_id": left.id})
    answers = {
        stranger.id: "403 Forbidden: bot can't initiate conversation with a user",
        kicked.id: "403 Forbidden: bot was kicked from the group chat",
        left.id: "403 Forbidden: bot is not a member of the supergroup chat",
        unknown.id: "400 Bad Request: chat not found",
        424242: "400 Bad Request: chat not found",
        "@ai_do": "400 Bad Request: chat not found",
        "": "400 Bad Request: chat_id is empty",
    }
    for chat_id, answer in answers.items():
        assert await refusal(tg, "sendMessage", chat_id=chat_id, text="a") == answer
        assert await refusal(tg, "sendChatAction", chat_id=chat_id, action="typing") == answer
    an.blocks_bot()
    assert (
        await refusal(tg, "sendMessage", chat_id=an.id, text="a")
        == "403 Forbidden: bot was blocked by the user"
    )


async def test_the_old_id_of_a_migrated_group_names_the_new_one(tg: FakeTelegram, an: Person) -> None:
    group = tg.group("Xã", members=[an])
    new = tg.migrate(group)
    with pytest.raises(ApiError) as refused:
        await tg.call("sendMessage", {"chat_id": group.id, "text": "a"})
    assert refused.value.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.value.parameters == {"migrate_to_chat_id": new.id}


async def test_a_topic_that_is_closed_or_deleted_refuses_and_a_reply_finds_its_topic(
    tg: FakeTelegram, an: Person
) -> None:
    group = tg.group("Xã", members=[an], kind="supergroup", forum=True)
    topic = tg.topic(group, "Kế hoạch")
    asked = an.says("/han", group, topic)
    await tg.call(
        "sendMessage", {"chat_id": group.id, "text": "a", "reply_parameters": {"message_id": asked.id}}
    )
    assert tg.sent(group, topic)[0].text == "a"
    tg.close_topic(topic)
    here = {"chat_id": group.id, "message_thread_id": topic.id, "text": "a"}
    assert await refusal(tg, "sendMessage", **here) == "400 Bad Request: TOPIC_CLOSED"
    tg.delete_topic(topic)
    assert await refusal(tg, "sendMessage", **here) == "400 Bad Request: message thread not found"
    assert tg.messages(group, topic) == []


# --- keyboards


@pytest.mark.parametrize(
    ("markup", "answer"),
    [
        (inline([button(data="x" * 65)]), "400 Bad Request: BUTTON_DATA_INVALID"),
        (inline([button(data="ạ" * 22)]), "400 Bad Request: BUTTON_DATA_INVALID"),
        (inline([button(data="")]), "400 Bad Request: BUTTON_DATA_INVALID"),
        (inline([button() for _ in range(9)]), "400 Bad Request: reply markup is too long"),
        (inline(*[[button()] for _ in range(101)]), "400 Bad Request: reply markup is too long"),
        (inline([{"text": "a"}]), "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline([button(text=" ")]), "400 Bad Request: can't parse inline keyboard button: Button text must be non-empty"),
        (inline([{"text": "a", "url": "tel:111"}]), "400 Bad Request: inline keyboard button URL 'tel:111' is invalid: Unsupported URL protocol"),
        ({"inline_keyboard": "a"}, "400 Bad Request: object expected as reply markup"),
        ({"keyboard": []}, "400 Bad Request: reply keyboard is empty"),
        ({"keyboard": [[{"text": ""}]]}, "400 Bad Request: can't parse keyboard button: Button text must be non-empty"),
        ({"keyboard": [["a"] * 9]}, "400 Bad Request: reply markup is too long"),
        ({"buttons": []}, "400 Bad Request: object expected as reply markup"),
    ],
)  # fmt: skip
async def test_a_keyboard_that_telegram_refuses(
    tg: FakeTelegram, an: Person, markup: dict[str, Any], answer: str
) -> None:
    assert await refusal(tg, "sendMessage", chat_id=an.id, text="a", reply_markup=markup) == answer


async def test_64_bytes_of_data_eight_in_a_row_and_a_hundred_in_all_are_fine(
    tg: FakeTelegram, an: Person
) -> None:
    rows = [[button(data="x" * 64) for _ in range(8)] for _ in range(12)] + [[button() for _ in range(4)]]
    await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": inline(*rows)})
    assert sum(len(row) for row in tg.sent(an)[0].buttons) == 100


# --- edits, deletions, taps


async def test_edits_that_telegram_refuses(tg: FakeTelegram, an: Person) -> None:
    said = an.says("của An")
    sent = await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": inline([button()])})
    here = {"chat_id": an.id, "message_id": sent["message_id"]}
    same = await refusal(tg, "editMessageText", **here, text="a", reply_markup=inline([button()]))
    assert same.startswith("400 Bad Request: message is not modified")
    assert (
        await refusal(tg, "editMessageText", chat_id=an.id, message_id=999, text="b")
        == "400 Bad Request: message to edit not found"
    )
    assert (
        await refusal(tg, "editMessageText", chat_id=an.id, message_id=said.id, text="b")
        == "400 Bad Request: message can't be edited"
    )
    assert (
        await refusal(tg, "editMessageText", chat_id=an.id, text="b")
        == "400 Bad Request: message identifier is not specified"
    )
    assert await refusal(tg, "editMessageText", **here, text="") == "400 Bad Request: message text is empty"
    assert (
        await refusal(tg, "editMessageCaption", **here, caption="b")
        == "400 Bad Request: there is no caption in the message to edit"
    )
    document = await tg.call("sendDocument", {"chat_id": an.id}, {"document": InputFile("a.txt", b"x")})
    of_document = {"chat_id": an.id, "message_id": document["message_id"]}
    assert (
        await refusal(tg, "editMessageText", **of_document, text="b")
        == "400 Bad Request: there is no text in the message to edit"
    )
    await tg.call("editMessageCaption", {**of_document, "caption": "mới"})
    assert tg.sent(an)[-1].text == "mới"


async def test_an_edit_changes_text_and_takes_buttons_away(tg: FakeTelegram, an: Person) -> None:
    sent = await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": inline([button()])})
    edited = await tg.call(
        "editMessageText", {"chat_id": an.id, "message_id": sent["message_id"], "text": "b"}
    )
    assert (edited["text"], "reply_markup" in edited, "edit_date" in edited) == ("b", False, True)
    assert tg.sent(an)[0].buttons == []
    with pytest.raises(ApiError, match="not modified"):
        await tg.call("editMessageReplyMarkup", {"chat_id": an.id, "message_id": sent["message_id"]})


async def test_only_inline_buttons_can_be_edited_in(tg: FakeTelegram, an: Person) -> None:
    sent = await tg.call("sendMessage", {"chat_id": an.id, "text": "a"})
    here = {"chat_id": an.id, "message_id": sent["message_id"], "text": "b"}
    keyboard = {"keyboard": [["a"]]}
    assert (
        await refusal(tg, "editMessageText", **here, reply_markup=keyboard)
        == "400 Bad Request: object expected as reply markup"
    )


async def test_a_deleted_message_takes_its_reply_keyboard_along(tg: FakeTelegram, an: Person) -> None:
    sent = await tg.call(
        "sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": {"keyboard": [["a"]]}}
    )
    assert an.private.keyboard is not None
    await tg.call("deleteMessage", {"chat_id": an.id, "message_id": sent["message_id"]})
    assert an.private.keyboard is None


async def test_deleting_works_for_48_hours_and_not_for_what_members_wrote(
    tg: FakeTelegram, an: Person, clock: MovableClock
) -> None:
    group = tg.group("Xã", members=[an])
    said = an.says("/han", group)
    foreign = {"chat_id": group.id, "message_id": said.id}
    assert await refusal(tg, "deleteMessage", **foreign) == "400 Bad Request: message can't be deleted"
    first, second = [await tg.call("sendMessage", {"chat_id": an.id, "text": text}) for text in "ab"]
    assert await tg.call("deleteMessage", {"chat_id": an.id, "message_id": first["message_id"]}) is True
    assert [message.text for message in tg.sent(an)] == ["b"]
    gone = await refusal(tg, "deleteMessage", chat_id=an.id, message_id=first["message_id"])
    assert gone == "400 Bad Request: message to delete not found"
    clock.move_by(timedelta(hours=49))
    late = await refusal(tg, "deleteMessage", chat_id=an.id, message_id=second["message_id"])
    assert late == "400 Bad Request: message can't be deleted for everyone"


async def test_a_tap_is_answered_once_shortly_and_in_time(
    tg: FakeTelegram, an: Person, stopwatch: Stopwatch
) -> None:
    await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": inline([button("Xong")])})
    an.taps("Xong")
    an.taps("Xong")
    first, second = (update["callback_query"]["id"] for update in tg.take_updates())
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (
        await refusal(tg, "answerCallbackQuery", callback_query_id=first, text="x" * 201)
        == "400 Bad Request: MESSAGE_TOO_LONG"
    )
    await tg.call("answerCallbackQuery", {"callback_query_id": first, "text": "Đã ghi", "show_alert": True})
    assert [(a.user_id, a.text, a.show_alert) for a in tg.answers] == [(an.id, "Đã ghi", True)]
    assert await refusal(tg, "answerCallbackQuery", callback_query_id=first) == too_old
    assert await refusal(tg, "answerCallbackQuery", callback_query_id="1") == too_old
    stopwatch.seconds += 61
    assert await refusal(tg, "answerCallbackQuery", callback_query_id=second) == too_old


# --- files


async def test_a_document_needs_content_and_a_caption_of_1024(tg: FakeTelegram, an: Person) -> None:
    here = {"chat_id": an.id}
    assert await refusal(tg, "sendDocument", **here) == "400 Bad Request: there is no document in the request"
    assert (await refusal(tg, "sendDocument", **here, document="nope")).startswith(
        "400 Bad Request: wrong remote file identifier"
    )
    with pytest.raises(ApiError, match="file must be non-empty"):
        await tg.call("sendDocument", here, {"document": InputFile("a.txt", b"")})
    with pytest.raises(ApiError, match="message caption is too long"):
        await tg.call("sendDocument", {**here, "caption": "x" * 1025}, {"document": InputFile("a.txt", b"x")})
    sent = await tg.call(
        "sendDocument", {**here, "caption": "x" * 1024}, {"document": InputFile("a.txt", b"x")}
    )
    again = await tg.call("sendDocument", {**here, "document": sent["document"]["file_id"]})
    assert again["document"] == sent["document"]


async def test_an_upload_has_its_limit(tg: FakeTelegram, an: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.methods.sending.UPLOAD_LIMIT", 10)
    with pytest.raises(ApiError, match="file is too big"):
        await tg.call("sendDocument", {"chat_id": an.id}, {"document": InputFile("a.txt", b"x" * 11)})


async def test_only_known_files_up_to_20_mb_can_be_fetched(tg: FakeTelegram, an: Person) -> None:
    assert await refusal(tg, "getFile", file_id="nope") == "400 Bad Request: invalid file_id"
    message = an.sends_document(bytes(20 * 1024 * 1024 + 1), "to.pdf")
    assert message.document is not None
    assert (
        await refusal(tg, "getFile", file_id=message.document.file_id) == "400 Bad Request: file is too big"
    )


async def test_a_contact_needs_a_number_and_a_name(tg: FakeTelegram, an: Person) -> None:
    assert (
        await refusal(tg, "sendContact", chat_id=an.id, first_name="111")
        == "400 Bad Request: contact phone number must be non-empty"
    )
    assert (
        await refusal(tg, "sendContact", chat_id=an.id, phone_number="111")
        == "400 Bad Request: contact first name must be non-empty"
    )
    await tg.call("sendContact", {"chat_id": an.id, "phone_number": "111", "first_name": "Tổng đài 111"})
    contact = tg.sent(an)[-1].contact
    assert contact is not None
    assert contact.phone_number == "111"
