"""Whole trips: somebody cannot be reached, somebody else is told instead."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from domain.delivery import ReminderState, SkipReason
from domain.roles import Role
from sandbox.people import Person
from storage.tables import Person as PersonRow
from storage.tables import Reminder
from tests.support.office import HEALTH, TestOffice, at, dated, duty, plan

MORNING = at("2026-03-02", "08:01")


def told(office: TestOffice, person: Person) -> int:
    return sum("Việc một" in message.text for message in office.tg.sent(person))


async def coordinator(office: TestOffice, person: Person) -> None:
    """Somebody of the commune who follows its units."""
    await office.register(person, HEALTH, Role.VIEWER)
    async with office.database.session() as session:
        mine = col(PersonRow.telegram_id) == person.id
        await session.exec(update(PersonRow).where(mine).values(role=Role.COORDINATOR.value))
        await session.commit()


async def steps(office: TestOffice) -> list[Reminder]:
    async with office.database.session(writes=False) as session:
        query = select(Reminder).where(Reminder.state != ReminderState.PLANNED).order_by(col(Reminder.id))
        return list((await session.exec(query)).all())


async def test_a_colleague_who_is_told_anyway_is_told_once(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    office.an.blocks_bot()
    office.tg.take_updates()
    await office.tick(MORNING)
    await office.tick(MORNING + timedelta(hours=3))
    assert (told(office, office.an), told(office, office.binh)) == (0, 1)


async def test_a_colleague_without_a_row_of_the_day_is_told_instead(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    async with office.database.session() as session:
        binhs = col(Reminder.chat_id).in_(
            select(PersonRow.chat_id).where(PersonRow.telegram_id == office.binh.id)
        )
        late = col(Reminder.step) == "late"
        await session.exec(
            update(Reminder)
            .where(binhs, late)
            .values(step="d-60", due_at=at("2026-04-01"), next_try_at=at("2026-04-01"))
        )
        await session.commit()
    office.an.blocks_bot()
    office.tg.take_updates()
    await office.tick(MORNING)
    await office.tick(MORNING + timedelta(minutes=1))
    assert (told(office, office.an), told(office, office.binh)) == (0, 1)


async def test_where_nobody_is_left_a_coordinator_hears_of_it_the_same_day(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await coordinator(office, office.dung)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    office.an.blocks_bot()
    office.tg.take_updates()
    await office.tick(MORNING)
    await office.tick(MORNING + timedelta(minutes=1))
    assert (told(office, office.an), told(office, office.dung)) == (0, 1)
    assert "không ai của đơn vị nhận được" in office.last(office.dung).text
    assert office.last(office.dung).button("✅ Đã xong") is None
    assert {(row.step, row.state) for row in await steps(office)} == {
        ("late", "skipped"),
        ("instead:late", "sent"),
    }


async def test_a_coordinator_hears_of_each_later_step_too(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await coordinator(office, office.dung)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    office.an.blocks_bot()
    await office.pump()  # it is known before anything is sent to him
    for day in ("2026-03-02", "2026-03-06"):
        await office.tick(at(day, "08:01"))
        await office.tick(at(day, "08:02"))
    assert (told(office, office.an), told(office, office.dung)) == (0, 2)


async def test_a_coordinator_who_cannot_be_reached_either_ends_it(office: TestOffice) -> None:
    await office.register(office.an)
    await coordinator(office, office.dung)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    office.an.blocks_bot()
    office.dung.blocks_bot()
    office.tg.take_updates()
    for minute in range(5):
        await office.tick(MORNING + timedelta(minutes=minute))
    rows = await steps(office)
    assert {(row.step, row.reason) for row in rows} == {
        ("late", SkipReason.UNREACHABLE),
        ("instead:late", SkipReason.UNREACHABLE),
    }


async def test_start_heals_it_and_what_was_missed_comes_once(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(plan(duty("Việc một", dated("2026-03-16")), duty("Việc hai", dated("2026-03-16"))))
    office.an.blocks_bot()
    await office.tick(MORNING)
    assert told(office, office.an) == 0
    office.clock.move_to(at("2026-03-03", "10:00"))
    office.an.unblocks_bot()
    await office.says(office.an, "/start")
    for minute in range(3):
        await office.tick(at("2026-03-03", "10:00") + timedelta(minutes=minute))
    assert told(office, office.an) == 1
    assert "Việc hai" in office.last(office.an).text
