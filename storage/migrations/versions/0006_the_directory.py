"""The directory: places of units with their codes, what became of bodies, why a unit got a task.

Revision: 0006, revises: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from domain.text import fold, marked
from storage.types import UTCDateTime

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = "VARCHAR DEFAULT '' NOT NULL"


def upgrade() -> None:
    op.execute(f"ALTER TABLE unit ADD COLUMN place {TEXT}")
    op.add_column("unit", sa.Column("changed_at", UTCDateTime(timezone=True), nullable=True))
    op.create_index("ix_unit_place", "unit", ["place"])
    op.execute(f"ALTER TABLE task_unit ADD COLUMN was {TEXT}")
    op.execute(f"ALTER TABLE task_unit ADD COLUMN decree {TEXT}")
    op.add_column("task_unit", sa.Column("sure", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "successor",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("old_key", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("new_key", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("decree", sa.String(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("changed_at", UTCDateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("level", "old_key", "new_key", name="uq_successor"),
        sa.CheckConstraint("length(old_key) > 0 AND length(new_key) > 0", name="ck_successor_names"),
        sa.CheckConstraint("level IN ('province', 'district', 'commune')", name="ck_successor_level"),
        sa.CheckConstraint("topic IN ('all', 'children', 'other')", name="ck_successor_topic"),
    )
    _rekey(marked)


def _rekey(key: object) -> None:
    """Give every unit's name its key anew: with marks, since communes of one province differ in marks alone."""
    assert callable(key)
    bind = op.get_bind()
    for unit_id, name in bind.execute(sa.text("SELECT id, name FROM unit")).all():
        bind.execute(
            sa.text("UPDATE unit SET name_key = :key WHERE id = :id"), {"key": key(name), "id": unit_id}
        )


def downgrade() -> None:
    _rekey(fold)
    op.drop_table("successor")
    for name in ("sure", "decree", "was"):
        op.drop_column("task_unit", name)
    op.drop_index("ix_unit_place", table_name="unit")
    op.drop_column("unit", "changed_at")
    op.drop_column("unit", "place")
