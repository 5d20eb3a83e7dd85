"""Whole trips: groups and topics follow units; the bot is let in, thrown out, blocked; groups move."""

from __future__ import annotations

from typing import Literal

from sqlmodel import select

from sandbox.chats import Chat as Room
from storage.tables import Binding, Chat
from tests.support.office import CULTURE, ELSEWHERE, POLICE, TestOffice, at, dated, duty, plan


def group(office: TestOffice, kind: Literal["group", "supergroup"] = "group", *, forum: bool = False) -> Room:
    """A group with An, Dung, Chi and Bình; Bình made it, Chi is its second admin."""
    members, admins = [office.an, office.dung, office.chi], [office.binh, office.chi]
    return office.tg.group("Nhóm", members=members, admins=admins, kind=kind, forum=forum)


async def chats(office: TestOffice) -> list[Chat]:
    async with office.database.session(writes=False) as session:
        return list((await session.exec(select(Chat).where(Chat.kind != "private").order_by(Chat.id))).all())  # type: ignore[arg-type] # a column


async def test_a_group_follows_the_unit_of_its_admin(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.register(office.binh)
    answer = await office.says(office.binh, "/gan", room)
    assert f"nhóm này nhận lời nhắc của {CULTURE}" in answer.text
    assert f"Đang theo: {CULTURE}" in answer.text
    assert "đã nhận lời nhắc" in (await office.says(office.binh, "/bind@NhacViecBot", room)).text
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-09"))))
    await office.tick(at("2026-03-02", "08:01"))
    assert "Tổ chức tập huấn" in office.last(room).text
    assert CULTURE in (await office.says(office.binh, "/bogan", room)).text
    assert "chưa nhận" in (await office.says(office.binh, "/unbind", room)).text


async def test_a_topic_follows_and_gets_its_own_messages(any_office: TestOffice) -> None:
    office = any_office
    room = group(office, kind="supergroup", forum=True)
    office.an.says("mở nhóm", room)
    topic, other = office.tg.topic(room, "Trẻ em"), office.tg.topic(room, "Khác")
    await office.register(office.binh)
    answer = await office.says(office.binh, "/gan", room, topic=topic)
    assert "chủ đề này" in answer.text
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-09"))))
    await office.tick(at("2026-03-02", "08:01"))
    assert "Tổ chức tập huấn" in office.tg.sent(room, topic)[-1].text
    assert not office.tg.sent(room, other)
    await office.taps(office.binh, "✅ Đã xong", office.tg.sent(room, topic)[-1])
    assert "Đã xong" in office.tg.sent(room, topic)[-1].text
    assert [chat.topic_id for chat in await chats(office)] == [topic.id]


async def test_the_general_topic_and_reply_threads_count_as_the_group(office: TestOffice) -> None:
    await office.register(office.binh)
    room = group(office, kind="supergroup")
    base = {
        "date": 1772413200, "chat": {"id": room.id, "type": "supergroup", "title": "Nhóm"}, "text": "/gan",
        "from": {"id": office.binh.id, "is_bot": False, "first_name": "Bình", "language_code": "vi"},
        "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    }  # fmt: skip
    await office.feed(message={"message_id": 50, "message_thread_id": 1, "is_topic_message": True, **base})
    await office.feed(message={"message_id": 51, "message_thread_id": 17, **base})
    assert [chat.topic_id for chat in await chats(office)] == [0]


async def test_only_an_admin_of_the_group_binds_it(office: TestOffice) -> None:
    room = group(office)
    await office.register(office.an)
    for command in ("/gan", "/bogan"):
        assert "Chỉ quản trị của nhóm" in (await office.says(office.an, command, room)).text
    assert "chưa đăng ký" in (await office.says(office.binh, "/gan", room)).text
    assert "dùng trong nhóm" in (await office.says(office.an, "/gan")).text
    assert not await chats(office)


async def test_a_typed_unit_is_found_and_must_be_ones_own(office: TestOffice) -> None:
    room = group(office)
    await office.register(office.binh)
    assert "đơn vị của mình" in (await office.says(office.binh, "/gan công an xã suối mây", room)).text
    found = await office.says(office.binh, "/gan phòng văn hóa", room)
    assert found.button(ELSEWHERE) is not None
    await office.taps(office.binh, ELSEWHERE, found)
    assert "đơn vị của mình" in office.notice()
    office.an.taps(CULTURE, found)
    await office.pump()
    assert "Chỉ quản trị của nhóm" in office.notice()
    assert "nhận lời nhắc" in (await office.taps(office.binh, CULTURE, found)).text
    assert "Không tìm thấy" in (await office.says(office.binh, "/gan zzz qqq", room)).text


async def test_a_bot_admin_without_a_unit_names_one(office: TestOffice) -> None:
    room = group(office)
    assert "gõ tên đơn vị" in (await office.says(office.chi, "/gan", room)).text
    assert POLICE in (await office.says(office.chi, "/gan công an xã suối mây", room)).text
    assert f"Đang theo: {POLICE}" in (await office.says(office.chi, "/gan", room)).text


async def test_an_anonymous_admin_may_release_but_not_bind(office: TestOffice) -> None:
    room = group(office)
    await office.register(office.binh)
    await office.says(office.binh, "/gan", room)
    chat = {"id": room.id, "type": "group", "title": "Nhóm"}
    for text in ("/gan", "/bogan"):
        await office.feed(message={
            "message_id": 60, "date": 1772413200, "chat": chat, "sender_chat": chat, "text": text,
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        })  # fmt: skip
        expected = "ẩn danh" if text == "/gan" else CULTURE
        assert expected in office.last(room).text
    async with office.database.session(writes=False) as session:
        assert not (await session.exec(select(Binding))).all()


async def test_the_bot_says_hello_when_it_is_added_and_is_silent_when_thrown_out(office: TestOffice) -> None:
    room = office.tg.group("Nhóm", members=[office.an], admins=[office.binh], with_bot=False)
    office.binh.adds_bot(room)
    await office.pump()
    assert "/gan" in office.last(room).text
    await office.register(office.binh)
    await office.says(office.binh, "/gan", room)
    office.binh.kicks_bot(room)
    await office.pump()
    [chat] = await chats(office)
    assert (chat.reachable, chat.unreachable_reason) == (False, "group: kicked")
    office.binh.adds_bot(room)
    await office.pump()
    [chat] = await chats(office)
    assert chat.reachable


async def test_whoever_blocks_the_bot_is_unreachable_until_he_comes_back(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)

    async def reachable() -> bool:
        async with office.database.session(writes=False) as session:
            return (await session.exec(select(Chat).where(Chat.telegram_id == office.an.id))).one().reachable

    office.an.blocks_bot()
    await office.pump()
    assert not await reachable()
    office.an.unblocks_bot()
    await office.pump()
    assert await reachable()
    office.an.blocks_bot()
    await office.pump()
    office.an.unblocks_bot()
    office.tg.take_updates()
    await office.says(office.an, "/start")
    assert await reachable()


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.register(office.binh)
    await office.says(office.binh, "/gan", room)
    new = office.tg.migrate(room)
    await office.pump()
    [chat] = await chats(office)
    assert (chat.telegram_id, chat.kind) == (new.id, "supergroup")
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-09"))))
    await office.tick(at("2026-03-02", "08:01"))
    assert "Tổ chức tập huấn" in office.last(new).text


async def test_an_answer_follows_a_group_that_moved_meanwhile(office: TestOffice) -> None:
    room = group(office)
    office.an.says("/duongday", room)
    updates = office.tg.take_updates()
    new = office.tg.migrate(room)
    office.tg.take_updates()
    await office.feed(**{key: value for key, value in updates[0].items() if key != "update_id"})
    assert "111" in office.last(new).text
