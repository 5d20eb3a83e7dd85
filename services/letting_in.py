"""Letting people in: invitations, and the word of a head or an admin for whoever asked by himself.

Until somebody vouched for him, a person sees his unit's tasks as a viewer: he is not reminded and
marks nothing as done.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError, NotAllowed, Stale
from domain.roles import Actor, Right, Role
from services import audit, schedule
from services import people as people_service
from services.access import require
from storage.tables import Invite, Person, Unit

INVITE_DAYS = 7
"""How long an invitation holds."""

HEADS_MAY_GIVE = (Role.OFFICER, Role.VIEWER)
"""The roles that a unit's head may let people of his unit in with; the others are an admin's to give."""

ADMINS_MAY_GIVE = (Role.VIEWER, Role.OFFICER, Role.UNIT_HEAD, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who waits for a word."""

    person_id: int
    telegram_id: int
    name: str
    unit_id: int
    unit: str
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invitation that nobody used yet."""

    id: int
    unit: str
    role: Role
    expires_at: datetime


def may_give(actor: Actor, unit_id: int | None, role: Role) -> bool:
    """Whether the actor may let somebody into this unit in this role."""
    if actor.is_admin:
        return role in ADMINS_MAY_GIVE
    return actor.heads and actor.unit_id == unit_id and role in HEADS_MAY_GIVE


async def invite(
    session: AsyncSession, actor: Actor, unit_id: int, role: Role, now: datetime
) -> tuple[str, Unit]:
    """Make an invitation; returns its code, which is not kept, and the unit."""
    require(actor, Right.LET_IN)
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise Stale("error.unit_gone")
    if not may_give(actor, unit_id, role):
        raise NotAllowed("error.not_allowed.let_in")
    code = secrets.token_urlsafe(18)
    row = Invite(
        code_hash=_hash(code),
        unit_id=unit_id,
        role=role,
        made_by=actor.person_id,
        made_at=now,
        expires_at=now + timedelta(days=INVITE_DAYS),
    )
    session.add(row)
    await session.flush()
    audit.note(session, actor, "invite-made", "invite", row.id, now, unit=unit_id, role=role.value)
    return code, unit


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def open_invites(session: AsyncSession, actor: Actor, now: datetime) -> list[OpenInvite]:
    """The invitations that the actor may revoke: a head's unit's, for an admin all."""
    require(actor, Right.LET_IN)
    query = (
        select(Invite, Unit.name)
        .join(Unit, col(Unit.id) == Invite.unit_id)
        .where(col(Invite.used_at).is_(None), col(Invite.revoked_at).is_(None), Invite.expires_at > now)
        .order_by(col(Invite.id).desc())
    )
    if not actor.is_admin:
        query = query.where(Invite.unit_id == actor.unit_id)
    rows = (await session.exec(query)).all()
    return [OpenInvite(row.id or 0, name, Role(row.role), row.expires_at) for row, name in rows]


async def revoke(session: AsyncSession, actor: Actor, invite_id: int, now: datetime) -> None:
    """Make an invitation worthless."""
    require(actor, Right.LET_IN)
    row = await session.get(Invite, invite_id)
    if row is None or (not actor.is_admin and row.unit_id != actor.unit_id):
        raise Stale("invite.gone")
    done = await session.exec(
        update(Invite)
        .where(col(Invite.id) == invite_id, col(Invite.used_at).is_(None), col(Invite.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    if getattr(done, "rowcount", 0) != 1:
        raise Stale("invite.gone")
    audit.note(session, actor, "invite-revoked", "invite", invite_id, now)


async def use_invite(session: AsyncSession, actor: Actor, code: str, now: datetime) -> tuple[Person, Unit]:
    """Register by an invitation. One person, once: whoever comes second, late or after a revocation is refused."""
    taken = await session.exec(
        update(Invite)
        .where(
            col(Invite.code_hash) == _hash(code),
            col(Invite.used_at).is_(None),
            col(Invite.revoked_at).is_(None),
            col(Invite.expires_at) > now,
        )
        .values(used_at=now)
    )
    if getattr(taken, "rowcount", 0) != 1:
        raise Stale("invite.worthless")
    row = (
        await session.exec(
            select(Invite).where(Invite.code_hash == _hash(code)).execution_options(populate_existing=True)
        )
    ).one()
    person, unit = await people_service.enter(session, actor, row.unit_id, Role(row.role), now)
    row.used_by = person.id
    audit.note(
        session,
        actor,
        "invite-used",
        "person",
        person.id,
        now,
        invite=row.id,
        unit=row.unit_id,
        role=row.role,
    )
    return person, unit


async def asking(session: AsyncSession, actor: Actor) -> list[Asking]:
    """Who waits for the actor's word, in the order they came."""
    require(actor, Right.LET_IN)
    query = (
        select(Person, Unit)
        .join(Unit, col(Unit.id) == Person.unit_id)
        .where(col(Person.asked_role).is_not(None))
        .order_by(col(Person.id))
    )
    if not actor.is_admin:
        query = query.where(Person.unit_id == actor.unit_id)
    found = [_asking(person, unit) for person, unit in (await session.exec(query)).all()]
    return [one for one in found if may_give(actor, one.unit_id, one.role)]


def _asking(person: Person, unit: Unit) -> Asking:
    assert person.id is not None
    assert unit.id is not None
    role = Role(person.asked_role or Role.VIEWER)
    return Asking(person.id, person.telegram_id, person.name, unit.id, unit.name, role, person.language)


async def whom_to_ask(session: AsyncSession, one: Asking, admin_ids: Collection[int]) -> list[int]:
    """The Telegram ids of those who may say yes to him: the heads of his unit and the admins."""
    ids = set(admin_ids)
    if one.role in HEADS_MAY_GIVE:
        heads = select(Person.telegram_id).where(
            Person.unit_id == one.unit_id, Person.role == Role.UNIT_HEAD, Person.id != one.person_id
        )
        ids.update((await session.exec(heads)).all())
    return sorted(ids - {one.telegram_id})


async def waiting_of(session: AsyncSession, person: Person) -> Asking | None:
    """What the person waits for, if he waits for anything."""
    if person.asked_role is None or person.unit_id is None:
        return None
    unit = await session.get(Unit, person.unit_id)
    return _asking(person, unit) if unit is not None else None


async def decide(session: AsyncSession, actor: Actor, person_id: int, yes: bool, now: datetime) -> Asking:
    """Say yes or no to somebody; returns what he had asked for."""
    require(actor, Right.LET_IN)
    person = await session.get(Person, person_id, with_for_update=True)
    one = await waiting_of(session, person) if person is not None else None
    if person is None or one is None:
        raise Stale("approve.decided")
    if not may_give(actor, one.unit_id, one.role):
        raise NotAllowed("error.not_allowed.let_in")
    person.asked_role = None
    if yes:
        person.role = one.role
    await session.flush()
    if yes:
        await schedule.plan_chat(session, person.chat_id, [one.unit_id], now)
    action = "person-approved" if yes else "person-refused"
    audit.note(session, actor, action, "person", person_id, now, unit=one.unit_id, role=one.role.value)
    return one


async def give_role(session: AsyncSession, actor: Actor, person_id: int, role: Role, now: datetime) -> Person:
    """Change the role of somebody who is registered; admins only."""
    require(actor, Right.GIVE_ROLES)
    person = await session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise Stale("people.gone")
    if role not in ADMINS_MAY_GIVE:
        raise DomainError("error.role_not_yours")
    if person.unit_id is None:
        raise DomainError("people.no_unit")
    before = person.role
    person.role, person.asked_role = role, None
    await session.flush()
    await schedule.plan_chat(session, person.chat_id, [] if role is Role.VIEWER else [person.unit_id], now)
    audit.note(session, actor, "role-given", "person", person_id, now, was=before, role=role.value)
    return person
