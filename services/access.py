"""What an actor may see and do. Deny by default; queries take the scope that is made here."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import NotAllowed
from domain.roles import Actor, Right
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
