"""Invitations, deputies, roles asked for, and the book of changes, which only grows.

Revision: 0008, revises: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROLES = "'viewer', 'officer', 'unit_head', 'coordinator', 'admin'"


def _person(name: str, *, keeps: bool = False) -> sa.Column[int]:
    """A column that points to a person; `keeps`: the row stays when he is forgotten."""
    rule = "SET NULL" if keeps else "CASCADE"
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id", ondelete=rule), nullable=keeps)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, UTCDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE person ADD COLUMN asked_role VARCHAR"
        "\n CONSTRAINT ck_person_asked_role CHECK (asked_role IN ('officer', 'unit_head'))"
    )
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code_hash", sa.String(), nullable=False, unique=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id", ondelete="CASCADE"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        _person("made_by", keeps=True),
        _moment("made_at"),
        _moment("expires_at"),
        _person("used_by", keeps=True),
        _moment("used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name="ck_invite_role"),
        sa.CheckConstraint("role <> 'admin'", name="ck_invite_not_admin"),
        sa.CheckConstraint("length(code_hash) = 64", name="ck_invite_hash"),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="ck_invite_used_or_revoked"),
    )
    op.create_index("ix_invite_unit_id", "invite", ["unit_id"])
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person("person_id"),
        _person("deputy_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        _moment("made_at"),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint("person_id <> deputy_id", name="ck_deputy_other"),
        sa.CheckConstraint("from_on <= until_on", name="ck_deputy_span"),
    )
    op.create_index("ix_deputy_person_id", "deputy", ["person_id"])
    op.create_index("ix_deputy_deputy_id", "deputy", ["deputy_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        _moment("at"),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("as_admin", sa.Boolean(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False, unique=True),
    )
    op.create_index("ix_audit_action", "audit", ["action"])
    _only_grows()


def _only_grows() -> None:
    """Neither of the two databases lets a line of the book be changed or taken out."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit table only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
        )
        op.execute(
            "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        )
        return
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit table only grows'); END"
        )


def downgrade() -> None:
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_only_grows()")
    op.drop_table("deputy")
    op.drop_table("invite")
    op.execute("ALTER TABLE person DROP COLUMN asked_role")
