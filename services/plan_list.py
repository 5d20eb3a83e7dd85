"""The list of plans and the card of one: who loaded it, how it goes, its original file.

Those in force are for whoever may see them; drafts and what is no longer in force are for those who load plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import Stale
from domain.roles import Actor, Right
from domain.states import OccurrenceState, PlanChange, PlanState
from services.access import require, scope_of
from services.intake import plan_name
from storage.queries import plans as queries
from storage.tables import Document, Occurrence, Person, Plan, Task, TaskDeadline

ENDED = (PlanState.REPLACED, PlanState.WITHDRAWN, PlanState.HISTORY)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list. `name` is its number, else the beginning of its title."""

    plan_id: int
    name: str
    number: str | None
    title: str | None
    issuer: str | None
    issued_on: date | None
    state: PlanState = PlanState.PUBLISHED


@dataclass(frozen=True, slots=True)
class PlanList:
    """Newest first. `ended`: replaced, withdrawn, kept as history."""

    published: tuple[PlanLine, ...]
    drafts: tuple[PlanLine, ...]
    ended: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan. `on_time` of `due` due days that are over or done were done in time."""

    line: PlanLine
    revision: int
    loaded_by: str
    loaded_at: datetime
    published_by: str
    published_at: datetime | None
    tasks: int
    deadlines: int
    due: int
    on_time: int
    file_name: str
    before: str
    after: str
    may_change: bool
    may_roll_back: bool


async def listed(session: AsyncSession, actor: Actor) -> PlanList:
    """What the actor may see; drafts and ended plans are for those who may load plans."""
    require(actor, Right.SEE_OWN_TASKS)
    published = await queries.published_plans(session, scope=await scope_of(session, actor))
    drafts: list[Plan] = []
    ended: list[Plan] = []
    if actor.may(Right.LOAD_PLAN):
        drafts = await queries.plans_by_state(session, [PlanState.DRAFT])
        ended = await queries.plans_by_state(session, ENDED)
    return PlanList(_lines(published), _lines(drafts), _lines(ended))


def _lines(plans: Sequence[Plan]) -> tuple[PlanLine, ...]:
    return tuple(_line(plan) for plan in plans)


def _line(plan: Plan) -> PlanLine:
    assert plan.id is not None
    return PlanLine(
        plan.id,
        plan_name(plan),
        plan.number,
        plan.title,
        plan.issuer,
        plan.issued_on,
        PlanState(plan.state),
    )


async def card(session: AsyncSession, actor: Actor, plan_id: int, now: datetime) -> PlanCard:
    """Everything about one plan that the actor may see."""
    plan, document = await _seen(session, actor, plan_id)
    due, on_time = await _on_time(session, plan_id, local_date(now))
    after = await session.get(Plan, plan.successor_id) if plan.successor_id else None
    before = await session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None
    gave_back = before is not None and (
        before.successor_id != plan.id
        and not (plan.change == PlanChange.AMENDS and plan.state == PlanState.PUBLISHED)
    )
    return PlanCard(
        line=_line(plan),
        revision=plan.revision,
        loaded_by=await _name(session, document.uploaded_by),
        loaded_at=document.uploaded_at,
        published_by=await _name(session, plan.published_by),
        published_at=plan.published_at,
        tasks=(await session.exec(select(func.count(col(Task.id))).where(Task.plan_id == plan_id))).one(),
        deadlines=(
            await session.exec(
                select(func.count(col(TaskDeadline.id)))
                .join(Task, col(Task.id) == TaskDeadline.task_id)
                .where(Task.plan_id == plan_id)
            )
        ).one(),
        due=due,
        on_time=on_time,
        file_name=document.file_name,
        before=plan_name(before) if before is not None and not gave_back else "",
        after=plan_name(after) if after is not None else "",
        may_change=actor.may(Right.LOAD_PLAN),
        may_roll_back=before is not None and not gave_back,
    )


async def original(session: AsyncSession, actor: Actor, plan_id: int) -> tuple[str, bytes]:
    """(file name, content) of the document that a plan was read from."""
    _, document = await _seen(session, actor, plan_id)
    return document.file_name, document.content


async def _seen(session: AsyncSession, actor: Actor, plan_id: int) -> tuple[Plan, Document]:
    """A plan that the actor may see: whoever loads plans sees all, others what is in force for them."""
    require(actor, Right.SEE_OWN_TASKS)
    plan = await session.get(Plan, plan_id)
    visible = actor.may(Right.LOAD_PLAN) or plan_id in {
        one.id for one in await queries.published_plans(session, scope=await scope_of(session, actor))
    }
    document = await session.get(Document, plan.document_id) if plan is not None else None
    if plan is None or document is None or not visible:
        raise Stale("plans.gone")
    return plan, document


async def _name(session: AsyncSession, person_id: int | None) -> str:
    person = await session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""


async def _on_time(session: AsyncSession, plan_id: int, today: date) -> tuple[int, int]:
    """(due days over or done, of those done in time)."""
    mine = (
        select(col(Occurrence.due_on), col(Occurrence.done_at))
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .where(Task.plan_id == plan_id)
    )
    done = (await session.exec(mine.where(Occurrence.state == OccurrenceState.DONE))).all()
    late = (
        select(func.count(col(Occurrence.id)))
        .join(TaskDeadline, col(TaskDeadline.id) == Occurrence.deadline_id)
        .join(Task, col(Task.id) == TaskDeadline.task_id)
        .where(Task.plan_id == plan_id, Occurrence.state == OccurrenceState.OPEN)
        .where(col(Occurrence.due_on) < today)
    )
    overdue = (await session.exec(late)).one()
    on_time = sum(1 for due_on, done_at in done if done_at is not None and local_date(done_at) <= due_on)
    return len(done) + overdue, on_time
