"""Whole trips: the weekly digest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from domain.delivery import UNSURE_WAIT, SkipReason
from domain.roles import Role
from sandbox.people import Person
from storage.tables import Chat, Reminder
from tests.support.office import CULTURE, TestOffice, at, dated, duty, plan

MONDAY = at("2026-03-09", "07:31")


async def wants(office: TestOffice, *people: Person, digest: bool = True) -> None:
    async with office.database.session() as session:
        ids = [person.id for person in people]
        await session.exec(update(Chat).where(col(Chat.telegram_id).in_(ids)).values(digest=digest))
        await session.commit()


async def digests(office: TestOffice) -> list[Reminder]:
    query = select(Reminder).where(col(Reminder.occurrence_id).is_(None)).order_by(col(Reminder.due_at))
    async with office.database.session(writes=False) as session:
        return list((await session.exec(query)).all())


def weeks(office: TestOffice, person: Person) -> list[str]:
    return [message.text for message in office.tg.sent(person) if "Việc trong tuần" in message.text]


async def opened(office: TestOffice) -> None:
    """An wants a digest, Bình does not; a task of each kind, told already."""
    await office.register(office.an)
    await office.register(office.binh, role=Role.UNIT_HEAD)
    await office.publish(
        plan(
            duty("Việc quá hạn", dated("2026-03-03")),
            duty("Việc tuần này", dated("2026-03-13")),
            duty("Báo cáo", dated("2026-03-16")),
        )
    )
    for day in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"):
        await office.tick(at(day, "08:00"))
    await wants(office, office.an)


async def test_on_monday_the_week_is_told_to_whoever_wants_it(any_office: TestOffice) -> None:
    office = any_office
    await opened(office)
    assert weeks(office, office.an) == []
    await office.tick(MONDAY)
    (text,) = weeks(office, office.an)
    assert text.index("Quá hạn (1)") < text.index("Việc quá hạn") < text.index("Việc tuần này")
    assert weeks(office, office.binh) == []
    for hour in range(1, 100):
        await office.tick(MONDAY + timedelta(hours=hour))
    assert len(weeks(office, office.an)) == 1


async def test_the_digest_is_the_days_one_message(office: TestOffice) -> None:
    await opened(office)
    before = len(office.tg.sent(office.an))
    await office.tick(MONDAY)
    assert len(office.tg.sent(office.an)) == before + 1
    message = office.last(office.an)
    assert message.text.index("Báo cáo") < message.text.index("Việc trong tuần")
    await office.taps(office.an, "✅ Đã xong", message)
    again = office.last(office.an)
    assert "<s>Báo cáo</s>" in (again.html or "")
    assert "Việc quá hạn" in again.text, "the week is still there"


async def test_an_empty_digest_is_not_sent(office: TestOffice) -> None:
    await office.register(office.an)
    await wants(office, office.an)
    await office.publish(plan(duty("Việc xa", dated("2026-12-31"))))
    assert await office.tick(MONDAY) == 0
    assert (await digests(office))[0].reason == SkipReason.EMPTY


async def test_a_monday_that_was_missed_is_made_up_for_and_a_week_that_was_is_not(office: TestOffice) -> None:
    await opened(office)
    await office.tick(at("2026-03-11", "10:00"))
    assert len(weeks(office, office.an)) == 1
    await office.tick(at("2026-03-21", "10:00"))
    await office.tick(at("2026-03-23", "08:00"))
    states = [(row.state, row.reason) for row in await digests(office)]
    assert states[:3] == [("sent", None), ("skipped", SkipReason.TOO_LATE), ("sent", None)]


async def test_whoever_changed_his_mind_gets_none(office: TestOffice) -> None:
    await opened(office)
    await wants(office, office.an, digest=False)
    await office.tick(MONDAY)
    assert weeks(office, office.an) == []


async def test_a_digest_whose_answer_was_lost_is_sent_once_more_and_marked(office: TestOffice) -> None:
    await opened(office)
    office.tg.faults.next("sendMessage", "timeout_after", chat_id=office.an.id)
    await office.tick(MONDAY)
    office.clock.move_by(UNSURE_WAIT)
    await office.tick()
    first, second = weeks(office, office.an)
    assert ("có thể" in first.lower(), "có thể" in second.lower()) == (False, True)


@pytest.mark.parametrize("tasks", [3, 60])
async def test_a_digest_of_many_tasks_is_one_message(office: TestOffice, tasks: int) -> None:
    await office.register(office.an)
    await office.publish(plan(*(duty(f"Việc {i} " + "dài " * 60, dated("2026-03-13")) for i in range(tasks))))
    await office.tick(at("2026-03-02", "08:01"))
    await office.tick(at("2026-03-06", "08:01"))
    await wants(office, office.an)
    await office.tick(MONDAY)
    (text,) = weeks(office, office.an)
    assert ("việc khác" in text) is (tasks > 30)
    assert len(text.encode("utf-16-le")) // 2 <= 4096


async def test_admins_hear_of_units_that_nobody_can_reach(office: TestOffice) -> None:
    await office.register(office.an)
    await office.register(office.chi, role=Role.VIEWER)
    await wants(office, office.chi, office.an)
    await office.publish(plan(duty("Việc một", dated("2026-03-16"))))
    office.an.blocks_bot()
    await office.tick(at("2026-03-02", "08:01"))
    await office.tick(MONDAY)
    (text,) = weeks(office, office.chi)
    assert "1 đơn vị" in text
    assert CULTURE in text
