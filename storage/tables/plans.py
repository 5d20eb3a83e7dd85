"""Documents, plans, tasks, deadlines, doubts and hotlines: what was read and what is in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from domain.plan import DeadlineKind
from domain.states import Decision, HotlineState, Part, PastUse, PlanChange, PlanState
from storage.types import UTCDateTime, one_of


def _plan_key() -> Column[int]:
    return Column(ForeignKey("plan.id", ondelete="CASCADE"), nullable=False, index=True)


def _other_plan_key() -> Column[int | None]:
    return Column(ForeignKey("plan.id"), nullable=True)


def _task_key() -> Column[int]:
    return Column(ForeignKey("task.id", ondelete="CASCADE"), nullable=False, index=True)


def _person_key() -> Column[int | None]:
    return Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)


class Document(SQLModel, table=True):
    """A file as it was sent; its hash tells when the same one comes again."""

    __table_args__ = (
        CheckConstraint("size > 0", name="ck_document_size"),
        CheckConstraint("length(sha256) = 64", name="ck_document_sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    file_name: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    uploaded_by: int | None = Field(default=None, sa_column=_person_key())
    uploaded_at: datetime = Field(sa_type=UTCDateTime)


class DocumentText(SQLModel, table=True):
    """A document's lines as they were read, each `[number, page, text]`, for the page that shows them."""

    __tablename__ = "document_text"

    document_id: int = Field(
        sa_column=Column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    lines: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))


class Plan(SQLModel, table=True):
    """A plan that was read; `draft` until somebody publishes it. One live reading a document.

    `revision` grows with every correction, so that a tap on an older preview is refused. `change` and
    `predecessor_id` are what an admin said of an earlier plan (null: what the numbers say); `successor_id` is the
    plan that took this one's place. `supersedes` and `amends` are the numbers that its text names.
    """

    __table_args__ = (
        one_of("state", PlanState, "ck_plan_state"),
        CheckConstraint(
            "(state IN ('draft', 'discarded')) = (published_at IS NULL)", name="ck_plan_published_at"
        ),
        one_of("change", PlanChange, "ck_plan_change"),
        one_of("past", PastUse, "ck_plan_past"),
        Index(
            "uq_plan_live_document",
            "document_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'published')"),
            postgresql_where=text("state IN ('draft', 'published')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    state: str = Field(default=PlanState.DRAFT.value, index=True)
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    level: str | None = None
    province: str | None = None
    commune_key: str = ""
    issued_on: date | None = None
    years: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    agencies: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    citations: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UTCDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    changes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Counts the changes of its tasks; the database does it."""
    published_by: int | None = Field(default=None, sa_column=_person_key())
    ladder: str | None = None
    revision: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    supersedes: list[str] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    amends: list[str] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    change: str | None = None
    predecessor_id: int | None = Field(default=None, sa_column=_other_plan_key())
    successor_id: int | None = Field(default=None, sa_column=_other_plan_key())
    past: str | None = None
    moved_years: int | None = None


class PlanSpan(SQLModel, table=True):
    """A plan was in force from a moment until another; open while it still is. Old answers are asked by it."""

    __tablename__ = "plan_span"
    __table_args__ = (CheckConstraint("until_at >= from_at", name="ck_plan_span_order"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=_plan_key())
    from_at: datetime = Field(sa_type=UTCDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: int | None = Field(default=None, sa_column=_person_key())


class Task(SQLModel, table=True):
    """One duty, with the place it was read at. `everyone`: it binds all in the plan's area.

    A row's id is the duty's identity: done-states hang on it, and it goes over to the plan that carries the duty
    on. What the earlier plan said stays in that plan as a row whose `superseded_by` names the one that counts
    while its plan is in force.
    """

    __table_args__ = (
        UniqueConstraint("plan_id", "position", name="uq_task_position"),
        CheckConstraint("last_line >= first_line", name="ck_task_lines"),
        CheckConstraint("length(text) > 0", name="ck_task_text"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=_plan_key())
    position: int
    section: str
    first_line: int
    last_line: int
    page: int | None = None
    text: str
    lead_in: str | None = None
    raw: str | None = None
    everyone: bool = Field(default=False, index=True)
    search_key: str = ""
    superseded_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("task.id"), nullable=True, index=True)
    )


class TaskAgency(SQLModel, table=True):
    """An agency as the plan names it in a task."""

    __tablename__ = "task_agency"
    __table_args__ = (
        UniqueConstraint("task_id", "part", "position", name="uq_task_agency"),
        one_of("part", Part, "ck_task_agency_part"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(sa_column=_task_key())
    part: str
    position: int
    name: str
    name_key: str = Field(index=True)


class TaskUnit(SQLModel, table=True):
    """A unit that a task's agency stands for, and why (`exact`, `alias`, `place`, `class`, `successor`).

    `was`, `decree` and `sure` say what the plan called it, where that is no more, and by which decree.
    """

    __tablename__ = "task_unit"
    __table_args__ = (one_of("part", Part, "ck_task_unit_part"),)

    task_id: int = Field(sa_column=Column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True))
    unit_id: int = Field(
        sa_column=Column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True, index=True)
    )
    part: str = Field(primary_key=True)
    why: str
    was: str = Field(default="", sa_column=Column(String, nullable=False, server_default=text("''")))
    decree: str = Field(default="", sa_column=Column(String, nullable=False, server_default=text("''")))
    sure: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))


class TaskDeadline(SQLModel, table=True):
    """A task's deadline; which fields it has depends on its kind. `held`: a doubt must be settled first."""

    __tablename__ = "task_deadline"
    __table_args__ = (
        UniqueConstraint("task_id", "position", name="uq_task_deadline"),
        one_of("kind", DeadlineKind, "ck_deadline_kind"),
        CheckConstraint("kind NOT IN ('date', 'period') OR due IS NOT NULL", name="ck_deadline_due"),
        CheckConstraint("kind NOT IN ('period', 'ongoing') OR start IS NOT NULL", name="ck_deadline_start"),
        CheckConstraint("kind <> 'period' OR start <= due", name="ck_deadline_order"),
        CheckConstraint("(kind = 'recurring') = (rrule IS NOT NULL)", name="ck_deadline_rrule"),
        CheckConstraint("kind = 'conditional' OR within IS NULL", name="ck_deadline_within"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(sa_column=_task_key())
    position: int
    kind: str
    as_written: str
    due: date | None = None
    start: date | None = None
    rrule: str | None = None
    within: str | None = None
    working: bool = False
    held: bool = False
    moved_from: date | None = None
    """The due day as the plan has it, where an old plan was moved by whole years."""


class PlanDoubt(SQLModel, table=True):
    """A point the reader was not sure of, and what an admin decided: `value` is the deadline or agency set."""

    __tablename__ = "plan_doubt"
    __table_args__ = (
        UniqueConstraint("plan_id", "position", name="uq_plan_doubt"),
        one_of("decision", Decision, "ck_doubt_decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="ck_doubt_decided"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=_plan_key())
    task_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("task.id", ondelete="CASCADE"), nullable=True, index=True)
    )
    position: int
    kind: str
    field: str = ""
    text: str
    line: int | None = None
    page: int | None = None
    decision: str | None = None
    value: str | None = None
    decided_by: int | None = Field(default=None, sa_column=_person_key())
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Correction(SQLModel, table=True):
    """What an admin said of one doubtful point, kept by the sentence: replayed when it is read again."""

    __table_args__ = (
        CheckConstraint("length(key) = 64", name="ck_correction_key"),
        one_of("decision", Decision, "ck_correction_decision"),
    )

    key: str = Field(sa_column=Column(String, primary_key=True))
    decision: str
    value: str | None = None
    decided_by: int | None = Field(default=None, sa_column=_person_key())
    decided_at: datetime = Field(sa_type=UTCDateTime)


class Hotline(SQLModel, table=True):
    """A province's line found in a plan; shown as official only after an admin confirmed it."""

    __table_args__ = (
        UniqueConstraint("number_key", "province_key", name="uq_hotline"),
        one_of("state", HotlineState, "ck_hotline_state"),
        CheckConstraint("length(number_key) >= 3", name="ck_hotline_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str
    number_key: str
    name: str
    province: str = ""
    province_key: str = ""
    plan_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("plan.id", ondelete="SET NULL"), nullable=True, index=True)
    )
    state: str = Field(default=HotlineState.PROPOSED.value)
    decided_by: int | None = Field(default=None, sa_column=_person_key())
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
