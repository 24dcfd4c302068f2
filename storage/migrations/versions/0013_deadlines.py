"""Deadlines that stand still and are told of"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("tickets", sa.Column("resolve_by", moment, nullable=True))
    op.add_column("tickets", sa.Column("owes_reply", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("tickets", sa.Column("alert", sa.Text(), nullable=False, server_default="none"))
    op.add_column("tickets", sa.Column("waiting_since", moment, nullable=True))
    op.add_column("tickets", sa.Column("close_at", moment, nullable=True))
    op.execute("UPDATE tickets SET owes_reply = (first_reply_at IS NULL)")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.alter_column("owes_reply", server_default=None)
        batch_op.alter_column("alert", server_default=None)
