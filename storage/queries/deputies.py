"""Who stands in for whom on a day, and the reminders that are handed to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.delivery import ReminderState, SkipReason
from storage.queries.claims import WAITING, alone
from storage.queries.common import chunks
from storage.queries.reminders import Told
from storage.tables import Chat, Deputy, Person


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


async def reachable(session: AsyncSession, chat_ids: Collection[int]) -> set[int]:
    """Those of the chats that can be written to."""
    query = select(Chat.id).where(col(Chat.id).in_(chat_ids), col(Chat.reachable))
    return {chat_id for chat_id in (await session.exec(query)).all() if chat_id is not None}


async def waiting(session: AsyncSession, chat_ids: Collection[int], until: datetime) -> Sequence[Told]:
    """What waits for these chats up to a moment. Nobody claims any of it before the transaction ends."""
    await alone(session)
    rows = SQLModel.metadata.tables["reminder"]
    query = rows.select().where(WAITING, rows.c.next_try_at <= until, rows.c.chat_id.in_(chat_ids))
    return cast(Sequence[Told], list(await (await session.connection()).execute(query)))


async def skip_as_away(session: AsyncSession, ids: Sequence[int]) -> None:
    """Note that reminders were handed to whoever stands in."""
    rows = SQLModel.metadata.tables["reminder"]
    values = {"state": ReminderState.SKIPPED.value, "reason": SkipReason.AWAY.value}
    for part in chunks(ids):
        change = rows.update().where(WAITING, rows.c.id.in_(part)).values(**values)
        await (await session.connection()).execute(change)
