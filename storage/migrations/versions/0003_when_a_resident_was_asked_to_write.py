"""When a resident was asked to write"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residents", sa.Column("prompted_at", sa.DateTime(timezone=True), nullable=True))
