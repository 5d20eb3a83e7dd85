"""How the service is doing: what /suckhoe and the health check show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.queries import reminders
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


async def look(session: AsyncSession) -> Health:
    """Count what there is; cheap enough to be asked at any time."""

    async def count(table: type[Person] | type[Chat] | type[Plan], *where: object) -> int:
        query = select(func.count()).select_from(table)
        for condition in where:
            query = query.where(condition)  # type: ignore[arg-type] # SQLModel types columns as their values
        return int((await session.exec(query)).one())

    beat = await session.get(Heartbeat, "reminders")
    return Health(
        people=await count(Person),
        groups=await count(Chat, col(Chat.kind) != "private"),
        plans=await count(Plan, col(Plan.state) == PlanState.PUBLISHED),
        unreachable=await count(Chat, col(Chat.reachable).is_(False)),
        reminders=await reminders.counts(session),
        next_due=await reminders.next_due(session),
        last_tick=beat.at if beat else None,
    )
