"""When was last spoken in a ticket"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("tickets", sa.Column("heard_at", moment, nullable=True))
    op.add_column("tickets", sa.Column("told_at", moment, nullable=True))
