"""Whole trips: buttons that were never shown to whoever sends them. Callback data can be made up by anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from domain.plan import Doubt, PlanHotline
from domain.roles import Role
from domain.text import fold
from domain.units import guess_kind
from services import intake
from storage.tables import (
    Hotline,
    HotlineState,
    Occurrence,
    OccurrenceState,
    Plan,
    PlanDoubt,
    PlanState,
    Unit,
)
from tests.support.office import CULTURE, HEALTH, TestOffice, dated, duty, plan

DRAFT = plan(
    duty("Một việc kín", dated("2026-03-20")),
    doubts=[Doubt("date_misread", "20/3", 12, None, 0, "deadlines")],
    hotlines=[PlanHotline("0298 000 0116", "Đường dây của tỉnh")],
)
FOR_ADMINS = ("plan:1", "agencies:1:0", "dates:1:0", "doubts:1:0", "doubt:1:accept", "doubt:1:drop", "doubt:1:date",
              "doubt:1:agency", "decided:1:0", "takeback:1", "setunit:1:1", "setname:1:0", "diff:1:0", "relations:1:0",
              "relate:1:0:new", "past:1:history", "publish:1:0:0", "publishas:1:0:0:accept", "withdraw:1:0",
              "rollback:1:0", "restore:1:0", "discard:1", "line:1:yes", "line:1:no")  # fmt: skip


async def _keep(office: TestOffice) -> None:
    async with office.database.session() as session:
        await intake.keep(session, b"a draft", "plan.txt", DRAFT, None, office.clock.now())
        await session.commit()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_HEAD, Role.VIEWER, None])
async def test_what_admins_decide_is_refused_to_everybody_else(office: TestOffice, role: Role | None) -> None:
    await _keep(office)
    if role is not None:
        await office.register(office.an, CULTURE, role)
    message = await office.says(office.an, "/trogiup")
    for data in FOR_ADMINS:
        office.an.taps_stale(data, message)
        await office.pump()
        assert "dành cho quản trị" in office.notice(), data
    assert not [one for one in office.tg.sent(office.an) if "Một việc kín" in one.text or "12/KH" in one.text]
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(Plan.state))).all() == [PlanState.DRAFT]
        assert (await session.exec(select(PlanDoubt.decision))).all() == [None]
        assert (await session.exec(select(Hotline.state))).all() == [HotlineState.PROPOSED]


async def test_a_group_is_bound_by_a_made_up_button_only_to_ones_own_unit(office: TestOffice) -> None:
    await office.register(office.an)
    group = office.tg.group("Nhóm", members=[office.an, office.binh], admins=[office.an])
    message = await office.says(office.an, "/trogiup", group)
    office.an.taps_stale(f"bind:{office.units[HEALTH]}", message)
    await office.pump()
    assert "đơn vị của mình" in office.notice()
    await office.register(office.binh, HEALTH)
    office.binh.taps_stale(f"bind:{office.units[HEALTH]}", message)
    await office.pump()
    assert "Chỉ quản trị của nhóm" in office.notice()


async def test_a_foreign_unit_marks_nothing_by_made_up_buttons(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.dung, HEALTH)
    await office.publish(plan(duty("Việc của phòng", dated("2026-03-20"))))
    message = await office.says(office.dung, "/trogiup")
    for data in ("done:1:1", "later:1:1", "carddone:1:1:1"):
        office.dung.taps_stale(data, message)
        await office.pump()
        assert "đơn vị khác" in office.notice(), data
    async with office.database.session(writes=False) as session:
        assert (await session.exec(select(Occurrence.state))).all() == [OccurrenceState.OPEN]


async def _of_another_province(office: TestOffice) -> None:
    """Dung's unit bears the very name of An's, in another province."""
    unit = Unit(
        name=CULTURE,
        name_key=fold(CULTURE),
        kind=guess_kind(CULTURE),
        province="Hà Nam Khê",
        province_key=fold("Hà Nam Khê"),
        commune="xã Suối Mây",
        commune_key=fold("xã Suối Mây"),
        created_at=office.clock.now(),
    )
    async with office.database.session() as session:
        session.add(unit)
        await session.commit()
    office.units["elsewhere"] = unit.id or 0
    await office.register(office.dung, "elsewhere")


async def test_another_province_sees_and_marks_nothing(office: TestOffice) -> None:
    await office.register(office.an)
    await _of_another_province(office)
    await office.publish(
        plan(
            duty("Việc kín của phòng", dated("2026-03-20")),
            replace(duty("Việc kín chung", dated("2026-03-21")), assignees=("ALL",)),
        )
    )
    assert "Việc kín" in (await office.says(office.an, "/nhiemvu")).text
    for asked in (
        "/nhiemvu",
        "/han",
        "/kehoach",
        "việc kín",
        f"{CULTURE} phụ trách gì?",
        "/hoi việc kín chung",
    ):
        answer = (await office.says(office.dung, asked)).text
        assert "Việc kín" not in answer, asked
        assert "12/KH-UBND" not in answer, asked
    message = await office.says(office.dung, "/trogiup")
    for data in (
        "task:1",
        "task:2",
        "done:1:1",
        "carddone:1:1:1",
        "tasks:0",
        "due:0",
        "plancard:1",
        "original:1",
    ):
        office.dung.taps_stale(data, message)
        await office.pump()
    assert not [
        one for one in office.tg.sent(office.dung) if "12/KH-UBND" in one.text or "Việc kín" in one.text
    ]
    await office.tick(office.clock.now())
    assert not [one for one in office.tg.sent(office.dung) if "kín" in one.text]
