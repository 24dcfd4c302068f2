"""What Alembic runs: the steps, over the connection that `storage.migrating` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from storage.database import Moment
from storage.tables import metadata


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Steps are written in SQLAlchemy's own types: a step must not change when our code does."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection, applied: list[str]) -> None:
    """Run the steps inside the transaction the caller has begun."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,  # SQLite can alter a table only by copying it
        render_item=render_item,
        on_version_apply=lambda *, step, **_: applied.extend(step.up_revision_ids),
    )
    context.run_migrations()


run(context.config.attributes["connection"], context.config.attributes["applied"])
