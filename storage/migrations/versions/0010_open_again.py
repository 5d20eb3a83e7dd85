"""What was done before a newer plan gave it a later day.

Revision: 0010, revises: 0009
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("occurrence", sa.Column("was_done_at", UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("occurrence", "was_done_at")
