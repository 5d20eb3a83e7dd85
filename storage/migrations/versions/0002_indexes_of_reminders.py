"""Indexes of reminders: of waiting, sending, failed and sent rows each its own.

Revision: 0002, revises: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PARTIAL = (
    ("ix_reminder_waiting", "next_try_at", "state IN ('planned', 'unsure')"),
    ("ix_reminder_sending", "lease_until", "state = 'sending'"),
    ("ix_reminder_failed", "next_try_at", "state = 'failed'"),
    ("ix_reminder_sent", "sent_at", "sent_at IS NOT NULL"),
)


def upgrade() -> None:
    for name, column, where in PARTIAL:
        op.create_index(
            name, "reminder", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.drop_index("ix_reminder_due", table_name="reminder")
    op.drop_index("ix_reminder_occurrence_id", table_name="reminder")  # uq_reminder begins with that column


def downgrade() -> None:
    op.create_index("ix_reminder_occurrence_id", "reminder", ["occurrence_id"])
    op.create_index("ix_reminder_due", "reminder", ["state", "next_try_at"])
    for name, _, _ in PARTIAL:
        op.drop_index(name, table_name="reminder")
