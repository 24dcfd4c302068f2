"""Retention"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residents", sa.Column("heard_on", sa.Date(), nullable=True))
    # When they were heard of last is not known: from now on it counts.
    op.execute(sa.text("UPDATE residents SET heard_on = CURRENT_DATE"))
    op.create_index(op.f("ix_passages_ticket_id"), "passages", ["ticket_id"])
