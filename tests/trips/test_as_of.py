"""Whole trips: what a unit had to do by the plans that were in force on an earlier day."""

from __future__ import annotations

from dataclasses import replace

from tests.support.office import TestOffice, at, dated, duty, plan

OLD = plan(*(duty(f"Việc cũ số {i}, có nội dung riêng {i}", dated("2026-05-20")) for i in range(30)))
NEW = replace(plan(duty("Việc mới", dated("2026-06-30")), number="30/KH-UBND"), supersedes=("12/KH-UBND",))


async def opened(office: TestOffice) -> None:
    """The old plan from 2 March on, the new one in its place from 10 March on; today is 20 March."""
    await office.register(office.an)
    await office.publish(OLD)
    office.clock.move_to(at("2026-03-10"))
    await office.publish(NEW, b"newer")
    office.clock.move_to(at("2026-03-20"))


async def test_an_earlier_day_is_answered_by_the_plans_of_that_day(any_office: TestOffice) -> None:
    office = any_office
    await opened(office)
    assert "Việc cũ" not in (await office.says(office.an, "/nhiemvu")).text
    then = await office.says(office.an, "/nhiemvu 05/3/2026")
    assert "có hiệu lực ngày 05/03/2026 (1 kế hoạch)" in then.text
    assert "Việc cũ số 0" in then.text
    assert "Việc mới" not in then.text
    assert "12/KH-UBND" in then.text
    second = await office.taps(office.an, "Trang sau ▶", then)
    assert "ngày 05/03/2026" in second.text
    assert "Việc cũ số 0," not in second.text
    assert "Việc mới" in (await office.says(office.an, "/nhiemvu 10/3")).text
    assert "có 0 nhiệm vụ" in (await office.says(office.an, "/tasks 1/3/2026")).text


async def test_today_is_the_list_of_today(office: TestOffice) -> None:
    await opened(office)
    assert (await office.says(office.an, "/nhiemvu 20/3/2026")).text == (
        await office.says(office.an, "/nhiemvu")
    ).text


async def test_a_day_to_come_or_none_at_all_is_refused_with_what_to_type(office: TestOffice) -> None:
    await opened(office)
    assert "Ngày này chưa đến" in (await office.says(office.an, "/nhiemvu 01/7/2026")).text
    assert "Chưa hiểu ngày “hôm nọ”" in (await office.says(office.an, "/nhiemvu hôm nọ")).text
    then = await office.says(office.an, "/nhiemvu 05/3/2026")
    office.an.taps_stale("tasksthen:9999999:0", then)
    await office.pump()
    assert "01/3/2026" not in office.notice()
    assert office.notice()
    assert "chưa đăng ký" in (await office.says(office.dung, "/nhiemvu 05/3/2026")).text
