"""Whole trips: when and how a chat is reminded, and what admins set for all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import select

from domain.clock import local
from storage.tables import Chat, Reminder
from tests.support.office import CULTURE, TestOffice, at, dated, duty, plan


async def publish(office: TestOffice, day: str = "2026-03-20") -> int:
    await office.register(office.an)
    office.chi.private.bot = "member"
    return await office.publish(plan(duty("Tổ chức tập huấn", dated(day))))


async def planned(office: TestOffice, chat_id: int = 1) -> dict[str, datetime]:
    """What is still planned for a chat: step -> local moment."""
    async with office.database.session(writes=False) as session:
        query = select(Reminder).where(Reminder.chat_id == chat_id, Reminder.state == "planned")
        return {row.step: local(row.due_at) for row in (await session.exec(query)).all()}


async def test_the_usual_is_shown_with_buttons_to_change_it(office: TestOffice) -> None:
    await publish(office)
    message = await office.says(office.an, "/nhacnho")
    for words in ("07:30", "07:00 – 20:00", "đủ các mốc", "thứ Hai: không"):
        assert words in message.text, words
    assert "đăng ký" in (await office.says(office.binh, "/nhacnho")).text


async def test_a_chosen_hour_moves_what_is_planned(any_office: TestOffice) -> None:
    office = any_office
    await publish(office)
    await office.says(office.an, "/nhacnho")
    await office.taps(office.an, "🕢 Đổi giờ nhắc")
    assert "Giờ nhắc: 09:00" in (await office.taps(office.an, "09:00")).text
    found = await planned(office)
    assert {"late", "d-14", "d-7", "d-3", "d-1", "d+0"} <= set(found)
    assert {moment.strftime("%H:%M") for step, moment in found.items() if step != "late"} == {"09:00"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [("8h30", "Giờ nhắc: 08:30"), ("22h", "nằm trong giờ yên lặng"), ("sớm nhé", "là mấy giờ")],
)
async def test_a_typed_hour_is_read_or_explained(office: TestOffice, typed: str, words: str) -> None:
    await publish(office)
    await office.says(office.an, "/nhacnho")
    await office.taps(office.an, "🕢 Đổi giờ nhắc")
    await office.taps(office.an, "✎ Giờ khác")
    assert words in (await office.says(office.an, typed)).text


async def test_quiet_hours_digest_and_fewer_steps_are_kept(office: TestOffice) -> None:
    await publish(office)
    await office.says(office.an, "/nhacnho")
    await office.taps(office.an, "🌙 Đổi giờ yên lặng")
    assert "08:00 – 18:00" in (await office.taps(office.an, "Nhắc trong khoảng 08:00 – 18:00")).text
    await office.taps(office.an, "📰 Bật bản tổng hợp thứ Hai")
    message = await office.taps(office.an, "🔉 Nhắc ít lần hơn")
    assert "Nhắc ít lần" in message.text
    assert "thứ Hai: có" in message.text
    async with office.database.session(writes=False) as session:
        chat = (await session.exec(select(Chat).where(Chat.telegram_id == office.an.id))).one()
    assert (chat.quiet_to, chat.quiet_from, chat.digest) == (480, 1080, True)
    assert {"d-14", "d-3", "d+1"} & set(await planned(office)) == set()
    assert "d-7" in await planned(office)
    await office.taps(office.an, "🔔 Nhắc đủ các mốc")
    assert {"d-14", "d-3"} <= set(await planned(office))


async def test_a_group_is_set_by_those_who_run_it(office: TestOffice) -> None:
    await publish(office)
    await office.register(office.binh)
    room = office.tg.group("Nhóm", members=[office.an], admins=[office.binh])
    assert "chưa gắn" in (await office.says(office.binh, "/nhacnho", room)).text
    await office.says(office.binh, "/gan", room)
    message = await office.says(office.binh, "/nhacnho", room)
    assert "nhóm này" in message.text
    await office.taps(office.an, "🔉 Nhắc ít lần hơn", message)
    assert "ít lần" not in office.last(room).text
    assert "Nhắc ít lần" in (await office.taps(office.binh, "🔉 Nhắc ít lần hơn", message)).text


async def test_a_day_off_moves_the_steps_that_lie_on_it(any_office: TestOffice) -> None:
    office = any_office
    await publish(office)
    assert (await planned(office))["d-7"].date() == date(2026, 3, 13)
    message = await office.says(office.chi, "/ngaynghi")
    assert "Chưa có ngày nào" in message.text
    await office.says(office.chi, "13/03/2026; nghỉ; Thông báo 5\n14/03/2026; làm bù; Thông báo 5")
    message = office.last(office.chi)
    assert "Thứ Sáu 13/03/2026: nghỉ · Thông báo 5" in message.text
    assert (await planned(office))["d-7"].date() == date(2026, 3, 12)
    await office.taps(office.chi, "🗑 13/03/2026")
    assert "Đã bỏ ngày 13/03/2026" in office.notice()
    assert (await planned(office))["d-7"].date() == date(2026, 3, 13)
    office.chi.taps_stale("dayoff:20260313", office.last(office.chi))
    await office.pump()
    assert "bỏ trước đó" in office.notice()


@pytest.mark.parametrize(
    ("lines", "words"),
    [("13/03/2026; nghỉ", "Dòng 1 chưa đúng"),
     ("13/03/2026; nghỉ; a\n13/03/2026; làm bù; b", "có hai lần")],
)  # fmt: skip
async def test_lines_that_cannot_be_read_keep_nothing(office: TestOffice, lines: str, words: str) -> None:
    await publish(office)
    assert words in (await office.says(office.chi, f"/ngaynghi {lines}")).text
    assert "Chưa có ngày nào" in (await office.says(office.chi, "/ngaynghi")).text


async def test_only_admins_set_days_off_and_ladders(office: TestOffice) -> None:
    await publish(office)
    for command in ("/ngaynghi", "/bacnhac"):
        assert "Chỉ quản trị" in (await office.says(office.an, command)).text
    for data in ("dayoff:20260313", "ladder:kind:0", "ladderoff:plan:1"):
        office.an.taps_stale(data, office.last(office.an))
        await office.pump()
        assert "Chỉ quản trị" in office.notice()


async def test_a_plans_ladder_is_typed_and_taken_back(any_office: TestOffice) -> None:
    office = any_office
    await publish(office)
    await office.says(office.chi, "/bacnhac")
    await office.taps(office.chi, "12/KH-UBND")
    assert "số khác 0 phải có dấu" in (await office.says(office.chi, "30 7 1")).text
    message = await office.says(office.chi, "-10 0 +2")
    assert "trước hạn 10 ngày; đúng hạn; sau hạn 2 ngày" in message.text
    assert set(await planned(office)) == {"late", "d-10", "d+0", "d+2"}
    await office.taps(office.chi, "‹ Quay lại")
    await office.taps(office.chi, "12/KH-UBND")
    await office.taps(office.chi, "↩ Bỏ, dùng mốc chung")
    assert {"d-14", "d-7", "d-3"} <= set(await planned(office))


async def test_the_nearest_ladder_counts(office: TestOffice) -> None:
    await publish(office)
    office.chi.taps_stale("ladder:kind:0", await office.says(office.chi, "/bacnhac"))
    await office.pump()
    await office.says(office.chi, "-5 0")
    assert set(await planned(office)) == {"late", "d-5", "d+0"}
    await office.taps(office.chi, CULTURE, await office.says(office.chi, "/bacnhac văn hóa suối mây"))
    await office.says(office.chi, "-4 0")
    assert set(await planned(office)) == {"late", "d-4", "d+0"}
    await office.says(office.an, "/nhacnho")
    await office.taps(office.an, "🔉 Nhắc ít lần hơn")
    assert "d-4" not in await planned(office)


async def test_what_was_told_is_not_told_again_by_a_new_ladder(office: TestOffice) -> None:
    await publish(office)
    await office.tick(at("2026-03-02", "08:05"))
    told = len(office.tg.sent(office.an))
    await office.says(office.an, "/nhacnho")
    await office.taps(office.an, "🔉 Nhắc ít lần hơn")
    assert "late" not in await planned(office)
    assert await office.tick(at("2026-03-03", "07:31")) == 0
    assert len(office.tg.sent(office.an)) == told + 1
