"""Whole trips: what will go out and why not, held deadlines of plans in force, how the service is doing."""

from __future__ import annotations

from sqlmodel import select

from domain.roles import Role
from storage.tables import TaskDeadline
from tests.support.office import CULTURE, ELSEWHERE, HEALTH, TestOffice, at, dated, duty, plan
from tests.trips.test_receipts import appoint


async def hold(office: TestOffice) -> None:
    """The first deadline of the plan is held, as one that was published with a doubt."""
    async with office.database.session() as session:
        deadline = (await session.exec(select(TaskDeadline))).one()
        deadline.held = True
        await session.commit()


async def publish_held(office: TestOffice, day: str = "2026-03-20") -> None:
    office.chi.private.bot = "member"
    await office.publish(plan(duty("Tổ chức tập huấn", dated(day), who=(CULTURE,))))
    await hold(office)
    await office.register(office.an)


async def test_the_week_ahead_is_told_day_by_day(any_office: TestOffice) -> None:
    office = any_office
    office.chi.private.bot = "member"
    await office.register(office.an)
    tasks = [
        duty("Việc một", dated("2026-03-09")),
        duty("Việc hai", dated("2026-03-06"), who=(CULTURE, HEALTH)),
    ]
    await office.publish(plan(*tasks))
    message = await office.says(office.chi, "/sapgui")
    assert "Thứ Hai 02/03: 2 lời nhắc tới 1 nơi" in message.text
    assert "Chủ nhật 08/03: không có" in message.text
    assert "không ai nhận được (1)" in message.text
    assert HEALTH in message.text
    message = await office.taps(office.chi, "06/03")
    assert "07:30 · An" in message.text
    assert "Việc hai (hạn 06/03/2026)" in message.text
    assert "Lời nhắc trong 7 ngày tới" in (await office.taps(office.chi, "‹ Quay lại")).text


async def test_what_will_not_go_out_has_its_reason(office: TestOffice) -> None:
    office.chi.private.bot = "member"
    await office.register(office.an)
    await office.register(office.binh, ELSEWHERE)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"), who=(CULTURE, ELSEWHERE))))
    await office.tick(at("2026-03-02", "08:05"))
    await office.taps(office.an, "👌 Đã nhận")
    await office.taps(office.binh, "✅ Đã xong")
    assert "2 sẽ không gửi" in (await office.says(office.chi, "/sapgui")).text
    text = (await office.taps(office.chi, "06/03")).text
    assert "đơn vị đã báo nhận" in text
    assert "đơn vị đã báo xong" in text


async def test_who_follows_sees_his_own_units_alone(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.binh, ELSEWHERE, Role.UNIT_HEAD)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-06"), who=(CULTURE, ELSEWHERE))))
    assert "Chỉ lãnh đạo đơn vị" in (await office.says(office.an, "/sapgui")).text
    assert "1 lời nhắc tới 1 nơi" in (await office.says(office.binh, "/sapgui")).text
    assert "· An ·" not in (await office.taps(office.binh, "06/03")).text
    await appoint(office)
    assert "2 lời nhắc tới 2 nơi" in (await office.says(office.dung, "/sapgui")).text
    room = office.tg.group("Nhóm", members=[office.dung])
    await office.says(office.dung, "/sapgui", room)
    assert "07:30" not in office.last(room).text
    assert "lời nhắc" not in office.last(room).text


async def test_a_held_deadline_is_confirmed_and_reminds(any_office: TestOffice) -> None:
    office = any_office
    await publish_held(office)
    assert "1 thời hạn chờ xác nhận" in (await office.says(office.chi, "/sapgui")).text
    message = await office.says(office.chi, "/choxacnhan")
    assert "Thứ Sáu 20/03/2026" in message.text
    await office.taps(office.chi, "✓ Đúng")
    assert "Đã xác nhận" in office.notice()
    assert "Không có thời hạn nào chờ" in office.last(office.chi).text
    await office.tick(at("2026-03-02", "08:05"))
    assert "20/03/2026" in office.last(office.an).text
    office.chi.taps_stale("heldok:1", office.last(office.chi))
    await office.pump()
    assert "xử lý trước đó" in office.notice()


async def test_a_date_that_is_past_cannot_be_confirmed_and_is_typed(office: TestOffice) -> None:
    await publish_held(office, "2026-02-20")
    await office.says(office.chi, "/choxacnhan")
    await office.taps(office.chi, "✓ Đúng")
    assert "gõ ngày đúng" in office.notice()
    await office.taps(office.chi, "✎ Nhập ngày khác")
    assert "đã qua" in (await office.says(office.chi, "20/2/2026")).text
    assert "Thứ Ba 31/03/2026" in (await office.says(office.chi, "31/3")).text
    await office.taps(office.chi, "✓ Đúng")
    await office.tick(at("2026-03-17", "07:31"))
    assert "31/03/2026" in office.last(office.an).text


async def test_what_is_no_deadline_is_dropped_and_others_are_refused(office: TestOffice) -> None:
    await publish_held(office)
    office.an.taps_stale("heldok:1", await office.says(office.an, "/trogiup"))
    await office.pump()
    assert "Chỉ quản trị hoặc đầu mối" in office.notice()
    await office.says(office.chi, "/choxacnhan")
    await office.taps(office.chi, "✗ Không phải hạn")
    assert "nhiệm vụ vẫn còn" in office.notice()
    assert "tập huấn" in (await office.says(office.an, "/nhiemvu")).text


async def test_health_tells_what_came_of_each_day(office: TestOffice) -> None:
    office.chi.private.bot = "member"
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-06"))))
    office.clock.move_to(at("2026-03-02", "08:10"))
    assert "lâu nhất từ 08:00 02/03/2026" in (await office.says(office.chi, "/suckhoe")).text
    await office.tick()
    text = (await office.says(office.chi, "/suckhoe")).text
    assert "02/03: đã gửi 1 · không gửi được 0 · không rõ 0" in text
    assert "lâu nhất" not in text
