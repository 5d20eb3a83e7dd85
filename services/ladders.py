"""The ladders that admins set: of a kind of deadline, a plan, a unit. The nearest to the chat holds (domain/ladder)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import Stale
from domain.ladder import format_ladder, parse_ladder
from domain.plan import DeadlineKind
from domain.roles import Actor, Right
from services import audit, replanning
from services.access import require
from services.intake import plan_name
from storage.queries import plans as queries
from storage.queries import settings
from storage.tables import KindLadder, Plan, PlanState, Unit

KINDS = (DeadlineKind.DATE, DeadlineKind.PERIOD, DeadlineKind.RECURRING, DeadlineKind.CONDITIONAL)
"""Kinds that have a ladder; an ongoing duty is asked after once a quarter, whatever is set."""


class Of(StrEnum):
    """What a ladder is set for; a kind is named by its place in KINDS, the others by their ids."""

    KIND = "kind"
    PLAN = "plan"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class LadderLine:
    """One thing that has a ladder, or could have one. `ladder` is None where the next wider one holds."""

    of: Of
    number: int
    name: str
    ladder: str | None


async def listed(session: AsyncSession, actor: Actor) -> list[LadderLine]:
    """The kinds, the plans in force, and the units that have a ladder of their own."""
    require(actor, Right.PLAN_REMINDERS)
    kinds = await settings.kind_ladders(session)
    out = [LadderLine(Of.KIND, i, kind.value, kinds.get(kind.value)) for i, kind in enumerate(KINDS)]
    plans = await queries.published_plans(session, scope=queries.Scope(everything=True))
    out += [LadderLine(Of.PLAN, plan.id or 0, plan_name(plan), plan.ladder) for plan in plans]
    units = select(Unit).where(col(Unit.ladder).is_not(None)).order_by(col(Unit.name))
    out += [LadderLine(Of.UNIT, u.id or 0, u.name, u.ladder) for u in (await session.exec(units)).all()]
    return out


async def one(session: AsyncSession, actor: Actor, of: Of, number: int) -> LadderLine:
    """One of them."""
    require(actor, Right.PLAN_REMINDERS)
    if of is Of.KIND and number < len(KINDS):
        kind = KINDS[number].value
        return LadderLine(of, number, kind, (await settings.kind_ladders(session)).get(kind))
    if of is Of.PLAN:
        plan = await session.get(Plan, number)
        if plan is not None and plan.state == PlanState.PUBLISHED:
            return LadderLine(of, number, plan_name(plan), plan.ladder)
    if of is Of.UNIT:
        unit = await session.get(Unit, number)
        if unit is not None:
            return LadderLine(of, number, unit.name, unit.ladder)
    raise Stale("error.old_button")


async def set_ladder(
    session: AsyncSession, actor: Actor, of: Of, number: int, text: str | None, now: datetime
) -> LadderLine:
    """Set a ladder by its text form, or (None) take it back; what is planned follows. Raises DomainError."""
    line = await one(session, actor, of, number)
    ladder = format_ladder(parse_ladder(text)) if text is not None else None
    audit.note(session, actor, "ladder-set", of.value, number, now, ladder=ladder)
    if of is Of.KIND:
        kind = KINDS[number]
        row = await session.get(KindLadder, kind.value)
        if ladder is not None:
            row = row or KindLadder(kind=kind.value, ladder=ladder)
            row.ladder = ladder
            session.add(row)
        elif row is not None:
            await session.delete(row)
        await session.flush()
        await replanning.of_kind(session, kind, now)
    else:
        owner = await session.get(Plan if of is Of.PLAN else Unit, number)
        assert isinstance(owner, Plan | Unit)
        owner.ladder = ladder
        await session.flush()
        await (replanning.of_plan if of is Of.PLAN else replanning.of_unit)(session, number, now)
    return LadderLine(of, number, line.name, ladder)
