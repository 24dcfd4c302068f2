"""Texts said together"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mirrors", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_mirrors_copy_chat_copy_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_mirrors_copy_chat_copy_id_source_chat_source_id"),
            ["copy_chat", "copy_id", "source_chat", "source_id"],
        )
