"""Who stands in for whom on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Deputy, Person


async def of_person(session: AsyncSession, person_id: int, today: date) -> Deputy | None:
    """The hand-over of this person that holds on a day or later, the newest one."""
    query = select(Deputy).where(
        Deputy.person_id == person_id, col(Deputy.ended_at).is_(None), Deputy.until_on >= today
    )
    return (await session.exec(query.order_by(col(Deputy.id).desc()))).first()


async def heads_stood_in_for(session: AsyncSession, person_id: int, today: date) -> bool:
    """Whether this person stands in for the head of his own unit on a day."""
    head, deputy = aliased(Person), aliased(Person)
    query = (
        select(Deputy.id)
        .join(head, col(head.id) == Deputy.person_id)
        .join(deputy, col(deputy.id) == Deputy.deputy_id)
        .where(
            Deputy.deputy_id == person_id,
            col(Deputy.ended_at).is_(None),
            Deputy.from_on <= today,
            Deputy.until_on >= today,
            head.role == "unit_head",
            head.unit_id == deputy.unit_id,
        )
    )
    return (await session.exec(query)).first() is not None


async def chats_stood_in_for(session: AsyncSession, today: date) -> dict[int, int]:
    """The chats of those who are away on a day -> the chats of those of the same unit who stand in."""
    person, deputy = aliased(Person), aliased(Person)
    query = (
        select(person.chat_id, deputy.chat_id)
        .select_from(Deputy)
        .join(person, col(person.id) == Deputy.person_id)
        .join(deputy, col(deputy.id) == Deputy.deputy_id)
        .where(
            col(Deputy.ended_at).is_(None),
            Deputy.from_on <= today,
            Deputy.until_on >= today,
            person.unit_id == deputy.unit_id,
            col(deputy.role).in_(["officer", "unit_head"]),
        )
    )
    return dict((await session.exec(query)).all())
