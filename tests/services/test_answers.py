"""What a unit sees of the plans in force: its own tasks, what binds everybody, its due days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.clock import MovableClock
from domain.errors import NotAllowed
from domain.plan import ALL, Deadline, DeadlineKind, Draft, DraftTask, PlanInfo
from domain.roles import Actor, Role
from services import answers, asking, directory, directory_edits, intake, plan_list, progress, publishing
from storage.database import Database
from storage.tables import Part

AN_UNIT = "Phòng Văn hóa - Xã hội xã Suối Mây"
SCHOOL = "Trường Tiểu học Suối Mây"


def due(day: str, words: str = "x") -> Deadline:
    return Deadline(DeadlineKind.DATE, words, due=date.fromisoformat(day))


def plan(level: str, issuer: str, *tasks: DraftTask, province: str = "Lam Khê") -> Draft:
    return Draft("p.txt", PlanInfo("Kế hoạch", None, issuer, level, province), (), tasks)


def task(text: str, *deadlines: Deadline, who: tuple[str, ...] = ()) -> DraftTask:
    return DraftTask("II.1", text, (1, 2), assignees=who, deadlines=deadlines)


async def put_in_force(database: Database, clock: MovableClock, *drafts: Draft) -> Actor:
    """The two units of the commune, the plans published; gives An of the first unit."""
    async with database.session() as session:
        unit = await directory.add(session, AN_UNIT, clock.now(), province="Lam Khê")
        await directory.add(session, SCHOOL, clock.now(), province="Lam Khê", commune="xã Suối Mây")
        for i, draft in enumerate(drafts):
            plan_id = await intake.keep(session, bytes([i + 1]), "p.txt", draft, None, clock.now())
            await publishing.publish(session, plan_id, None, clock.now())
        await session.commit()
    return Actor(1001, "An", "vi", person_id=1, role=Role.OFFICER, unit_id=unit.id)


async def test_each_deadline_of_a_task_is_a_line_of_the_due_list(
    database: Database, clock: MovableClock
) -> None:
    reports = task("Báo cáo", due("2026-06-09"), due("2026-11-19"), who=(AN_UNIT,))
    an = await put_in_force(database, clock, plan("province", "Ủy ban nhân dân tỉnh Lam Khê", reports))
    async with database.session(writes=False) as session:
        lines = await answers.due_list(session, an, clock.now())
    assert [line.due_on for line in lines] == [date(2026, 6, 9), date(2026, 11, 19)]


async def test_a_list_shows_each_task_as_its_card_does(database: Database, clock: MovableClock) -> None:
    """A list is read by another query than a card; done or not, led or helped with, both must say the same."""
    reports = Deadline(
        DeadlineKind.RECURRING, "hằng quý", rrule="FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"
    )
    lasting = Deadline(DeadlineKind.ONGOING, "thường xuyên", start=date(2026, 1, 1))
    waits = Deadline(DeadlineKind.CONDITIONAL, "sau 5 ngày", within="P5D")
    tasks = (
        task("Báo cáo", reports, due("2026-06-09"), who=(AN_UNIT, SCHOOL)),
        task("Trực", lasting, waits, who=(AN_UNIT,)),
        DraftTask("II.2", "Giúp", (3, 4), assignees=(SCHOOL,), partners=(AN_UNIT,)),
        task("Ký cam kết", due("2026-05-05"), who=(ALL,)),
    )
    an = await put_in_force(database, clock, plan("province", "Ủy ban nhân dân tỉnh Lam Khê", *tasks))
    async with database.session() as session:
        seen = await answers.unit_tasks(session, an, clock.now())
        first = await answers.card(session, an, seen.own[0].task_id, clock.now())
        assert first.open_occurrence is not None
        await progress.mark_done(session, replace(an, person_id=None), *first.open_occurrence, clock.now())
        await session.flush()
        session.expire_all()
        after = await answers.unit_tasks(session, an, clock.now())
        assert after != seen
        assert [one.text for one in after.everyone] == ["Ký cam kết"]
        assert {one.text: one.part for one in after.own} == {
            "Báo cáo": Part.LEAD, "Trực": Part.LEAD, "Giúp": Part.PARTNER,
        }  # fmt: skip
        for one in (*after.own, *after.everyone):
            assert (await answers.card(session, an, one.task_id, clock.now())).view == one


async def test_what_a_school_gives_all_its_people_binds_no_other_unit(
    database: Database, clock: MovableClock
) -> None:
    drafts = (
        plan("school", SCHOOL, task("Mỗi lớp ký cam kết", due("2026-05-05"), who=(ALL,))),
        plan(
            "commune",
            "Ủy ban nhân dân xã Suối Mây",
            task("Các đơn vị gửi báo cáo", due("2026-06-01"), who=(ALL,)),
        ),
        plan(
            "commune", "Ủy ban nhân dân xã Đồng Sao", task("Việc của xã khác", due("2026-06-01"), who=(ALL,))
        ),
    )
    an = await put_in_force(database, clock, *drafts)
    async with database.session(writes=False) as session:
        seen = await answers.unit_tasks(session, an, clock.now())
    assert [line.text for line in seen.everyone] == ["Các đơn vị gửi báo cáo"]
    assert seen.own == ()


async def test_plans_of_another_province_are_not_seen(database: Database, clock: MovableClock) -> None:
    far = plan("province", "Ủy ban nhân dân tỉnh Vĩnh Sa", task("Việc xa", who=(ALL,)), province="Vĩnh Sa")
    an = await put_in_force(database, clock, far)
    async with database.session(writes=False) as session:
        assert (await answers.unit_tasks(session, an, clock.now())).everyone == ()
        assert (await asking.ask(session, an, "việc xa", clock.now())).tasks == ()
        assert (await plan_list.listed(session, an)).published == ()


async def test_a_unit_without_a_province_sees_nothing_until_somebody_says_where_it_is(
    database: Database, clock: MovableClock
) -> None:
    named = task("Rà soát", who=("Trạm Y tế xã Tân Khởi",))
    await put_in_force(database, clock, plan("province", "Ủy ban nhân dân tỉnh Lam Khê", named))
    async with database.session() as session:
        unit = await directory.add(session, "Trạm Y tế xã Tân Khởi", clock.now())
        binh = Actor(1002, "Bình", "vi", person_id=2, role=Role.OFFICER, unit_id=unit.id)
        seen = await answers.unit_tasks(session, binh, clock.now())
        assert (seen.own, seen.everyone, seen.plans) == ((), (), 0)
        await directory_edits.move(session, unit.id or 0, "Lam Khê", None, clock.now())
        seen = await answers.unit_tasks(session, binh, clock.now())
    assert [line.text for line in seen.own] == ["Rà soát"]


async def test_a_stranger_is_asked_to_register(database: Database, clock: MovableClock) -> None:
    stranger = Actor(7, "Dung", "vi")
    async with database.session(writes=False) as session:
        for asking in (answers.unit_tasks, answers.due_list):
            with pytest.raises(NotAllowed) as refused:
                await asking(session, stranger, clock.now())
            assert refused.value.key == "error.not_registered"
        with pytest.raises(NotAllowed):
            await plan_list.listed(session, stranger)


async def test_a_topic_finds_its_tasks_and_invents_none(database: Database, clock: MovableClock) -> None:
    tasks = (task("Cắm biển cảnh báo đuối nước", who=(AN_UNIT,)), task("Kiểm tra bếp ăn", who=(SCHOOL,)))
    an = await put_in_force(database, clock, plan("province", "Ủy ban nhân dân tỉnh Lam Khê", *tasks))
    async with database.session(writes=False) as session:
        found = await asking.ask(session, an, "duoi nuoc", clock.now())
        none = await asking.ask(session, an, "bóng đá", clock.now())
        school = await asking.ask(session, an, "truong tieu hoc suoi may phụ trách gì", clock.now())
    assert [t.text for t in found.tasks] == ["Cắm biển cảnh báo đuối nước"]
    assert none.tasks == ()
    assert (school.unit, [t.text for t in school.tasks]) == (SCHOOL, ["Kiểm tra bếp ăn"])
