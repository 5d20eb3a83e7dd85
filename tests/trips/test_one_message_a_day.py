"""Whole trips: whatever falls due, a chat hears once a day, and everything is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from domain.delivery import ReminderState, SkipReason
from sandbox.chats import Chat
from sandbox.people import Person
from services import groups, people
from storage.tables import ChatKind, Reminder
from tests.support.office import CULTURE, TestOffice, at, dated, duty, plan


async def rows(office: TestOffice) -> list[Reminder]:
    async with office.database.session(writes=False) as session:
        return list((await session.exec(select(Reminder).order_by(col(Reminder.id)))).all())


def told(office: TestOffice, place: Chat | Person) -> int:
    return sum("Nhắc việc" in message.text for message in office.tg.sent(place))


async def bind(office: TestOffice, group: Chat) -> None:
    place = groups.Place(group.id, ChatKind(group.type), group.title)
    async with office.database.session() as session:
        an = await people.find_actor(session, office.an.id, "An", "vi", frozenset())
        await groups.bind(session, an, place, office.units[CULTURE], office.clock.now())
        await session.commit()


@pytest.mark.parametrize("count", [9, 30, 90])
async def test_a_day_with_many_tasks_is_one_message_within_telegrams_size(
    office: TestOffice, count: int
) -> None:
    await office.register(office.an)
    long = "Phối hợp rà soát, lập danh sách trẻ em có hoàn cảnh đặc biệt trên địa bàn xã " * 4
    await office.publish(plan(*(duty(f"Việc {i}: {long}", dated("2026-03-09")) for i in range(count))))
    assert await office.tick(at("2026-03-02", "08:01")) == 1
    message = office.last(office.an)
    assert len(message.text.encode("utf-16-le")) // 2 <= 4096
    assert [row[0].text for row in message.buttons] == [*(f"✅ {i}" for i in range(1, 9)), "📋 Nhiệm vụ của tôi", "📞 111"]  # fmt: skip
    assert "Việc 7" in message.text
    assert "Việc 8" in message.text
    assert ("việc khác" in message.text) is (count > 30)
    assert {row.state for row in await rows(office) if row.step == "late"} == {ReminderState.SENT}
    listed = await office.taps(office.an, "📋 Nhiệm vụ của tôi")
    assert listed.id != message.id, "the reminder stays"


async def test_what_comes_up_during_the_day_waits_for_the_next_working_day(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    group = office.tg.group("Tổ trẻ em", members=[office.an], admins=[office.an])
    await bind(office, group)
    await office.publish(plan(duty("Việc một", dated("2026-03-20"))))
    await office.tick(at("2026-03-06", "08:00"))
    assert (told(office, office.an), told(office, group)) == (1, 1)
    await office.publish(
        plan(duty("Việc hai", dated("2026-03-23")), number="13/KH", title="Kế hoạch hè"), b"another"
    )
    assert await office.tick(at("2026-03-06", "11:00")) == 0
    for day in ("2026-03-07", "2026-03-08"):
        assert await office.tick(at(day, "10:00")) == 0
    await office.tick(at("2026-03-09", "07:31"))
    assert (told(office, office.an), told(office, group)) == (2, 2)
    assert "Việc hai" in office.last(office.an).text


async def test_what_cannot_wait_is_added_to_todays_message(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(plan(duty("Việc một", dated("2026-03-20"))))
    await office.tick(at("2026-03-06", "08:00"))
    await office.publish(
        plan(duty("Việc gấp", dated("2026-03-07")), number="13/KH", title="Kế hoạch hè"), b"another"
    )
    await office.tick(at("2026-03-06", "11:00"))
    message = office.last(office.an)
    assert told(office, office.an) == 1
    assert message.text.index("Việc gấp") < message.text.index("Việc một")
    assert [row[0].text for row in message.buttons] == ["✅ 1", "✅ 2", "📞 111"]
    await office.taps(office.an, "✅ 1")
    assert "<s>Việc gấp</s>" in (office.last(office.an).html or "")


async def test_a_message_that_cannot_be_added_to_is_followed_by_another(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Việc một", dated("2026-03-20"))))
    await office.tick(at("2026-03-06", "08:00"))
    await office.publish(
        plan(duty("Việc gấp", dated("2026-03-07")), number="13/KH", title="Kế hoạch hè"), b"another"
    )
    gone = office.last(office.an)
    await office.service.application.bot.delete_message(gone.chat.id, gone.id)
    assert await office.tick(at("2026-03-06", "11:00")) == 1
    assert "Việc gấp" in office.last(office.an).text


async def test_what_was_missed_is_told_once_and_said_so(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(
        plan(duty("Báo cáo quý", dated("2026-03-12")), duty("Báo cáo năm", dated("2026-03-24")))
    )
    assert await office.tick(at("2026-03-12", "09:00")) == 1, "nothing was sent for ten days"
    message = office.last(office.an)
    assert message.text.count("Báo cáo quý") == 1
    assert "mấy ngày qua bot chưa gửi được" in message.text
    reasons = {row.step: row.reason for row in await rows(office) if row.reason}
    assert set(reasons.values()) == {SkipReason.MERGED, SkipReason.TOO_LATE}
    assert reasons["late"] == SkipReason.TOO_LATE, "more than a week old"
    assert await office.tick(at("2026-03-12", "15:00")) == 0


async def test_nothing_is_told_twice_however_often_one_looks(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*(duty(f"Việc {i}", dated(f"2026-04-{i + 10}")) for i in range(9))))
    days: dict[str, int] = {}
    for hour in range(24 * 30):
        moment = at("2026-03-02", "08:00") + timedelta(hours=hour)
        before = told(office, office.an)
        await office.tick(moment)
        days[str(moment.date())] = days.get(str(moment.date()), 0) + told(office, office.an) - before
        if hour == 24 * 14:
            break
    assert set(days.values()) == {0, 1}


async def test_a_group_whose_topic_is_gone_is_told_so_once(office: TestOffice) -> None:
    await office.register(office.an)
    group = office.tg.group("Tổ", members=[office.an], admins=[office.an], kind="supergroup", forum=True)
    topic = office.tg.topic(group, "Kế hoạch")
    place = groups.Place(group.id, ChatKind(group.type), group.title, topic_id=topic.id)
    async with office.database.session() as session:
        an = await people.find_actor(session, office.an.id, "An", "vi", frozenset())
        await groups.bind(session, an, place, office.units[CULTURE], office.clock.now())
        await session.commit()
    await office.publish(plan(duty("Việc một", dated("2026-03-16"))))
    office.tg.delete_topic(topic)
    await office.tick(at("2026-03-02", "08:01"))
    assert "Chủ đề nhận lời nhắc đã bị đóng" in office.last(group).text
    await office.tick(at("2026-03-09", "08:01"))
    assert told(office, group) == 2
    assert "Chủ đề nhận lời nhắc" not in office.last(group).text
