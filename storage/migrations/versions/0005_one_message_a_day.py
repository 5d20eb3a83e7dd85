"""One message a chat and day: when a chat was told, what has begun to be sent, weekly digests as rows.

An unsure row of before was to be sent once more; from now on that is a planned row with its mark, and `unsure` is
what nobody will know.

Revision: 0005, revises: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import storage.types

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD_REASONS = (
    "superseded",
    "done",
    "not_responsible",
    "unreachable",
    "too_late",
    "muted",
    "received",
    "withdrawn",
)
REASONS = (*OLD_REASONS, "merged", "empty")
DIGEST = "(occurrence_id IS NULL) = (step LIKE 'digest-%')"
OLD_INDEXES = {
    "ix_reminder_waiting": ("next_try_at", "state IN ('planned', 'unsure')"),
    "ix_reminder_failed": ("next_try_at", "state = 'failed'"),
}
INDEXES = {
    "ix_reminder_waiting": ("next_try_at,chat_id", "state = 'planned'"),
    "ix_reminder_ended": ("next_try_at", "state IN ('failed', 'unsure')"),
}


def _words(column: str, words: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _index(name: str, columns: str, where: str) -> None:
    op.create_index(
        name, "reminder", columns.split(","), sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    op.execute("UPDATE reminder SET state = 'planned', possible_repeat = true WHERE state = 'unsure'")
    for name in OLD_INDEXES:
        op.drop_index(name, table_name="reminder")
    with op.batch_alter_table("reminder") as batch:
        batch.add_column(sa.Column("started_at", storage.types.UTCDateTime(timezone=True), nullable=True))
        batch.alter_column("occurrence_id", existing_type=sa.Integer(), nullable=True)
        batch.drop_constraint("ck_reminder_reason", type_="check")
        batch.create_check_constraint("ck_reminder_reason", _words("reason", REASONS))
        batch.create_check_constraint("ck_reminder_digest", DIGEST)
    for name, (columns, where) in INDEXES.items():
        _index(name, columns, where)
    no_task = sa.text("occurrence_id IS NULL")
    op.create_index(
        "uq_reminder_digest",
        "reminder",
        ["chat_id", "step"],
        unique=True,
        sqlite_where=no_task,
        postgresql_where=no_task,
    )
    op.add_column("chat", sa.Column("told_at", storage.types.UTCDateTime(timezone=True), nullable=True))
    op.add_column("chat", sa.Column("told_message_id", sa.Integer(), nullable=True))
    op.add_column("chat", sa.Column("lost_topic", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for column in ("lost_topic", "told_message_id", "told_at"):
        op.drop_column("chat", column)
    op.execute("DELETE FROM reminder WHERE occurrence_id IS NULL")
    op.execute("UPDATE reminder SET reason = 'superseded' WHERE reason IN ('merged', 'empty')")
    op.drop_index("uq_reminder_digest", table_name="reminder")
    for name in INDEXES:
        op.drop_index(name, table_name="reminder")
    with op.batch_alter_table("reminder") as batch:
        batch.drop_constraint("ck_reminder_digest", type_="check")
        batch.drop_constraint("ck_reminder_reason", type_="check")
        batch.create_check_constraint("ck_reminder_reason", _words("reason", OLD_REASONS))
        batch.alter_column("occurrence_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("started_at")
    for name, (columns, where) in OLD_INDEXES.items():
        _index(name, columns, where)
