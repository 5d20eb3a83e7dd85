"""Many chats at once, broken rows, a store that fails, several workers, an orderly stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import draining
from bot.claiming import LEAST_CLAIM
from bot.draining import MOST_HOLDS, Begin, Drain
from bot.journal import store_down
from bot.reminding import Reminding
from bot.window import AT_ONCE, Window
from domain.clock import MovableClock
from domain.delivery import (
    LEASE,
    RETRY_WAITS,
    UNSURE_WAIT,
    CannotTell,
    Halt,
    Outcome,
    ReminderState,
    Sent,
    Unsure,
    Wait,
)
from domain.plan import Deadline, DeadlineKind, Draft, DraftTask, PlanInfo
from domain.text import fold
from services import delivery, intake, publishing, recording
from services.delivery import Batch
from storage.database import Database
from storage.queries import arrivals
from storage.queries import reminders as queries
from storage.queries.claims import Claimed
from storage.tables import Chat, Person, Reminder, Unit

Answer = Callable[[Batch], Awaitable[Outcome]]


async def arrives(batch: Batch) -> Outcome:
    return Sent(batch.reminder_ids[0])


@dataclass
class Channel:
    """Notes who is being sent to; answers as told."""

    answer: Answer = arrives
    sent: list[Batch] = field(default_factory=list)
    busy: int = 0
    most: int = 0
    in_chat: set[int] = field(default_factory=set)
    wanted: int = AT_ONCE
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    broken: str = ""
    """A task of which no message can be made."""

    def check(self, batch: Batch) -> None:
        if self.broken and any(item.task == self.broken for item in batch.items):
            raise CannotTell from ZeroDivisionError(f"{self.broken} is secret")

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        self.check(batch)
        await begin()
        chat = batch.address.chat_id
        assert chat not in self.in_chat, "two messages at once in one chat"
        self.in_chat.add(chat)
        self.busy += 1
        self.most = max(self.most, self.busy)
        if self.busy == self.wanted:
            self.reached.set()
        try:
            await asyncio.sleep(0)
            outcome = await self.answer(batch)
            self.sent.append(batch)
            return outcome
        finally:
            self.busy -= 1
            self.in_chat.discard(chat)


@dataclass
class Post:
    """A store with people of one unit and tasks that are due, and workers that send."""

    database: Database
    clock: MovableClock
    channel: Channel

    def worker(self, name: str = "w", at_once: int = AT_ONCE) -> Reminding:
        async def no_pause(_seconds: float) -> None:
            return None

        return Reminding(self.database, self.clock, self.channel, name, no_pause, at_once=at_once)

    async def fill(self, people: int, tasks: int = 1) -> None:
        """So many people, each with so many tasks due in three days."""
        name, now = "Trạm Y tế xã Suối Mây", self.clock.now()
        key, province = fold(name), fold("Lam Khê")
        unit = Unit(name=name, name_key=key, province="Lam Khê", province_key=province, created_at=now)
        due = Deadline(DeadlineKind.DATE, "trước ngày 5/3/2026", due=date(2026, 3, 5))
        todo = tuple(
            DraftTask("I", f"Việc {i}", (1, 1), assignees=(name,), deadlines=(due,)) for i in range(tasks)
        )
        info = PlanInfo("Kế hoạch", "1/KH", "Ủy ban nhân dân tỉnh Lam Khê", "province", "Lam Khê")
        async with self.database.session() as session:
            session.add(unit)
            chats = [Chat(telegram_id=1001 + i, kind="private", created_at=now) for i in range(people)]
            session.add_all(chats)
            await session.flush()
            session.add_all(
                Person(telegram_id=c.telegram_id, name="An", language="vi", chat_id=c.id or 0, unit_id=unit.id, role="officer", created_at=now)
                for c in chats
            )  # fmt: skip
            await session.flush()
            plan_id = await intake.keep(
                session, b"p", "p.txt", Draft("p.txt", info, (name,), todo), None, now
            )
            await publishing.publish(session, plan_id, None, now)
            await session.commit()

    async def due(self) -> list[Reminder]:
        query = select(Reminder).where(Reminder.step == "late").order_by(col(Reminder.id))
        async with self.database.session(writes=False) as session:
            return list((await session.exec(query)).all())

    async def states(self) -> set[str]:
        return {row.state for row in await self.due()}


@pytest.fixture
def post(database: Database, clock: MovableClock) -> Post:
    return Post(database, clock, Channel())


async def test_several_chats_are_sent_to_at_once_and_every_row_once(post: Post) -> None:
    await post.fill(LEAST_CLAIM * 2 + 5)
    assert await post.worker().tick() == LEAST_CLAIM * 2 + 5
    assert 1 < post.channel.most <= AT_ONCE
    ids = [row_id for batch in post.channel.sent for row_id in batch.reminder_ids]
    assert len(ids) == len(set(ids)) == LEAST_CLAIM * 2 + 5
    assert await post.states() == {ReminderState.SENT}


async def test_the_messages_of_one_chat_come_one_after_the_other_in_order(post: Post) -> None:
    await post.fill(2, tasks=20)
    await post.worker().tick()
    for chat in {batch.address.chat_id for batch in post.channel.sent}:
        told = [
            item.task for batch in post.channel.sent if batch.address.chat_id == chat for item in batch.items
        ]
        assert told == [f"Việc {i}" for i in range(20)]


async def test_a_chats_rows_are_claimed_together_and_by_one_worker_alone(post: Post) -> None:
    await post.fill(2, tasks=3)
    async with post.database.session() as session:
        first = await delivery.claim(session, post.clock.now(), "a", 1)
        await session.commit()
    assert len(first) == 3
    async with post.database.session() as session:
        await session.exec(select(Reminder))
        second = await delivery.claim(session, post.clock.now(), "b", 10)
        third = await delivery.claim(session, post.clock.now(), "b", 10)
        await session.commit()
    assert (len(second), third) == (3, [])


async def test_two_workers_send_everything_once(post: Post) -> None:
    await post.fill(70)
    counts = await asyncio.gather(*(post.worker(name).tick() for name in ("a", "b", "c")))
    assert sum(counts) == 70
    ids = [row_id for batch in post.channel.sent for row_id in batch.reminder_ids]
    assert len(ids) == len(set(ids)) == 70
    assert not any(batch.possible_repeat for batch in post.channel.sent)


async def test_what_cannot_be_told_is_found_among_others_and_set_aside(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    await post.fill(2, tasks=6)
    post.channel.broken = "Việc 3"
    await post.worker().tick()
    rows = await post.due()
    failed = [row for row in rows if row.state == ReminderState.FAILED]
    assert {row.last_error for row in failed} == {"ZeroDivisionError"}
    assert (len(failed), len(rows)) == (2, 12)
    assert {row.state for row in rows if row not in failed} == {ReminderState.SENT}
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_row_that_breaks_the_sending_is_set_aside_and_the_others_go_on(post: Post) -> None:
    async def broken(batch: Batch) -> Outcome:
        if batch.address.telegram_id == 1002:
            raise KeyError("whatever")
        return Sent(1)

    await post.fill(5)
    post.channel.answer = broken
    await post.worker().tick()
    rows = await post.due()
    assert [row.state for row in rows].count(ReminderState.SENT) == 4
    assert [row.last_error for row in rows if row.state == ReminderState.FAILED] == ["KeyError"]
    assert await post.worker().tick() == 0


async def test_a_row_that_cannot_even_be_loaded_is_set_aside(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.fill(9)
    poison = (await post.due())[4].id
    load = queries.load

    async def broken(session: AsyncSession, rows: list[Claimed]) -> list[queries.ReminderRow]:
        if poison in [row.id for row in rows]:
            raise LookupError("no such word")
        return await load(session, rows)

    monkeypatch.setattr(queries, "load", broken)
    assert await post.worker().tick() == 8
    assert [row.id for row in await post.due() if row.state == ReminderState.FAILED] == [poison]


async def test_an_answer_that_cannot_be_written_down_is_set_aside(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(batch: Batch) -> Outcome:
        return Wait(timedelta(seconds=5)) if batch.address.telegram_id == 1002 else Sent(1)

    async def broken(*_args: object) -> None:
        raise ValueError("what Telegram said")

    await post.fill(4)
    post.channel.answer = gone
    monkeypatch.setattr(recording, "_record_trouble", broken)
    await post.worker().tick()
    assert sorted(row.state for row in await post.due()) == ["failed", "sent", "sent", "sent"]


async def no_short_way(*_args: object) -> None:
    """Everything is written down the long way."""


def away(*_args: object, **_more: object) -> None:
    raise OperationalError("statement", None, ConnectionError())


async def test_a_store_that_fails_while_looking_leaves_the_rows_to_be_taken_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.fill(3)
    with monkeypatch.context() as bad:
        bad.setattr(queries, "load", away)
        with pytest.raises(OperationalError):
            await post.worker().tick()
    rows = await post.due()
    assert {(row.state, row.lease_by, row.possible_repeat) for row in rows} == {("planned", None, False)}
    assert await post.worker().tick() == 3


async def test_a_store_that_fails_for_a_moment_while_writing_costs_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.fill(3)
    record, failures = recording.record, [1, 2]

    async def shaky(*args: object) -> None:
        if failures:
            failures.pop()
            away()
        await record(*args)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(recording, "note", no_short_way)
    monkeypatch.setattr(recording, "record", shaky)
    assert await post.worker().tick() == 3
    assert await post.states() == {ReminderState.SENT}


async def test_what_was_sent_and_not_written_down_is_repeated_with_a_mark(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.fill(3)
    with monkeypatch.context() as bad:
        bad.setattr(recording, "note", no_short_way)
        bad.setattr(recording, "record", away)
        with pytest.raises(OperationalError):
            await post.worker().tick()
    assert await post.states() == {ReminderState.SENDING}
    assert await post.worker().tick() == 0
    post.clock.move_by(LEASE + timedelta(seconds=1))
    assert await post.worker().tick() == 3
    assert [batch.possible_repeat for batch in post.channel.sent] == [False] * 3 + [True] * 3


async def test_where_the_short_way_of_writing_fails_the_long_one_is_gone(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await post.fill(3)
    monkeypatch.setattr(arrivals, "note", away)
    assert await post.worker().tick() == 3
    assert await post.states() == {ReminderState.SENT}
    assert "the long way: OperationalError" in caplog.text


class Killed(BaseException):
    """What no code of ours catches: the end of the process."""


@dataclass
class Dying(Channel):
    """Its process dies over one message, before it leaves or after it has arrived; nothing moves any more then."""

    dies_at: int = 1
    after: bool = True
    arrived: list[int] = field(default_factory=list)
    begun: int = 0

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        self.begun += 1
        if self.begun > self.dies_at:
            await asyncio.Event().wait()
        if self.begun == self.dies_at and not self.after:
            raise Killed
        await begin()
        self.arrived.append(batch.address.chat_id)
        if self.begun == self.dies_at:
            raise Killed
        return Sent(batch.ids[0])


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("dies_at", [1, 4, 9])
async def test_a_killed_worker_loses_nothing_and_at_most_one_message_is_repeated_with_its_mark(
    post: Post, dies_at: int, after: bool
) -> None:
    await post.fill(9)
    dying = Dying(dies_at=dies_at, after=after)
    drain = Drain(post.database, post.clock, dying, "dead", window=Window(1, 1))
    with pytest.raises(Killed):
        await drain.run()
    await drain._journal.settled()  # what it was writing is there or not; a dead process writes nothing later
    post.clock.move_by(LEASE + timedelta(seconds=1))
    await post.worker().tick()
    again = [batch for batch in post.channel.sent if batch.address.chat_id in dying.arrived]
    assert {row.state for row in await post.due()} == {ReminderState.SENT}
    assert len({*dying.arrived, *(batch.address.chat_id for batch in post.channel.sent)}) == 9
    assert [batch.possible_repeat for batch in again] == [True] * (1 if after else 0)
    assert sum(batch.possible_repeat for batch in post.channel.sent) == len(again), "no mark without a reason"


async def test_a_halt_gives_everything_back(post: Post) -> None:
    async def refused(_batch: Batch) -> Outcome:
        return Halt("InvalidToken")

    await post.fill(60)
    post.channel.answer = refused
    worker = post.worker()
    await worker.tick()
    assert worker.halted == "InvalidToken"
    assert len(post.channel.sent) <= AT_ONCE
    assert {(row.state, row.attempts, row.lease_by) for row in await post.due()} == {("planned", 0, None)}


def patient(post: Post) -> Drain:
    """A tick whose waiting moves the clock."""

    async def pause(seconds: float) -> None:
        await asyncio.sleep(0.01)
        post.clock.move_by(timedelta(seconds=seconds))

    def monotonic() -> float:
        return post.clock.now().timestamp()

    return Drain(post.database, post.clock, post.channel, "w", pause, monotonic, window=Window(2, 2))


async def run(drain: Drain) -> int:
    try:
        await drain.run()
    finally:
        await drain.close()
    return drain.tried


async def test_a_wait_of_everybody_is_sat_out_and_the_tick_goes_on(post: Post) -> None:
    waits = [Wait(timedelta(seconds=9), everybody=True)] * 2

    async def first_waits(_batch: Batch) -> Outcome:
        return waits.pop() if waits else Sent(1)

    await post.fill(8)
    post.channel.answer = first_waits
    start = post.clock.now()
    assert await run(patient(post)) == 10
    assert await post.states() == {ReminderState.SENT}
    assert timedelta(seconds=9) <= post.clock.now() - start < timedelta(seconds=25), (
        "each of the two waits once"
    )
    assert {row.attempts for row in await post.due()} == {1}


@pytest.mark.parametrize(("seconds", "tried"), [(600, 2), (9, 2 * (MOST_HOLDS + 1))])
async def test_a_wait_that_is_long_or_has_no_end_ends_the_tick(post: Post, seconds: int, tried: int) -> None:
    async def all_wait(_batch: Batch) -> Outcome:
        return Wait(timedelta(seconds=seconds), everybody=True)

    await post.fill(30)
    post.channel.answer = all_wait
    assert await run(patient(post)) <= tried
    assert {(row.state, row.attempts, row.lease_by) for row in await post.due()} == {("planned", 0, None)}


async def test_a_wait_of_one_chat_holds_up_no_other(post: Post) -> None:
    async def waits(batch: Batch) -> Outcome:
        return Wait(timedelta(seconds=9)) if batch.address.telegram_id == 1001 else Sent(1)

    await post.fill(20, tasks=9)
    post.channel.answer = waits
    await post.worker().tick()
    waiting = [row for row in await post.due() if row.state == ReminderState.PLANNED]
    assert (len({row.chat_id for row in waiting}), len(waiting)) == (1, 9)


async def test_an_orderly_stop_finishes_what_is_being_sent_and_gives_back_the_rest(post: Post) -> None:
    going = asyncio.Event()

    async def slow(_batch: Batch) -> Outcome:
        await going.wait()
        return Sent(1)

    await post.fill(60)
    post.channel.answer = slow
    worker = post.worker()
    tick = asyncio.create_task(worker.tick())
    await post.channel.reached.wait()
    stop = asyncio.create_task(worker.stop())
    await asyncio.sleep(0)
    going.set()
    await stop
    assert await tick == AT_ONCE
    rows = await post.due()
    assert [row.state for row in rows].count("sent") == AT_ONCE
    assert {(row.state, row.lease_by, row.possible_repeat) for row in rows if row.state != "sent"} == {
        ("planned", None, False)
    }
    assert await worker.tick() == 0


async def test_a_cancelled_tick_stops_in_order_too(post: Post) -> None:
    going = asyncio.Event()

    async def slow(_batch: Batch) -> Outcome:
        await going.wait()
        return Sent(1)

    await post.fill(40)
    post.channel.answer = slow
    tick = asyncio.create_task(post.worker().tick())
    await post.channel.reached.wait()
    tick.cancel()
    await asyncio.sleep(0.01)
    going.set()
    with pytest.raises(asyncio.CancelledError):
        await tick
    assert {row.state for row in await post.due()} == {ReminderState.SENT, ReminderState.PLANNED}


async def test_what_hangs_is_left_to_its_lease(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(_batch: Batch) -> Outcome:
        await asyncio.sleep(1000)
        return Sent(1)

    monkeypatch.setattr(draining, "STOP_SECONDS", 0.05)
    await post.fill(3)
    post.channel.answer, post.channel.wanted = hangs, 3
    worker = post.worker()
    tick = asyncio.create_task(worker.tick())
    await post.channel.reached.wait()
    tick.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tick
    assert await post.states() == {ReminderState.SENDING}


@pytest.mark.parametrize("begun", [True, False])
async def test_a_send_that_takes_too_long_is_in_doubt_once_it_has_begun(post: Post, begun: bool) -> None:
    class Slow(Channel):
        async def send(self, batch: Batch, begin: Begin) -> Outcome:
            if begun:
                await begin()
            raise TimeoutError

    await post.fill(1)
    post.channel = Slow()
    await post.worker().tick()
    wait = UNSURE_WAIT if begun else RETRY_WAITS[0]
    rows = {(row.state, row.possible_repeat, row.next_try_at) for row in await post.due()}
    assert rows == {("planned", begun, post.clock.now() + wait)}


async def test_leases_are_renewed_while_a_slow_network_holds_rows_up(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "RENEW_SECONDS", 0.0)

    async def slow(_batch: Batch) -> Outcome:
        post.clock.move_by(LEASE / 2)
        await asyncio.sleep(0.02)
        async with post.database.session() as session:
            assert await delivery.claim(session, post.clock.now(), "another", 50) == []
        return Sent(1)

    await post.fill(6)
    post.channel.answer = slow
    await post.worker(at_once=1).tick()
    assert await post.states() == {ReminderState.SENT}
    assert not any(batch.possible_repeat for batch in post.channel.sent)


async def test_rows_that_another_worker_took_are_let_go(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that slept: its leases ran out, another sends; it must neither send nor write them down."""
    monkeypatch.setattr(draining, "FEW_LEFT", 0)  # nothing is claimed, nor leases renewed, beside the sending

    async def sleeps(batch: Batch) -> Outcome:
        if len(post.channel.sent) == 0:
            post.clock.move_by(LEASE * 2)
            async with post.database.session() as session:
                assert len(await delivery.claim(session, post.clock.now(), "another", 50)) == 3
                await session.commit()
            monkeypatch.setattr(draining, "RENEW_SECONDS", 0.0)
        return Sent(batch.reminder_ids[0])

    await post.fill(3)
    post.channel.answer = sleeps
    assert await post.worker(at_once=1).tick() == 1
    assert {(row.state, row.lease_by) for row in await post.due()} == {("sending", "another")}


async def test_what_came_of_a_day_can_be_counted(post: Post) -> None:
    async def mixed(batch: Batch) -> Outcome:
        match batch.address.telegram_id:
            case 1001:
                raise KeyError
            case 1002:
                return Unsure("ReadTimeout")
        return Sent(1)

    await post.fill(6)
    post.channel.answer = mixed
    start = post.clock.now()
    await post.worker().tick()
    end = start + timedelta(days=1)
    async with post.database.session(writes=False) as session:
        assert await queries.count_between(session, start, end) == queries.DayCount(4, 0, 1)
        assert await queries.waiting_now(session, start) == (0, 1)
    post.clock.move_by(timedelta(minutes=11))
    post.channel.answer = arrives
    await post.worker().tick()
    async with post.database.session(writes=False) as session:
        assert await queries.count_between(session, start, end) == queries.DayCount(5, 1, 1)
        assert await queries.count_between(session, end, end + timedelta(days=1)) == queries.DayCount(0, 0, 0)
        assert await queries.waiting_now(session, start) == (0, 0)


def test_a_store_that_is_away_is_told_from_a_row_that_is_broken() -> None:
    assert store_down(OperationalError("s", None, Exception()))
    assert store_down(ConnectionRefusedError())
    assert not store_down(IntegrityError("s", None, Exception()))
    assert not store_down(KeyError())
