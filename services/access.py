"""What an actor may see and do. Deny by default; queries take the scope that is made here."""

from __future__ import annotations

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import NotAllowed
from domain.following import Area
from domain.roles import Actor, Right, Role
from storage.queries.plans import NOTHING, Scope
from storage.tables import Unit


async def scope_of(session: AsyncSession, actor: Actor) -> Scope:
    """Admins see every published plan, registered people those of their unit's province, others none."""
    if actor.is_admin:
        return Scope(everything=True)
    if actor.unit_id is None:
        return NOTHING
    unit = await session.get(Unit, actor.unit_id)
    return Scope(province_key=unit.province_key) if unit else NOTHING


def require(actor: Actor, right: Right) -> None:
    """Refuse politely whoever lacks the right."""
    if actor.may(right):
        return
    if not actor.registered and right in (Right.SEE_OWN_TASKS, Right.MARK_DONE):
        raise NotAllowed("error.not_registered")
    raise NotAllowed(f"error.not_allowed.{right.value}")


def require_unit(actor: Actor) -> int:
    """The actor's unit; whoever has none is asked to register first."""
    if actor.unit_id is None:
        raise NotAllowed("error.not_registered")
    return actor.unit_id


async def followed_units(session: AsyncSession, actor: Actor) -> set[int] | None:
    """The units whose state an actor may look at: all (None) for admins, an area for coordinators, a head's own."""
    if actor.is_admin:
        return None
    if actor.unit_id is not None and actor.role is Role.UNIT_HEAD:
        return {actor.unit_id}
    unit = await session.get(Unit, actor.unit_id) if actor.unit_id is not None else None
    if unit is None or actor.role is not Role.COORDINATOR:
        raise NotAllowed("error.not_allowed.follow")
    area = Area(unit.province_key, unit.commune_key)
    rows = (await session.exec(select(Unit.id, Unit.province_key, Unit.commune_key))).all()
    return {
        one for one, province, commune in rows if one is not None and area.covers(Area(province, commune))
    }


def follows(actor: Actor) -> bool:
    """Whether the actor follows the state of units."""
    return actor.is_admin or actor.role in (Role.UNIT_HEAD, Role.COORDINATOR)
