"""People, chats, units: who is reminded and where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from domain.roles import Role
from domain.states import ChatKind
from domain.units import UnitKind
from storage.types import UTCDateTime, one_of


class Unit(SQLModel, table=True):
    """A real body that people belong to. Tasks belong to it, never to a person.

    `name_key` is the name as `domain.text.marked` gives it: two units of a province may differ in marks alone.
    `place` is the official code of its commune, or of its province for a body of the province's, else "".
    """

    __table_args__ = (
        UniqueConstraint("name_key", "province_key", name="uq_unit_name_province"),
        CheckConstraint("length(name_key) > 0", name="ck_unit_name"),
        one_of("kind", UnitKind, "ck_unit_kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(index=True)
    kind: str = Field(default=UnitKind.OTHER.value)
    province: str = ""
    province_key: str = ""
    commune: str = ""
    commune_key: str = ""
    ladder: str | None = None
    place: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default=text("''"), index=True)
    )
    created_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class UnitAlias(SQLModel, table=True):
    """Another name that a unit is called by."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "alias_key", name="uq_unit_alias"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(sa_column=Column(ForeignKey("unit.id", ondelete="CASCADE"), nullable=False))
    alias: str
    alias_key: str = Field(index=True)


class Chat(SQLModel, table=True):
    """A place that messages go to. `topic_id` 0 is the chat itself.

    The surrogate `id` is what everything else points to: `telegram_id` changes when a group
    becomes a supergroup. `remind_at`, `quiet_from` and `quiet_to` are local times in minutes after midnight
    (it is quiet from `quiet_from` until `quiet_to` of the next day); null means the usual ones of domain/quiet.
    `told_at`, `told_message_id`: its last reminder message. `lost_topic`: a topic was closed, its group is to be told
    so with the next message.
    """

    __table_args__ = (
        UniqueConstraint("telegram_id", "topic_id", name="uq_chat_place"),
        CheckConstraint("topic_id >= 0", name="ck_chat_topic"),
        CheckConstraint("kind <> 'private' OR telegram_id > 0", name="ck_chat_private_id"),
        one_of("kind", ChatKind, "ck_chat_kind"),
        CheckConstraint("remind_at BETWEEN 0 AND 1439", name="ck_chat_remind_at"),
        CheckConstraint("quiet_from BETWEEN 1 AND 1440", name="ck_chat_quiet_from"),
        CheckConstraint("(quiet_to IS NULL) = (quiet_from IS NULL)", name="ck_chat_quiet_both"),
        CheckConstraint("quiet_to >= 0 AND quiet_to < quiet_from", name="ck_chat_quiet_to"),
    )

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    topic_id: int = 0
    kind: str
    title: str = ""
    language: str = "vi"
    reachable: bool = True
    unreachable_reason: str | None = None
    unreachable_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    remind_at: int | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    digest: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("false"))
    )
    ladder: str | None = None
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    told_message_id: int | None = None
    lost_topic: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(sa_type=UTCDateTime)


class Person(SQLModel, table=True):
    """Somebody who registered. Name, unit and chat are all that is kept."""

    __table_args__ = (
        UniqueConstraint("telegram_id", name="uq_person_telegram"),
        CheckConstraint("role NOT IN ('officer', 'unit_head') OR unit_id IS NOT NULL", name="ck_person_unit"),
        CheckConstraint("role <> 'admin'", name="ck_person_admin_by_settings"),
        CheckConstraint("language IN ('vi', 'en')", name="ck_person_language"),
        one_of("role", Role, "ck_person_role"),
        CheckConstraint("asked_role IN ('officer', 'unit_head')", name="ck_person_asked_role"),
    )

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    chat_id: int = Field(sa_column=Column(ForeignKey("chat.id"), nullable=False, unique=True))
    name: str
    language: str = "vi"
    role: str = Field(default=Role.VIEWER.value)
    asked_role: str | None = None
    """The role that waits for the word of the unit's head or an admin; until then the person is a viewer."""
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    created_at: datetime = Field(sa_type=UTCDateTime)


class Binding(SQLModel, table=True):
    """A group (or one topic of it) follows a unit."""

    __table_args__ = (UniqueConstraint("chat_id", "unit_id", name="uq_binding"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(ForeignKey("chat.id", ondelete="CASCADE"), nullable=False))
    unit_id: int = Field(
        sa_column=Column(ForeignKey("unit.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    bound_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    bound_at: datetime = Field(sa_type=UTCDateTime)


class PlanBinding(SQLModel, table=True):
    """A group (or one topic of it) follows a plan: it is told each week how far the units of an area are.

    `province_key` null: all units that the plan binds; `commune_key` "": those of the whole province.
    """

    __tablename__ = "plan_binding"
    __table_args__ = (
        UniqueConstraint("chat_id", "plan_id", name="uq_plan_binding"),
        CheckConstraint("province_key IS NOT NULL OR commune_key = ''", name="ck_plan_binding_area"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(ForeignKey("chat.id", ondelete="CASCADE"), nullable=False))
    plan_id: int = Field(
        sa_column=Column(ForeignKey("plan.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    province_key: str | None = None
    commune_key: str = ""
    bound_by: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True)
    )
    bound_at: datetime = Field(sa_type=UTCDateTime)


class Dialog(SQLModel, table=True):
    """What the bot is waiting for in a private chat, such as a unit's name being typed.

    It stands in the store so that a restart forgets no half-finished registration. `value` holds a
    unit's name until it is confirmed, nothing else that a person wrote.
    """

    telegram_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    expects: str
    value: str = ""
    asked_at: datetime = Field(sa_type=UTCDateTime)
