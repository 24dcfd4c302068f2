"""A copy of the database: one SQLite file, whatever the database is; looked through before it is trusted."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from storage.database import Database, DatabaseUnusable
from storage.tables import metadata

OURS = {"alembic_version", "letters", "tickets"}  # tables that every release had
AT_ONCE = 1000  # rows carried over together


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy holds: table → rows, and bytes in all."""

    rows: Mapping[str, int]
    size: int


def examine(path: Path) -> Copy:
    """Look the whole file through. Raises DatabaseUnusable: no copy of ours, or damaged."""
    if not path.is_file():
        raise DatabaseUnusable(f"{path}: такого файла нет.")
    try:
        with closing(reading(path)) as file:
            if file.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("malformed")
            rows = counted(file)
    except sqlite3.Error as error:
        foreign = "not a database" in str(error)
        wrong = "это не копия контакт-центра" if foreign else f"копия повреждена или неполна ({error})"
        raise DatabaseUnusable(f"{path}: {wrong}. Возьмите другую.") from error
    if not rows.keys() >= OURS:
        raise DatabaseUnusable(f"{path}: это не копия контакт-центра. Возьмите другую.")
    return Copy(rows, path.stat().st_size)


def reading(path: Path) -> sqlite3.Connection:
    """A copy that is not to be changed."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def counted(file: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = [name for (name,) in tables]
    return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def ours(rows: Mapping[str, int]) -> dict[str, int]:
    """The same for the tables of this release."""
    return {name: rows.get(name, 0) for name in metadata.tables}


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """A copy as a database that nobody else knows of, so without a lock."""
    database = Database(URL.create("sqlite+aiosqlite", database=str(path)), None)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def workplace(folder: Path | None) -> Iterator[Path]:
    """A file to be made, in a folder of its own within that one; gone at the end unless it was kept."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".contact-center-") as place:
        yield Path(place) / "copy.sqlite3"


def keep(made: Path, path: Path) -> None:
    """Put a file that is whole where it belongs, at once and for good, for its owner's eyes only."""
    made.chmod(0o600)
    _on_disk(made)
    made.replace(path)
    _on_disk(path.parent)


def _on_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
