"""Spam"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.false()
    op.add_column("tickets", sa.Column("is_spam", sa.Boolean(), nullable=False, server_default=no))
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.alter_column("is_spam", server_default=None)
