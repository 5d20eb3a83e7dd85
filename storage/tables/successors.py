"""What became of a body: the old name, today's, and the decree that says so. Admins edit it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.succession import Level, Topic
from storage.types import UTCDateTime, one_of


class SuccessorRow(SQLModel, table=True):
    """See `domain.succession.Successor`. `active` is false for a row that an admin took out.

    `seeded` rows are of the delivered table; a later release adds its new ones and leaves these alone.
    """

    __tablename__ = "successor"
    __table_args__ = (
        UniqueConstraint("level", "old_key", "new_key", name="uq_successor"),
        CheckConstraint("length(old_key) > 0 AND length(new_key) > 0", name="ck_successor_names"),
        one_of("level", Level, "ck_successor_level"),
        one_of("topic", Topic, "ck_successor_topic"),
    )

    id: int | None = Field(default=None, primary_key=True)
    level: str
    topic: str = Field(default=Topic.ALL.value)
    old: str
    old_key: str
    new: str
    new_key: str
    since: str
    decree: str
    sure: bool = False
    active: bool = True
    seeded: bool = False
    changed_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    changed_at: datetime = Field(sa_type=UTCDateTime)
