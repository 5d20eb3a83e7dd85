"""Plans that replace or amend plans, spans in force, corrections by sentence, what a document says.

Revision: 0004, revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Written out and added one by one: `plan` and `task` must not be built anew, for on SQLite that would delete all
# that points to them.
COLUMNS = {
    "plan": (
        ("revision", "INTEGER DEFAULT 0 NOT NULL"),
        ("supersedes", "JSON"),
        ("amends", "JSON"),
        ("change", "VARCHAR\n CONSTRAINT ck_plan_change CHECK (change IN ('new', 'replaces', 'amends'))"),
        ("predecessor_id", "INTEGER REFERENCES plan (id)"),
        ("successor_id", "INTEGER REFERENCES plan (id)"),
        ("past", "VARCHAR\n CONSTRAINT ck_plan_past CHECK (past IN ('history', 'recurring', 'moved'))"),
        ("moved_years", "INTEGER"),
    ),
    "task": (("superseded_by", "INTEGER REFERENCES task (id)"),),
    "task_deadline": (("moved_from", "DATE"),),
    "occurrence": (("moved_from", "DATE"),),
    "plan_doubt": (("value", "VARCHAR"),),
}
# Table, name, the rule as it was, the rule as it is.
CHECKS = (
    (
        "plan",
        "ck_plan_state",
        "state IN ('draft', 'published', 'discarded')",
        "state IN ('draft', 'published', 'discarded', 'replaced', 'withdrawn', 'history')",
    ),
    (
        "plan",
        "ck_plan_published_at",
        "(state = 'published') = (published_at IS NOT NULL)",
        "(state IN ('draft', 'discarded')) = (published_at IS NULL)",
    ),
    (
        "plan_doubt",
        "ck_doubt_decision",
        "decision IN ('accepted', 'dropped')",
        "decision IN ('accepted', 'dropped', 'dated', 'assigned')",
    ),
)


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, form in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {form}")
    for table, name, old, new in CHECKS:
        _change_check(table, name, old, new)
    op.create_index("ix_task_superseded_by", "task", ["superseded_by"])
    _spans()
    op.create_table(
        "correction",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("decided_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) = 64", name="ck_correction_key"),
        sa.CheckConstraint(
            "decision IN ('accepted', 'dropped', 'dated', 'assigned')", name="ck_correction_decision"
        ),
    )
    op.create_table(
        "document_text",
        sa.Column(
            "document_id",
            sa.Integer(),
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("lines", sa.JSON(), nullable=False),
    )


def _spans() -> None:
    """From when until when each plan was in force; those published before begin when they were published."""
    op.create_table(
        "plan_span",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id", ondelete="CASCADE"), nullable=False),
        sa.Column("from_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("until_at", UTCDateTime(timezone=True)),
        sa.Column("ended_by", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.CheckConstraint("until_at >= from_at", name="ck_plan_span_order"),
    )
    op.create_index("ix_plan_span_plan_id", "plan_span", ["plan_id"])
    op.execute(
        "INSERT INTO plan_span (plan_id, from_at) SELECT id, published_at FROM plan WHERE state = 'published'"
    )


def _change_check(table: str, name: str, old: str, new: str) -> None:
    """Change a rule in place.

    SQLite cannot, and copying the table is out of the question (above). Its manual gives this way for changes that
    touch no stored row (sqlite.org/lang_altertable.html#otheralter): the table's own text is written anew.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, new)
        return
    op.execute("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :table"
        ),
        {
            "old": f"CONSTRAINT {name} CHECK ({old})",
            "new": f"CONSTRAINT {name} CHECK ({new})",
            "table": table,
        },
    )
    op.execute("PRAGMA writable_schema = RESET")


def downgrade() -> None:
    for table in ("document_text", "correction", "plan_span"):
        op.drop_table(table)
    op.drop_index("ix_task_superseded_by", table_name="task")
    op.execute(
        "UPDATE plan SET state = 'discarded', published_at = NULL WHERE state NOT IN ('draft', 'published')"
    )
    op.execute("UPDATE plan_doubt SET decision = 'accepted' WHERE decision IN ('dated', 'assigned')")
    for table, name, old, new in CHECKS:
        _change_check(table, name, new, old)
    for table, columns in COLUMNS.items():
        for name, _ in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
