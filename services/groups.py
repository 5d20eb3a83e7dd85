"""Groups: which units and plans a group or a topic follows, and what becomes of it when the group changes.

A unit's reminders come one by one; a plan is for whoever looks after many units and comes as a summary once a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import DomainError, NotAllowed
from domain.roles import Actor, Right, Role
from domain.text import fold
from services import audit, plan_weeks, schedule, standing_in
from services.access import followed_units, require, scope_of
from services.intake import plan_name
from services.plan_weeks import PlanWeek
from storage.queries import people
from storage.queries import plans as queries
from storage.tables import Binding, Chat, ChatKind, Plan, PlanBinding, PlanState, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A group as the channel tells of it; `topic_id` 0 is the group itself."""

    telegram_id: int
    kind: ChatKind
    title: str
    topic_id: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that a group follows: `kind` is "unit" or "plan", `id` the binding's."""

    kind: str
    id: int
    name: str


async def bind(
    session: AsyncSession, actor: Actor, place: Place, unit_id: int, now: datetime
) -> tuple[Unit, bool]:
    """Let a group follow a unit, besides others, and plan its reminders. Returns the unit and whether that is new.

    The caller has checked that the actor runs the group; here it must be his own unit, one of the area that he
    coordinates, or he an admin.
    """
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise DomainError("error.unit_gone")
    if not actor.is_admin:
        require(actor, Right.MARK_DONE)
    if not await _may_bind(session, actor, unit_id):
        raise DomainError("bind.other_unit")
    chat = await _chat(session, actor, place, now)
    known = select(Binding).where(Binding.chat_id == chat.id, Binding.unit_id == unit_id)
    if (await session.exec(known)).first() is not None:
        return unit, False
    session.add(Binding(chat_id=chat.id or 0, unit_id=unit_id, bound_by=actor.person_id, bound_at=now))
    await session.flush()
    await schedule.plan_unit(session, unit_id, now)
    audit.note(session, actor, "group-bound", "chat", chat.id, now, unit=unit_id)
    return unit, True


async def _may_bind(session: AsyncSession, actor: Actor, unit_id: int) -> bool:
    if actor.is_admin or actor.unit_id == unit_id:
        return True
    if actor.role is not Role.COORDINATOR:
        return False
    return unit_id in (await followed_units(session, actor) or ())


async def _chat(session: AsyncSession, actor: Actor, place: Place, now: datetime) -> Chat:
    return await people.ensure_chat(
        session,
        place.telegram_id,
        place.kind,
        now,
        topic_id=place.topic_id,
        title=place.title,
        language=actor.language,
    )


# --- plans ----------------------------------------------------------------------------------------


def may_follow_plans(actor: Actor) -> bool:
    """Whoever looks after many units: admins, and coordinators for their area."""
    return actor.is_admin or actor.role is Role.COORDINATOR


async def plans_to_follow(session: AsyncSession, actor: Actor, typed: str = "") -> list[tuple[int, str]]:
    """(plan, name) of the plans in force that the actor may let a group follow; with a typed number those of it."""
    if not may_follow_plans(actor):
        return []
    found = await queries.published_plans(session, scope=await scope_of(session, actor))
    key = fold(typed)
    return [(one.id or 0, plan_name(one)) for one in found if not key or fold(one.number or "") == key]


async def bind_plan(
    session: AsyncSession, actor: Actor, place: Place, plan_id: int, now: datetime
) -> tuple[PlanWeek, bool]:
    """Let a group follow a plan: an admin's all its units, a coordinator's those of his area.

    The week comes as the group's digest, which is switched on. Returns how the plan goes now, and whether it is new.
    """
    if not may_follow_plans(actor):
        raise NotAllowed("bind.plan_not_allowed")
    plan = await session.get(Plan, plan_id)
    if plan is None or plan.state != PlanState.PUBLISHED:
        raise DomainError("plans.gone")
    if not queries.visible(plan, await scope_of(session, actor)):
        raise DomainError("plans.gone")
    chat = await _chat(session, actor, place, now)
    chat.digest = True
    known = select(PlanBinding).where(PlanBinding.chat_id == chat.id, PlanBinding.plan_id == plan_id)
    binding = (await session.exec(known)).first()
    fresh = binding is None
    if binding is None:
        binding = PlanBinding(chat_id=chat.id or 0, plan_id=plan_id, bound_by=actor.person_id, bound_at=now)
        if not actor.is_admin:
            unit = await session.get(Unit, actor.unit_id)
            binding.province_key, binding.commune_key = (
                (unit.province_key, unit.commune_key) if unit else ("", "")
            )
        session.add(binding)
        audit.note(session, actor, "group-bound", "chat", chat.id, now, plan=plan_id)
    await session.flush()
    week = await plan_weeks.of_binding(session, binding, local_date(now))
    return week or PlanWeek(plan_name(plan), ()), fresh


# --- what is followed, and ending it ----------------------------------------------------------------


async def followed(session: AsyncSession, place: Place) -> list[Followed]:
    """What the group (or topic) follows: units by name, then plans by the names that they have now."""
    chat = await people.chat_at(session, place.telegram_id, place.topic_id)
    return await _followed(session, chat.id) if chat is not None and chat.id is not None else []


async def _followed(session: AsyncSession, chat_id: int) -> list[Followed]:
    units = select(Binding.id, Unit.name).join(Unit, col(Unit.id) == Binding.unit_id)
    units = units.where(Binding.chat_id == chat_id).order_by(Unit.name)
    out = [Followed("unit", one or 0, name) for one, name in (await session.exec(units)).all()]
    plans = select(PlanBinding).where(PlanBinding.chat_id == chat_id).order_by(col(PlanBinding.id))
    for binding in (await session.exec(plans)).all():
        plan = await plan_weeks.in_its_place(session, binding.plan_id)
        if plan is not None:
            out.append(Followed("plan", binding.id or 0, plan_name(plan)))
    return out


async def release(
    session: AsyncSession,
    place: Place,
    now: datetime,
    by: Actor | None = None,
    *,
    only: tuple[str, int] | None = None,
) -> list[Followed]:
    """Stop following everything, or the one binding that `only` names (kind, id). Returns what had been followed."""
    chat = await people.chat_at(session, place.telegram_id, place.topic_id)
    if chat is None or chat.id is None:
        return []
    gone = [one for one in await _followed(session, chat.id) if only in (None, (one.kind, one.id))]
    for one in gone:
        row: Binding | PlanBinding | None
        if one.kind == "unit":
            row = await session.get(Binding, one.id)
        else:
            row = await session.get(PlanBinding, one.id)
        if row is not None:
            what = {"unit": row.unit_id} if isinstance(row, Binding) else {"plan": row.plan_id}
            audit.note(session, by, "group-released", "chat", chat.id, now, **what)
            await session.delete(row)
    await session.flush()
    left = [unit.id or 0 for unit in await people.bound_units(session, chat.id)]
    await schedule.plan_chat(session, chat.id, left, now)
    return gone


async def moved(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup: its rows take the new id."""
    await people.move_chat(session, old, new)


async def reachable(session: AsyncSession, telegram_id: int, yes: bool, reason: str, now: datetime) -> None:
    """The bot was blocked, thrown out or let in again."""
    await people.set_reachable(session, telegram_id, yes, reason, now)
    if yes:
        await standing_in.heal(session, telegram_id, now)
