"""Municipalities"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residents", sa.Column("municipality", sa.Text(), nullable=True))
