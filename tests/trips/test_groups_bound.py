"""Whole trips: a group follows several units, or a plan as a weekly summary; ending one; migration, a closed topic."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col, select

from domain.roles import Role
from sandbox.chats import Chat as Room
from services import audit
from storage.tables import Audit, Person, PlanBinding
from tests.support.office import CULTURE, ELSEWHERE, HEALTH, POLICE, TestOffice, at, dated, duty, plan

FLOOD = duty("Rà soát ao hồ", dated("2026-03-13"), who=(CULTURE, HEALTH, ELSEWHERE))
PLAN = plan(FLOOD, duty("Kiểm tra trường học", dated("2026-03-03"), who=(POLICE,)))
NUMBER = "12/KH-UBND"


def group(office: TestOffice, *, forum: bool = False) -> Room:
    kind = "supergroup" if forum else "group"
    members, admins = [office.an], [office.binh, office.chi]
    return office.tg.group("Nhóm", members=members, admins=admins, kind=kind, forum=forum)  # type: ignore[arg-type]


async def coordinator(office: TestOffice, unit: str = CULTURE) -> None:
    """Bình coordinates the commune of a unit."""
    await office.register(office.binh, unit)
    async with office.database.session() as session:
        mine = col(Person.telegram_id) == office.binh.id
        await session.exec(update(Person).where(mine).values(role=Role.COORDINATOR.value))
        await session.commit()


async def test_a_group_follows_several_units_and_ends_one_of_them(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.says(office.chi, "/gan công an xã suối mây", room)
    both = await office.says(office.chi, "/gan trạm y tế xã suối mây", room)
    assert f"Đang theo: {POLICE}; {HEALTH}" in both.text
    await office.publish(PLAN)
    await office.tick(at("2026-03-03", "08:01"))
    assert "Kiểm tra trường học" in office.last(room).text
    asked = await office.says(office.binh, "/bogan", room)
    assert "Thôi theo dõi mục nào" in asked.text
    ended = await office.taps(office.binh, POLICE, asked)
    assert f"Đang theo: {HEALTH}" in ended.text
    told = len(office.tg.sent(room))
    await office.tick(at("2026-03-04", "08:01"))
    await office.tick(at("2026-03-06", "08:01"))
    assert not any("Kiểm tra trường học" in message.text for message in office.tg.sent(room)[told:])
    assert any("Rà soát ao hồ" in message.text for message in office.tg.sent(room)[told:])
    office.binh.taps_stale("unbind:unit:1", asked)
    await office.pump()
    assert "đã thôi theo dõi" in office.notice()
    assert HEALTH in (await office.says(office.binh, "/bogan", room)).text


async def test_all_of_it_ends_with_one_tap_and_only_by_who_runs_the_group(office: TestOffice) -> None:
    room = group(office)
    await office.says(office.chi, "/gan công an xã suối mây", room)
    await office.says(office.chi, "/gan trạm y tế xã suối mây", room)
    asked = await office.says(office.binh, "/bogan", room)
    office.an.taps("Thôi tất cả", asked)
    await office.pump()
    assert "Chỉ quản trị của nhóm" in office.notice()
    ended = await office.taps(office.binh, "Thôi tất cả", asked)
    assert POLICE in ended.text
    assert HEALTH in ended.text
    assert "chưa nhận" in (await office.says(office.binh, "/bogan", room)).text


async def test_a_group_follows_a_plan_as_one_summary_a_week(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.register(office.an)
    await office.publish(PLAN)
    await office.tick(at("2026-03-06", "08:01"))
    await office.taps(office.an, "✅ Đã xong", office.last(office.an))
    office.clock.move_to(at("2026-03-07"))
    bound = await office.says(office.chi, f"/gan {NUMBER}", room)
    assert "theo dõi kế hoạch 12/KH-UBND" in bound.text
    assert "quá hạn 03/03/2026 · Kiểm tra trường học · xong 0/1 đơn vị" in bound.text
    assert "13/03/2026 · Rà soát ao hồ · xong 1/3 đơn vị" in bound.text
    assert "từ trước" in (await office.says(office.chi, f"/gan {NUMBER}", room)).text
    told = len(office.tg.sent(room))
    await office.tick(at("2026-03-09", "08:01"))
    await office.tick(at("2026-03-10", "08:01"))
    [summary] = office.tg.sent(room)[told:]
    assert "Rà soát ao hồ · xong 1/3 đơn vị" in summary.text
    assert summary.text.count("Rà soát ao hồ") == 1
    assert NUMBER in (await office.says(office.chi, "/bogan", room)).text
    await office.tick(at("2026-03-16", "08:01"))
    assert "Việc trong tuần" not in office.last(room).text


async def test_a_coordinator_follows_his_area_of_a_plan_and_binds_its_units(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.publish(PLAN)
    await coordinator(office)
    bound = await office.says(office.binh, "/gan", room)
    listed = await office.taps(office.binh, "📋 Theo dõi một kế hoạch", bound)
    office.clock.move_to(at("2026-03-09"))
    followed = await office.taps(office.binh, NUMBER, listed)
    assert "Rà soát ao hồ · xong 0/2 đơn vị" in followed.text
    assert f"Đang theo: {CULTURE}; {NUMBER}" in followed.text
    assert POLICE in (await office.says(office.binh, "/gan công an xã suối mây", room)).text
    found = await office.says(office.binh, "/gan phòng văn hóa", room)
    await office.taps(office.binh, ELSEWHERE, found)
    assert "đơn vị của mình" in office.notice()


async def test_an_officer_follows_no_whole_plan(office: TestOffice) -> None:
    room = group(office)
    await office.publish(PLAN)
    await office.register(office.binh)
    bound = await office.says(office.binh, "/gan", room)
    assert bound.button("📋 Theo dõi một kế hoạch") is None
    for button in ("bindplans", "bindplan:1"):
        office.binh.taps_stale(button, bound)
        await office.pump()
        assert "đầu mối theo dõi" in office.notice()
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(PlanBinding))).all() == []


async def test_what_is_followed_goes_with_a_group_that_becomes_a_supergroup(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.publish(PLAN)
    await office.says(office.chi, "/gan công an xã suối mây", room)
    await office.says(office.chi, f"/gan {NUMBER}", room)
    new = office.tg.migrate(room)
    await office.pump()
    await office.tick(at("2026-03-09", "08:01"))
    assert "Rà soát ao hồ · xong 0/3 đơn vị" in office.last(new).text
    asked = await office.says(office.chi, "/bogan", new)
    assert POLICE in asked.text
    assert NUMBER in asked.text


async def test_what_a_closed_topic_followed_goes_to_the_group(any_office: TestOffice) -> None:
    office = any_office
    room = group(office, forum=True)
    office.an.says("mở nhóm", room)
    topic = office.tg.topic(room, "Trẻ em")
    await office.publish(PLAN)
    await office.says(office.chi, f"/gan {NUMBER}", room, topic=topic)
    await office.says(office.chi, "/gan công an xã suối mây", room)
    office.tg.close_topic(topic)
    await office.tick(at("2026-03-09", "08:01"))
    await office.tick(at("2026-03-10", "08:01"))
    assert any("Rà soát ao hồ · xong 0/3" in message.text for message in office.tg.sent(room))
    asked = await office.says(office.chi, "/bogan", room)
    assert NUMBER in asked.text
    assert POLICE in asked.text


async def test_a_plan_that_was_replaced_is_followed_in_its_successor(office: TestOffice) -> None:
    room = group(office)
    await office.publish(PLAN)
    await office.says(office.chi, f"/gan {NUMBER}", room)
    await office.publish(plan(FLOOD, number="30/KH-UBND"), b"a newer plan")
    assert "30/KH-UBND" in (await office.says(office.chi, "/gan", room)).text
    await office.tick(at("2026-03-09", "08:01"))
    assert "30/KH-UBND" in office.last(room).text


async def test_binding_and_releasing_are_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    room = group(office)
    await office.publish(PLAN)
    await office.says(office.chi, "/gan công an xã suối mây", room)
    await office.says(office.chi, f"/gan {NUMBER}", room)
    asked = await office.says(office.chi, "/bogan", room)
    await office.taps(office.chi, NUMBER, asked)
    await office.says(office.chi, "/bogan", room)
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Audit).where(Audit.subject == "chat").order_by(Audit.id))).all()  # type: ignore[arg-type]
        told = [(row.action, row.as_admin, row.detail) for row in rows]
        assert (await audit.check(session)).broken_at is None
    police = office.units[POLICE]
    assert told == [
        ("group-bound", True, {"unit": police}),
        ("group-bound", True, {"plan": 1}),
        ("group-released", True, {"plan": 1}),
        ("group-released", True, {"unit": police}),
    ]
