"""Who works where, as those may see it who look after them. Each look at a unit's people is noted in the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from domain.errors import NotAllowed, Stale
from domain.roles import Actor, Right, Role
from services import audit
from services.access import followed_units, require
from storage.tables import Chat, Person, Unit

MOST = 60
"""People shown at once; a unit has fewer."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a unit: how he calls himself, his role, whether messages reach him."""

    person_id: int
    name: str
    role: Role
    asked_role: Role | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """A unit and its people, heads first."""

    unit_id: int
    unit: str
    members: tuple[Member, ...]


async def of_unit(session: AsyncSession, actor: Actor, unit_id: int, now: datetime) -> Staff:
    """The people of a unit that the actor looks after."""
    unit = await _unit(session, actor, unit_id)
    rows = (await session.exec(_members().where(Person.unit_id == unit_id).limit(MOST))).all()
    members = sorted(
        (_member(*row) for row in rows), key=lambda one: (one.role is not Role.UNIT_HEAD, one.name)
    )
    audit.note(session, actor, "people-seen", "unit", unit_id, now, people=len(members))
    return Staff(unit_id, unit.name, tuple(members))


async def one(session: AsyncSession, actor: Actor, person_id: int, now: datetime) -> tuple[Staff, Member]:
    """One person of a unit that the actor looks after, with the unit."""
    person = await session.get(Person, person_id)
    if person is None or person.unit_id is None:
        raise Stale("people.gone")
    unit = await _unit(session, actor, person.unit_id)
    row = (await session.exec(_members().where(Person.id == person_id))).one()
    audit.note(session, actor, "people-seen", "person", person_id, now)
    return Staff(person.unit_id, unit.name, ()), _member(*row)


async def _unit(session: AsyncSession, actor: Actor, unit_id: int) -> Unit:
    """The unit, if the actor may see its people: the head's own, a coordinator's area, for an admin any."""
    require(actor, Right.SEE_PEOPLE)
    allowed = {actor.unit_id} if actor.heads else await followed_units(session, actor)
    if allowed is not None and unit_id not in allowed:
        raise NotAllowed("error.not_allowed.see_people")
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise Stale("error.unit_gone")
    return unit


def _members() -> Select[Person, bool]:
    return select(Person, Chat.reachable).join(Chat, col(Chat.id) == Person.chat_id)


def _member(person: Person, reachable: bool) -> Member:
    assert person.id is not None
    asked = Role(person.asked_role) if person.asked_role else None
    return Member(person.id, person.name, Role(person.role), asked, reachable)
