"""Each plan counts its changes, so that every process knows when to read its tasks anew.

Triggers do the counting: whatever writes to a task, its agencies or its deadlines, by whichever way, is seen.

Revision: 0007, revises: 0006
"""

from collections.abc import Iterator, Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_TASK = "SELECT plan_id FROM task WHERE id = {row}.task_id"
_TABLES = {"task": "{row}.plan_id", "task_agency": f"({_OF_TASK})", "task_deadline": f"({_OF_TASK})"}
_EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_COUNT = "UPDATE plan SET changes = changes + 1 WHERE id"
_IN_TASKS = "SELECT task.plan_id FROM task JOIN touched ON touched.task_id = task.id"
_TOUCHED = {"task": "SELECT plan_id FROM touched", "task_agency": _IN_TASKS, "task_deadline": _IN_TASKS}


def upgrade() -> None:
    op.execute("ALTER TABLE plan ADD COLUMN changes INTEGER DEFAULT 0 NOT NULL")
    statements = _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite()
    for statement in statements:
        op.execute(statement)


def _sqlite() -> Iterator[str]:
    """A row at a time: SQLite knows no other triggers."""
    for table, plan in _TABLES.items():
        for event, row in _EVENTS.items():
            counted = f"{_COUNT} = {plan.format(row=row)}"
            yield f"CREATE TRIGGER count_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {counted}; END"


def _postgresql() -> Iterator[str]:
    """A statement at a time."""
    for table, plans in _TOUCHED.items():
        counted = f"{_COUNT} IN ({plans})"
        yield (
            f"CREATE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {counted}; RETURN NULL; END $$"
        )
        for event, row in _EVENTS.items():
            yield (
                f"CREATE TRIGGER count_{table}_{event.lower()} AFTER {event} ON {table} "
                f"REFERENCING {row} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION count_{table}()"
            )


def downgrade() -> None:
    for table in _TABLES:
        for event in _EVENTS:
            on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER count_{table}_{event.lower()}{on}")
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION count_{table}()")
    op.drop_column("plan", "changes")
