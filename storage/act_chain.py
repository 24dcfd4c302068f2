"""The register of acts read row by row as it stands in the database, and its chain followed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from desk.act import Act
from desk.chain import Chain, hash_of_note
from desk.deed import Deed
from storage.act_notes import between
from storage.database import Database, Reader

AT_ONCE = 2000  # rows read together
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", re.ASCII)  # SQLite: storage/database.py
# Values as they stand there: what reads rows for the bot takes several spellings for the same.
_PAGE = text(
    "SELECT number, at, deed, by_id, by_name, ticket_id, person_id, note, hash FROM acts"
    " ORDER BY number LIMIT :limit OFFSET :skip"
)
_GUARDS = {
    "sqlite": text(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'acts'"
        " AND sql LIKE '%BEFORE%ON acts%BEGIN SELECT RAISE(ABORT%'"
    ),
    "postgresql": text(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'acts'::regclass AND tgname = 'acts_stay'"
        " AND tgenabled = 'O'"
    ),
}
GUARDS = {"sqlite": 2, "postgresql": 1}  # triggers that keep acts as they are
KNOWN = frozenset(Deed.__members__)


async def page(reader: Reader, skip: int) -> Sequence[Any]:
    """So many rows of the register as they stand there, the oldest first; none after the last."""
    return list(await reader.execute(_PAGE, {"limit": AT_ONCE, "skip": skip}))


async def followed(database: Database, noted: tuple[int, str] | None = None) -> Chain:
    """The whole chain. Raises Unavailable."""
    chain = Chain(noted)
    async with database.reader() as reader:
        while rows := await page(reader, chain.count):
            words = await between(reader, [row.number for row in rows])
            for row in rows:
                is_noted_so = row.number not in words or hash_of_note(words[row.number]) == row.note
                chain.follow(row.number, canonical(row), row.hash, is_noted_so)
    chain.end()
    return chain


async def is_guarded(database: Database) -> bool:
    """Whether the database itself refuses to change acts. Raises Unavailable."""
    async with database.reader() as reader:
        found = (await reader.execute(_GUARDS[database.dialect])).scalar()
    return bool(found == GUARDS[database.dialect])


def canonical(row: Any) -> bytes | None:
    """The act in a row, None where no act of ours is written like that."""
    told = row._asdict()
    at, deed = _moment(told.pop("at")), told.pop("deed")
    numbers = (told["by_id"], told["ticket_id"], told["person_id"])
    words = (deed, told["by_name"], told["note"])
    if at is None or not all(one is None or isinstance(one, int) for one in numbers):
        return None
    if not all(isinstance(one, str) for one in words) or deed.upper() not in KNOWN or not deed.islower():
        return None
    try:
        return Act(at, Deed[deed.upper()], **told).canonical
    except UnicodeError:
        return None


def _moment(written: object) -> datetime | None:
    if isinstance(written, str) and MOMENT.fullmatch(written):
        try:
            return datetime.fromisoformat(written).replace(tzinfo=UTC)
        except ValueError:
            return None
    return written if isinstance(written, datetime) else None
