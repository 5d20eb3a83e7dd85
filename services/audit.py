"""The book of changes: who changed what, when; checking that nothing was taken out; giving it out.

Services note what they change; the line is written by the same commit (storage/audit.py). Lines hold
numbers and fixed words, never a name and never what a person wrote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.roles import Actor, Right
from services.access import require
from storage.audit import BEGINNING, Line, digest
from storage.audit import note as write
from storage.tables import Audit

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Checked:
    """How many lines the book has, the last hash, and the number of the first line that does not fit."""

    lines: int
    last: str
    broken_at: int | None = None


def note(
    session: AsyncSession,
    actor: Actor | None,
    action: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    **detail: str | int | None,
) -> None:
    """Tell the book of a change that this session makes. `actor` is None for what the program does by itself."""
    write(
        session,
        Line(
            at=now,
            actor_id=actor.person_id if actor else None,
            as_admin=bool(actor and actor.is_admin),
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=detail,
        ),
    )


async def check(session: AsyncSession) -> Checked:
    """Walk the whole book and compute every hash again."""
    previous, count = BEGINNING, 0
    async for row in _lines(session):
        count += 1
        if row.previous != previous or row.hash != digest(previous, _said(row)):
            return Checked(count, previous, row.id)
        previous = row.hash
    return Checked(count, previous)


def _said(row: Audit) -> Line:
    return Line(row.at, row.actor_id, row.as_admin, row.action, row.subject, row.subject_id, row.detail)


async def _lines(session: AsyncSession) -> AsyncIterator[Audit]:
    """Every line in order, a few at a time."""
    after = 0
    while True:
        query = select(Audit).where(col(Audit.id) > after).order_by(col(Audit.id)).limit(_BATCH)
        rows = (await session.exec(query)).all()
        for row in rows:
            yield row
            after = row.id or after
        session.expunge_all()
        if len(rows) < _BATCH:
            return


async def export(session: AsyncSession, actor: Actor, now: datetime) -> tuple[bytes, Checked]:
    """The whole book as CSV (UTF-8 with a mark that spreadsheets know), and whether it is whole.

    Giving it out is noted in it, too: that line stands in the next export.
    """
    require(actor, Right.SEE_AUDIT)
    checked = await check(session)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "at", "actor", "as_admin", "action", "subject", "subject_id", "detail", "hash"])
    async for row in _lines(session):
        detail = " ".join(f"{name}={value}" for name, value in sorted(row.detail.items()))
        table.writerow(
            [
                row.id,
                row.at.astimezone(UTC).isoformat(timespec="seconds"),
                row.actor_id,
                int(row.as_admin),
                row.action,
                row.subject,
                row.subject_id,
                detail,
                row.hash,
            ]
        )
    note(session, actor, "audit-export", "audit", None, now, lines=checked.lines)
    return out.getvalue().encode("utf-8-sig"), checked


async def size(session: AsyncSession) -> int:
    """How many lines the book has."""
    return int((await session.exec(select(func.count()).select_from(Audit))).one())
