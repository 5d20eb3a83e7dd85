"""A reminder may end because its person is away and a colleague was told instead.

Revision: 0009, revises: 0008
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REASONS = (
    "superseded",
    "done",
    "not_responsible",
    "unreachable",
    "too_late",
    "muted",
    "received",
    "withdrawn",
    "merged",
    "empty",
)


def upgrade() -> None:
    _reasons((*REASONS, "away"))


def downgrade() -> None:
    op.execute("UPDATE reminder SET reason = 'not_responsible' WHERE reason = 'away'")
    _reasons(REASONS)


def _reasons(words: Sequence[str]) -> None:
    """Let a reminder be skipped for these reasons. Nothing points to reminders: SQLite may copy the table."""
    rule = f"reason IN ({', '.join(repr(word) for word in words)})"
    with op.batch_alter_table("reminder") as table:
        table.drop_constraint("ck_reminder_reason", type_="check")
        table.create_check_constraint("ck_reminder_reason", rule)
