"""Standing in: somebody hands his duties to a colleague of the same unit for a span of days.

While the span lasts the colleague gets what the absent person would have got, and stands in for a head
with a head's rights. Tasks belong to the unit all the while, so nothing is orphaned when it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import DomainError, NotAllowed, Stale
from domain.roles import Actor, Right, Role
from services import audit
from services.access import require
from storage.queries import deputies as queries
from storage.tables import Deputy, Person

LONGEST = 92
"""Days. Who is away for longer hands over for good: an admin gives the role to somebody else."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A hand-over as it is shown."""

    id: int
    deputy: str
    deputy_telegram_id: int
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the unit who may stand in."""

    id: int
    name: str
    telegram_id: int
    language: str


async def colleagues(session: AsyncSession, actor: Actor) -> list[Colleague]:
    """Who may stand in: officers and heads of the actor's unit."""
    require(actor, Right.NAME_DEPUTY)
    _own_person(actor)
    query = select(Person).where(
        Person.unit_id == actor.unit_id,
        Person.id != actor.person_id,
        col(Person.role).in_([Role.OFFICER, Role.UNIT_HEAD]),
    )
    found = (await session.exec(query.order_by(Person.name))).all()
    return [Colleague(one.id or 0, one.name, one.telegram_id, one.language) for one in found]


def _own_person(actor: Actor) -> int:
    """The actor's own row; an admin may have none, and then there is nobody to stand in for."""
    if actor.person_id is None:
        raise NotAllowed("error.not_registered")
    return actor.person_id


async def current(session: AsyncSession, actor: Actor, today: date) -> StandIn | None:
    """Who stands in for the actor now or soon."""
    if actor.person_id is None:
        return None
    row = await queries.of_person(session, actor.person_id, today)
    return await _shown(session, row) if row is not None else None


async def _shown(session: AsyncSession, row: Deputy) -> StandIn:
    deputy = await session.get(Person, row.deputy_id)
    assert deputy is not None
    return StandIn(row.id or 0, deputy.name, deputy.telegram_id, row.from_on, row.until_on)


async def hand_over(
    session: AsyncSession, actor: Actor, deputy_id: int, until_on: date, now: datetime
) -> StandIn:
    """Let a colleague stand in from today to a day, both included; what was agreed before ends."""
    require(actor, Right.NAME_DEPUTY)
    person_id = _own_person(actor)
    today = local_date(now)
    if until_on < today:
        raise DomainError("deputy.past")
    if (until_on - today).days >= LONGEST:
        raise DomainError("deputy.too_long", days=LONGEST)
    if deputy_id not in {person.id for person in await colleagues(session, actor)}:
        raise Stale("deputy.gone")
    away = await queries.of_person(session, deputy_id, today)
    if away is not None and away.from_on <= until_on:
        raise DomainError("deputy.away")
    await _end(session, person_id, now)
    row = Deputy(person_id=person_id, deputy_id=deputy_id, from_on=today, until_on=until_on, made_at=now)
    session.add(row)
    await session.flush()
    audit.note(
        session,
        actor,
        "deputy-named",
        "person",
        deputy_id,
        now,
        until=until_on.isoformat(),
        of=person_id,
    )
    return await _shown(session, row)


async def take_back(session: AsyncSession, actor: Actor, now: datetime) -> StandIn:
    """End the hand-over before its time."""
    require(actor, Right.NAME_DEPUTY)
    person_id = _own_person(actor)
    row = await queries.of_person(session, person_id, local_date(now))
    if row is None:
        raise Stale("deputy.none")
    shown = await _shown(session, row)
    await _end(session, person_id, now)
    audit.note(session, actor, "deputy-ended", "person", row.deputy_id, now, of=person_id)
    return shown


async def _end(session: AsyncSession, person_id: int, now: datetime) -> None:
    row = await queries.of_person(session, person_id, local_date(now))
    if row is not None:
        row.ended_at = now
        await session.flush()


async def stood_in_for(session: AsyncSession, day: date) -> dict[int, int]:
    """The chats of those who are away on a day -> the chats that are told instead, all of them reachable."""
    named = await queries.chats_stood_in_for(session, day)
    if not named:
        return {}
    here = await queries.reachable(session, set(named.values()))
    found = ((chat, _last_of(named, chat)) for chat in named)
    return {chat: deputy for chat, deputy in found if deputy in here}


def _last_of(named: Mapping[int, int], chat: int) -> int | None:
    """Who stands in at the end of a chain of people who are all away; None where the chain bites its tail."""
    seen = {chat}
    while (deputy := named.get(chat)) is not None:
        if deputy in seen:
            return None
        seen.add(deputy)
        chat = deputy
    return chat
