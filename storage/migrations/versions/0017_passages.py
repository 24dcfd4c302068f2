"""Passages"""

import sqlalchemy as sa
from alembic import op

from desk.passage import stems

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_passages_chat_id_message_id")),
    )
    # What is there already is found, too, as far as it is kept: letters that were passed on are not.
    connection = op.get_bind()
    known = sa.text(
        "SELECT tickets.id, 0, tickets.id, 'ticket', residents.name || ' · ' || tickets.subject"
        " FROM tickets JOIN residents ON residents.id = tickets.resident_id"
        " UNION ALL SELECT ticket_id, resident_id, message_id, 'resident', text FROM questions"
        " WHERE ticket_id IS NOT NULL"
        " UNION ALL SELECT ticket_id, chat_id, message_id, 'note', words FROM notes ORDER BY 1"
    )
    add = sa.text(
        "INSERT INTO passages (ticket_id, chat_id, message_id, speaker, words, stems)"
        " VALUES (:ticket_id, :chat_id, :message_id, :speaker, :words, :stems)"
    )
    names = ("ticket_id", "chat_id", "message_id", "speaker", "words")
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute(known) if row[4].strip()]
    if rows:
        connection.execute(add, [row | {"stems": f" {' '.join(stems(row['words']))} "} for row in rows])
