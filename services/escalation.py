"""Whether a reminder that is due still has its turn: receipts, steps up, who may hear them.

Delivery asks for the rows that it has claimed. The rules are in domain/escalation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.delivery import SkipReason
from domain.escalation import held_until, level_of, spares
from domain.workdays import WorkCalendar
from services.deputies import stood_in_for
from services.rungs import AGAIN
from storage.queries import settings, superiors
from storage.queries.reminders import ReminderRow
from storage.queries.settings import USUAL
from storage.tables import Receipt


@dataclass(frozen=True, slots=True)
class Turns:
    """What stands against rows, by their ids; a row that is in neither may go."""

    not_sent: dict[int, SkipReason] = field(default_factory=dict)
    wait: dict[int, datetime] = field(default_factory=dict)
    """A step up before the officer had a day for himself: the moment to look again."""


async def turns(
    session: AsyncSession, rows: Sequence[ReminderRow], now: datetime, calendar: WorkCalendar
) -> Turns:
    """Look at claimed rows: a receipt spares the officers' steps, a step up waits for the officer."""
    out = Turns()
    up = [row for row in rows if level_of(row.reminder.step) is not None]
    for row in rows:
        if row.receipt is not None and _is_spared(row, row.receipt, now, calendar):
            out.not_sent[row.reminder.id or 0] = SkipReason.RECEIVED
    if up:
        await _look_up(session, up, now, calendar, out)
    return out


def _is_spared(row: ReminderRow, receipt: Receipt, now: datetime, calendar: WorkCalendar) -> bool:
    """What somebody asked for by "Later" comes all the same, and a step up is not the officers' to spare."""
    step = row.reminder.step
    if step.startswith(AGAIN) or level_of(step) is not None:
        return False
    received_on = local_date(receipt.received_at)
    return spares(received_on, row.occurrence.due_on, local_date(now), calendar)


async def _look_up(
    session: AsyncSession, rows: Sequence[ReminderRow], now: datetime, calendar: WorkCalendar, out: Turns
) -> None:
    units = sorted({row.occurrence.unit_id for row in rows})
    away = await stood_in_for(session, local_date(now))
    above = {
        (chat_id, one.unit_id, one.level)
        for one in await superiors.superiors(session, units)
        for chat_id in (one.chat_id, away.get(one.chat_id, one.chat_id))
    }
    told = await superiors.first_told(session, sorted({row.occurrence.id or 0 for row in rows}))
    habits = await settings.habits(session)
    for row in rows:
        row_id, chat_id = row.reminder.id or 0, row.reminder.chat_id
        if (chat_id, row.occurrence.unit_id, level_of(row.reminder.step)) not in above:
            out.not_sent[row_id] = SkipReason.NOT_RESPONSIBLE
            continue
        again = held_until(
            row.reminder.due_at,
            told.get(row.occurrence.id or 0),
            now,
            calendar,
            hour=habits.get(chat_id, USUAL).hour,
        )
        if again is not None:
            out.wait[row_id] = again
