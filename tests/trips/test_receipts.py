"""Whole trips: "received", apart from done; who else hears; how far a class of units has come."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from domain.plan import Deadline, DeadlineKind
from domain.roles import Role
from storage.tables import Person, Reminder
from tests.support.office import CULTURE, DEPARTMENT, ELSEWHERE, TestOffice, at, dated, duty, plan

MORNING = at("2026-03-02", "08:01")


async def appoint(office: TestOffice, unit: str = DEPARTMENT) -> None:
    """Dung follows the units of his own unit's area."""
    await office.register(office.dung, unit)
    async with office.database.session() as session:
        person = (await session.exec(select(Person).where(Person.telegram_id == office.dung.id))).one()
        person.role = Role.COORDINATOR
        await session.commit()


async def skipped(office: TestOffice) -> dict[str, str]:
    """An's reminders that were not sent: step -> reason."""
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Reminder).where(Reminder.chat_id == 1))).all()
    return {row.step: row.reason for row in rows if row.reason is not None}


async def test_received_spares_the_steps_until_three_days_before(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"))))
    await office.tick(MORNING)
    await office.taps(office.an, "👌 Đã nhận")
    assert "đến ngày 16/03/2026" in office.notice()
    message = office.last(office.an)
    assert "đã báo nhận ngày 02/03/2026" in message.text
    assert message.button("👌 Đã nhận") is None
    assert message.button("✅ Đã xong") is not None
    assert await office.tick(at("2026-03-06", "07:31")) == 0
    assert await office.tick(at("2026-03-13", "07:31")) == 0
    assert await skipped(office) == {"d-14": "received", "d-7": "received"}
    assert await office.tick(at("2026-03-17", "07:31")) == 1
    assert "chưa báo xong" in office.last(office.an).text


async def test_a_second_tap_says_that_it_is_known_and_an_expired_one_counts_anew(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-05-29"))))
    await office.tick(at("2026-04-29", "07:31"))
    told = office.last(office.binh)
    await office.taps(office.an, "👌 Đã nhận")
    office.binh.taps_stale("got:1:1", told)
    await office.pump()
    assert "đã báo nhận việc này rồi" in office.notice()
    office.clock.move_to(at("2026-05-15", "09:00"))
    office.binh.taps_stale("got:1:1", told)
    await office.pump()
    assert "đến ngày 26/05/2026" in office.notice()
    await office.taps(office.an, "✅ Đã xong", office.last(office.an))
    office.binh.taps_stale("got:1:1", told)
    await office.pump()
    assert "đánh dấu xong trước đó" in office.notice()


async def test_a_receipt_near_the_deadline_is_noted_and_spares_nothing(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-04"))))
    await office.tick(MORNING)
    await office.taps(office.an, "👌 Đã nhận")
    assert "vẫn nhắc" in office.notice()
    assert await office.tick(at("2026-03-03", "07:31")) == 1


async def test_foreign_receipts_are_refused(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"))))
    await office.tick(MORNING)
    office.dung.taps_stale("got:1:1", office.last(office.an))
    await office.pump()
    assert "chưa đăng ký" in office.notice()
    await office.register(office.dung, ELSEWHERE)
    office.dung.taps_stale("got:1:1", office.last(office.an))
    await office.pump()
    assert "đơn vị khác" in office.notice()


async def test_the_head_hears_after_three_days_and_the_coordinator_after_seven(
    any_office: TestOffice,
) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await appoint(office)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-10"))))
    await office.tick(at("2026-03-10", "07:31"))
    assert office.tg.sent(office.dung) == []
    await office.tick(at("2026-03-13", "07:31"))
    assert "Gửi lãnh đạo đơn vị" in office.last(office.binh).text
    assert "Gửi lãnh đạo đơn vị" not in office.last(office.an).text
    await office.tick(at("2026-03-17", "07:31"))
    message = office.last(office.dung)
    assert "Gửi đầu mối theo dõi" in message.text
    assert CULTURE in message.text
    assert message.button("✅ Đã xong") is None
    progress = await office.taps(office.dung, "📊 Tiến độ các đơn vị")
    assert "0/1 đã nhận · 0/1 đã xong" in progress.text


async def test_what_is_done_goes_no_further_up(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-10"))))
    await office.tick(at("2026-03-10", "07:31"))
    office.an.taps_stale("done:1:1", office.last(office.an))
    await office.pump()
    assert await office.tick(at("2026-03-13", "07:31")) == 0


async def test_the_head_waits_until_an_officer_had_a_day_for_himself(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-10"))))
    await office.register(office.binh, role=Role.UNIT_HEAD)
    office.clock.move_to(at("2026-03-13", "07:29"))  # nothing went out before: the bot was off
    await office.tick(at("2026-03-13", "07:31"))
    texts = [message.text for message in office.tg.sent(office.binh)]
    assert not any("Gửi lãnh đạo" in text for text in texts)
    await office.tick(at("2026-03-16", "07:31"))
    assert "Gửi lãnh đạo đơn vị" in office.last(office.binh).text


async def test_a_coordinator_of_one_commune_hears_nothing_of_another(office: TestOffice) -> None:
    await office.register(office.an)
    await appoint(office, ELSEWHERE)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-10"))))
    for day in ("2026-03-10", "2026-03-13", "2026-03-17", "2026-03-18"):
        await office.tick(at(day, "07:31"))
    assert office.tg.sent(office.dung) == []


async def test_each_unit_of_a_class_has_its_own_state(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.binh, ELSEWHERE)
    await office.publish(plan(duty("Rà soát trẻ em", dated("2026-03-20"), who=(CULTURE, ELSEWHERE))))
    await office.tick(MORNING)
    await office.taps(office.an, "👌 Đã nhận")
    await office.taps(office.binh, "✅ Đã xong")
    office.chi.private.bot = "member"
    await office.says(office.chi, "/start")
    office.chi.taps_stale("standing:1:0", office.last(office.chi))
    await office.pump()
    text = office.last(office.chi).text
    assert "2/2 đã nhận · 1/2 đã xong" in text
    assert f"{CULTURE} (02/03)" in text
    await office.register(office.an, role=Role.UNIT_HEAD)
    office.an.taps_stale("standing:1:0", office.last(office.an))
    await office.pump()
    assert "1/1 đã nhận · 0/1 đã xong" in office.last(office.an).text
    office.binh.taps_stale("standing:1:0", office.last(office.binh))
    await office.pump()
    assert "Chỉ lãnh đạo đơn vị" in office.notice()


async def test_an_endless_duty_is_asked_after_each_quarter(office: TestOffice) -> None:
    ongoing = Deadline(DeadlineKind.ONGOING, "và các năm tiếp theo", start=date(2026, 1, 1))
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.publish(plan(duty("Duy trì đường dây", ongoing)))
    assert await office.tick(at("2026-03-31", "07:31")) == 2
    message = office.last(office.an)
    assert "quý này còn làm không" in message.text
    assert message.button("👌 Đã nhận") is None
    assert await office.tick(at("2026-04-07", "07:31")) == 2
    await office.taps(office.an, "✅ Đang làm", office.last(office.an))
    assert await office.tick(at("2026-04-10", "07:31")) == 0
    assert "Gửi lãnh đạo" not in office.last(office.binh).text
    assert "không có thời hạn nào" in (await office.says(office.an, "/han")).text
