"""Every change of plans, of the directory and of its tables stands in the book: who, what, and the chain is whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.plan import Doubt, Draft, PlanHotline
from domain.roles import Actor
from domain.states import Decision, PastUse, PlanChange
from domain.succession import Successor
from services import (
    audit,
    corrections,
    directory,
    directory_edits,
    ending,
    hotlines,
    intake,
    past_plans,
    publishing,
    succession,
    successions,
)
from storage.tables import Audit, Hotline, PlanDoubt
from tests.support.office import HEALTH, PROVINCE, TestOffice, dated, duty, plan

CHI = Actor(1003, "Chi", "vi", is_admin=True)
DOUBT = Doubt("date_impossible", "ngày 31/6/2026", 12, 2, 0, "deadlines")
OLD = plan(duty("Rà soát trẻ em", dated("2026-06-30", "ngày 31/6/2026")), doubts=[DOUBT])
NEW = replace(plan(duty("Việc mới", dated("2026-07-30")), number="30/KH-UBND"), supersedes=("12/KH-UBND",))

Lines = list[tuple[str, str, int | None]]


@asynccontextmanager
async def writing(office: TestOffice) -> AsyncIterator[AsyncSession]:
    async with office.database.session() as session:
        yield session
        await session.commit()


async def told(office: TestOffice) -> Lines:
    """(action, subject, number) of every line; all are Chi's, and the chain is whole."""
    async with office.database.session(writes=False) as session:
        rows = (await session.exec(select(Audit).order_by(Audit.id))).all()  # type: ignore[arg-type] # a column
        assert all(row.as_admin for row in rows)
        found = [(row.action, row.subject, row.subject_id) for row in rows]
        checked = await audit.check(session)
    assert (checked.lines, checked.broken_at) == (len(found), None)
    return found


async def load(office: TestOffice, draft: Draft, content: bytes = b"a plan") -> int:
    async with writing(office) as session:
        return await intake.keep(session, content, "plan.txt", draft, CHI, office.clock.now())


async def test_a_plans_whole_life_is_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    now = office.clock.now()
    old = await load(office, OLD)
    async with writing(office) as session:
        [doubt] = (await session.exec(select(PlanDoubt.id))).all()
        await corrections.settle(session, doubt or 0, Decision.ACCEPTED, CHI, now)
        await corrections.take_back(session, doubt or 0, CHI, now)
        await corrections.accept_all(session, old, CHI, now)
        await publishing.publish(session, old, CHI, now)
    new = await load(office, NEW, b"newer")
    async with writing(office) as session:
        await succession.choose(session, new, PlanChange.REPLACES, old, CHI, now)
        await publishing.publish(session, new, CHI, now)
        await ending.roll_back(session, new, CHI, now)
        await ending.withdraw(session, old, CHI, now)
        await ending.restore(session, old, CHI, now)
    assert await told(office) == [
        ("plan-loaded", "plan", old),
        ("doubt-settled", "doubt", doubt),
        ("doubt-reopened", "doubt", doubt),
        ("doubt-settled", "doubt", doubt),
        ("plan-published", "plan", old),
        ("plan-loaded", "plan", new),
        ("plan-related", "plan", new),
        ("plan-replaced", "plan", old),
        ("plan-published", "plan", new),
        ("plan-withdrawn", "plan", new),
        ("plan-restored", "plan", old),
        ("plan-rolled-back", "plan", new),
        ("plan-withdrawn", "plan", old),
        ("plan-restored", "plan", old),
    ]


async def test_discarding_and_keeping_as_history_are_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    now = office.clock.now()
    first = await load(office, OLD)
    async with writing(office) as session:
        await publishing.discard(session, first, CHI, now)
    past = replace(NEW, plan=replace(NEW.plan, years=(2021,)), tasks=(duty("Cũ", dated("2021-05-05")),))
    second = await load(office, past, b"old")
    async with writing(office) as session:
        await past_plans.choose(session, second, PastUse.HISTORY, CHI, now)
        await publishing.publish(session, second, CHI, now)
    assert await told(office) == [
        ("plan-loaded", "plan", first),
        ("plan-discarded", "plan", first),
        ("plan-loaded", "plan", second),
        ("plan-past", "plan", second),
        ("plan-kept", "plan", second),
    ]


async def test_numbers_that_were_confirmed_or_refused_are_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    lines = [PlanHotline("0900 000 001", "Trung tâm"), PlanHotline("0900 000 002", "Trung tâm")]
    await load(office, plan(duty("Rà soát"), hotlines=lines))
    async with writing(office) as session:
        one, two = (await session.exec(select(Hotline.id).order_by(Hotline.id))).all()  # type: ignore[arg-type]
        await hotlines.decide(session, one or 0, True, CHI, office.clock.now())
        await hotlines.decide(session, two or 0, False, CHI, office.clock.now())
    assert (await told(office))[1:] == [
        ("hotline-confirmed", "hotline", one),
        ("hotline-refused", "hotline", two),
    ]


async def test_changes_of_the_directory_are_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    now = office.clock.now()
    async with writing(office) as session:
        unit = await directory.add(session, "Trạm Y tế xã Đá Bạc", now, province=PROVINCE, by=CHI)
        one = unit.id or 0
    other = office.units[HEALTH]
    edits: list[Callable[[AsyncSession], Awaitable[object]]] = [
        lambda s: directory_edits.rename(s, one, "Trạm Y tế xã Đá Vàng", now, CHI),
        lambda s: directory_edits.add_alias(s, one, "TYT Đá Vàng", now, CHI),
        lambda s: directory_edits.drop_alias(s, one, "TYT Đá Vàng", now, CHI),
        lambda s: directory_edits.drop_alias(s, one, "never had", now, CHI),
        lambda s: directory_edits.move(s, one, PROVINCE, "xã Suối Mây", now, CHI),
        lambda s: directory_edits.merge(s, one, other, now, CHI),
    ]
    async with writing(office) as session:
        for edit in edits:
            await edit(session)
        await directory_edits.remove(session, office.units["Sở Y tế tỉnh Lam Khê"], now, CHI)
    assert await told(office) == [
        ("unit-added", "unit", one),
        ("unit-renamed", "unit", one),
        ("unit-alias-added", "unit", one),
        ("unit-alias-dropped", "unit", one),
        ("unit-moved", "unit", one),
        ("unit-merged", "unit", one),
        ("unit-removed", "unit", office.units["Sở Y tế tỉnh Lam Khê"]),
    ]


async def test_a_provinces_units_and_rows_of_successors_are_in_the_book(any_office: TestOffice) -> None:
    office = any_office
    now = office.clock.now()
    async with writing(office) as session:
        lai_chau = directory.known_province("Lai Châu")
        await directory.create_province(session, lai_chau, now, schools=False, by=CHI)
        row = Successor("Ban Cũ", "Ban Mới", "province", "2025-07-01", "1/QĐ-UBND")
        kept = await successions.put(session, row, CHI, now)
        await successions.decide(session, kept.id or 0, now, CHI, active=False, sure=False)
        await successions.decide(session, kept.id or 0, now, CHI, active=True, sure=True)
    assert await told(office) == [
        ("units-created", "province", int(lai_chau.code)),
        ("successor-set", "successor", kept.id),
        ("successor-dropped", "successor", kept.id),
        ("successor-kept", "successor", kept.id),
    ]
