"""Priorities"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE tickets SET priority = 2 WHERE subject LIKE '🆘%'")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.alter_column("priority", server_default=None)
