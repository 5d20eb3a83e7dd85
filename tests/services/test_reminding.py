"""From a published plan to the messages that go out, without any channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.draining import Begin
from bot.reminding import Reminding
from domain.clock import VIETNAM, MovableClock
from domain.delivery import (
    LEASE,
    MOST_CRASHES,
    RETRY_WAITS,
    UNSURE_WAIT,
    Halt,
    Moved,
    NotDelivered,
    Outcome,
    Refused,
    ReminderState,
    Sent,
    SkipReason,
    TopicGone,
    Unreachable,
    Unsure,
    Wait,
)
from domain.plan import Deadline, DeadlineKind, Doubt, Draft, DraftTask, PlanInfo
from domain.roles import Actor, Role
from domain.snooze import Choice
from services import (
    corrections,
    delivery,
    directory,
    groups,
    intake,
    people,
    postponing,
    progress,
    publishing,
    recording,
    schedule,
)
from services.delivery import Batch
from storage.database import Database
from storage.queries import reminders as queries
from storage.queries.people import chat_at
from storage.tables import ChatKind, Decision, Reminder

UNIT = "Phòng Văn hóa - Xã hội xã Suối Mây"


def due(day: str, words: str = "trước ngày") -> Deadline:
    return Deadline(DeadlineKind.DATE, words, due=date.fromisoformat(day))


def task(text: str, *deadlines: Deadline, who: Sequence[str] = (UNIT,)) -> DraftTask:
    return DraftTask("II.1", text, (10, 12), assignees=tuple(who), deadlines=deadlines)


def draft(*tasks: DraftTask, doubts: Sequence[Doubt] = ()) -> Draft:
    info = PlanInfo(
        "Công tác trẻ em năm 2026", "12/KH-UBND", "Ủy ban nhân dân tỉnh Lam Khê", "province", "Lam Khê"
    )
    return Draft("plan.txt", info, (UNIT,), tasks, doubts=tuple(doubts))


@dataclass
class Channel:
    """Answers what it is told to; Sent with growing ids otherwise."""

    sent: list[Batch] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def check(self, batch: Batch) -> None:
        """Everything can be told."""

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        await begin()
        self.sent.append(batch)
        return self.answers.pop(0) if self.answers else Sent(len(self.sent))


@dataclass
class Bureau:
    """A database with one unit, An of that unit, and a channel."""

    database: Database
    clock: MovableClock
    channel: Channel
    reminding: Reminding
    unit_id: int
    an: Actor

    async def publish(self, plan: Draft, content: bytes = b"plan") -> publishing.Published:
        async with self.database.session() as session:
            plan_id = await intake.keep(session, content, "plan.txt", plan, None, self.clock.now())
            done = await publishing.publish(session, plan_id, None, self.clock.now(), as_is=True)
            await session.commit()
        return done

    async def rows(self) -> list[Reminder]:
        async with self.database.session(writes=False) as session:
            return list((await session.exec(select(Reminder).order_by(Reminder.due_at, Reminder.id))).all())  # type: ignore[arg-type]

    async def tick(self) -> int:
        return await self.reminding.tick()


async def no_pause(_seconds: float) -> None:
    return None


@pytest.fixture
async def bureau(database: Database, clock: MovableClock) -> Bureau:
    channel = Channel()
    async with database.session() as session:
        unit = await directory.add(session, UNIT, clock.now(), province="Lam Khê")
        assert unit.id is not None
        actor = await people.find_actor(session, 1001, "An", "vi", frozenset())
        await people.register(session, actor, unit.id, Role.OFFICER, clock.now())
        an = await people.find_actor(session, 1001, "An", "vi", frozenset())
        await session.commit()
    return Bureau(database, clock, channel, Reminding(database, clock, channel, "w1", no_pause), unit.id, an)


def at(day: str, hour: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=VIETNAM)


async def test_a_published_deadline_reminds_on_every_step_of_the_ladder(bureau: Bureau) -> None:
    done = await bureau.publish(draft(task("Báo cáo kết quả", due("2026-04-16"))))
    assert (done.tasks, done.units, done.occurrences) == (1, 1, 1)
    steps = [row.step for row in await bureau.rows()]
    assert steps[:6] == ["d-30", "d-14", "d-7", "d-3", "d-1", "d+0"]
    days = []
    for _ in range(60):
        bureau.clock.move_by(timedelta(days=1))
        if await bureau.tick():
            days.append(bureau.clock.now().astimezone(VIETNAM).date())
    assert date(2026, 3, 17) in days
    assert len(days) == len(set(days))


async def test_a_plan_published_late_gives_one_notice_instead_of_the_missed_steps(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo gấp", due("2026-03-05"))))
    steps = [row.step for row in await bureau.rows()]
    assert steps[0] == "late"
    assert "d-7" not in steps
    assert await bureau.tick() == 1
    assert bureau.channel.sent[0].items[0].task == "Báo cáo gấp"


async def test_a_deadline_that_is_over_reminds_nobody(bureau: Bureau) -> None:
    done = await bureau.publish(draft(task("Việc cũ", due("2025-12-01"))))
    assert (done.occurrences, done.reminders) == (0, 0)


async def test_what_is_due_in_one_chat_comes_as_one_message(bureau: Bureau) -> None:
    await bureau.publish(draft(*(task(f"Việc {i}", due("2026-03-12")) for i in range(5))))
    assert await bureau.tick() == 1
    assert len(bureau.channel.sent[0].items) == 5


async def test_nothing_goes_out_in_quiet_hours(bureau: Bureau) -> None:
    bureau.clock.move_to(at("2026-03-02", "21:30"))
    await bureau.publish(draft(task("Báo cáo", due("2026-03-05"))))
    assert await bureau.tick() == 0
    bureau.clock.move_to(at("2026-03-03", "07:30"))
    assert await bureau.tick() == 1


async def test_publishing_twice_is_refused_and_plans_nothing_twice(bureau: Bureau) -> None:
    done = await bureau.publish(draft(task("Báo cáo", due("2026-04-30"))))
    before = len(await bureau.rows())
    async with bureau.database.session() as session:
        with pytest.raises(publishing.Stale):
            await publishing.publish(session, done.plan_id, None, bureau.clock.now())
        await schedule.plan_unit(session, bureau.unit_id, bureau.clock.now())
        await session.commit()
    assert len(await bureau.rows()) == before


async def test_a_doubtful_deadline_waits_for_an_admin(bureau: Bureau) -> None:
    doubt = Doubt("date_impossible", "trước ngày 31/6/2026", 10, None, 0, "deadlines")
    plan = draft(task("Việc ngờ", due("2026-06-30")), doubts=[doubt])
    async with bureau.database.session() as session:
        plan_id = await intake.keep(session, b"x", "x.txt", plan, None, bureau.clock.now())
        preview = await intake.preview(session, plan_id, bureau.clock.now())
        assert [line.kind for line in preview.open_doubts] == ["date_impossible"]
        done = await publishing.publish(session, plan_id, None, bureau.clock.now(), as_is=True)
        await session.commit()
    assert (done.held, done.reminders) == (1, 0)


@pytest.mark.parametrize(("decision", "reminders"), [(Decision.ACCEPTED, True), (Decision.DROPPED, False)])
async def test_a_settled_doubt_frees_or_drops_the_deadline(
    bureau: Bureau, decision: Decision, reminders: bool
) -> None:
    doubt = Doubt("date_impossible", "trước ngày 31/6/2026", 10, None, 0, "deadlines")
    plan = draft(task("Việc ngờ", due("2026-06-30", "trước ngày 31/6/2026")), doubts=[doubt])
    async with bureau.database.session() as session:
        plan_id = await intake.keep(session, b"x", "x.txt", plan, None, bureau.clock.now())
        line = (await intake.preview(session, plan_id, bureau.clock.now())).open_doubts[0]
        await corrections.settle(session, line.id, decision, None, bureau.clock.now())
        with pytest.raises(publishing.Stale):
            await corrections.settle(session, line.id, decision, None, bureau.clock.now())
        done = await publishing.publish(session, plan_id, None, bureau.clock.now(), as_is=True)
        await session.commit()
    assert (done.reminders > 0, done.held) == (reminders, 0)


async def test_dropping_one_date_leaves_the_others(bureau: Bureau) -> None:
    doubt = Doubt("date_ambiguous", "xong trước ngày 21/3/2026", 10, None, 0, "deadlines")
    two = task(
        "Hai hạn", due("2026-03-20", "trước ngày 21/3/2026"), due("2026-06-19", "trước ngày 20/6/2026")
    )
    async with bureau.database.session() as session:
        plan_id = await intake.keep(
            session, b"x", "x.txt", draft(two, doubts=[doubt]), None, bureau.clock.now()
        )
        line = (await intake.preview(session, plan_id, bureau.clock.now())).open_doubts[0]
        await corrections.settle(session, line.id, Decision.DROPPED, None, bureau.clock.now())
        await publishing.publish(session, plan_id, None, bureau.clock.now(), as_is=True)
        left = (await intake.preview(session, plan_id, bureau.clock.now())).deadlines
        await session.commit()
    assert [(d.due_on, d.held) for d in left] == [(date(2026, 6, 19), False)]


@pytest.mark.parametrize(("decision", "reminded"), [(Decision.ACCEPTED, True), (Decision.DROPPED, False)])
async def test_a_doubtful_assignee_is_reminded_only_when_accepted(
    bureau: Bureau, decision: Decision, reminded: bool
) -> None:
    doubt = Doubt("agency_ambiguous", UNIT, 10, None, 0, "assignees")
    plan = draft(task("Việc ngờ", due("2026-06-19")), doubts=[doubt])
    async with bureau.database.session() as session:
        plan_id = await intake.keep(session, b"x", "x.txt", plan, None, bureau.clock.now())
        line = (await intake.preview(session, plan_id, bureau.clock.now())).open_doubts[0]
        await corrections.settle(session, line.id, decision, None, bureau.clock.now())
        done = await publishing.publish(session, plan_id, None, bureau.clock.now(), as_is=True)
        await session.commit()
    assert (done.reminders > 0) is reminded


async def test_done_stops_the_ladder_and_says_so_once(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-12"))))
    await bureau.tick()
    item = bureau.channel.sent[0].items[0]
    async with bureau.database.session() as session:
        fresh, tellings = await progress.mark_done(
            session, bureau.an, item.occurrence_id, item.version, bureau.clock.now()
        )
        again, _ = await progress.mark_done(
            session, bureau.an, item.occurrence_id, item.version, bureau.clock.now()
        )
        await session.commit()
    assert (fresh, again) == (True, False)
    assert [t.items[0].state for t in tellings] == ["done"]
    bureau.clock.move_to(at("2026-03-20"))
    assert await bureau.tick() == 0
    assert {row.reason for row in await bureau.rows() if row.state == ReminderState.SKIPPED} == {
        SkipReason.DONE
    }


async def test_somebody_of_another_unit_cannot_mark_it_done(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-12"))))
    await bureau.tick()
    item = bureau.channel.sent[0].items[0]
    stranger = Actor(7, "Dung", "vi", person_id=None, role=Role.OFFICER, unit_id=bureau.unit_id + 1)
    async with bureau.database.session() as session:
        with pytest.raises(progress.DomainError) as refused:
            await progress.mark_done(session, stranger, item.occurrence_id, item.version, bureau.clock.now())
        with pytest.raises(progress.Stale):
            await progress.mark_done(session, bureau.an, item.occurrence_id, 99, bureau.clock.now())
    assert refused.value.key == "remind.other_unit"


async def test_later_comes_the_next_working_day_and_hushes_what_lies_between(bureau: Bureau) -> None:
    bureau.clock.move_to(at("2026-03-06"))
    await bureau.publish(draft(task("Báo cáo", due("2026-03-20"))))
    await bureau.tick()
    item = bureau.channel.sent[0].items[0]
    async with bureau.database.session() as session:
        chat = await progress.chat_of(session, 1001, 0)
        wish = (item.occurrence_id, item.version, chat, Choice.TOMORROW, bureau.clock.now())
        moment = await postponing.put_off(session, bureau.an, *wish)
        await postponing.put_off(session, bureau.an, *wish)
        await session.commit()
    assert moment == at("2026-03-09", "07:30")
    bureau.clock.move_to(moment)
    assert await bureau.tick() == 1
    assert bureau.channel.sent[-1].items[0].step == "again-2026-03-09"


async def test_later_is_refused_on_the_last_day(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-02"))))
    await bureau.tick()
    item = bureau.channel.sent[0].items[0]
    async with bureau.database.session() as session:
        with pytest.raises(progress.DomainError) as refused:
            await postponing.offer(session, bureau.an, item.occurrence_id, item.version, bureau.clock.now())
    assert refused.value.key == "remind.no_later"


async def test_who_joins_a_unit_later_is_reminded_too_and_nobody_twice(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-12"))))
    await bureau.tick()
    async with bureau.database.session() as session:
        binh = await people.find_actor(session, 1002, "Bình", "vi", frozenset())
        await people.register(session, binh, bureau.unit_id, Role.UNIT_HEAD, bureau.clock.now())
        await session.commit()
    await bureau.tick()
    assert [batch.address.telegram_id for batch in bureau.channel.sent] == [1001, 1002]


async def test_who_changes_the_unit_is_not_reminded_of_the_old_one(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-04-30"))))
    async with bureau.database.session() as session:
        other = await directory.add(session, "Trạm Y tế xã Suối Mây", bureau.clock.now(), province="Lam Khê")
        assert other.id is not None
        await people.register(session, bureau.an, other.id, Role.OFFICER, bureau.clock.now())
        await session.commit()
    bureau.clock.move_to(at("2026-04-30"))
    assert await bureau.tick() == 0
    assert {row.reason for row in await bureau.rows()} == {SkipReason.NOT_RESPONSIBLE}
    async with bureau.database.session() as session:
        await people.register(session, bureau.an, bureau.unit_id, Role.OFFICER, bureau.clock.now())
        await session.commit()
    bureau.clock.move_to(at("2026-05-04"))
    await bureau.tick()
    assert bureau.channel.sent[-1].items[0].step in ("d+1", "d+3")


async def test_whoever_is_forgotten_leaves_no_row_behind(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-04-30"))))
    async with bureau.database.session() as session:
        assert await people.forget(session, 1001, bureau.clock.now())
        assert not await people.forget(session, 1001, bureau.clock.now())
        await session.commit()
        assert await chat_at(session, 1001) is None
    assert await bureau.rows() == []


async def test_a_group_and_its_topic_follow_a_unit(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-12"))))
    place = groups.Place(-100500, ChatKind.SUPERGROUP, "Tổ trẻ em", topic_id=77)
    async with bureau.database.session() as session:
        unit, new = await groups.bind(session, bureau.an, place, bureau.unit_id, bureau.clock.now())
        _, again = await groups.bind(session, bureau.an, place, bureau.unit_id, bureau.clock.now())
        await session.commit()
    assert (unit.name, new, again) == (UNIT, True, False)
    await bureau.tick()
    assert {(b.address.telegram_id, b.address.topic_id) for b in bureau.channel.sent} == {
        (1001, 0),
        (-100500, 77),
    }
    async with bureau.database.session() as session:
        assert [u.name for u in await groups.release(session, place, bureau.clock.now())] == [UNIT]
        await session.commit()
    bureau.clock.move_to(at("2026-03-09"))
    await bureau.tick()
    assert bureau.channel.sent[-1].address.telegram_id == 1001


async def one_due(bureau: Bureau) -> None:
    await bureau.publish(draft(task("Báo cáo", due("2026-03-12"))))


async def first(bureau: Bureau) -> Reminder:
    return next(row for row in await bureau.rows() if row.step == "late")


async def test_a_429_waits_as_long_as_told_and_counts_as_no_attempt(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Wait(timedelta(seconds=40))]
    await bureau.tick()
    row = await first(bureau)
    assert (row.state, row.attempts, row.next_try_at) == (
        ReminderState.PLANNED,
        0,
        bureau.clock.now() + timedelta(seconds=40),
    )
    assert await bureau.tick() == 0
    bureau.clock.move_by(timedelta(seconds=41))
    assert await bureau.tick() == 1
    assert (await first(bureau)).state == ReminderState.SENT


async def test_a_moved_group_gets_its_message_at_the_new_place_at_once(bureau: Bureau) -> None:
    await one_due(bureau)
    place = groups.Place(-500, ChatKind.GROUP, "Nhóm")
    async with bureau.database.session() as session:
        await groups.bind(session, bureau.an, place, bureau.unit_id, bureau.clock.now())
        await session.commit()
    bureau.channel.answers = [Sent(1), Moved(-100777)]
    await bureau.tick()
    assert [b.address.telegram_id for b in bureau.channel.sent] == [1001, -500, -100777]


async def test_a_closed_topic_falls_back_to_the_group(bureau: Bureau) -> None:
    await one_due(bureau)
    place = groups.Place(-100500, ChatKind.SUPERGROUP, "Tổ", topic_id=9)
    async with bureau.database.session() as session:
        await groups.bind(session, bureau.an, place, bureau.unit_id, bureau.clock.now())
        await session.commit()
    bureau.channel.answers = [Sent(1), TopicGone()]
    await bureau.tick()
    assert [b.address.topic_id for b in bureau.channel.sent] == [0, 9, 0]


async def test_a_closed_topic_gives_its_reminders_to_a_group_that_is_known(bureau: Bureau) -> None:
    await one_due(bureau)
    async with bureau.database.session() as session:
        other = await directory.add(session, "Trạm Y tế xã Suối Mây", bureau.clock.now(), province="Lam Khê")
        group = groups.Place(-100500, ChatKind.SUPERGROUP, "Tổ")
        admin = Actor(1, "Chi", "vi", is_admin=True)
        await groups.bind(session, admin, group, other.id or 0, bureau.clock.now())
        topic = groups.Place(-100500, ChatKind.SUPERGROUP, "Tổ", topic_id=9)
        await groups.bind(session, bureau.an, topic, bureau.unit_id, bureau.clock.now())
        await session.commit()
    bureau.channel.answers = [Sent(1), TopicGone()]
    await bureau.tick()
    assert [b.address.topic_id for b in bureau.channel.sent] == [0, 9, 0]
    async with bureau.database.session(writes=False) as session:
        assert len(await groups.followed(session, group)) == 2
        assert await groups.followed(session, topic) == []


@pytest.mark.parametrize("answer", [TopicGone(), Moved(1001)])
async def test_an_answer_that_leads_nowhere_ends_as_a_failure(bureau: Bureau, answer: Outcome) -> None:
    await one_due(bureau)
    bureau.channel.answers = [answer]
    assert await bureau.tick() == 1
    assert (await first(bureau)).state == ReminderState.FAILED


async def test_whoever_blocked_the_bot_is_unreachable_until_heard_from_again(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Unreachable("bot was blocked by the user")]
    await bureau.tick()
    row = await first(bureau)
    assert (row.state, row.reason) == (ReminderState.SKIPPED, SkipReason.UNREACHABLE)
    bureau.clock.move_to(at("2026-03-09"))
    assert await bureau.tick() == 0
    async with bureau.database.session() as session:
        await groups.reachable(session, 1001, True, "", bureau.clock.now())
        await session.commit()
    bureau.clock.move_to(at("2026-03-12"))
    assert await bureau.tick() == 1


async def test_a_sure_non_delivery_is_tried_by_the_table_and_then_fails(bureau: Bureau) -> None:
    await one_due(bureau)
    for wait in RETRY_WAITS:
        bureau.channel.answers = [NotDelivered("ConnectError")]
        assert await bureau.tick() == 1
        row = await first(bureau)
        assert (row.state, row.next_try_at) == (ReminderState.PLANNED, bureau.clock.now() + wait)
        bureau.clock.move_by(wait)
    bureau.channel.answers = [NotDelivered("ConnectError")]
    await bureau.tick()
    assert (await first(bureau)).state == ReminderState.FAILED


async def test_an_answer_that_was_lost_is_sent_once_more_and_marked(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Unsure("ReadTimeout")]
    await bureau.tick()
    row = await first(bureau)
    assert (row.state, row.possible_repeat) == (ReminderState.PLANNED, True)
    assert row.next_try_at == bureau.clock.now() + UNSURE_WAIT
    bureau.clock.move_by(UNSURE_WAIT)
    await bureau.tick()
    assert [b.possible_repeat for b in bureau.channel.sent] == [False, True]
    assert (await first(bureau)).state == ReminderState.SENT


async def test_two_lost_answers_are_not_taken_for_sent(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Unsure("ReadTimeout"), Unsure("ReadTimeout")]
    await bureau.tick()
    bureau.clock.move_by(UNSURE_WAIT)
    await bureau.tick()
    row = await first(bureau)
    assert (row.state, row.sent_at, row.attempts) == (ReminderState.UNSURE, None, 2)
    bureau.clock.move_by(timedelta(hours=2))
    assert await bureau.tick() == 0, "a third time would not make it surer"
    async with bureau.database.session(writes=False) as session:
        start, end = at("2026-03-02", "00:00"), at("2026-03-03", "00:00")
        assert (await queries.count_between(session, start, end)).unsure == 1


async def test_a_refused_text_fails_and_does_not_block_the_queue(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Refused("can't parse entities")]
    await bureau.tick()
    row = await first(bureau)
    assert (row.state, row.last_error) == (ReminderState.FAILED, "can't parse entities")


async def test_a_bad_token_stops_sending_and_touches_no_row(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.channel.answers = [Halt("InvalidToken")]
    await bureau.tick()
    assert bureau.reminding.halted == "InvalidToken"
    row = await first(bureau)
    assert (row.state, row.attempts, row.lease_by) == (ReminderState.PLANNED, 0, None)
    await bureau.tick()
    assert bureau.reminding.halted is None


@pytest.mark.parametrize("begun", [True, False])
async def test_after_a_crash_only_what_had_begun_to_leave_is_marked(bureau: Bureau, begun: bool) -> None:
    await one_due(bureau)
    async with bureau.database.session() as session:
        ids = [row.id for row in await delivery.claim(session, bureau.clock.now(), "dead", 10)]
        assert len(ids) == 1
        if begun:
            assert await recording.begin(session, ids, "dead", bureau.clock.now()) == set(ids)
        await session.commit()
    assert await bureau.tick() == 0
    bureau.clock.move_by(LEASE + timedelta(seconds=1))
    assert await bureau.tick() == 1
    assert bureau.channel.sent[0].possible_repeat is begun
    assert (await first(bureau)).attempts == (2 if begun else 1)


async def test_what_kills_every_worker_is_set_aside(bureau: Bureau) -> None:
    await one_due(bureau)
    for _ in range(MOST_CRASHES + 1):
        async with bureau.database.session() as session:
            ids = [row.id for row in await delivery.claim(session, bureau.clock.now(), "dead", 10)]
            assert await recording.begin(session, ids, "dead", bureau.clock.now()) == set(ids)
            await session.commit()
        bureau.clock.move_by(LEASE + timedelta(seconds=1))
    assert await bureau.tick() == 0
    row = await first(bureau)
    assert (row.state, row.lease_by) == (ReminderState.UNSURE, None)


async def test_nothing_begins_that_another_worker_took(bureau: Bureau) -> None:
    await one_due(bureau)
    async with bureau.database.session() as session:
        ids = [row.id for row in await delivery.claim(session, bureau.clock.now(), "one", 10)]
        assert await recording.begin(session, ids, "another", bureau.clock.now()) == set()
        await session.commit()


async def test_what_is_more_than_a_week_late_is_not_sent(bureau: Bureau) -> None:
    await one_due(bureau)
    bureau.clock.move_to(at("2026-03-24"))
    await bureau.tick()
    late = await first(bureau)
    assert (late.state, late.reason) == (ReminderState.SKIPPED, SkipReason.TOO_LATE)
