""" "Đã nhận": a unit says that it has taken note of a due day. Apart from "done"; it runs out. Rules: domain/escalation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.errors import Stale
from domain.escalation import receipt_ends, spares
from domain.roles import Actor
from services import audit
from services.calendar import work_calendar
from services.progress import Telling, occurrence_of, tellings
from storage.queries import superiors
from storage.tables import OccurrenceState, Receipt


@dataclass(frozen=True, slots=True)
class Received:
    """`fresh`: this tap counts, none before it holds still. Until `until` the unit is spared, if that is to come."""

    fresh: bool
    until: date
    spares: bool
    tellings: list[Telling]


async def receive(
    session: AsyncSession, actor: Actor, occurrence_id: int, version: int, now: datetime
) -> Received:
    """Note that the actor's unit has taken note. Once the receipt has run out a new tap counts anew."""
    occurrence = await occurrence_of(session, actor, occurrence_id, version)
    if occurrence.state == OccurrenceState.DONE:
        raise Stale("remind.done_already")
    today, calendar = local_date(now), await work_calendar(session)
    row = (await superiors.receipts(session, [occurrence_id])).get((occurrence_id, version))
    fresh = row is None or not (local_date(row.received_at) == today or today < row.until)
    if row is None:
        row = Receipt(occurrence_id=occurrence_id, version=version, received_at=now, until=today)
    if fresh:
        row.received_at, row.received_by = now, actor.person_id
        row.until = receipt_ends(today, occurrence.due_on, calendar)
        session.add(row)
        await session.flush()
        audit.note(session, actor, "received", "occurrence", occurrence_id, now, until=row.until.isoformat())
    spared = spares(local_date(row.received_at), occurrence.due_on, today, calendar)
    return Received(fresh, row.until, spared, await tellings(session, occurrence_id))
