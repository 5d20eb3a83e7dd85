"""A plan takes another's place: identities and done-states stay, what moved moves, and all of it can be undone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from domain.clock import MovableClock
from domain.errors import DomainError, Stale
from domain.plan import ALL, Deadline, DeadlineKind, Doubt, Draft
from domain.roles import Actor
from domain.states import PlanChange
from services import answers, ending, intake, plan_list, publishing, schedule, succession
from storage.queries import plans as queries
from storage.tables import (
    Occurrence,
    OccurrenceState,
    Plan,
    PlanSpan,
    PlanState,
    Reminder,
    Task,
    TaskDeadline,
    TaskUnit,
)
from tests.support.office import CULTURE, HEALTH, POLICE, TestOffice, at, dated, duty, plan

MONTHLY = Deadline(DeadlineKind.RECURRING, "ngày 25 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=25")
MONTHLY_20 = Deadline(DeadlineKind.RECURRING, "ngày 20 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=20")
KEPT = duty("Rà soát trẻ em có hoàn cảnh đặc biệt", dated("2026-06-30"), section="I.1")
MOVES = duty("Tổ chức diễn đàn trẻ em trước ngày 20/5/2026", dated("2026-05-20", "trước ngày 20/5/2026"))
MOVED = duty("Tổ chức diễn đàn trẻ em trước ngày 15/7/2026", dated("2026-07-15", "trước ngày 15/7/2026"))
GONE = duty("In tờ rơi tuyên truyền phòng bệnh", dated("2026-04-10"), who=(HEALTH,))
FRESH = duty("Lắp biển cảnh báo tại các ao hồ sâu", dated("2026-05-05"), who=(POLICE,))
REPORT = duty("Báo cáo kết quả công tác trẻ em", MONTHLY)
OTHERS = duty("Báo cáo kết quả công tác trẻ em", MONTHLY_20)
OLD = plan(KEPT, MOVES, GONE, REPORT)
NEW = plan(KEPT, MOVED, FRESH, OTHERS, number="30/KH-UBND")
NEW = replace(NEW, supersedes=("12/KH-UBND",))


async def draft(office: TestOffice, what: Draft, content: bytes = b"a newer plan") -> int:
    async with office.database.session() as session:
        plan_id = await intake.keep(session, content, "plan.txt", what, None, office.clock.now())
        await session.commit()
    return plan_id


async def publish(office: TestOffice, plan_id: int, **more: Any) -> publishing.Published:
    async with office.database.session() as session:
        came = await publishing.publish(session, plan_id, None, office.clock.now(), **more)
        await session.commit()
    return came


async def rows(office: TestOffice, table: type, *where: Any) -> list[Any]:
    async with office.database.session(writes=False) as session:
        return list((await session.exec(select(table).where(*where).order_by(table.id))).all())  # type: ignore[attr-defined]


async def task_of(office: TestOffice, text: str, plan_id: int) -> Task:
    found = [t for t in await rows(office, Task, Task.plan_id == plan_id) if text in t.text]
    assert len(found) == 1
    task: Task = found[0]
    return task


async def days(office: TestOffice, task_id: int | None) -> list[tuple[date, str, int]]:
    """Due day, state and version of a task's occurrences."""
    async with office.database.session(writes=False) as session:
        query = select(Occurrence).join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        query = query.where(TaskDeadline.task_id == task_id).order_by(col(Occurrence.due_on))
        return [(o.due_on, o.state, o.version) for o in (await session.exec(query)).all()]


async def done(office: TestOffice, task_id: int | None, by: int | None = None) -> int:
    """Mark a task's first occurrence done, as a unit would."""
    async with office.database.session() as session:
        query = select(Occurrence).join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        query = query.where(TaskDeadline.task_id == task_id).order_by(col(Occurrence.due_on))
        one = (await session.exec(query)).first()
        assert one is not None
        one.state, one.done_at, one.done_by = OccurrenceState.DONE, office.clock.now(), by
        await session.commit()
        return one.id or 0


async def test_the_difference_is_told_before_anything_changes(any_office: TestOffice) -> None:
    office = any_office
    old = await office.publish(OLD)
    new = await draft(office, NEW)
    async with office.database.session(writes=False) as session:
        found = (await intake.preview(session, new, office.clock.now())).succession
    assert found is not None
    assert (found.plan_id, found.change, found.unchanged) == (old, PlanChange.REPLACES, 1)
    assert [one.task for one in found.new] == [FRESH.text]
    assert [one.task for one in found.dropped] == [GONE.text]
    assert {(move.old_on, move.new_on) for move in found.moves} == {
        (date(2026, 5, 20), date(2026, 7, 15)),
        (None, None),
    }
    by_unit = {one.unit: (one.new, one.dropped, one.changed, len(one.moves)) for one in found.units}
    assert by_unit == {CULTURE: (0, 0, 2, 2), HEALTH: (0, 1, 0, 0), POLICE: (1, 0, 0, 0)}
    assert (await rows(office, Plan, Plan.id == old))[0].state == PlanState.PUBLISHED


async def test_what_goes_on_keeps_its_identity_and_its_state(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    old = await office.publish(OLD)
    kept, moves = await task_of(office, "Rà soát", old), await task_of(office, "diễn đàn", old)
    occurrence = await done(office, kept.id)
    new = await draft(office, NEW)
    came = await publish(office, new)
    assert came.forerunner == "12/KH-UBND"
    assert (await task_of(office, "Rà soát", new)).id == kept.id
    assert (await task_of(office, "diễn đàn", new)).id == moves.id
    assert await days(office, kept.id) == [(date(2026, 6, 30), "done", 1)]
    assert (await rows(office, Occurrence, Occurrence.id == occurrence))[0].done_at is not None
    assert await days(office, moves.id) == [(date(2026, 7, 15), "open", 2)]
    waiting = await rows(office, Reminder, Reminder.state == "planned")
    versions = {o.id: (o.version, o.state) for o in await rows(office, Occurrence)}
    assert waiting
    assert all(r.version == versions[r.occurrence_id][0] for r in waiting)
    assert [p.state for p in await rows(office, Plan)] == [PlanState.REPLACED, PlanState.PUBLISHED]
    # The plan that was replaced still says what it said.
    assert "20/5/2026" in (await task_of(office, "diễn đàn", old)).text


async def test_a_day_that_recurs_moves_within_its_month(any_office: TestOffice) -> None:
    office = any_office
    old = await office.publish(OLD)
    report = await task_of(office, "Báo cáo", old)
    await done(office, report.id)
    await publish(office, await draft(office, NEW))
    found = await days(office, report.id)
    assert {day.day for day, _, _ in found} == {20}
    assert found[0] == (date(2026, 3, 20), "done", 2)
    assert all(state == "open" for _, state, _ in found[1:])


async def test_each_unit_is_told_what_changed_for_it_and_nothing_else(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an, CULTURE)
    await office.register(office.binh, POLICE)
    await office.register(office.dung, HEALTH)
    await office.publish(OLD)
    came = await publish(office, await draft(office, NEW))
    assert came.told == 4
    await office.tick(office.clock.now())
    told = {person: office.tg.sent(person) for person in (office.an, office.binh, office.dung)}
    assert [len(messages) for messages in told.values()] == [1, 1, 1]
    an, binh, dung = (messages[0].text for messages in told.values())
    assert "20/05/2026 → 15/07/2026" in an
    assert "25/03/2026 → 20/03/2026" in an
    assert "Rà soát" not in an
    assert "Việc mới theo kế hoạch" in binh
    assert "Lắp biển" in binh
    assert "Không còn trong kế hoạch mới" in dung
    assert "In tờ rơi" in dung
    assert told[office.dung][0].button("✅ Đã xong") is None


async def test_rolling_back_puts_everything_where_it_stood(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.dung, HEALTH)
    old = await office.publish(OLD)
    ids = {t.text: t.id for t in await rows(office, Task, Task.plan_id == old)}
    await done(office, (await task_of(office, "Rà soát", old)).id)
    links = {(u.task_id, u.unit_id, u.part) for u in await _links(office)}
    new = await draft(office, NEW)
    await publish(office, new)
    await done(office, (await task_of(office, "diễn đàn", new)).id)
    async with office.database.session() as session:
        await ending.roll_back(session, new, None, office.clock.now())
        await session.commit()
    assert [p.state for p in await rows(office, Plan)] == [PlanState.PUBLISHED, PlanState.WITHDRAWN]
    assert {t.text: t.id for t in await rows(office, Task, Task.plan_id == old)} == ids
    assert links <= {(u.task_id, u.unit_id, u.part) for u in await _links(office)}
    kept, moves, gone, report = ids.values()
    assert await days(office, kept) == [(date(2026, 6, 30), "done", 1)]
    assert await days(office, moves) == [
        (date(2026, 5, 20), "done", 3)
    ]  # done under the newer plan stays done
    assert [day[:2] for day in await days(office, gone)] == [(date(2026, 4, 10), "open")]
    assert {(day.day, state) for day, state, _ in await days(office, report)} == {(25, "open")}
    waiting = await rows(office, Reminder, Reminder.state == "planned")
    by_id = {o.id: o for o in await rows(office, Occurrence)}
    due = {by_id[r.occurrence_id].due_on for r in waiting}
    assert date(2026, 4, 10) in due
    assert date(2026, 5, 5) not in due
    assert all(by_id[r.occurrence_id].version == r.version for r in waiting)
    with pytest.raises(DomainError, match="load_again"):
        async with office.database.session() as session:
            await ending.restore(session, new, None, office.clock.now())
    with pytest.raises(Stale):
        async with office.database.session() as session:
            await ending.roll_back(session, new, None, office.clock.now())


async def _links(office: TestOffice) -> list[TaskUnit]:
    async with office.database.session(writes=False) as session:
        return list((await session.exec(select(TaskUnit))).all())


async def test_withdrawing_stops_the_reminders_and_restoring_brings_them_back(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    plan_id = await office.publish(OLD)
    before = len(await rows(office, Reminder, Reminder.state == "planned"))
    async with office.database.session() as session:
        await ending.withdraw(session, plan_id, None, office.clock.now())
        await session.commit()
    assert {r.reason for r in await rows(office, Reminder)} == {"withdrawn"}
    assert "Rà soát" not in (await office.says(office.an, "/nhiemvu")).text
    async with office.database.session() as session:
        await ending.restore(session, plan_id, None, office.clock.now())
        await session.commit()
    assert len(await rows(office, Reminder, Reminder.state == "planned")) == before
    assert "Rà soát" in (await office.says(office.an, "/nhiemvu")).text
    spans = await rows(office, PlanSpan)
    assert [span.until_at is None for span in spans] == [False, True]


async def test_an_amendment_leaves_alone_what_it_does_not_name(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.register(office.dung, HEALTH)
    old = await office.publish(OLD)
    moves = await task_of(office, "diễn đàn", old)
    new = await draft(office, replace(plan(MOVED, FRESH, number="31/KH-UBND"), amends=("12/KH-UBND",)))
    await publish(office, new)
    assert {p.state for p in await rows(office, Plan)} == {PlanState.PUBLISHED}
    assert (await task_of(office, "diễn đàn", new)).id == moves.id
    listed = (await office.says(office.an, "/nhiemvu")).text
    assert "15/07/2026" in listed
    assert "20/05/2026" not in listed
    assert "Rà soát" in listed
    assert "In tờ rơi" in (await office.says(office.dung, "/nhiemvu")).text
    async with office.database.session() as session:
        before = await schedule.extend(session, office.clock.now() + timedelta(days=1))
        await session.commit()
    assert before.occurrences
    live = {o.due_on for o in await rows(office, Occurrence, Occurrence.state == "open")}
    assert date(2026, 5, 20) not in live
    async with office.database.session() as session:
        await ending.withdraw(session, new, None, office.clock.now())
        await session.commit()
    assert await days(office, moves.id) == [(date(2026, 5, 20), "open", 3)]
    assert "20/05/2026" in (await office.says(office.an, "/nhiemvu")).text


async def test_old_answers_can_be_asked_as_of_a_moment(any_office: TestOffice) -> None:
    office = any_office
    clock: MovableClock = office.clock
    await office.publish(OLD)
    first = clock.now() + timedelta(hours=1)
    clock.move_to(at("2026-03-10"))
    new = await draft(office, NEW)
    await publish(office, new)
    second = clock.now() + timedelta(hours=1)
    clock.move_to(at("2026-03-20"))
    async with office.database.session() as session:
        await ending.roll_back(session, new, None, clock.now())
        await session.commit()
    async with office.database.session(writes=False) as session:
        said = {}
        for name, moment in (
            ("before", at("2026-03-01")),
            ("first", first),
            ("second", second),
            ("now", None),
        ):
            listed = await answers.tasks_of(
                session,
                office.units[CULTURE],
                clock.now(),
                scope=queries.Scope(everything=True),
                as_of=moment,
            )
            said[name] = {task.text for task in listed.own}
    assert said["before"] == set()
    assert said["first"] == said["now"] == {KEPT.text, MOVES.text, REPORT.text}
    assert said["second"] == {KEPT.text, MOVED.text, OTHERS.text}


async def test_a_unit_that_leaves_a_task_is_not_asked_any_more_and_comes_back_with_it(
    any_office: TestOffice,
) -> None:
    office = any_office
    await office.register(office.an)
    old = await office.publish(plan(KEPT))
    kept = await task_of(office, "Rà soát", old)
    new = await draft(office, plan(replace(KEPT, assignees=(POLICE,))))
    await publish(office, new)
    assert [(day, state) for day, state, _ in await days(office, kept.id)] == [
        (date(2026, 6, 30), "cancelled"),
        (date(2026, 6, 30), "open"),
    ]
    async with office.database.session() as session:
        await ending.roll_back(session, new, None, office.clock.now())
        await session.commit()
    async with office.database.session(writes=False) as session:
        mine = select(Occurrence).where(Occurrence.unit_id == office.units[CULTURE])
        assert [o.state for o in (await session.exec(mine)).all()] == ["open"]


async def test_the_same_plan_in_two_formats_is_recognised_and_changes_nothing(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    before = [(o.id, o.due_on, o.state, o.version) for o in await rows(office, Occurrence)]
    new = await draft(office, OLD, b"%PDF the same plan")
    async with office.database.session(writes=False) as session:
        found = (await intake.preview(session, new, office.clock.now())).succession
    assert found is not None
    assert found.nothing_changes
    came = await publish(office, new)
    assert came.told == 0
    assert [(o.id, o.due_on, o.state, o.version) for o in await rows(office, Occurrence)] == before


async def test_numbers_begin_anew_each_year(any_office: TestOffice) -> None:
    office = any_office
    await office.publish(OLD)
    later = replace(
        OLD, plan=replace(OLD.plan, years=(2027,), issued_on=date(2027, 1, 12), title="Kế hoạch 2027")
    )
    new = await draft(office, later)
    async with office.database.session(writes=False) as session:
        assert (await intake.preview(session, new, office.clock.now())).succession is None
    async with office.database.session() as session:
        await succession.choose(session, new, PlanChange.REPLACES, 1, None, office.clock.now())
        assert (await intake.preview(session, new, office.clock.now())).forerunner == 1
        await succession.choose(session, new, PlanChange.NEW, None, None, office.clock.now())
        assert (await intake.preview(session, new, office.clock.now())).succession is None


# --- nothing half done --------------------------------------------------------------------------


async def test_of_two_admins_who_publish_one_draft_at_once_one_does(any_office: TestOffice) -> None:
    office = any_office
    new = await draft(office, OLD)
    came = await asyncio.gather(publish(office, new), publish(office, new), return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["Published", "Stale"]
    assert len(await rows(office, PlanSpan)) == 1
    assert len(await days(office, 1)) == 1


async def test_of_two_drafts_of_one_plan_published_at_once_the_second_is_shown_the_first(
    any_office: TestOffice,
) -> None:
    """The same document came as .docx and as .pdf, and each admin saw no plan that it would replace."""
    office = any_office
    one, other = await draft(office, OLD, b"a docx"), await draft(office, OLD, b"a pdf")
    seen = publishing.Seen(0, 0)
    came = await asyncio.gather(
        publish(office, one, seen=seen), publish(office, other, seen=seen), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in came) == ["Published", "Stale"]
    assert sorted(p.state for p in await rows(office, Plan)) == [PlanState.DRAFT, PlanState.PUBLISHED]


async def test_two_plans_cannot_take_one_plans_place(any_office: TestOffice) -> None:
    office = any_office
    await office.publish(OLD)
    one = await draft(office, NEW, b"one")
    other = await draft(
        office, replace(NEW, plan=replace(NEW.plan, number="40/KH-UBND", title="X")), b"other"
    )
    seen = publishing.Seen(0, 1)
    came = await asyncio.gather(
        publish(office, one, seen=seen), publish(office, other, seen=seen), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in came) == ["Published", "Stale"]
    assert sorted(p.state for p in await rows(office, Plan)) == ["draft", "published", "replaced"]


@pytest.mark.parametrize(
    "place", ["taking_over.swap", "taking_over.bind", "schedule.plan_tasks", "taking_over.tell", "ending.end"]
)
async def test_a_crash_in_the_middle_leaves_everything_as_it_was(
    any_office: TestOffice, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    office = any_office
    await office.register(office.an)
    await office.publish(OLD)
    new = await draft(office, NEW)
    tables = (Plan, Task, TaskDeadline, Occurrence, Reminder, PlanSpan)
    before = [[row.model_dump() for row in await rows(office, table)] for table in tables]
    module, name = place.split(".")
    real = getattr(getattr(publishing, module), name)

    async def crash(*given: Any, **more: Any) -> Any:
        await real(*given, **more)
        raise RuntimeError("the machine stops")

    with monkeypatch.context() as patch:
        patch.setattr(getattr(publishing, module), name, crash)
        with pytest.raises(RuntimeError, match="the machine stops"):
            await publish(office, new)
    assert [[row.model_dump() for row in await rows(office, table)] for table in tables] == before
    assert (await publish(office, new)).forerunner == "12/KH-UBND"


async def test_a_plan_of_two_hundred_tasks_takes_over_whole(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    words = [f"Nhiệm vụ riêng biệt số {i} về lĩnh vực {i * 7} tại địa bàn {i * 13}" for i in range(200)]
    old = [duty(text, dated("2026-06-30")) for text in words]
    new = [duty(text, dated("2026-08-31" if i % 10 == 0 else "2026-06-30")) for i, text in enumerate(words)]
    first = await office.publish(plan(*old))
    ids = {t.text: t.id for t in await rows(office, Task, Task.plan_id == first)}
    second = await draft(office, plan(*new))
    await publish(office, second)
    assert {t.text: t.id for t in await rows(office, Task, Task.plan_id == second)} == ids
    found = [(o.due_on.month, o.version) for o in await rows(office, Occurrence)]
    assert (found.count((8, 2)), found.count((6, 1)), len(found)) == (20, 180, 200)


async def test_nothing_doubtful_is_published_without_a_decision(any_office: TestOffice) -> None:
    office = any_office
    doubt = Doubt("date_impossible", "ngày 30/6/2026", 12, 2, 0, "deadlines")
    new = await draft(office, plan(KEPT, doubts=[doubt]))
    with pytest.raises(DomainError, match=r"load\.doubts_open"):
        await publish(office, new)
    assert (await rows(office, Plan))[0].state == PlanState.DRAFT
    assert await rows(office, Occurrence) == []


async def test_the_card_tells_who_loaded_a_plan_and_how_it_goes(any_office: TestOffice) -> None:
    office = any_office
    await office.register(office.an)
    plan_id = await office.publish(
        plan(KEPT, duty("Việc đã qua", dated("2026-03-05")), duty("Chung", who=(ALL,)))
    )
    await done(office, (await task_of(office, "Rà soát", plan_id)).id)
    office.clock.move_to(at("2026-03-09"))
    async with office.database.session(writes=False) as session:
        card = await plan_list.card(session, Actor(1, "", "vi", is_admin=True), plan_id, office.clock.now())
    assert (card.tasks, card.deadlines, card.due, card.on_time) == (3, 2, 2, 1)
