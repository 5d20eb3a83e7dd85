"""A year, day by day: seven plans, 200 units and their people; every reminder is accounted for.

The seven real plans of `../shared/plans` are read where that folder is, moved to 2027 and to a made-up province; else
the made-up office's plans. Store, planning and delivery are the real ones; only the channel and the clock are made
up. People say "received" and "done", choose hours of their own, block the bot; events are entered, days are swapped.
`python -m benchmarks.year [--full]`
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.claiming import AT_ONCE
from benchmarks.table import Row, run
from bot.draining import Begin
from bot.reminding import Reminding
from domain import past
from domain.clock import VIETNAM, MovableClock, local
from domain.delivery import Outcome, ReminderState, Sent, Unreachable
from domain.escalation import level_of
from domain.ladder import choose_ladder, steps
from domain.occurrences import DueDay, due_kind
from domain.plan import DeadlineKind, Draft
from domain.quiet import moment_of
from domain.roles import Actor, Role
from domain.workdays import WorkCalendar
from sandbox.office import office
from services import corrections, daysoff, directory, events, intake, progress, publishing, receipts, schedule
from services.calendar import work_calendar
from services.delivery import Batch
from storage.database import Database
from storage.migrate import migrate
from storage.queries import people, reminders, settings
from storage.queries import plans as queries
from storage.queries.settings import USUAL, Habits
from storage.tables import Chat, Occurrence, OccurrenceState, Person, Reminder, TaskDeadline

START = datetime(2027, 1, 4, 8, 0, tzinfo=VIETNAM)
END = datetime(2028, 1, 1, 0, 0, tzinfo=VIETNAM)
EVENT = date(2027, 6, 1)
PROVINCE = "Lam Khê"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "plans"
DAMAGED = "004_"
SWAPS = "15/03/2027; nghỉ; benchmark\n20/03/2027; làm bù; benchmark"
A_WEEK = 15
"""Due days that are done, and as many that are received, in a week."""


@dataclass
class Channel:
    """Everything arrives, except at those who have blocked the bot; who was written to when is kept."""

    clock: MovableClock
    blocked: set[int] = field(default_factory=set)
    told: list[tuple[int, datetime]] = field(default_factory=list)
    edited: int = 0
    _ids: Iterable[int] = field(default_factory=lambda: count(1))

    def check(self, batch: Batch) -> None:
        """Everything can be told."""

    async def send(self, batch: Batch, begin: Begin) -> Outcome:
        await begin()
        if batch.address.chat_id in self.blocked:
            return Unreachable("blocked")
        if batch.into is None:
            self.told.append((batch.address.chat_id, self.clock.now()))
        else:
            self.edited += 1
        return Sent(next(iter(self._ids)))


async def drafts() -> list[Draft]:
    """The plans, each moved to 2027 and to the made-up province."""
    files = sorted(path for path in SHARED.glob("*.txt") if not path.name.startswith(DAMAGED))
    out = []
    for path in files or [*office.FIRST_PLANS, office.PLAN_TO_LOAD]:
        draft = await intake.read(path.read_bytes(), path.name)
        all_of_them = [deadline for task in draft.tasks for deadline in task.deadlines]
        years = past.years_to_move(all_of_them, draft.plan.years, START.date())
        tasks = tuple(
            replace(task, deadlines=tuple(past.moved(one, years) for one in task.deadlines))
            for task in draft.tasks
        )
        info = replace(
            draft.plan,
            level="province",
            province=PROVINCE,
            issuer=f"Ủy ban nhân dân tỉnh {PROVINCE}",
            issued_on=date(2027, 1, 2),
            years=(2027,),
        )
        out.append(replace(draft, plan=info, tasks=tasks))
    return out


async def settle_in(session: AsyncSession, plans: list[Draft], units: int) -> list[int]:
    """The units: those that the plans name most, then communes with three bodies each. People with habits."""
    named = Counter(name for draft in plans for task in draft.tasks for name in task.assignees)
    names = [name for name, _ in named.most_common() if " các " not in f" {name} " and name != "ALL"]
    names = names[: units // 5]
    number = 1
    while len(names) < units:
        bodies = ("Ủy ban nhân dân xã", "Công an xã", "Trạm Y tế xã")
        names += [f"{body} Số {number}" for body in bodies]
        number += 1
    ids = []
    for i, name in enumerate(names[:units]):
        unit = await directory.add(session, name, START, province=PROVINCE)
        ids.append(unit.id or 0)
        roles = [Role.OFFICER] + [Role.UNIT_HEAD] * (i % 5 == 0) + [Role.COORDINATOR] * (i == 0)
        for j, role in enumerate(roles):
            await _person(session, i * 10 + j, unit.id or 0, role)
    return ids


async def _person(session: AsyncSession, number: int, unit_id: int, role: Role) -> None:
    chat = Chat(telegram_id=1_000 + number, kind="private", created_at=START, digest=number % 4 == 0)
    chat.remind_at = 8 * 60 + 30 if number % 70 == 10 else None
    chat.quiet_to, chat.quiet_from = (8 * 60, 18 * 60) if number % 90 == 20 else (None, None)
    chat.ladder = "-7 -1 0 +3 4w" if number % 110 == 30 else None
    session.add(chat)
    await session.flush()
    person = Person(
        telegram_id=chat.telegram_id, chat_id=chat.id or 0, name="An", unit_id=unit_id, created_at=START
    )
    person.role = role.value
    session.add(person)
    await session.flush()


Key = tuple[int, str, int]
"""(occurrence, step, chat)."""


async def expected(session: AsyncSession, now: datetime) -> set[Key]:
    """What the rules say of every open due day, counted anew from the rules: the officers' own steps of the year."""
    calendar = await work_calendar(session)
    habits = await settings.habits(session)
    query = select(Occurrence, TaskDeadline).join(
        TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id
    )
    rows = [row for row in (await session.exec(query)).all() if row[0].state == OccurrenceState.OPEN]
    gaps = await schedule.gaps_of(session, sorted({deadline.id or 0 for _, deadline in rows}), now)
    chats: dict[int, list[int]] = {}
    for recipient in await people.recipients(session):
        chats.setdefault(recipient.unit_id, []).append(recipient.chat_id)
    known: dict[tuple[DueDay, Habits], list[str]] = {}
    out: set[Key] = set()
    for one, deadline in rows:
        kind = due_kind(queries.to_deadline(deadline), one.due_on)
        day = DueDay(one.due_on, one.starts_on, gaps.get((deadline.id or 0, one.due_on)), kind)
        for chat in chats.get(one.unit_id, ()):
            wants = habits.get(chat, USUAL)
            if (day, wants) not in known:
                known[day, wants] = _names(day, wants, now, calendar)
            out.update((one.id or 0, step, chat) for step in known[day, wants])
    return out


def _names(day: DueDay, wants: Habits, now: datetime, calendar: WorkCalendar) -> list[str]:
    ladder = choose_ladder(chat=wants.ladder)
    found = steps(day, now, calendar, ladder=ladder, hour=wants.hour, quiet=wants.quiet)
    return [step.name for step in found]


async def live(database: Database, channel: Channel, clock: MovableClock, admin: Actor) -> None:
    """Day by day to the end of the year: ticks at every moment at which something is due, and people's doings."""
    reminding = Reminding(database, clock, channel, "year", at_once=AT_ONCE)
    chance = random.Random(7)
    day = START.date()
    while day.year == START.year:
        await _tick_through(database, reminding, clock, moment_of(day, time(15)))
        if day.weekday() == 2:
            async with database.session() as session:
                await _doings(session, chance, clock.now())
                await session.commit()
        if day == EVENT:
            await _events(database, admin, clock.now())
        if day.month == 7 and day.day == 1:
            channel.blocked.update(range(40, 200, 25))
        if day.day == 1:
            await reminding.move_horizon()
        day += timedelta(days=1)
        await _tick_through(database, reminding, clock, moment_of(day, time(0, 10)))


async def _tick_through(database: Database, reminding: Reminding, clock: MovableClock, end: datetime) -> None:
    while True:
        async with database.session(writes=False) as session:
            coming = await reminders.next_due(session)
        if coming is None or coming >= end:
            break
        clock.move_to(max(coming, clock.now() + timedelta(seconds=20)))
        await reminding.tick()
    clock.move_to(end)
    await reminding.tick()


async def _doings(session: AsyncSession, chance: random.Random, now: datetime) -> None:
    """Some units say "done", others "received"."""
    near = (local(now).date() - timedelta(days=20), local(now).date() + timedelta(days=25))
    query = select(Occurrence).where(
        Occurrence.state == OccurrenceState.OPEN, col(Occurrence.due_on).between(*near)
    )
    found = (await session.exec(query.order_by(col(Occurrence.id)))).all()
    for i, one in enumerate(chance.sample(found, min(len(found), 2 * A_WEEK))):
        actor = Actor(1, "An", "vi", role=Role.OFFICER, unit_id=one.unit_id)
        if i % 2:
            await progress.mark_done(session, actor, one.id or 0, one.version, now)
        else:
            await receipts.receive(session, actor, one.id or 0, one.version, now)


async def _events(database: Database, admin: Actor, now: datetime) -> None:
    """What every deadline waits for happens on one day."""
    async with database.session() as session:
        query = select(TaskDeadline).where(TaskDeadline.kind == DeadlineKind.CONDITIONAL)
        for deadline in (await session.exec(query)).all():
            if not deadline.held:
                await events.enter(session, admin, deadline.id or 0, local(now).date(), now)
        await session.commit()


async def measure(full: bool) -> list[Row]:
    """The year's counts."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'year.db'}")
        await migrate(database)
        clock = MovableClock(START)
        admin = Actor(1, "Chi", "vi", is_admin=True)
        plans = await drafts()
        async with database.session() as session:
            await settle_in(session, plans, 200 if full else 60)
            await daysoff.add(session, admin, SWAPS, START)
            for i, draft in enumerate(plans):
                plan_id = await intake.keep(session, b"%d" % i, "p.txt", draft, None, START)
                await corrections.accept_all(session, plan_id, None, START)
                await publishing.publish(session, plan_id, None, START, as_is=True)
            wanted = await expected(session, START)
            await session.commit()
        channel = Channel(clock)
        await live(database, channel, clock, admin)
        async with database.session(writes=False) as session:
            rows = await _judge(session, channel, wanted, len(plans))
        await database.close()
    return rows


async def _judge(session: AsyncSession, channel: Channel, wanted: set[Key], plans: int) -> list[Row]:
    found = (await session.exec(select(Reminder))).all()
    keys = {(row.occurrence_id, row.step, row.chat_id) for row in found}
    due = [row for row in found if row.due_at < END]
    states = Counter(row.reason or row.state for row in due)
    calendar, habits = await work_calendar(session), await settings.habits(session)
    loud = off = 0
    days = Counter((chat, local(at).date()) for chat, at in channel.told)
    for chat, at in channel.told:
        loud += not habits.get(chat, USUAL).quiet.allow(local(at).time())
        off += not calendar.is_working(local(at).date())
    last = END - timedelta(days=4)  # what was due on the last days may wait for the first of the next year
    waiting = sum(row.state == ReminderState.PLANNED and row.due_at < last for row in due)
    up = sum(row.state == ReminderState.SENT and level_of(row.step) is not None for row in due)
    told = ", ".join(f"{n:,} {state}" for state, n in states.most_common())
    return [
        (
            f"{plans} plans: {len(wanted):,} steps expected at publishing; of them never planned",
            f"{len(wanted - keys):,}",
            "0",
        ),
        (f"  {len(due):,} rows due in the year: {told}", "", ""),
        ("  neither sent nor skipped with a reason", f"{waiting:,}", "0"),
        (
            f"  {len(channel.told):,} messages (and {channel.edited} added to), {up:,} rows of them steps up: in quiet hours",
            f"{loud}",
            "0",
        ),
        ("  on a day off", f"{off}", "0"),
        ("  days on which a chat got more than one message", f"{sum(n > 1 for n in days.values())}", "0"),
    ]


if __name__ == "__main__":
    run(measure, "a year, day by day")
