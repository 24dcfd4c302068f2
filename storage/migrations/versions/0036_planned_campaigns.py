"""How many residents a campaign is for"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("planned", sa.Integer(), nullable=False, server_default="0"))
