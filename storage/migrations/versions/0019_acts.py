"""Acts"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER acts_stay_{name} BEFORE {event} ON acts
BEGIN SELECT RAISE(ABORT, 'acts are only added'); END
"""
POSTGRESQL = """
CREATE FUNCTION acts_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'acts are only added'; END $$
"""
ON_POSTGRESQL = (
    "CREATE TRIGGER acts_stay BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION acts_stay()"
)


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_by_id"), ["by_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(name=event.lower(), event=event))
    else:
        op.execute(POSTGRESQL)
        op.execute(ON_POSTGRESQL)
