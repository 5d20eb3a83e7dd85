"""Who was let in by whom, who stands in for whom, and the book of what was changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey
from sqlmodel import Field, SQLModel

from domain.roles import Role
from storage.types import UTCDateTime, one_of


class Invite(SQLModel, table=True):
    """A link that lets one person into one unit in one role. Only a hash of its code is kept."""

    __table_args__ = (
        one_of("role", Role, "ck_invite_role"),
        CheckConstraint("role <> 'admin'", name="ck_invite_not_admin"),
        CheckConstraint("length(code_hash) = 64", name="ck_invite_hash"),
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="ck_invite_used_or_revoked"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    unit_id: int = Field(
        sa_column=Column(ForeignKey("unit.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    role: str
    made_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    made_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Deputy(SQLModel, table=True):
    """Somebody of the same unit who stands in for a person from one day to another, both included."""

    __table_args__ = (
        CheckConstraint("person_id <> deputy_id", name="ck_deputy_other"),
        CheckConstraint("from_on <= until_on", name="ck_deputy_span"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(
        sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    deputy_id: int = Field(
        sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    from_on: date
    until_on: date
    made_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Audit(SQLModel, table=True):
    """One line of the book of changes: who did what to what, chained to the line before by its hash.

    People stand in it by number, never by name, so that forgetting somebody leaves the chain whole. The
    database refuses to change or delete a line (triggers of migration 0008).
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    actor_id: int | None = None
    as_admin: bool = False
    action: str = Field(index=True)
    subject: str
    subject_id: int | None = None
    detail: dict[str, str | int | None] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    previous: str
    hash: str = Field(unique=True)
