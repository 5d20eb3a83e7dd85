"""A group may follow a plan.

Revision: 0011, revises: 0010
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "plan_binding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chat_id", sa.Integer(), sa.ForeignKey("chat.id", ondelete="CASCADE"), nullable=False),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id", ondelete="CASCADE"), nullable=False),
        sa.Column("province_key", sa.String(), nullable=True),
        sa.Column("commune_key", sa.String(), nullable=False),
        sa.Column("bound_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL"), nullable=True),
        sa.Column("bound_at", UTCDateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("chat_id", "plan_id", name="uq_plan_binding"),
        sa.CheckConstraint("province_key IS NOT NULL OR commune_key = ''", name="ck_plan_binding_area"),
    )
    op.create_index("ix_plan_binding_plan_id", "plan_binding", ["plan_id"])


def downgrade() -> None:
    op.drop_table("plan_binding")
