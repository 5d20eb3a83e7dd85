"""The directory: a province in one go, changes that orphan nothing, the table of successors; on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import SQLModel, func, select

from domain import places
from domain.clock import MovableClock
from domain.errors import DomainError
from domain.plan import Draft, PlanInfo
from domain.roles import Actor, Role
from domain.succession import Level, Successor, Topic
from domain.units import UnitKind
from services import (
    answers,
    directory,
    directory_edits,
    intake,
    people,
    publishing,
    responsibility,
    successions,
)
from storage.database import Database
from storage.queries import people as people_queries
from storage.queries import plans as plan_queries
from storage.tables import Occurrence, Person, Plan, TaskUnit, Unit
from tests.support.office import dated, duty

OLD = "Phòng Lao động - Thương binh và Xã hội"
LAI_CHAU = places.province_called("Lai Châu")
assert LAI_CHAU is not None


def district_plan(*names: str) -> Draft:
    """What huyện Sìn Hồ decided in 2021, with a day that is still to come."""
    tasks = tuple(duty(f"Việc của {name}", dated("2026-03-20"), who=(name,)) for name in names)
    info = PlanInfo(
        title="Kế hoạch năm 2021", number="5/KH-UBND", issuer="Ủy ban nhân dân huyện Sìn Hồ", level="district",
        province="Lai Châu", issued_on=date(2021, 3, 1), years=(2021,),
    )  # fmt: skip
    return Draft("plan.txt", info, names, tasks, (), (), ())


async def put_in_force(database: Database, clock: MovableClock, draft: Draft) -> int:
    async with database.session() as session:
        plan_id = await intake.keep(session, b"plan", "plan.txt", draft, None, clock.now())
        await publishing.publish(session, plan_id, None, clock.now())
        await session.commit()
    return plan_id


async def create(database: Database, clock: MovableClock) -> directory.Created:
    assert LAI_CHAU is not None
    async with database.session() as session:
        made = await directory.create_province(session, LAI_CHAU, clock.now())
        await session.commit()
    return made


async def test_a_provinces_directory_is_made_in_one_go_and_only_once(
    database: Database, clock: MovableClock
) -> None:
    first, second = await create(database, clock), await create(database, clock)
    assert (first.known, second.new, second.known) == (0, 0, first.new)
    async with database.session(writes=False) as session:
        units = await directory.of_province(session, "Lai Châu")
        assert len(units) == first.new > 38 * 8
        station = next(unit for unit in units if unit.name == "Trạm Y tế xã Nậm Tăm")
        assert (station.kind, station.commune) == (UnitKind.HEALTH_STATION, "xã Nậm Tăm")
        assert places.commune(station.place) == places.commune_called("xã Nậm Tăm", "12")
        assert (await directory.find(session, "tỉnh đoàn lai châu", 1))[0].kind == UnitKind.YOUTH_UNION
        assert await directory.provinces(session) == ["Lai Châu"]


async def test_an_old_plan_reaches_todays_units_with_the_reason(
    database: Database, clock: MovableClock
) -> None:
    await put_in_force(database, clock, district_plan(OLD, "Ủy ban nhân dân các xã, thị trấn"))
    await create(database, clock)
    async with database.session() as session:
        [unit] = await directory.find(session, "vhxh xã nậm tăm", 1)
        an = Actor(1, "An", "vi", person_id=1, role=Role.OFFICER, unit_id=unit.id)
        [line] = (await answers.unit_tasks(session, an, clock.now())).own
        assert line.text == f"Việc của {OLD}"
        assert line.due_on == date(2026, 3, 20)
        assert line.succession is not None
        assert (line.succession.was, line.succession.now) == (OLD, unit.name)
        assert not line.succession.sure
        [other] = await directory.find(session, "vhxh xã tà tổng", 1)
        assert "Tà Tổng" in other.name
        dung = Actor(2, "Dung", "vi", person_id=2, role=Role.OFFICER, unit_id=other.id)
        assert (await answers.unit_tasks(session, dung, clock.now())).own == ()


async def test_a_corrected_succession_counts_for_plans_in_force(
    database: Database, clock: MovableClock
) -> None:
    await create(database, clock)
    await put_in_force(database, clock, district_plan(OLD))
    async with database.session() as session:
        rows = await successions.everything(session, clock.now())
        wrong = next(row for row in rows if row.level == Level.DISTRICT and row.old == OLD)
        await successions.decide(session, wrong.id or 0, clock.now(), None, active=False, sure=False)
        assert (await session.exec(select(func.count()).select_from(TaskUnit))).one() == 0
        states = set((await session.exec(select(Occurrence.state))).all())
        assert states == {"cancelled"}
        right = Successor(OLD, "Trạm Y tế", Level.DISTRICT, "2025-07-01", "Quyết định 1", Topic.CHILDREN)
        await successions.put(session, right, None, clock.now())
        links = (await session.exec(select(TaskUnit, Unit).join(Unit))).all()
        assert {unit.kind for _, unit in links} == {"health_station"}
        assert {(link.decree, link.sure) for link, _ in links} == {("Quyết định 1", True)}
        await session.commit()
    async with database.session() as session:
        assert await successions.seed(session, clock.now()) == 0


@pytest.mark.parametrize("row", [
    Successor("", "Sở Y tế", "province", "2025-07-01", "x"),
    Successor("Sở A", "Sở Y tế", "ward", "2025-07-01", "x"),
    Successor("Sở A", "Sở Y tế", "province", "2025-07-01", " "),
])  # fmt: skip
async def test_a_succession_without_names_level_or_decree_is_refused(
    database: Database, clock: MovableClock, row: Successor
) -> None:
    async with database.session() as session:
        with pytest.raises(DomainError, match=r"units\.bad_successor"):
            await successions.put(session, row, None, clock.now())


async def unit_id(database: Database, clock: MovableClock, name: str, province: str = "Lam Khê") -> int:
    async with database.session() as session:
        unit = await directory.add(session, name, clock.now(), province=province)
        await session.commit()
    return unit.id or 0


async def test_merging_takes_people_duties_and_names_over(database: Database, clock: MovableClock) -> None:
    old = await unit_id(database, clock, "Trạm Y tế xã Cát Lở")
    new = await unit_id(database, clock, "Trạm Y tế xã Suối Mây")
    draft = Draft(
        "plan.txt", PlanInfo(title="Kế hoạch", number="1/KH", issuer="Ủy ban nhân dân tỉnh Lam Khê", level="province",
        province="Lam Khê", issued_on=date(2026, 1, 1), years=(2026,)), ("Trạm Y tế xã Cát Lở",),
        (duty("Rà soát", dated("2026-03-20"), who=("Trạm Y tế xã Cát Lở",)),), (), (), (),
    )  # fmt: skip
    await put_in_force(database, clock, draft)
    async with database.session() as session:
        await people.register(session, Actor(1001, "An", "vi"), old, Role.OFFICER, clock.now())
        with pytest.raises(DomainError, match=r"units\.not_empty"):
            await directory_edits.remove(session, old, clock.now())
        moved, stays = await directory_edits.merge(session, old, new, clock.now())
        await session.commit()
    assert (moved.people, moved.duties, stays.id) == (1, 1, new)
    async with database.session() as session:
        assert await session.get(Unit, old) is None
        person = (await session.exec(select(Person))).one()
        assert person.unit_id == new
        an = Actor(1001, "An", "vi", person_id=person.id, role=Role.OFFICER, unit_id=new)
        assert [line.text for line in (await answers.unit_tasks(session, an, clock.now())).own] == ["Rà soát"]
        assert {one.unit_id for one in (await session.exec(select(Occurrence))).all()} == {new}
        assert (await directory.find(session, "tyt cát lở", 1))[0].id == new


async def test_what_hangs_on_a_unit_is_known_table_by_table() -> None:
    """A table that comes to point to units must be thought of in merging."""
    pointing = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "unit"
    }
    assert pointing == {"unit_alias", "person", "binding", "task_unit", "occurrence", "invite"}


async def test_units_of_two_provinces_and_a_unit_with_itself_are_not_merged(
    database: Database, clock: MovableClock
) -> None:
    one = await unit_id(database, clock, "Trạm Y tế xã Cát Lở")
    far = await unit_id(database, clock, "Trạm Y tế xã Đá Bạc", "Vĩnh Sa")
    async with database.session() as session:
        with pytest.raises(DomainError, match=r"units\.other_province"):
            await directory_edits.merge(session, one, far, clock.now())
        with pytest.raises(DomainError, match=r"units\.same_unit"):
            await directory_edits.merge(session, one, one, clock.now())
        with pytest.raises(DomainError, match=r"error\.unit_gone"):
            await directory_edits.merge(session, one, 10**6, clock.now())
        assert await directory_edits.remove(session, one, clock.now()) == "Trạm Y tế xã Cát Lở"


async def test_a_renamed_unit_keeps_its_old_name_as_an_alias(database: Database, clock: MovableClock) -> None:
    one = await unit_id(database, clock, "Trạm Y tế xã Cát Lở")
    await unit_id(database, clock, "Trạm Y tế xã Suối Mây")
    async with database.session() as session:
        await directory_edits.rename(session, one, "Trạm Y tế xã Cát Vàng", clock.now())
        assert (await directory.find(session, "trạm y tế cát lở", 1))[0].name == "Trạm Y tế xã Cát Vàng"
        with pytest.raises(DomainError, match=r"units\.name_taken"):
            await directory_edits.rename(session, one, "Trạm Y tế xã Suối Mây", clock.now())
        assert await directory_edits.drop_alias(session, one, "tram y te xa cat lo", clock.now())
        assert not await directory_edits.drop_alias(session, one, "tram y te xa cat lo", clock.now())


async def test_units_that_differ_in_marks_alone_stand_side_by_side(
    database: Database, clock: MovableClock
) -> None:
    first = await unit_id(database, clock, "Công an xã Văn Lang", "Thái Nguyên")
    second = await unit_id(database, clock, "Công an xã Văn Lăng", "Thái Nguyên")
    assert first != second
    assert await unit_id(database, clock, "CÔNG AN xã Văn Lăng", "Thái Nguyên") == second


async def test_an_index_is_kept_until_something_changes_and_never_out_of_a_session_rolled_back(
    database: Database, clock: MovableClock
) -> None:
    await unit_id(database, clock, "Trạm Y tế xã Cát Lở")
    async with database.session() as session:
        kept = await people_queries.units(session)
        assert await people_queries.units(session) is kept
        await directory.add(session, "Trạm Y tế xã Đá Bạc", clock.now(), province="Lam Khê")
        assert len(await people_queries.units(session)) == 2
        await session.rollback()
    async with database.session() as session:
        assert [unit.name for unit in await people_queries.units(session)] == ["Trạm Y tế xã Cát Lở"]
    await unit_id(database, clock, "Trạm Y tế xã Suối Mây")
    async with database.session() as session:
        assert len(await people_queries.units(session)) == 2


async def test_the_preview_gets_whom_to_choose_from(database: Database, clock: MovableClock) -> None:
    await create(database, clock)
    async with database.session() as session:
        index = await people_queries.units(session)
        plan = Plan(document_id=1, level="province", province="Lai Châu", issued_on=date(2026, 1, 1))
        sure, unclear = responsibility.resolve(plan, ["Sở Y tế", "Trạm Y tế Nậm Ta"], index)
        assert [unit.name for unit in sure.units] == ["Sở Y tế tỉnh Lai Châu"]
        assert sure.candidates == ()
        assert unclear.units == ()
        assert "Trạm Y tế xã Nậm Tăm" in [unit.name for unit in unclear.candidates]
        assert plan_queries.area_of(plan).communes is None
