"""The list of plans: those in force that the asker may see, and for admins the drafts that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.roles import Actor, Right
from domain.states import PlanState
from services.access import require, scope_of
from services.intake import plan_name
from storage.queries import plans as queries
from storage.tables import Plan


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list. `name` is its number, else the beginning of its title."""

    plan_id: int
    name: str
    number: str | None
    title: str | None
    issuer: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class PlanList:
    """Newest first."""

    published: tuple[PlanLine, ...]
    drafts: tuple[PlanLine, ...]


async def listed(session: AsyncSession, actor: Actor) -> PlanList:
    """What the actor may see; drafts are for those who may load plans."""
    require(actor, Right.SEE_OWN_TASKS)
    published = await queries.published_plans(session, scope=await scope_of(session, actor))
    drafts: list[Plan] = []
    if actor.may(Right.LOAD_PLAN):
        drafts = await queries.plans_by_state(session, [PlanState.DRAFT])
    return PlanList(tuple(_line(plan) for plan in published), tuple(_line(plan) for plan in drafts))


def _line(plan: Plan) -> PlanLine:
    assert plan.id is not None
    return PlanLine(plan.id, plan_name(plan), plan.number, plan.title, plan.issuer, plan.issued_on)
