"""Whole trips: a reminder is put off, by a button or by words."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage.tables import Dialog, Reminder
from tests.support.office import TestOffice, at, dated, duty, plan

MORNING = at("2026-03-02", "08:01")


async def remind(office: TestOffice, day: str = "2026-03-20") -> None:
    """An is told late of one task, which is due on a Friday; steps at -7, -3, -1 and 0 days are to come."""
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Tổ chức tập huấn", dated(day, f"trước {day}"))))
    await office.tick(MORNING)


async def steps(office: TestOffice) -> dict[str, str]:
    """An's reminders: step -> state."""
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Reminder).where(Reminder.chat_id == 1))).all()
    return {row.step: row.state for row in rows}


async def test_the_days_to_choose_from_are_named_with_their_dates(office: TestOffice) -> None:
    await remind(office)
    message = await office.taps(office.an, "⏰ Để sau")
    assert "Tổ chức tập huấn" in message.text
    assert "20/03/2026" in message.text
    assert [row[0].text for row in message.buttons[:4]] == [
        "Ngày làm việc sau: Thứ Ba 03/03",
        "Đầu tuần: Thứ Hai 09/03",
        "Trước hạn 3 ngày: Thứ Ba 17/03",
        "✎ Ngày khác",
    ]


async def test_the_next_working_day_reminds_this_chat_alone(any_office: TestOffice) -> None:
    office = any_office
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    message = await office.taps(office.an, "Ngày làm việc sau: Thứ Ba 03/03")
    assert "07:30 03/03/2026" in message.text
    told = len(office.tg.sent(office.binh))
    assert await office.tick(at("2026-03-03", "07:31")) == 1
    assert "còn 17 ngày" in office.last(office.an).text
    assert len(office.tg.sent(office.binh)) == told


async def test_steps_before_the_chosen_day_are_hushed_and_come_back_with_another_choice(
    any_office: TestOffice,
) -> None:
    office = any_office
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "Trước hạn 3 ngày: Thứ Ba 17/03")
    assert (await steps(office))["d-7"] == "skipped"
    for choice in ("tomorrow", "before", "tomorrow"):
        office.an.taps_stale(f"snooze:1:1:{choice}", office.last(office.an))
        await office.pump()
    found = await steps(office)
    assert found["again-2026-03-03"] == "planned"
    assert found["again-2026-03-17"] == "skipped"
    assert found["d-7"] == "planned"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("thứ 6 tuần sau", "Thứ Sáu 13/03/2026"), ("12/3", "Thứ Năm 12/03/2026"),
     ("in 4 days", "Thứ Sáu 06/03/2026")],
)  # fmt: skip
async def test_a_typed_day_is_shown_and_confirmed(office: TestOffice, typed: str, day: str) -> None:
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "✎ Ngày khác")
    message = await office.says(office.an, typed)
    assert day in message.text
    assert "planned" not in [
        state for step, state in (await steps(office)).items() if step.startswith("again")
    ]
    message = await office.taps(office.an, "✓ Đúng")
    assert f"07:30 {day.split()[-1]}" in message.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [("21/3", "đã quá hạn 20/03/2026"), ("hôm nay", "không phải ngày sắp tới"), ("12", "hai ngày khác nhau"), ("việc gì đó", "chưa hiểu"),
     ("31/2", "Không có ngày"), ("ngay 15 thang sau", "hai ngày khác nhau")],
)  # fmt: skip
async def test_a_day_that_cannot_be_is_explained_and_the_question_stays_open(
    office: TestOffice, typed: str, words: str
) -> None:
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "✎ Ngày khác")
    assert words in (await office.says(office.an, typed)).text
    assert "Thứ Năm 05/03/2026" in (await office.says(office.an, "5/3")).text


async def test_what_was_typed_is_not_kept_and_is_not_asked_for_long(office: TestOffice) -> None:
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "✎ Ngày khác")
    await office.says(office.an, "không rõ ngày nào")
    async with office.database.session(writes=False) as session:
        dialog = (await session.exec(select(Dialog))).one()
    assert (dialog.expects, dialog.value) == ("snooze", "1:1")
    office.clock.move_to(at("2026-03-02", "09:00"))
    assert "chưa hiểu" not in (await office.says(office.an, "việc nào về tập huấn")).text


async def test_never_mind_ends_the_question(office: TestOffice) -> None:
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "✎ Ngày khác")
    assert "không thay đổi gì" in (await office.taps(office.an, "Thôi")).text
    assert "Nhắc lại vào" not in (await office.says(office.an, "5/3")).text


async def test_a_case_is_never_taken_for_a_day(office: TestOffice) -> None:
    await remind(office)
    await office.taps(office.an, "⏰ Để sau")
    await office.taps(office.an, "✎ Ngày khác")
    assert "111" in (await office.says(office.an, "có cháu bé đang bị đánh đập ở thôn 3")).text


async def test_old_choices_are_measured_anew(office: TestOffice) -> None:
    await remind(office, "2026-03-06")
    await office.taps(office.an, "⏰ Để sau")
    choice = office.last(office.an)
    await office.tick(at("2026-03-06", "07:31"))
    office.an.taps_stale("snooze:1:1:tomorrow", choice)
    await office.pump()
    assert "đã quá hạn 06/03/2026" in office.notice()
    office.an.taps_stale("snoozeon:1:1:99999999", choice)
    await office.pump()
    assert "nút" in office.notice().lower()


async def test_in_a_group_days_are_chosen_and_not_typed(office: TestOffice) -> None:
    await office.register(office.an)
    room = office.tg.group("Nhóm", members=[office.an], admins=[office.binh])
    await office.register(office.binh)
    await office.says(office.binh, "/gan", room)
    await office.publish(plan(duty("Tổ chức tập huấn", dated("2026-03-20"))))
    await office.tick(MORNING)
    message = await office.taps(office.an, "⏰ Để sau", office.last(room), room)
    assert message.button("✎ Ngày khác") is None
    assert (
        "07:30 03/03/2026" in (await office.taps(office.an, "Ngày làm việc sau: Thứ Ba 03/03", message)).text
    )
