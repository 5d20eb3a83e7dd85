"""Writing the book of changes: lines are kept with the session and chained when it commits.

`note` is called by services; the line is written by the same commit as the change that it tells of, so
neither is ever there without the other. The chain's end is locked last, in the commit, so that two
writers cannot wait for each other.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Audit

BEGINNING = "0" * 64
"""What stands before the first line."""

_KEY = "audit"
_LOCK = 0x4E48_4143
"""Any fixed number: the name of the lock on PostgreSQL. On SQLite there is one writer."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened. `detail` holds words and numbers of ours, never what a person wrote, never a name."""

    at: datetime
    actor_id: int | None
    as_admin: bool
    action: str
    subject: str
    subject_id: int | None = None
    detail: dict[str, str | int | None] = field(default_factory=dict)


def note(session: AsyncSession, line: Line) -> None:
    """Write a line with this session's commit; a session that is rolled back writes none."""
    inner = session.sync_session
    if not inner.in_transaction():
        inner.begin()  # else a rollback would have nothing to end, and would forget no line
    inner.info.setdefault(_KEY, []).append(line)


def digest(previous: str, line: Line) -> str:
    """The hash of a line: SHA-256 over the hash before it and all that it says."""
    said = [
        previous,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor_id,
        line.as_admin,
        line.action,
        line.subject,
        line.subject_id,
        line.detail,
    ]
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Chain what was noted. A savepoint's end writes nothing: only what holds in the end is told."""
    if session.in_nested_transaction() or not session.info.get(_KEY):
        return
    lines: list[Line] = session.info.pop(_KEY)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = session.execute(select(Audit.hash).order_by(col(Audit.id).desc()).limit(1)).scalar()
    previous = last or BEGINNING
    rows: list[dict[str, Any]] = []
    for line in lines:
        own = digest(previous, line)
        rows.append(
            {
                "at": line.at,
                "actor_id": line.actor_id,
                "as_admin": line.as_admin,
                "action": line.action,
                "subject": line.subject,
                "subject_id": line.subject_id,
                "detail": line.detail,
                "previous": previous,
                "hash": own,
            }
        )
        previous = own
    session.execute(insert(Audit), rows)


@event.listens_for(Session, "after_rollback")
def _drop(session: Session) -> None:
    """What did not happen is not told."""
    session.info.pop(_KEY, None)
