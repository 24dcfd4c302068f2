"""Keys of the vault"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vault_keys",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("master", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_keys")),
        sa.UniqueConstraint("owner", name=op.f("uq_vault_keys_owner")),
    )
    # The default stands for the rows that are there; new ones say it.
    op.add_column("gaps", sa.Column("answer_length", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE gaps SET answer_length = length(answer)")
