"""From a draft to a plan in force: storing what was read, settling doubts, publishing.

Publishing resolves the plan's agencies to units, makes the occurrences and plans the reminders, all
within the caller's one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import Stale
from domain.plan import ALL, Draft, DraftTask
from domain.text import fold, nfc
from domain.units import commune_of
from services import responsibility, schedule
from storage.queries import people
from storage.queries import plans as queries
from storage.queries.common import insert_new
from storage.tables import (
    Decision,
    Hotline,
    Part,
    Plan,
    PlanDoubt,
    PlanState,
    Task,
    TaskAgency,
    TaskDeadline,
    TaskUnit,
)


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing."""

    plan_id: int
    tasks: int
    units: int
    occurrences: int
    reminders: int
    held: int


async def store_draft(session: AsyncSession, draft: Draft, document_id: int, now: datetime) -> Plan:
    """Keep what was read as a plan in state `draft`."""
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
    return [
        TaskDeadline(
            task_id=task_id,
            position=i,
            kind=d.kind,
            as_written=d.as_written,
            due=d.due,
            start=d.start,
            rrule=d.rrule,
            within=d.within,
            working=d.working,
            held=held,
        )
        for i, d in enumerate(task.deadlines)
    ]


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


async def settle(
    session: AsyncSession, doubt_id: int, decision: Decision, by: int | None, now: datetime
) -> PlanDoubt:
    """Record an admin's decision. Dropping a doubt about a deadline drops the deadline of those words.

    The deadlines of a task stay held until every doubt about them is settled; they stay held for good
    where an assignee was dropped, for nobody knows then whom they bind.
    """
    doubt = await session.get(PlanDoubt, doubt_id)
    plan = await session.get(Plan, doubt.plan_id) if doubt else None
    if doubt is None or plan is None or plan.state != PlanState.DRAFT or doubt.decision is not None:
        raise Stale("load.doubt_settled")
    doubt.decision, doubt.decided_by, doubt.decided_at = decision, by, now
    await session.flush()
    if doubt.task_id is None:
        return doubt
    if decision is Decision.DROPPED and doubt.field == "deadlines":
        await _drop_deadlines(session, doubt.task_id, doubt.text)
    blocks = select(PlanDoubt.id).where(
        PlanDoubt.task_id == doubt.task_id,
        or_(
            col(PlanDoubt.decision).is_(None) & col(PlanDoubt.field).in_(["deadlines", "assignees"]),
            (col(PlanDoubt.decision) == Decision.DROPPED) & (col(PlanDoubt.field) == "assignees"),
        ),
    )
    if (await session.exec(blocks)).first() is None:
        await session.exec(
            update(TaskDeadline).where(col(TaskDeadline.task_id) == doubt.task_id).values(held=False)
        )
    return doubt


async def _drop_deadlines(session: AsyncSession, task_id: int, words: str) -> None:
    """Delete the deadlines that were read from the doubtful words; the task's other deadlines stay."""
    doubtful = f" {fold(words)} "
    for row in (await session.exec(select(TaskDeadline).where(TaskDeadline.task_id == task_id))).all():
        written = f" {fold(row.as_written)} "
        if written in doubtful or doubtful in written:
            await session.delete(row)
    await session.flush()


async def publish(session: AsyncSession, plan_id: int, by: int | None, now: datetime) -> Published:
    """Put a draft in force. What a doubt still holds stays visible but reminds nobody."""
    claimed = await session.exec(
        update(Plan)
        .where(col(Plan.id) == plan_id, col(Plan.state) == PlanState.DRAFT)
        .values(state=PlanState.PUBLISHED, published_at=now, published_by=by)
    )
    if getattr(claimed, "rowcount", 0) != 1:
        raise Stale("load.already_decided")
    plan = await session.get(Plan, plan_id, populate_existing=True)
    assert plan is not None
    all_units = await people.units(session)
    rows = await queries.plan_tasks(session, plan)
    links = responsibility.links(plan, rows, all_units)
    await insert_new(session, TaskUnit, links)
    planned = await schedule.plan_tasks(session, plan, rows, now)
    return Published(
        plan_id=plan_id,
        tasks=len(rows),
        units=len({link["unit_id"] for link in links}),
        occurrences=planned.occurrences,
        reminders=planned.reminders,
        held=sum(d.held for row in rows for d in row.deadlines),
    )


async def discard(session: AsyncSession, plan_id: int) -> None:
    """Throw a draft away; the document may be loaded again later."""
    done = await session.exec(
        update(Plan)
        .where(col(Plan.id) == plan_id, col(Plan.state) == PlanState.DRAFT)
        .values(state=PlanState.DISCARDED)
    )
    if getattr(done, "rowcount", 0) != 1:
        raise Stale("load.already_decided")
