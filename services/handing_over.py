"""Reminders of somebody who is away go to the colleague who stands in for him, while the span lasts.

services/delivery.py calls `hand_over` before it claims, so that what is handed over comes in the colleague's one message
of the day. The absent person's rows of the day end as `away`; later ones stay his, and are looked at on their own day.
Nobody is left without: where the colleague cannot be reached, the absent person gets his reminders himself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.daily import Day
from domain.delivery import ReminderState
from domain.workdays import WorkCalendar
from services import standing_in
from services.deputies import stood_in_for
from storage.queries import deputies
from storage.queries.common import insert_new
from storage.queries.reminders import Told
from storage.tables import Reminder


async def hand_over(session: AsyncSession, now: datetime, calendar: WorkCalendar) -> int:
    """Plan for the colleagues what is due today for those who are away; returns how many rows were given up for it.

    The step stays the same, and its moment. A colleague who is told of a due day today anyway gets no second row of it.
    """
    away = await stood_in_for(session, local_date(now))
    if not away:
        return 0
    ends = Day.of(now, calendar).ends
    due = await deputies.waiting(session, away, max(ends, now))
    if not due:
        return 0
    told = await standing_in.told_today(session, {row.occurrence_id for row in due}, now, calendar)
    rows = [
        _row(row, away[row.chat_id])
        for row in due
        if row.occurrence_id is not None and (row.occurrence_id, away[row.chat_id]) not in told
    ]
    await insert_new(session, Reminder, rows)
    await deputies.skip_as_away(session, [row.id for row in due])
    return len(due)


def _row(row: Told, chat_id: int) -> dict[str, Any]:
    return {
        "occurrence_id": row.occurrence_id,
        "version": row.version,
        "step": row.step,
        "chat_id": chat_id,
        "due_at": row.due_at,
        "next_try_at": row.due_at,
        "state": ReminderState.PLANNED.value,
        "attempts": 0,
        "possible_repeat": False,
    }
