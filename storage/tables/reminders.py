"""Occurrences and reminders: what is due, whom it reaches, what became of it. And process leases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.delivery import ReminderState, SkipReason
from domain.states import OccurrenceState
from storage.types import UTCDateTime, one_of


class Occurrence(SQLModel, table=True):
    """One due day of a deadline for one unit; each unit of a class has its own state.

    `version` is raised when the day or the responsibility changes: reminders of an older version
    are not sent any more. `moved_from` is the day that a newer plan moved it from; `was_done_at`: it was done
    (by `done_by`) before a newer plan gave it a later day, which opened it again.
    """

    __table_args__ = (
        UniqueConstraint("deadline_id", "unit_id", "due_on", name="uq_occurrence"),
        one_of("state", OccurrenceState, "ck_occurrence_state"),
        CheckConstraint("version >= 1", name="ck_occurrence_version"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="ck_occurrence_done"),
        Index("ix_occurrence_unit_due", "unit_id", "due_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    deadline_id: int = Field(
        sa_column=Column(ForeignKey("task_deadline.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    unit_id: int = Field(sa_column=Column(ForeignKey("unit.id", ondelete="CASCADE"), nullable=False))
    due_on: date
    starts_on: date | None = None
    moved_from: date | None = None
    version: int = 1
    state: str = Field(default=OccurrenceState.OPEN.value)
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    done_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    was_done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of some rows only. A query must write the condition out for a database to use it."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Reminder(SQLModel, table=True):
    """One step of an occurrence's ladder for one chat; or a chat's weekly digest, which has no occurrence.

    `started_at`: its message has begun to be sent (only told of what is being sent). `planned` with
    `possible_repeat` is sent once more, marked; `unsure` is what nobody will know, and is not sent again.
    """

    __table_args__ = (
        UniqueConstraint("occurrence_id", "version", "step", "chat_id", name="uq_reminder"),
        one_of("state", ReminderState, "ck_reminder_state"),
        one_of("reason", SkipReason, "ck_reminder_reason"),
        CheckConstraint("(state = 'skipped') = (reason IS NOT NULL)", name="ck_reminder_skipped"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="ck_reminder_lease"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="ck_reminder_sent"),
        CheckConstraint("attempts >= 0", name="ck_reminder_attempts"),
        CheckConstraint("(occurrence_id IS NULL) = (step LIKE 'digest-%')", name="ck_reminder_digest"),
        # A row costs its planning only the indexes that it is in: most rows wait, few are anything else.
        _partial("ix_reminder_waiting", "next_try_at", "chat_id", where="state = 'planned'"),
        _partial("ix_reminder_sending", "lease_until", where="state = 'sending'"),
        _partial("ix_reminder_ended", "next_try_at", where="state IN ('failed', 'unsure')"),
        _partial("ix_reminder_sent", "sent_at", where="sent_at IS NOT NULL"),
        _partial("uq_reminder_digest", "chat_id", "step", where="occurrence_id IS NULL", unique=True),
        Index("ix_reminder_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("occurrence.id", ondelete="CASCADE"), nullable=True)
    )
    version: int
    step: str
    chat_id: int = Field(sa_column=Column(ForeignKey("chat.id", ondelete="CASCADE"), nullable=False))
    due_at: datetime = Field(sa_type=UTCDateTime)
    next_try_at: datetime = Field(sa_type=UTCDateTime)
    state: str = Field(default=ReminderState.PLANNED.value)
    reason: str | None = None
    attempts: int = 0
    possible_repeat: bool = False
    lease_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lease_by: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    message_id: int | None = None
    last_error: str | None = None


class ProcessLease(SQLModel, table=True):
    """A role that only one process may play, such as polling Telegram."""

    __tablename__ = "process_lease"

    name: str = Field(primary_key=True)
    owner: str
    until: datetime = Field(sa_type=UTCDateTime)


class Heartbeat(SQLModel, table=True):
    """When a ticker last ran, for /suckhoe and the health check."""

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    note: str = ""
