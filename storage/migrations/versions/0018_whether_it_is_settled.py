"""Whether it is settled"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("tickets", sa.Column("ask_at", moment, nullable=True))
    op.add_column("tickets", sa.Column("asked_at", moment, nullable=True))
    op.add_column("tickets", sa.Column("settled", sa.Boolean(), nullable=True))
    op.create_index(op.f("ix_tickets_ask_at"), "tickets", ["ask_at"], unique=False)
    op.add_column("residents", sa.Column("resuming", sa.BigInteger(), nullable=True))
