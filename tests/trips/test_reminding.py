"""Whole trips: reminders and their buttons."""

from __future__ import annotations

from domain.roles import Role
from tests.support.office import CULTURE, ELSEWHERE, TestOffice, at, dated, duty, plan

MORNING = at("2026-03-02", "08:01")


async def remind(office: TestOffice, *tasks: tuple[str, str]) -> None:
    """An and Bình are of one unit; a plan with these tasks (text, day) is published and told."""
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.publish(plan(*(duty(text, dated(day, f"trước {day}")) for text, day in tasks)))
    await office.tick(MORNING)


async def test_a_reminder_tells_the_task_its_day_and_its_source(office: TestOffice) -> None:
    await remind(office, ("Tổ chức tập huấn <cho> cộng tác viên", "2026-03-09"))
    message = office.last(office.an)
    for words in (CULTURE, "09/03/2026 (còn 7 ngày)", "Tổ chức tập huấn <cho> cộng tác viên", "12/KH-UBND, mục II.1",
                  "“trước 2026-03-09”", "Báo muộn"):  # fmt: skip
        assert words in message.text, words
    assert [[button.text for button in row] for row in message.buttons[:2]] == [
        ["✅ Đã xong", "👌 Đã nhận"],
        ["⏰ Để sau", "🔎 Xem"],
    ]
    assert message.button("📞 111") is not None
    assert "mục II.1" in (await office.taps(office.an, "🔎 Xem")).text


async def test_done_is_noted_and_everybodys_message_is_written_anew(any_office: TestOffice) -> None:
    office = any_office
    await remind(office, ("Tổ chức tập huấn", "2026-03-09"))
    office.tg.journal.clear()
    await office.taps(office.an, "✅ Đã xong")
    assert "Đã ghi nhận" in office.notice()
    calls = [call.method for call in office.tg.journal]
    assert calls == ["answerCallbackQuery", "editMessageText", "editMessageText"]
    for person in (office.an, office.binh):
        message = office.last(person)
        assert "✅ Đã xong · hạn 09/03/2026" in message.text
        assert "<s>Tổ chức tập huấn</s>" in (message.html or "")
        assert message.button("✅ Đã xong") is None


async def test_of_several_tasks_only_the_done_one_loses_its_buttons(office: TestOffice) -> None:
    await remind(office, ("Việc một", "2026-03-09"), ("Việc hai", "2026-03-10"))
    message = office.last(office.an)
    assert [[button.text for button in row] for row in message.buttons[:2]] == [
        ["✅ 1", "👌 1", "⏰ 1", "🔎 1"],
        ["✅ 2", "👌 2", "⏰ 2", "🔎 2"],
    ]
    await office.taps(office.an, "✅ 1")
    message = office.last(office.an)
    assert message.button("✅ 1") is None
    assert message.button("✅ 2") is not None
    assert "<s>Việc một</s>" in (message.html or "")


async def test_a_double_tap_is_answered_politely(any_office: TestOffice) -> None:
    office = any_office
    await remind(office, ("Tổ chức tập huấn", "2026-03-09"))
    message = office.last(office.an)
    data = message.buttons[0][0].data or ""
    for person, words in ((office.an, "Đã ghi nhận"), (office.an, "trước đó"), (office.binh, "trước đó")):
        person.taps_stale(data, office.last(person))
        await office.pump()
        assert words in office.notice()
    assert "Đã xong" in office.last(office.an).text


async def test_foreign_unregistered_and_viewers_taps_are_refused(office: TestOffice) -> None:
    await remind(office, ("Tổ chức tập huấn", "2026-03-09"))
    room = office.tg.group("Nhóm", members=[office.dung, office.chi, office.an], admins=[office.binh])
    await office.says(office.binh, "/gan", room)
    await office.tick(at("2026-03-06", "07:31"))
    told = office.last(room)
    data = told.buttons[0][0].data or ""
    office.dung.taps_stale(data, told)
    await office.pump()
    assert "chưa đăng ký" in office.notice()
    assert office.tg.answers[-1].show_alert
    await office.register(office.dung, ELSEWHERE)
    office.dung.taps_stale(data, told)
    await office.pump()
    assert "đơn vị khác" in office.notice()
    await office.register(office.an, role=Role.VIEWER)
    office.an.taps_stale(data, told)
    await office.pump()
    assert "chỉ xem" in office.notice()
    assert "Đã xong" not in office.last(room).text


async def test_a_stale_or_unknown_reminder_is_told_to_be_out_of_date(office: TestOffice) -> None:
    await remind(office, ("Tổ chức tập huấn", "2026-03-09"))
    message = office.last(office.an)
    for data in (
        "done:1:99",
        "done:999:1",
        "later:1:99",
        "carddone:1:1:99",
        "got:1:99",
        "snooze:1:99:monday",
    ):
        office.an.taps_stale(data, message)
        await office.pump()
        assert "đã cũ" in office.notice(), data


async def test_what_is_due_today_cannot_wait(office: TestOffice) -> None:
    await remind(office, ("Tổ chức tập huấn", "2026-03-03"))
    await office.tick(at("2026-03-03", "07:31"))
    await office.taps(office.an, "⏰ Để sau")
    assert "03/03/2026" in office.notice()
    assert "không thể để sang" in office.notice()
    await office.taps(office.an, "✅ Đã xong")
    data = f"later:{1}:{1}"
    office.an.taps_stale(data, office.last(office.an))
    await office.pump()
    assert "đã được đánh dấu xong" in office.notice()


async def test_a_reminder_speaks_the_language_of_its_reader(office: TestOffice) -> None:
    await office.says(office.an, "/ngonngu")
    await office.register(office.an)
    await office.says(office.an, "/language")
    await office.taps(office.an, "English")
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-09"))))
    await office.tick(MORNING)
    text = office.last(office.an).text
    assert "Reminder" in text
    assert "09/03/2026 (7 days left)" in text
