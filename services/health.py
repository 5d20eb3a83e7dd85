"""How the service is doing: what /suckhoe and the health check show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.quiet import moment_of
from storage.queries import reminders
from storage.queries.reminders import DayCount
from storage.tables import Chat, Heartbeat, Person, Plan, PlanState


@dataclass(frozen=True, slots=True)
class Health:
    """A look at the whole: counts, the last ticks, what waits."""

    people: int
    groups: int
    plans: int
    unreachable: int
    reminders: dict[str, int]
    next_due: datetime | None
    last_tick: datetime | None
    oldest_due: datetime | None = None
    """Since when the oldest reminder that is due waits; None where nothing does."""
    days: tuple[tuple[date, DayCount], ...] = ()
    """What came of each of the last days, today first."""


DAYS = 7


async def look(session: AsyncSession, now: datetime) -> Health:
    """Count what there is; cheap enough to be asked at any time."""

    async def count(table: type[Person] | type[Chat] | type[Plan], *where: object) -> int:
        query = select(func.count()).select_from(table)
        for condition in where:
            query = query.where(condition)  # type: ignore[arg-type] # SQLModel types columns as their values
        return int((await session.exec(query)).one())

    days = [local_date(now) - timedelta(days=n) for n in range(DAYS)]
    beat = await session.get(Heartbeat, "reminders")
    next_due = await reminders.next_due(session)
    return Health(
        people=await count(Person),
        groups=await count(Chat, col(Chat.kind) != "private"),
        plans=await count(Plan, col(Plan.state) == PlanState.PUBLISHED),
        unreachable=await count(Chat, col(Chat.reachable).is_(False)),
        reminders=await reminders.counts(session),
        next_due=next_due,
        last_tick=beat.at if beat else None,
        oldest_due=next_due if next_due is not None and next_due <= now else None,
        days=tuple([(day, await _count(session, day)) for day in days]),
    )


async def _count(session: AsyncSession, day: date) -> DayCount:
    """What came of one local day."""
    return await reminders.count_between(
        session, moment_of(day, time()), moment_of(day + timedelta(days=1), time())
    )
