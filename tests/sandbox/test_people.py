"""What people do in their apps becomes messages and updates, as Telegram makes them."""

from __future__ import annotations

import pytest
from telegram import Bot, ChatMember, MessageEntity

from sandbox.errors import CannotDo
from sandbox.fake import FakeTelegram, Person
from tests.sandbox.conftest import parsed

INLINE = {"inline_keyboard": [[{"text": "Xong", "callback_data": "done:1:1"}, {"text": "Nguồn", "url": "https://example.org"}]]}  # fmt: skip


async def test_a_text_is_exactly_one_update_with_its_sender_and_date(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    an.says("đơn vị tôi phụ trách gì?")
    [update] = parsed(tg, bot)
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.full_name) == ("đơn vị tôi phụ trách gì?", "An Nguyễn")
    assert message.from_user.language_code == "vi"
    assert message.chat.type == "private"
    assert message.date == tg.now()
    assert tg.take_updates() == []


async def test_entities_are_found_and_counted_in_utf16_units(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    an.says("👨‍👩‍👧 hỏi /duongday@NhacViecBot và @binh, xem https://example.org/a?b=1. #khan")
    [update] = parsed(tg, bot)
    assert update.message is not None
    found = update.message.parse_entities()
    assert sorted((entity.type, text) for entity, text in found.items()) == [
        (MessageEntity.BOT_COMMAND, "/duongday@NhacViecBot"),
        (MessageEntity.HASHTAG, "#khan"),
        (MessageEntity.MENTION, "@binh"),
        (MessageEntity.URL, "https://example.org/a?b=1"),
    ]


@pytest.mark.parametrize("text", ["05/07/2026", "km/h", "a//b", "an@"])
async def test_a_slash_inside_a_word_is_no_command(tg: FakeTelegram, an: Person, text: str) -> None:
    assert an.says(text).entities == []


async def test_every_kind_of_message_is_read_by_the_library(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    an.sends_document(b"# plan", "ke-hoach.md", caption="/load")
    an.sends_photo("ảnh")
    an.sends_sticker()
    an.sends_voice()
    an.sends_contact()
    an.forwards("tin của người khác")
    an.edits(an.says("một"), "hai")
    updates = parsed(tg, bot)
    document, photo, sticker, voice, contact, forward, said, edited = updates
    assert document.message is not None
    assert document.message.document is not None
    assert document.message.document.mime_type == "text/markdown"
    assert document.message.parse_caption_entities() == {document.message.caption_entities[0]: "/load"}
    assert photo.message is not None
    assert photo.message.photo
    assert photo.message.caption == "ảnh"
    assert sticker.message is not None
    assert sticker.message.sticker is not None
    assert voice.message is not None
    assert voice.message.voice is not None
    assert contact.message is not None
    assert contact.message.contact is not None
    assert contact.message.contact.user_id == an.id
    assert forward.message is not None
    assert forward.message.forward_origin is not None
    assert said.message is not None
    assert edited.message is None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "hai"


async def test_a_reply_carries_what_it_replies_to(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    document = an.sends_document(b"x", "a.txt")
    an.says("/load", reply_to=document)
    reply = parsed(tg, bot)[-1].message
    assert reply is not None
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.document is not None


async def test_a_link_starts_the_bot_with_its_payload(tg: FakeTelegram, an: Person) -> None:
    assert an.opens_link("unit_7").text == "/start unit_7"


# --- buttons


async def test_a_tap_finds_the_newest_button_by_text_or_data(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    for text in ("cũ", "mới"):
        await tg.call("sendMessage", {"chat_id": an.id, "text": text, "reply_markup": INLINE})
    an.taps("Xong")
    an.taps("done:1:1", tg.sent(an)[0])
    first, second = (update.callback_query for update in parsed(tg, bot))
    assert first is not None
    assert second is not None
    assert (first.data, first.message and first.message.message_id) == ("done:1:1", tg.sent(an)[1].id)
    assert second.message is not None
    assert second.message.message_id == tg.sent(an)[0].id


async def test_a_button_that_is_not_there_or_opens_a_page_cannot_be_tapped(
    tg: FakeTelegram, an: Person
) -> None:
    await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": INLINE})
    with pytest.raises(CannotDo):
        an.taps("Không có")
    with pytest.raises(CannotDo):
        an.taps("Nguồn")
    assert tg.take_updates() == []


async def test_a_reply_keyboard_button_says_its_text_until_the_keyboard_is_removed(
    tg: FakeTelegram, an: Person
) -> None:
    keyboard = {"keyboard": [[{"text": "Đường dây nóng"}, {"text": "Gửi số", "request_contact": True}]]}
    await tg.call("sendMessage", {"chat_id": an.id, "text": "menu", "reply_markup": keyboard})
    said, gave = an.taps("Đường dây nóng"), an.taps("Gửi số")
    assert said is not None
    assert said.text == "Đường dây nóng"
    assert gave is not None
    assert gave.contact is not None
    await tg.call("sendMessage", {"chat_id": an.id, "text": "hết", "reply_markup": {"remove_keyboard": True}})
    with pytest.raises(CannotDo):
        an.taps("Đường dây nóng")


async def test_a_button_of_a_message_that_changed_can_still_be_tapped_by_an_old_app(
    tg: FakeTelegram, an: Person
) -> None:
    await tg.call("sendMessage", {"chat_id": an.id, "text": "a", "reply_markup": INLINE})
    message = tg.sent(an)[-1]
    await tg.call("editMessageReplyMarkup", {"chat_id": an.id, "message_id": message.id})
    an.taps_stale("done:1:1", message)
    assert [update["callback_query"]["data"] for update in tg.take_updates()] == ["done:1:1"]


# --- groups


async def test_in_a_group_the_bot_hears_only_what_is_for_it(tg: FakeTelegram, an: Person) -> None:
    group = tg.group("Xã", members=[an])
    await tg.call("sendMessage", {"chat_id": group.id, "text": "tin của bot"})
    ours = tg.sent(group)[-1]
    theirs = an.says("chuyện riêng", group)
    an.says("/han@BotKhac", group)
    an.says("trả lời nhau", group, reply_to=theirs)
    assert tg.take_updates() == []
    for text in ("/han", "/han@nhacviecbot", "hỏi @NhacViecBot"):
        an.says(text, group)
    an.says("vâng", group, reply_to=ours)
    assert len(tg.take_updates()) == 4


async def test_a_bot_that_is_an_administrator_hears_everything(tg: FakeTelegram, an: Person) -> None:
    group = tg.group("Xã", members=[an])
    tg.make_bot_admin(group)
    tg.take_updates()
    an.says("chuyện riêng", group)
    assert len(tg.take_updates()) == 1


async def test_adding_and_kicking_the_bot_is_told_by_my_chat_member(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[], admins=[an], with_bot=False)
    an.adds_bot(group)
    added, service = parsed(tg, bot)
    assert added.my_chat_member is not None
    assert added.my_chat_member.new_chat_member.status == ChatMember.MEMBER
    assert service.message is not None
    assert service.message.new_chat_members[0].id == tg.bot.id
    an.kicks_bot(group)
    [kicked] = parsed(tg, bot)
    assert kicked.my_chat_member is not None
    assert kicked.my_chat_member.new_chat_member.status == ChatMember.BANNED
    an.says("/han", group)
    assert tg.take_updates() == []


async def test_blocking_is_told_and_stops_both_directions(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    an.blocks_bot()
    with pytest.raises(CannotDo):
        an.says("a")
    an.unblocks_bot()
    an.says("a")
    blocked, unblocked, said = parsed(tg, bot)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == ChatMember.BANNED
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == ChatMember.MEMBER
    assert said.message is not None


async def test_joining_and_leaving_are_service_messages(tg: FakeTelegram, an: Person, bot: Bot) -> None:
    binh = tg.person("Bình")
    group = tg.group("Xã", members=[an])
    with pytest.raises(CannotDo):
        binh.says("/han", group)
    binh.joins(group)
    binh.leaves(group)
    joined, left = parsed(tg, bot)
    assert joined.message is not None
    assert joined.message.new_chat_members[0].first_name == "Bình"
    assert left.message is not None
    assert left.message.left_chat_member is not None


async def test_members_come_and_go_in_chat_member_updates_only_on_request(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[an])
    tg.make_bot_admin(group)
    binh, chi = tg.person("Bình"), tg.person("Chi")
    binh.joins(group)
    assert not any("chat_member" in update for update in tg.take_updates())
    await tg.call("getUpdates", {"allowed_updates": ["message", "chat_member"]})
    chi.joins(group)
    assert [u.chat_member.new_chat_member.status for u in parsed(tg, bot) if u.chat_member] == ["member"]


async def test_a_topic_tells_its_thread_and_every_message_in_it_replies_to_its_opening(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[an], kind="supergroup", forum=True)
    topic = tg.topic(group, "Kế hoạch")
    an.says("/han", group, topic)
    an.says("/han", group)
    opened, inside, general = (update.message for update in parsed(tg, bot))
    assert opened is not None
    assert opened.forum_topic_created is not None
    assert inside is not None
    assert (inside.message_thread_id, inside.is_topic_message) == (topic.id, True)
    assert inside.reply_to_message is not None
    assert inside.reply_to_message.forum_topic_created is not None
    assert inside.chat.is_forum
    assert general is not None
    assert general.message_thread_id is None
    assert [message.id for message in tg.messages(group, topic)] == [opened.message_id, inside.message_id]


async def test_a_closed_topic_takes_no_messages_until_it_is_opened_again(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[an], kind="supergroup", forum=True)
    topic = tg.topic(group, "Kế hoạch")
    tg.close_topic(topic)
    with pytest.raises(CannotDo):
        an.says("a", group, topic)
    tg.reopen_topic(topic)
    an.says("/han", group, topic)
    assert len(parsed(tg, bot)) == 4


async def test_only_a_forum_has_topics(tg: FakeTelegram, an: Person) -> None:
    with pytest.raises(CannotDo):
        tg.topic(tg.group("Xã", members=[an]), "Kế hoạch")


async def test_a_group_that_becomes_a_supergroup_gets_a_new_id_told_on_both_sides(
    tg: FakeTelegram, an: Person, bot: Bot
) -> None:
    group = tg.group("Xã", members=[an])
    new = tg.migrate(group)
    old_side, new_side = (update.message for update in parsed(tg, bot))
    assert old_side is not None
    assert (old_side.chat.id, old_side.migrate_to_chat_id) == (group.id, new.id)
    assert new_side is not None
    assert (new_side.chat.id, new_side.migrate_from_chat_id) == (new.id, group.id)
    assert (new.type, str(new.id)[:4], new.key) == ("supergroup", "-100", group.key)
    assert an.says("/han", group).chat is new
    with pytest.raises(CannotDo):
        tg.migrate(new)


async def test_a_post_in_a_channel_is_a_channel_post(tg: FakeTelegram, bot: Bot) -> None:
    tg.posts(tg.channel("Tin tức"), "thông báo")
    [update] = parsed(tg, bot)
    assert update.channel_post is not None
    assert update.effective_user is None


async def test_what_the_apps_do_not_offer_cannot_be_done(tg: FakeTelegram, an: Person) -> None:
    binh = tg.person("Bình")
    group = tg.group("Xã", members=[an])
    old = tg.group("Cũ", members=[an])
    tg.migrate(old)
    mine = an.says("/han")
    pending = len(tg.take_updates())
    for refused in (
        lambda: an.says(""),
        lambda: an.says("x" * 4097),
        lambda: binh.edits(mine, "của tôi"),
        lambda: an.adds_bot(group),
        lambda: an.joins(group),
        lambda: binh.leaves(group),
        lambda: tg.post(old, an, text="a"),
        lambda: tg.migrate(tg.group("Trống", members=[])),
    ):
        with pytest.raises(CannotDo):
            refused()
    assert pending > 0
    assert tg.take_updates() == []


def test_two_people_cannot_have_one_id(tg: FakeTelegram) -> None:
    tg.person("An", user_id=7)
    with pytest.raises(ValueError, match="7"):
        tg.person("Bình", user_id=7)


def test_an_id_that_is_taken_is_not_given_out_again(tg: FakeTelegram) -> None:
    assert [tg.person("An", user_id=1002).id, tg.person("Bình").id, tg.person("Chi").id] == [1002, 1001, 1003]


def test_messages_and_people_are_readable_in_a_failed_test(tg: FakeTelegram, an: Person) -> None:
    group = tg.group("Xã", members=[an])
    assert f"{group} {an} {an.says('chào')}" == "<group Xã> <Person An Nguyễn> <2 An: 'chào'>"
