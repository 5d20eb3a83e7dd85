"""What people set: hours, quiet, digest, ladders, swapped days, events, receipts.

Revision: 0003, revises: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Written out, because the two tables must not be built anew: on SQLite that would delete all that points to them.
CHAT = (
    "remind_at INTEGER\n CONSTRAINT ck_chat_remind_at CHECK (remind_at BETWEEN 0 AND 1439)",
    "quiet_from INTEGER\n CONSTRAINT ck_chat_quiet_from CHECK (quiet_from BETWEEN 1 AND 1440)",
    "quiet_to INTEGER\n CONSTRAINT ck_chat_quiet_both CHECK ((quiet_to IS NULL) = (quiet_from IS NULL))"
    "\n CONSTRAINT ck_chat_quiet_to CHECK (quiet_to >= 0 AND quiet_to < quiet_from)",
    "digest BOOLEAN DEFAULT false NOT NULL",
    "ladder VARCHAR",
)
REASONS = ("superseded", "done", "not_responsible", "unreachable", "too_late", "muted")


def upgrade() -> None:
    for column in CHAT:
        op.execute(f"ALTER TABLE chat ADD COLUMN {column}")
    op.execute("ALTER TABLE unit ADD COLUMN ladder VARCHAR")
    op.execute("ALTER TABLE plan ADD COLUMN ladder VARCHAR")
    _reasons((*REASONS, "received", "withdrawn"))
    op.create_table(
        "swapped_day",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        *_entered(),
        sa.CheckConstraint("length(source) > 0", name="ck_swapped_day_source"),
    )
    op.create_table(
        "deadline_event",
        sa.Column(
            "deadline_id",
            sa.Integer(),
            sa.ForeignKey("task_deadline.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *_entered(),
    )
    op.create_table(
        "kind_ladder",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('date', 'period', 'recurring', 'ongoing', 'conditional')", name="ck_kind_ladder_kind"
        ),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "occurrence_id", sa.Integer(), sa.ForeignKey("occurrence.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("until", sa.Date(), nullable=False),
        sa.UniqueConstraint("occurrence_id", "version", name="uq_receipt"),
    )


def _entered() -> tuple[sa.Column[int], sa.Column[sa.DateTime]]:
    """Who entered a row, and when."""
    return (
        sa.Column("entered_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("entered_at", UTCDateTime(timezone=True), nullable=False),
    )


def _reasons(words: Sequence[str]) -> None:
    """Let a reminder be skipped for these reasons. Nothing points to reminders: SQLite may copy the table."""
    rule = f"reason IN ({', '.join(repr(word) for word in words)})"
    with op.batch_alter_table("reminder") as table:
        table.drop_constraint("ck_reminder_reason", type_="check")
        table.create_check_constraint("ck_reminder_reason", rule)


def downgrade() -> None:
    op.execute("UPDATE reminder SET reason = 'muted' WHERE reason = 'received'")
    _reasons((*REASONS, "withdrawn"))
    for table in ("receipt", "kind_ladder", "deadline_event", "swapped_day"):
        op.drop_table(table)
    op.execute("ALTER TABLE plan DROP COLUMN ladder")
    op.execute("ALTER TABLE unit DROP COLUMN ladder")
    for name in ("ladder", "digest", "quiet_to", "quiet_from", "remind_at"):
        op.execute(f"ALTER TABLE chat DROP COLUMN {name}")
