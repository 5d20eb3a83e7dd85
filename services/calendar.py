"""The working days that hold here: public holidays and the admins' table of swapped days.

Whoever plans or sends asks here once a transaction; the rules are in domain/workdays.
"""

from __future__ import annotations

from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.workdays import SwappedDay, WorkCalendar
from storage.queries import settings


async def work_calendar(session: AsyncSession) -> WorkCalendar:
    """The calendar with the table as it is now."""
    return calendar_of(tuple(await settings.swapped_days(session)))


@lru_cache(maxsize=8)
def calendar_of(swaps: tuple[SwappedDay, ...]) -> WorkCalendar:
    """One calendar for one table."""
    return WorkCalendar.of(swaps)
