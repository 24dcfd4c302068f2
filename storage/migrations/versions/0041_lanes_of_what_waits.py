"""What waits, by chat"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text("state = 'pending'")
    op.create_index("ix_inbox_pending", "inbox", ["lane", "id"], sqlite_where=waits, postgresql_where=waits)
