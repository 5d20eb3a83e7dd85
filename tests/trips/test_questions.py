"""Whole trips: typed questions of every sort, follow-ups, and plans that another process published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.plan import ALL
from handlers.remembered import KEPT_FOR, Asked
from services import library
from storage.database import Database
from storage.queries.plans import Scope
from tests.support.office import CULTURE, HEALTH, POLICE, TestOffice, dated, duty, plan

TASKS = (
    duty("Mở lớp dạy bơi phòng, chống đuối nước cho học sinh", dated("2026-05-20"), who=(CULTURE,)),
    duty("Cấp cứu trẻ em bị đuối nước tại trạm", who=(HEALTH,)),
    duty("Thống kê, theo dõi tình trạng tảo hôn", dated("2026-07-10"), who=(POLICE,)),
    duty("Gửi báo cáo 6 tháng về Ủy ban nhân dân xã", dated("2026-06-09"), who=(ALL,), section="III"),
)


async def test_questions_without_marks_with_slips_and_other_words_find_the_task(
    any_office: TestOffice,
) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(plan(*TASKS))
    for asked in ("tảo hôn", "tao hon ai phu trach", "ai theo dõi việc lấy chồng sớm", "thống kê tảo hnô"):
        text = (await office.says(office.an, asked)).text
        assert "tình trạng tảo hôn" in text, asked
        assert "Cấp cứu" not in text, asked


async def test_who_asks_who_is_told_the_names(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*TASKS))
    assert f"Chủ trì: {POLICE}" in (await office.says(office.an, "tảo hôn do ai phụ trách?")).text


async def test_a_span_of_time_gives_what_is_due_in_it(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*TASKS))
    text = (await office.says(office.an, "quý II có gì đến hạn?")).text
    assert "lớp dạy bơi" in text
    assert "báo cáo 6 tháng" in text
    assert "tảo hôn" not in text
    assert "không nêu thời hạn" in (await office.says(office.an, "tháng 12 có gì đến hạn")).text


async def test_a_follow_up_keeps_the_rest_of_the_question_for_some_minutes(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*TASKS))
    assert "lớp dạy bơi" in (await office.says(office.an, "đuối nước")).text
    text = (await office.says(office.an, f"còn {HEALTH}?")).text
    assert "Cấp cứu trẻ em" in text
    assert "lớp dạy bơi" not in text
    office.clock.move_to(office.clock.now() + KEPT_FOR + timedelta(minutes=1))
    assert "báo cáo 6 tháng" in (await office.says(office.an, f"còn {HEALTH}?")).text


async def test_what_no_plan_says_is_said_to_be_so(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(*TASKS))
    for asked in ("giá vàng hôm nay", "xổ số miền bắc", "lịch cắt điện"):
        assert "không nêu" in (await office.says(office.an, asked)).text, asked


async def test_what_another_process_publishes_or_changes_is_found_at_once(office: TestOffice) -> None:
    await office.register(office.an)
    await office.publish(plan(TASKS[0]))
    assert "không nêu" in (await office.says(office.an, "tảo hôn")).text
    other = Database(office.database.url.render_as_string(hide_password=False), schema=office.database.schema)
    async with other.session() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE task SET text = 'Vận động không tảo hôn'")
        await session.commit()
    await other.close()
    assert "Vận động không tảo hôn" in (await office.says(office.an, "tảo hôn")).text


async def test_a_library_is_made_anew_only_where_something_changed(office: TestOffice) -> None:
    await office.publish(plan(TASKS[0]))
    scope = Scope(everything=True)
    async with office.database.session(writes=False) as session:
        first = await library.library(session, scope)
        assert await library.library(session, scope) is first
    other = plan(TASKS[2], number="13/KH-UBND")
    await office.publish(replace(other, plan=replace(other.plan, title="Tháng hành động")), b"another plan")
    async with office.database.session(writes=False) as session:
        second = await library.library(session, scope)
    assert second is not first
    assert first.shelves[0] in second.shelves


def test_what_chats_asked_is_kept_for_a_limited_number_of_them(office: TestOffice) -> None:
    memory, now = Asked(), office.clock.now()
    from domain.questions import read_question

    for chat in range(6_000):
        memory.keep(chat, read_question("tảo hôn"), now)
    assert memory.recall(0, now) is None
    assert memory.recall(5_999, now) is not None
