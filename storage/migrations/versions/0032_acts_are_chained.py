"""Acts are chained"""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER acts_stay_{name} BEFORE {event} ON acts
BEGIN SELECT RAISE(ABORT, 'acts are only added'); END
"""
ON_POSTGRESQL = (
    "CREATE TRIGGER acts_stay BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION acts_stay()"
)
EVERY = sa.text("SELECT * FROM acts WHERE number > :after ORDER BY number LIMIT 1000")
HASHED = sa.text("UPDATE acts SET hash = :hash WHERE number = :number")


def upgrade() -> None:
    """Acts of before get their hashes, too."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for event in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER acts_stay_{event.lower()}")
    else:
        op.execute("DROP TRIGGER acts_stay ON acts")
    op.add_column("acts", sa.Column("hash", sa.Text(), nullable=True))
    _chain(op.get_bind())
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.alter_column("hash", existing_type=sa.Text(), nullable=False)
    if is_sqlite:
        for event in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(name=event.lower(), event=event))
    else:
        op.execute(ON_POSTGRESQL)


def _chain(connection: sa.Connection) -> None:
    """As `desk/chain.py` and `Act.canonical` made them when this step was written."""
    head, after = "0" * 64, 0
    while rows := connection.execute(EVERY, {"after": after}).mappings().all():
        hashed = []
        for row in rows:
            at = row["at"]
            at = at if isinstance(at, datetime) else datetime.fromisoformat(at + "+00:00")
            told = dict(row) | {
                "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
                "deed": row["deed"].upper(),
            }
            del told["hash"]
            act = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            head = hashlib.sha256(head.encode() + b"\n" + act).hexdigest()
            after = row["number"]
            hashed.append({"number": after, "hash": head})
        connection.execute(HASHED, hashed)
