"""The numbers to call. The national ones are facts in the code: they answer with the database down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import Stale
from domain.hotlines import NATIONAL, Line
from domain.places import province_key
from domain.roles import Actor, person_of
from services import audit
from storage.tables import Hotline, HotlineState, Plan

__all__ = ["NATIONAL", "Line", "Proposal", "confirmed", "decide", "proposals"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A number found in a plan that no admin has confirmed yet."""

    id: int
    number: str
    name: str
    province: str
    plan: str


async def confirmed(session: AsyncSession) -> list[Line]:
    """The provinces' lines that an admin confirmed, by province."""
    query = select(Hotline).where(Hotline.state == HotlineState.CONFIRMED)
    rows = (await session.exec(query.order_by(Hotline.province_key, Hotline.number_key))).all()
    return [Line(row.number, row.name, row.province) for row in rows]


def of_province(lines: list[Line], province: str) -> list[Line]:
    """Those of the lines that hold for a province; all of them where the province is not known."""
    if not province:
        return lines
    key = province_key(province)
    return [line for line in lines if not line.province or province_key(line.province) == key]


async def proposals(session: AsyncSession) -> list[Proposal]:
    """What waits for an admin's word, oldest first."""
    query = (
        select(Hotline, Plan)
        .join(Plan, col(Plan.id) == Hotline.plan_id, isouter=True)
        .where(Hotline.state == HotlineState.PROPOSED)
        .order_by(col(Hotline.id))
    )
    return [
        Proposal(
            line.id or 0,
            line.number,
            line.name,
            line.province,
            (plan.number or plan.title or "") if plan else "",
        )
        for line, plan in (await session.exec(query)).all()
    ]


async def decide(
    session: AsyncSession, hotline_id: int, confirm: bool, by: Actor | None, now: datetime
) -> Hotline:
    """Confirm a number as official, or refuse it."""
    line = await session.get(Hotline, hotline_id)
    if line is None or line.state != HotlineState.PROPOSED:
        raise Stale("hotline.decided")
    line.state = HotlineState.CONFIRMED if confirm else HotlineState.REJECTED
    line.decided_by, line.decided_at = person_of(by), now
    await session.flush()
    action = "hotline-confirmed" if confirm else "hotline-refused"
    audit.note(session, by, action, "hotline", hotline_id, now, plan=line.plan_id)
    return line
