"""Notes of acts that may go"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "act_notes",
        sa.Column("note_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("note_hash", name=op.f("pk_act_notes")),
    )
    with op.batch_alter_table("act_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_act_notes_person_id"), ["person_id"], unique=False)
