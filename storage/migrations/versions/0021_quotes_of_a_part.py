"""Quotes of a part"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("asides", sa.Column("excerpt", sa.Text(), nullable=True))
    op.add_column("mirrors", sa.Column("lead", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("mirrors", schema=None) as batch_op:
        batch_op.alter_column("lead", server_default=None)
