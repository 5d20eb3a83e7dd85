"""What people enter about the calendar: swapped days, events, ladders by kind; and receipts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.plan import DeadlineKind
from storage.types import UTCDateTime, one_of


def _person_key() -> Column[int | None]:
    return Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)


class SwappedDay(SQLModel, table=True):
    """A day that an admin's table makes a day off, or a working day; it outranks the public holidays."""

    __tablename__ = "swapped_day"
    __table_args__ = (CheckConstraint("length(source) > 0", name="ck_swapped_day_source"),)

    day: date = Field(sa_column=Column(Date, primary_key=True))
    worked: bool
    source: str
    entered_by: int | None = Field(default=None, sa_column=_person_key())
    entered_at: datetime = Field(sa_type=UTCDateTime)


class DeadlineEvent(SQLModel, table=True):
    """The day of the event that a conditional deadline waits for. Withdrawn: the row is deleted."""

    __tablename__ = "deadline_event"

    deadline_id: int = Field(
        sa_column=Column(
            ForeignKey("task_deadline.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    happened_on: date
    entered_by: int | None = Field(default=None, sa_column=_person_key())
    entered_at: datetime = Field(sa_type=UTCDateTime)


class KindLadder(SQLModel, table=True):
    """The ladder of one kind of deadline, in its text form."""

    __tablename__ = "kind_ladder"
    __table_args__ = (one_of("kind", DeadlineKind, "ck_kind_ladder_kind"),)

    kind: str = Field(primary_key=True)
    ladder: str


class Receipt(SQLModel, table=True):
    """A unit said "received" of one due day. It spares the unit's steps before `until`; it is not "done"."""

    __table_args__ = (UniqueConstraint("occurrence_id", "version", name="uq_receipt"),)

    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int = Field(
        sa_column=Column(ForeignKey("occurrence.id", ondelete="CASCADE"), nullable=False)
    )
    version: int
    received_at: datetime = Field(sa_type=UTCDateTime)
    received_by: int | None = Field(default=None, sa_column=_person_key())
    until: date
