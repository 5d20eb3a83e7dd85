"""From a draft to a plan in force: storing what was read, publishing (doubts: services/corrections.py).

Publishing resolves the plan's agencies to units, makes the occurrences and plans the reminders, all
within the caller's one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import DomainError, Stale
from domain.plan import ALL, Draft, DraftTask
from domain.roles import Actor, person_of
from domain.text import fold, nfc
from domain.units import commune_of
from services import (
    audit,
    corrections,
    ending,
    past_plans,
    schedule,
    succession,
    taking_over,
)
from storage.queries import plans as queries
from storage.queries.common import insert_new
from storage.tables import (
    Hotline,
    Part,
    PastUse,
    Plan,
    PlanChange,
    PlanDoubt,
    PlanState,
    Task,
    TaskAgency,
    TaskDeadline,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the admin looked at when he tapped: the draft's revision and the plan shown as its forerunner (0: none)."""

    revision: int
    forerunner: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing. `told`: messages to chats about what a newer plan changed;
    `reopened`: due days that were done and are open again, since they moved to a later day."""

    plan_id: int
    tasks: int
    units: int
    occurrences: int
    reminders: int
    held: int
    forerunner: str = ""
    told: int = 0
    reopened: int = 0
    history: bool = False


async def store_draft(session: AsyncSession, draft: Draft, document_id: int, now: datetime) -> Plan:
    """Keep what was read as a plan in state `draft`; what was said of its sentences before is said again."""
    info = draft.plan
    plan = Plan(
        document_id=document_id,
        title=info.title,
        number=info.number,
        issuer=info.issuer,
        level=info.level,
        province=info.province,
        commune_key=fold(commune_of(info.issuer)),
        issued_on=info.issued_on,
        years=list(info.years),
        agencies=list(draft.agencies),
        citations=list(draft.citations),
        supersedes=list(draft.supersedes) or None,
        amends=list(draft.amends) or None,
        created_at=now,
    )
    session.add(plan)
    await session.flush()
    assert plan.id is not None
    tasks = [_task(plan.id, i, task) for i, task in enumerate(draft.tasks)]
    session.add_all(tasks)
    await session.flush()
    doubtful = {(d.task, d.field) for d in draft.doubts}
    for i, (row, task) in enumerate(zip(tasks, draft.tasks, strict=True)):
        assert row.id is not None
        session.add_all(_agencies(row.id, task))
        held = bool({(i, "deadlines"), (i, "assignees")} & doubtful)
        session.add_all(_deadlines(row.id, task, held))
    session.add_all(_doubts(plan.id, draft, [row.id for row in tasks]))
    await _propose_hotlines(session, plan, draft)
    await session.flush()
    if draft.doubts:
        await corrections.replay(session, plan)
    return plan


def _task(plan_id: int, position: int, task: DraftTask) -> Task:
    return Task(
        plan_id=plan_id,
        position=position,
        section=task.section,
        first_line=task.lines[0],
        last_line=task.lines[1],
        page=task.page,
        text=nfc(task.text),
        lead_in=task.lead_in,
        raw=task.raw,
        everyone=not task.assignees or ALL in task.assignees,
        search_key=fold(f"{task.lead_in or ''} {task.text}"),
    )


def _agencies(task_id: int, task: DraftTask) -> list[TaskAgency]:
    parts = ((Part.LEAD, task.assignees), (Part.PARTNER, task.partners), (Part.REPORT_TO, task.report_to))
    return [
        TaskAgency(task_id=task_id, part=part, position=i, name=name, name_key=fold(name))
        for part, names in parts
        for i, name in enumerate(dict.fromkeys(n for n in names if n != ALL))
    ]


def _deadlines(task_id: int, task: DraftTask, held: bool) -> list[TaskDeadline]:
    return [corrections.deadline_row(task_id, i, d, held=held) for i, d in enumerate(task.deadlines)]


def _doubts(plan_id: int, draft: Draft, task_ids: list[int | None]) -> list[PlanDoubt]:
    return [
        PlanDoubt(
            plan_id=plan_id,
            task_id=task_ids[d.task] if d.task is not None and d.task < len(task_ids) else None,
            position=i,
            kind=d.kind,
            field=d.field,
            text=d.text,
            line=d.line,
            page=d.page,
        )
        for i, d in enumerate(draft.doubts)
    ]


async def _propose_hotlines(session: AsyncSession, plan: Plan, draft: Draft) -> None:
    """Keep the numbers found in the plan as proposals; 111 and the emergency numbers are known already."""
    province_key = fold(plan.province or "")
    rows = []
    for hotline in draft.hotlines:
        digits = "".join(c for c in hotline.number if c.isdigit())
        if len(digits) > 3:
            rows.append(
                {
                    "number": hotline.number,
                    "number_key": digits,
                    "name": hotline.name,
                    "province": plan.province or "",
                    "province_key": province_key,
                    "plan_id": plan.id,
                    "state": "proposed",
                }
            )
    if rows:
        await insert_new(session, Hotline, rows)


async def publish(
    session: AsyncSession,
    plan_id: int,
    by: Actor | None,
    now: datetime,
    *,
    seen: Seen | None = None,
    as_is: bool = False,
) -> Published:
    """Put a draft in force, in the place of the plan that it replaces; all within the caller's transaction.

    Refuses open doubts and a plan that is over and for which nothing was chosen. With `as_is` both are taken as
    they stand: what a doubt holds stays visible but reminds nobody. `seen` is checked against what is there now.
    """
    await queries.lock_publishing(session)
    plan = await _draft(session, plan_id)
    found = await succession.forerunner(session, plan)
    if seen is not None and seen != Seen(plan.revision, (found.plan.id or 0) if found else 0):
        raise Stale("load.changed_meanwhile")
    if not as_is:
        await _decided(session, plan, now)
    if plan.past == PastUse.HISTORY:
        kept = await past_plans.keep_as_history(session, plan, by, now)
        audit.note(session, by, "plan-kept", "plan", plan_id, now, tasks=kept)
        return Published(plan_id, kept, 0, 0, 0, 0, history=True)
    if plan.past == PastUse.RECURRING:
        await past_plans.keep_recurring(session, plan)
    await _claim(session, plan, by, now)
    changes = await _take_over(session, plan, found, by, now) if found is not None else None
    rows = await queries.plan_tasks(session, plan)
    units = await taking_over.bind(session, plan, rows, anew=found is not None)
    if changes is not None:
        await taking_over.realign(session, plan, rows, now)
    planned = await schedule.plan_tasks(session, plan, rows, now)
    if changes is not None:
        await taking_over.supersede_reminders(session, [d.id or 0 for row in rows for d in row.deadlines])
    _note(session, by, plan, len(rows), now)
    return Published(
        plan_id=plan_id,
        tasks=len(rows),
        units=units,
        occurrences=planned.occurrences,
        reminders=planned.reminders,
        held=sum(d.held for row in rows for d in row.deadlines),
        forerunner=found.name if found is not None else "",
        told=await taking_over.tell(session, changes, now) if changes is not None else 0,
        reopened=len(changes.reopened) if changes is not None else 0,
    )


def _note(session: AsyncSession, by: Actor | None, plan: Plan, tasks: int, now: datetime) -> None:
    more = {"replaces" if plan.change == PlanChange.REPLACES else "amends": plan.predecessor_id}
    kept = more if plan.predecessor_id else {}
    audit.note(session, by, "plan-published", "plan", plan.id, now, tasks=tasks, **kept)


async def _draft(session: AsyncSession, plan_id: int) -> Plan:
    """The draft as it is now, not as this session may have seen it."""
    plan = await session.get(Plan, plan_id, populate_existing=True)
    if plan is None or plan.state != PlanState.DRAFT:
        raise Stale("load.already_decided")
    return plan


async def _decided(session: AsyncSession, plan: Plan, now: datetime) -> None:
    """Nothing doubtful without a decision, and nothing over without a choice."""
    left = sum(doubt.decision is None for doubt in await queries.doubts_of(session, plan.id or 0))
    if left:
        raise DomainError("load.doubts_open", n=left)
    if plan.past is None and past_plans.over(plan, await queries.plan_tasks(session, plan), local_date(now)):
        raise DomainError("load.past_undecided")


async def _claim(session: AsyncSession, plan: Plan, by: Actor | None, now: datetime) -> None:
    """Only one of two that publish at once gets the draft."""
    claimed = await session.exec(
        update(Plan)
        .where(
            col(Plan.id) == plan.id, col(Plan.state) == PlanState.DRAFT, col(Plan.revision) == plan.revision
        )
        .values(state=PlanState.PUBLISHED, published_at=now, published_by=person_of(by))
    )
    if getattr(claimed, "rowcount", 0) != 1:
        raise Stale("load.already_decided")
    await session.refresh(plan)
    await queries.begin_span(session, plan.id or 0, now)


async def _take_over(
    session: AsyncSession, plan: Plan, found: succession.Forerunner, by: Actor | None, now: datetime
) -> taking_over.Changes:
    """Carry identities over from the forerunner and end it, or leave it in force where it is only amended."""
    old = await succession.rows_of(session, found)
    new = await queries.plan_tasks(session, plan)
    difference = succession.between(old, new, found.change)
    pairs = [(old[pair.old], new[pair.new]) for pair in difference.pairs]
    fresh = {d.id or 0 for j in difference.new for d in new[j].deadlines}
    gone = {d.id or 0 for i in difference.dropped for d in old[i].deadlines}
    changes = await taking_over.swap(session, pairs, now, forth=True)
    changes.new_deadlines |= fresh
    changes.dropped |= await taking_over.drop_days(session, gone | changes.gone_deadlines, now)
    await taking_over.supersede_reminders(session, gone | changes.gone_deadlines)
    plan.predecessor_id, plan.change = found.plan.id, found.change
    if found.change is PlanChange.REPLACES:
        for one in found.plans:
            await ending.end(session, one, PlanState.REPLACED, by, now)
            one.successor_id = plan.id
    await session.flush()
    return changes


async def discard(session: AsyncSession, plan_id: int, by: Actor | None, now: datetime) -> None:
    """Throw a draft away; the document may be loaded again later."""
    done = await session.exec(
        update(Plan)
        .where(col(Plan.id) == plan_id, col(Plan.state) == PlanState.DRAFT)
        .values(state=PlanState.DISCARDED)
    )
    if getattr(done, "rowcount", 0) != 1:
        raise Stale("load.already_decided")
    audit.note(session, by, "plan-discarded", "plan", plan_id, now)
