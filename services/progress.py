"""What people do with a reminder: done. Receipts and "later" build on the same look at the button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError, Stale
from domain.roles import Actor, Right
from services import audit, delivery, digests
from services.access import require
from services.digests import Digest
from storage.queries import people
from storage.queries import reminders as queries
from storage.tables import Chat, Occurrence, OccurrenceState, Plan, PlanState, Task, TaskDeadline


@dataclass(frozen=True, slots=True)
class Telling:
    """A message that told of a task and may be written anew: its place and its items as they are now."""

    address: delivery.Address
    message_id: int
    items: tuple[delivery.Item, ...]
    digest: Digest | None = None


async def mark_done(
    session: AsyncSession, actor: Actor, occurrence_id: int, version: int, now: datetime
) -> tuple[bool, list[Telling]]:
    """Mark an occurrence done. Returns whether it was open, and the messages that told of it."""
    occurrence = await occurrence_of(session, actor, occurrence_id, version)
    fresh = occurrence.state == OccurrenceState.OPEN
    if fresh:
        occurrence.state = OccurrenceState.DONE
        occurrence.done_at, occurrence.done_by = now, actor.person_id
        await session.flush()
        audit.note(session, actor, "done", "occurrence", occurrence_id, now, unit=occurrence.unit_id)
    return fresh, await tellings(session, occurrence_id)


async def occurrence_of(session: AsyncSession, actor: Actor, occurrence_id: int, version: int) -> Occurrence:
    """The occurrence behind a button, if the button is of this version and the actor of its unit."""
    require(actor, Right.MARK_DONE)
    occurrence = await session.get(Occurrence, occurrence_id)
    if occurrence is None or occurrence.version != version or occurrence.state == OccurrenceState.CANCELLED:
        raise Stale("remind.stale")
    if actor.unit_id != occurrence.unit_id and not actor.is_admin:
        raise DomainError("remind.other_unit")
    ended = await _ended_plan(session, occurrence)
    if ended is not None:
        raise Stale("remind.plan_ended", plan=ended.number or (ended.title or "")[:60])
    return occurrence


async def _ended_plan(session: AsyncSession, occurrence: Occurrence) -> Plan | None:
    """The plan of a due day if it is not in force any more: what it asked for counts no longer."""
    query = (
        select(Plan)
        .join(Task, col(Task.plan_id) == Plan.id)
        .join(TaskDeadline, col(TaskDeadline.task_id) == Task.id)
        .where(TaskDeadline.id == occurrence.deadline_id, Plan.state != PlanState.PUBLISHED)
    )
    return (await session.exec(query)).first()


async def tellings(session: AsyncSession, occurrence_id: int) -> list[Telling]:
    """Every message that told of an occurrence, with all its items as they stand now."""
    out = []
    for chat_id, message_id in await queries.messages_telling(session, occurrence_id):
        rows = await queries.rows_of_message(session, chat_id, message_id)
        chat = rows[0].chat
        address = delivery.Address(chat_id, chat.telegram_id, chat.topic_id, chat.kind, chat.language)
        week = await digests.of_message(session, chat_id, message_id)
        items = tuple(delivery.item(row) for row in rows)
        out.append(Telling(address, message_id, items, week and week.besides(i.occurrence_id for i in items)))
    return out


async def chat_of(session: AsyncSession, telegram_id: int, topic_id: int) -> Chat:
    """The chat row behind a button press; a topic without a row of its own counts as its group."""
    chat = await people.chat_at(session, telegram_id, topic_id) or await people.chat_at(session, telegram_id)
    if chat is None:
        raise Stale("remind.stale")
    return chat
