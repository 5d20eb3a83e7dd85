"""Alembic's entry: runs the migrations on the connection that storage/migrate.py hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

import storage.tables  # noqa: F401 - fills SQLModel.metadata


def plain_string(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write SQLModel's string type as SQLAlchemy's own, so that migrations need only the latter."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=plain_string,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
