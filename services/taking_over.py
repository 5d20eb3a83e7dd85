"""A plan takes another's place, and gives it back: identities go over, what moved gets a new version.

A duty that goes on keeps its row, so that done-states, receipts and messages hang on it as before: the rows of
the two plans change places. What the earlier plan said stays in that plan under the other row's id. Publishing and
`services/ending.py` call this within one transaction; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import ReminderState, SkipReason
from domain.differences import days_of, pair_deadlines
from domain.ladder import DROPPED, LATE, MOVED, NEW, next_humane
from domain.occurrences import due_days
from domain.plan import Deadline, DeadlineKind
from services import responsibility
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import chunks, insert_new
from storage.queries.plans import TaskRow
from storage.tables import (
    Occurrence,
    OccurrenceState,
    Plan,
    PlanDoubt,
    Reminder,
    Task,
    TaskAgency,
    TaskDeadline,
    TaskUnit,
)

Pairs = Sequence[tuple[TaskRow, TaskRow]]
"""(the row that keeps its identity, the row that it changes places with)."""


@dataclass(slots=True)
class Changes:
    """What to tell: occurrences whose day moved (those that it opened again among them), and that are dropped;
    deadlines that are new."""

    moved: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
    new_deadlines: set[int] = field(default_factory=set)
    gone_deadlines: set[int] = field(default_factory=set)


async def swap(session: AsyncSession, pairs: Pairs, now: datetime, *, forth: bool) -> Changes:
    """Let each pair's rows change places between their plans. `forth` notes which one says the other anew; done
    twice, everything stands where it stood."""
    changes = Changes()
    if not pairs:
        return changes
    await session.flush()
    swaps = _Swaps()
    moves: list[tuple[int, Deadline, Deadline]] = []
    for keeps, other in pairs:
        a, b = keeps.task.id or 0, other.task.id or 0
        swaps.tasks |= {a: b, b: a}
        ours = [queries.to_deadline(d) for d in keeps.deadlines]
        theirs = [queries.to_deadline(d) for d in other.deadlines]
        paired = pair_deadlines(ours, theirs)
        for i, j in paired:
            one, two = keeps.deadlines[i].id or 0, other.deadlines[j].id or 0
            swaps.deadlines |= {one: two, two: one}
            if days_of(ours[i]) != days_of(theirs[j]):
                moves.append((one, ours[i], theirs[j]))
        known = {one for i, j in paired for one in (keeps.deadlines[i].id, other.deadlines[j].id)}
        swaps.lone |= {d.id or 0: b for d in keeps.deadlines if d.id not in known}
        swaps.lone |= {d.id or 0: a for d in other.deadlines if d.id not in known}
        changes.new_deadlines |= {d.id or 0 for d in other.deadlines if d.id not in known}
        changes.gone_deadlines |= {d.id or 0 for d in keeps.deadlines if d.id not in known}
    if forth:
        await _note_successors(session, pairs)
    await swaps.carry_out(session)
    for deadline_id, was, is_now in moves:
        await _move_days(session, deadline_id, was, is_now, now, changes)
    return changes


async def _note_successors(session: AsyncSession, pairs: Pairs) -> None:
    """The old words point to the new ones; changing places turns the pointers with the rows."""
    table = _table("task")
    statement = (
        update(table).where(table.c.id == bindparam("row")).values(superseded_by=bindparam("successor"))
    )
    connection = await session.connection()
    rows = [{"row": old.task.id, "successor": new.task.id} for old, new in pairs]
    await connection.execute(statement, rows)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


@dataclass(slots=True)
class _Swaps:
    """Row ids that change places; `lone` deadlines have no counterpart and follow their words to a task."""

    tasks: dict[int, int] = field(default_factory=dict)
    deadlines: dict[int, int] = field(default_factory=dict)
    lone: dict[int, int] = field(default_factory=dict)

    async def carry_out(self, session: AsyncSession) -> None:
        """Past the mapper: whole rows are exchanged, and nothing loaded before is to be trusted afterwards."""
        await _exchange(session, "task", self.tasks, keep=("id",), pointers=("superseded_by",))
        await _exchange(session, "task_deadline", self.deadlines, keep=("id", "task_id"))
        await self._move_lone(session)
        await _point_anew(session, "task", "superseded_by", self.tasks)
        await _point_anew(session, "plan_doubt", "task_id", self.tasks)
        for name in ("task_agency", "task_unit"):
            await _hand_over(session, name, self.tasks)
        for loaded in list(session.sync_session.identity_map.values()):
            if isinstance(loaded, Task | TaskDeadline | TaskAgency | TaskUnit | PlanDoubt):
                session.expunge(loaded)

    async def _move_lone(self, session: AsyncSession) -> None:
        """Their positions are free on the other side by now."""
        table = _table("task_deadline")
        statement = update(table).where(table.c.id == bindparam("row")).values(task_id=bindparam("task"))
        connection = await session.connection()
        if self.lone:
            rows = [{"row": row, "task": task} for row, task in self.lone.items()]
            await connection.execute(statement, rows)


async def _exchange(
    session: AsyncSession,
    name: str,
    ids: Mapping[int, int],
    *,
    keep: tuple[str, ...],
    pointers: tuple[str, ...] = (),
) -> None:
    """Each row takes all columns of its counterpart but those that it keeps; pointers to the rows turn, too.

    Positions are unique, so all of them step aside first.
    """
    if not ids:
        return
    table = _table(name)
    connection = await session.connection()
    rows: dict[int, dict[str, Any]] = {}
    for part in chunks(sorted(ids), 500):
        for row in await connection.execute(select(table).where(table.c.id.in_(part))):
            rows[row.id] = dict(row._mapping)
        await connection.execute(update(table).where(table.c.id.in_(part)).values(position=-1 - table.c.id))
    columns = [column.name for column in table.columns if column.name not in keep]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({column: bindparam(f"new_{column}") for column in columns})
    )
    anew = []
    for row_id, counterpart in ids.items():
        values = {f"new_{column}": rows[counterpart][column] for column in columns}
        for pointer in pointers:
            target = values[f"new_{pointer}"]
            values[f"new_{pointer}"] = ids.get(target, target)
        anew.append({"row_id": row_id, **values})
    await connection.execute(statement, anew)


async def _point_anew(session: AsyncSession, name: str, column: str, ids: Mapping[int, int]) -> None:
    """Rows elsewhere that point to a row that changed places point to its counterpart."""
    table = _table(name)
    connection = await session.connection()
    found: list[dict[str, int]] = []
    for part in chunks(sorted(ids), 500):
        query = select(table.c.id, table.c[column]).where(table.c[column].in_(part))
        if name == "task":
            query = query.where(table.c.id.not_in(ids))
        found += [{"row": row, "target": ids[target]} for row, target in await connection.execute(query)]
    if found:
        statement = update(table).where(table.c.id == bindparam("row"))
        await connection.execute(statement.values({column: bindparam("target")}), found)


async def _hand_over(session: AsyncSession, name: str, tasks: Mapping[int, int]) -> None:
    """Agencies and units go with the words: taken off and put on the other task."""
    table = _table(name)
    connection = await session.connection()
    rows: list[dict[str, Any]] = []
    for part in chunks(sorted(tasks), 500):
        for row in await connection.execute(select(table).where(table.c.task_id.in_(part))):
            values = {key: value for key, value in row._mapping.items() if key != "id"}
            rows.append({**values, "task_id": tasks[row.task_id]})
        await connection.execute(delete(table).where(table.c.task_id.in_(part)))
    if rows:
        await connection.execute(table.insert(), rows)


# --- days that moved ------------------------------------------------------------------------------


async def _move_days(
    session: AsyncSession,
    deadline_id: int,
    was: Deadline,
    is_now: Deadline,
    now: datetime,
    changes: Changes,
) -> None:
    """Move the units' due days with their deadline; `changes` gets the open ones that moved.

    What is done is open again where its day moves to a later one that is still to come: nobody knows whether what
    was done answers the new day. A day that has no counterpart is cancelled if it was open.
    """
    today = local_date(now)
    query = select_rows(Occurrence).where(Occurrence.deadline_id == deadline_id)
    rows = [o for o in (await session.exec(query)).all() if o.state != OccurrenceState.CANCELLED]
    days = moved_days(was, is_now, sorted({row.due_on for row in rows}), today)
    starts = {day.due_on: day.starts_on for day in due_days(is_now, today)}
    for row in rows:
        day = days.get(row.due_on)
        if day == row.due_on or (day is None and (row.due_on < today or row.state != OccurrenceState.OPEN)):
            continue
        row.version += 1
        if day is None:
            row.state = OccurrenceState.CANCELLED
            continue
        await _make_room(session, row, day)
        row.moved_from, row.due_on, row.starts_on = row.due_on, day, starts.get(day)
        if _open_again(row, today):
            changes.reopened.add(row.id or 0)
        if row.state == OccurrenceState.OPEN:
            changes.moved.add(row.id or 0)
    await session.flush()


def _open_again(row: Occurrence, today: date) -> bool:
    """Whether a moved day opens what was done; one that moves back (a plan is rolled back) is done as it was."""
    assert row.moved_from is not None
    if row.state == OccurrenceState.DONE and today <= row.due_on > row.moved_from:
        row.state, row.was_done_at, row.done_at = OccurrenceState.OPEN, row.done_at, None
        return True
    if row.state == OccurrenceState.OPEN and row.was_done_at is not None and row.due_on < row.moved_from:
        row.state, row.done_at, row.was_done_at = OccurrenceState.DONE, row.was_done_at, None
    return False


async def _make_room(session: AsyncSession, row: Occurrence, day: date) -> None:
    """A day that was cancelled before gives its place to the one that moves there."""
    there = select_rows(Occurrence).where(
        Occurrence.deadline_id == row.deadline_id,
        Occurrence.unit_id == row.unit_id,
        Occurrence.due_on == day,
        Occurrence.state == OccurrenceState.CANCELLED,
    )
    for old in (await session.exec(there)).all():
        await session.delete(old)
    await session.flush()


def moved_days(was: Deadline, is_now: Deadline, days: Iterable[date], today: date) -> dict[date, date]:
    """Old due day -> new due day. A single day moves wherever the plan puts it; of a recurring deadline each
    day moves within its month, as far as one stands against one."""
    if is_now.kind in (DeadlineKind.DATE, DeadlineKind.PERIOD):
        return {day: is_now.due for day in days if is_now.due is not None and day == was.due}
    if is_now.kind is not DeadlineKind.RECURRING:
        return {}
    coming = [day.due_on for day in due_days(is_now, today)]
    old = [day for day in days if day >= today]
    out: dict[date, date] = {}
    for day in old:
        here = [one for one in coming if (one.year, one.month) == (day.year, day.month)]
        rivals = [one for one in old if (one.year, one.month) == (day.year, day.month)]
        if len(here) == len(rivals) == 1:
            out[day] = here[0]
    return out


# --- who is bound, and what is told ---------------------------------------------------------------


async def bind(session: AsyncSession, plan: Plan, rows: Sequence[TaskRow], *, anew: bool) -> int:
    """Write down which units the tasks bind; returns how many there are. With `anew`, links of before go."""
    links = responsibility.links(plan, list(rows), await people.units(session))
    if anew:
        for ids in chunks([row.task.id or 0 for row in rows], 500):
            await session.exec(delete(TaskUnit).where(col(TaskUnit.task_id).in_(ids)))
    await insert_new(session, TaskUnit, links)
    return len({link["unit_id"] for link in links})


async def realign(session: AsyncSession, plan: Plan, rows: Sequence[TaskRow], now: datetime) -> None:
    """Cancel the coming due days of units that a task does not bind any more; open again what holds again."""
    today = local_date(now)
    bound = await _bound(session, plan, rows)
    valid: dict[int, tuple[set[int], set[date]]] = {}
    for row in rows:
        for deadline in row.deadlines:
            days = {day.due_on for day in due_days(queries.to_deadline(deadline), today)}
            valid[deadline.id or 0] = (bound[row.task.id or 0], set() if deadline.held else days)
    for ids in chunks(sorted(valid), 500):
        query = select_rows(Occurrence).where(
            col(Occurrence.deadline_id).in_(ids), col(Occurrence.due_on) >= today
        )
        for one in (await session.exec(query)).all():
            units, days = valid[one.deadline_id]
            if one.state == OccurrenceState.OPEN and one.unit_id not in units:
                one.state, one.version = OccurrenceState.CANCELLED, one.version + 1
            elif one.state == OccurrenceState.CANCELLED and one.unit_id in units and one.due_on in days:
                one.state, one.version = OccurrenceState.OPEN, one.version + 1
    await session.flush()


async def _bound(session: AsyncSession, plan: Plan, rows: Sequence[TaskRow]) -> dict[int, set[int]]:
    everyone = responsibility.everyone_units(plan, await people.units(session))
    bound = {row.task.id or 0: set(everyone if row.task.everyone else ()) for row in rows}
    for ids in chunks(list(bound), 500):
        query = select_rows(TaskUnit.task_id, TaskUnit.unit_id).where(col(TaskUnit.task_id).in_(ids))
        for task_id, unit_id in (await session.exec(query)).all():
            bound[task_id].add(unit_id)
    return bound


async def drop_days(session: AsyncSession, deadline_ids: Iterable[int], now: datetime) -> set[int]:
    """Cancel the coming open due days of deadlines that are no longer in force; returns them."""
    dropped: set[int] = set()
    for ids in chunks(sorted(deadline_ids), 500):
        query = select_rows(Occurrence).where(
            col(Occurrence.deadline_id).in_(ids),
            Occurrence.state == OccurrenceState.OPEN,
            col(Occurrence.due_on) >= local_date(now),
        )
        for one in (await session.exec(query)).all():
            one.state, one.version = OccurrenceState.CANCELLED, one.version + 1
            dropped.add(one.id or 0)
    await session.flush()
    return dropped


async def supersede_reminders(session: AsyncSession, deadline_ids: Iterable[int]) -> None:
    """What waits for an older version of a due day, or for one that is cancelled, is not sent any more."""
    for ids in chunks(sorted(deadline_ids), 500):
        old = (
            select_rows(Reminder.id)
            .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
            .where(
                col(Occurrence.deadline_id).in_(ids),
                Reminder.state == ReminderState.PLANNED,
                Reminder.version != Occurrence.version,
            )
        )
        await session.exec(
            update(Reminder)
            .where(col(Reminder.id).in_(old))
            .values(state=ReminderState.SKIPPED, reason=SkipReason.SUPERSEDED)
            .execution_options(synchronize_session=False)
        )


async def tell(session: AsyncSession, changes: Changes, now: datetime) -> int:
    """One message a chat with what changed for its units, on the way that reminders take; returns the rows.

    The messages go out when people may be written to; a late notice about the same day is left out.
    """
    at = next_humane(now)
    chats: dict[int, list[int]] = {}
    for recipient in await people.recipients(session):
        chats.setdefault(recipient.unit_id, []).append(recipient.chat_id)
    rows: list[dict[str, Any]] = []
    for step, where in (
        (MOVED, col(Occurrence.id).in_(changes.moved)),
        (DROPPED, col(Occurrence.id).in_(changes.dropped)),
        (NEW, col(Occurrence.deadline_id).in_(changes.new_deadlines)),
    ):
        query = select_rows(Occurrence).where(where, col(Occurrence.due_on) >= local_date(now))
        first: dict[tuple[int, int], Occurrence] = {}
        for one in (await session.exec(query.order_by(col(Occurrence.due_on)))).all():
            if step == DROPPED or one.state == OccurrenceState.OPEN:
                first.setdefault((one.deadline_id, one.unit_id), one)
        for one in first.values():
            rows += [_notice(one, step, chat_id, at) for chat_id in chats.get(one.unit_id, ())]
    told = sorted({row["occurrence_id"] for row in rows})
    for ids in chunks(told, 500):
        await session.exec(
            delete(Reminder).where(
                col(Reminder.occurrence_id).in_(ids),
                col(Reminder.step) == LATE,
                col(Reminder.state) == ReminderState.PLANNED,
            )
        )
    await insert_new(session, Reminder, rows)
    return len(rows)


def _notice(one: Occurrence, step: str, chat_id: int, at: datetime) -> dict[str, Any]:
    return {
        "occurrence_id": one.id,
        "version": one.version,
        "step": step,
        "chat_id": chat_id,
        "due_at": at,
        "next_try_at": at,
        "state": ReminderState.PLANNED.value,
        "attempts": 0,
        "possible_repeat": False,
    }
