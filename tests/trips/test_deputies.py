"""Whole trips: somebody is away, the colleague who stands in is reminded instead."""

from __future__ import annotations

from sqlmodel import col, select

from domain.roles import Role
from sandbox.people import Person
from storage.tables import Person as PersonRow
from storage.tables import Reminder
from tests.support.office import CULTURE, HEALTH, TestOffice, at, dated, duty, plan

MORNING = at("2026-03-02", "08:01")


def told(office: TestOffice, person: Person, what: str = "Việc một") -> int:
    return sum(what in message.text for message in office.tg.sent(person))


async def is_away(office: TestOffice, who: Person, deputy: str, until: str = "20/3") -> None:
    """Hand over through the conversation."""
    await office.says(who, f"/uyquyen {until}")
    await office.taps(who, deputy)
    assert "làm thay" in office.last(who).text


async def given_up(office: TestOffice, person: Person) -> dict[str, str | None]:
    """What was not sent to somebody: step -> reason."""
    async with office.database.session(writes=False) as session:
        chat = select(PersonRow.chat_id).where(PersonRow.telegram_id == person.id)
        query = select(Reminder).where(col(Reminder.chat_id).in_(chat), col(Reminder.reason).is_not(None))
        return {row.step: row.reason for row in (await session.exec(query)).all()}


async def test_a_colleague_is_told_while_somebody_is_away_and_he_himself_afterwards(
    any_office: TestOffice,
) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(plan(duty("Việc một", dated("2026-04-01"))))
    await office.register(office.binh, HEALTH)
    async with office.database.session() as session:  # Bình comes into the unit without any row of his own
        binh = (await session.exec(select(PersonRow).where(PersonRow.telegram_id == office.binh.id))).one()
        binh.unit_id = office.units[CULTURE]
        await session.commit()
    await is_away(office, office.an, "Bình", "20/3")
    await office.tick(MORNING)
    await office.tick(at("2026-03-18", "07:31"))
    assert (told(office, office.an), told(office, office.binh)) == (0, 2)
    assert await given_up(office, office.an) == {"late": "away", "d-14": "away"}
    await office.tick(at("2026-03-25", "07:31"))
    assert (told(office, office.an), told(office, office.binh)) == (1, 2)


async def test_whoever_is_told_anyway_hears_of_it_once_and_in_one_message(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Việc một", dated("2026-03-09")), duty("Việc hai", dated("2026-03-09"))))
    async with office.database.session() as session:
        chat = select(PersonRow.chat_id).where(PersonRow.telegram_id == office.binh.id)
        query = select(Reminder).where(col(Reminder.chat_id).in_(chat)).order_by(col(Reminder.occurrence_id))
        rows = (await session.exec(query)).all()
        for row in rows:
            if row.occurrence_id == rows[0].occurrence_id:
                await session.delete(row)
        await session.commit()
    await is_away(office, office.an, "Bình")
    before = len(office.tg.sent(office.binh))
    await office.tick(MORNING)
    await office.tick(at("2026-03-02", "15:00"))
    assert len(office.tg.sent(office.binh)) == before + 1
    assert (told(office, office.binh), told(office, office.binh, "Việc hai")) == (1, 1)
    assert told(office, office.an) == 0


async def test_what_is_a_heads_goes_to_who_stands_in_for_the_head(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.register(office.dung)
    await office.publish(plan(duty("Việc một", dated("2026-03-05"))))
    async with office.database.session() as session:
        chat = select(PersonRow.chat_id).where(PersonRow.telegram_id == office.dung.id)
        for row in (await session.exec(select(Reminder).where(col(Reminder.chat_id).in_(chat)))).all():
            await session.delete(row)
        await session.commit()
    await office.tick(MORNING)
    await office.tick(at("2026-03-05", "07:31"))
    await is_away(office, office.binh, "Dung", "31/3")
    binh = told(office, office.binh)
    await office.tick(at("2026-03-10", "07:31"))
    async with office.database.session(writes=False) as session:
        query = select(Reminder).where(Reminder.step == "head+3")
        rows = {row.state: row.reason for row in (await session.exec(query)).all()}
    assert rows == {"skipped": "away", "sent": None}
    assert (told(office, office.binh) - binh, told(office, office.dung)) == (0, 1)


async def test_where_the_colleague_cannot_be_reached_the_absent_person_is_reminded_himself(
    any_office: TestOffice,
) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    await is_away(office, office.an, "Bình")
    office.binh.blocks_bot()
    await office.pump()
    await office.tick(MORNING)
    assert told(office, office.an) == 1


async def test_a_hand_over_that_is_taken_back_gives_the_next_step_back(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.binh)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    await is_away(office, office.an, "Bình")
    await office.tick(MORNING)
    await office.taps(office.an, "Thôi ủy quyền", next(
        message for message in reversed(office.tg.sent(office.an)) if message.button("Thôi ủy quyền")
    ))  # fmt: skip
    await office.tick(at("2026-03-06", "07:31"))
    assert (told(office, office.an), told(office, office.binh)) == (1, 2)


async def test_what_will_go_out_names_whoever_stands_in(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.dung, role=Role.UNIT_HEAD)
    await office.register(office.binh, HEALTH)
    await office.publish(plan(duty("Việc một", dated("2026-03-09"))))
    await office.register(office.binh)
    assert await named(office, "06/03") == {"An", "Bình", "Dung"}
    await is_away(office, office.an, "Bình", "4/3")
    assert await named(office, "02/03") == {"Bình", "Dung"}
    assert await named(office, "06/03") == {"An", "Bình", "Dung"}


async def named(office: TestOffice, day: str) -> set[str]:
    """Who hears something on a day, as the head of the unit sees it."""
    await office.says(office.dung, "/sapgui")
    text = (await office.taps(office.dung, day)).text
    return {name for name in ("An", "Bình", "Dung") if f"· {name} ·" in text}
