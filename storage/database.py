"""The database: engines, pragmas, and the lock against a second process."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import inspect
import os
import sqlite3
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Executable
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from faq.mishaps import why
from storage.direct_sqlite import DirectSQLite
from storage.opening import Opening, opened
from storage.outages import DatabaseUnusable, outage
from storage.reaching import Reaching
from storage.readers import Found, Reader, Writing
from storage.schema import Moment, metadata
from storage.sealing import Sealing
from storage.vault import Vault

__all__ = [
    "Database",
    "DatabaseTaken",
    "DatabaseUnusable",
    "Found",
    "Moment",
    "Reader",
    "Writing",
    "fits",
    "metadata",
    "parse_url",
]

READERS = 8  # connections that only read
LOCKED_SECONDS = 30.0  # SQLite: how long somebody's lock on the file is waited for
# The last one: a lock is waited for by asking again, so that nothing else has to wait.
WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is erased leaves no trace in the file; not every SQLite is built so
    "busy_timeout=0",
)
LAST_PORT = 65535
FORM = (
    "storage.database_url: нужен адрес вида sqlite+aiosqlite:///data/contact-center.sqlite3 "
    "или postgresql+asyncpg://имя:пароль@хост/база"
)
OF_SQLALCHEMY = frozenset(("prepared_statement_cache_size", "prepared_statement_name_func"))  # in a URL
CONNECT_SECONDS = 10  # PostgreSQL: how long a connection may take to come up
APPLICATION = "contact-center"  # PostgreSQL: our name among those who are connected
FAREWELL_SECONDS = 1.0  # PostgreSQL: how long it may take to part from all connections of an engine
ANSWER_SECONDS = 30  # PostgreSQL: how long a statement may take; a server that hangs is one that is away


class DatabaseTaken(DatabaseUnusable):
    """Another process has the SQLite file: nothing is wrong with it."""


class Reading:
    """A connection that reads, for as long as somebody needs it. Raises Unavailable.

    Other errors of whoever reads stay what they are: a missing file is no outage. A class, since what
    contextlib makes of a generator costs as much as a read.
    """

    __slots__ = ("_connection", "_engine", "_sealing")

    def __init__(self, engine: AsyncEngine | DirectSQLite, sealing: Sealing) -> None:
        self._engine = engine
        self._sealing = sealing

    async def __aenter__(self) -> Reader:
        """Take it."""
        try:
            self._connection = await self._engine.connect()
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise outage(error) or error from error
        return Opening(self._connection, self._sealing) if self._sealing.vault.is_on else self._connection

    async def __aexit__(self, _: type[BaseException] | None, error: BaseException | None, __: Any) -> None:
        """Give it back."""
        await self._connection.close()
        if isinstance(error, DBAPIError | sqlite3.Error) and (away := outage(error)) is not None:
            raise away from error


class Database:
    """Two engines on one database: one connection writes, others (SQLite: one) read beside it."""

    def __init__(self, url: URL, lock: IO[str] | None, vault: Vault | None = None) -> None:
        self.url = url
        self.dialect = url.get_backend_name()
        self.sealing = Sealing(vault or Vault(), self.dialect)
        self._lock = lock
        self._reaching = Reaching()
        self.writing = _writing(url, self._reaching)
        self.reading = _reading(url, self._reaching)

    @classmethod
    def open(cls, url: str, vault: Vault | None = None) -> Database:
        """Open (SQLite: make the folder, take the lock). Raises DatabaseUnusable."""
        parsed = parse_url(url)
        lock = None
        if parsed.get_backend_name() == "sqlite":
            lock = _lock(Path(parsed.database or ""))
        return cls(parsed, lock, vault)

    @classmethod
    def beside(cls, url: str, vault: Vault | None = None) -> Database:
        """Open without the lock, which a running bot holds. Raises DatabaseUnusable."""
        parsed = parse_url(url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
            raise DatabaseUnusable(
                f"База {parsed.database}: ещё не создана. Запустите бота: contact-center run"
            )
        return cls(parsed, None, vault)

    def reader(self) -> Reading:
        """A connection that reads what is committed at each statement, for `async with`."""
        return Reading(self.reading, self.sealing)

    async def aside(self, statement: Executable, parameters: dict[str, Any] | None = None) -> Found:
        """Read what takes long: nothing else waits for it. Raises Unavailable."""
        try:
            if isinstance(self.reading, DirectSQLite):
                found = await self.reading.aside(statement, parameters or {})
                return await opened(found, statement, self.sealing, self.reading)
            async with self.reading.connect() as connection:
                return await opened(
                    await connection.execute(statement, parameters), statement, self.sealing, connection
                )
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise outage(error) or error from error

    def apart(self, patience: float) -> AsyncEngine:
        """PostgreSQL: an engine of one connection that nobody else waits for; each statement by itself."""
        return _engine(self.url, self._reaching, patience, isolation_level="AUTOCOMMIT", pool_size=1)

    async def close(self) -> None:
        """Close both engines and give the lock back. A server that hangs is not waited for."""
        patience = FAREWELL_SECONDS if self.dialect == "postgresql" else None
        try:
            for engine in (self.reading, self.writing):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(patience):
                        await engine.dispose()
        finally:
            if self._lock is not None:
                self._lock.close()


async def fits(database: Database) -> None:
    """Whether all that is sealed in it can be opened. Raises DatabaseUnusable: it says what is missing."""
    async with database.reader() as reader:
        await database.sealing.fits(reader)


def parse_url(url: str) -> URL:
    """A database URL we can use. Raises DatabaseUnusable."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        driver = parsed.get_driver_name()
    except NoSuchModuleError as error:
        raise DatabaseUnusable(FORM) from error
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnusable(f"storage.database_url: это не адрес базы данных: {error}") from error
    if (backend, driver) not in (("sqlite", "aiosqlite"), ("postgresql", "asyncpg")):
        raise DatabaseUnusable(FORM)
    if backend == "sqlite" and (parsed.database == ":memory:" or not Path(parsed.database or "").name):
        raise DatabaseUnusable("storage.database_url: назовите файл базы: sqlite+aiosqlite:///путь/к/файлу")
    if (parsed.port or 0) > LAST_PORT:
        raise DatabaseUnusable(f"storage.database_url: порт — число от 1 до {LAST_PORT}")
    if backend == "postgresql":
        _known_to_asyncpg(parsed)
    return parsed


def _known_to_asyncpg(url: URL) -> None:
    import asyncpg  # noqa: PLC0415  SQLite does without

    try:
        _, asked = url.get_dialect()().create_connect_args(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnusable(f"storage.database_url: это не адрес базы данных: {error}") from error
    unknown = sorted(asked.keys() - inspect.signature(asyncpg.connect).parameters.keys() - OF_SQLALCHEMY)
    if unknown:
        raise DatabaseUnusable(
            f"storage.database_url: лишнее в адресе после «?»: {', '.join(unknown)}. Шифрование включает "
            "ssl=require."
        )


def _lock(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(path.name + ".lock").open("a+")
    except OSError as error:
        raise DatabaseUnusable(
            f"База {path}: в эту папку нельзя писать ({why(error)}). Дайте права или смените "
            "storage.database_url."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        holder = lock.read().strip() or "неизвестен"
        lock.close()
        raise DatabaseTaken(
            f"База {path} уже занята другим процессом (номер {holder}). Остановите его: на SQLite работает "
            "один процесс; для нескольких нужен PostgreSQL."
        ) from error
    try:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        if not path.exists():
            path.touch(0o600)  # SQLite would let everybody on this machine read it
    except OSError as error:
        with contextlib.suppress(OSError):  # what it could not write it tries to write once more
            lock.close()
        raise DatabaseUnusable(
            f"База {path}: рядом с ней нельзя записать файл ({why(error)}). Если на диске кончилось "
            "место, освободите его и запустите бота снова."
        ) from error
    return lock


def _engine(url: URL, reaching: Reaching, patience: float = ANSWER_SECONDS, **options: Any) -> AsyncEngine:
    """Its errors do not quote what was to be written: names and questions must not get into logs."""
    return create_async_engine(
        url,
        max_overflow=0,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "async_creator_fn": reaching.connect,
            "timeout": min(CONNECT_SECONDS, patience),
            "command_timeout": patience,
            "server_settings": {"application_name": APPLICATION},
        },
        **options,
    )


def _writing(url: URL, reaching: Reaching) -> AsyncEngine | DirectSQLite:
    if url.get_backend_name() == "sqlite":
        return DirectSQLite(url.database or "", WRITING, LOCKED_SECONDS)
    return _engine(url, reaching, pool_size=4)


def _reading(url: URL, reaching: Reaching) -> AsyncEngine | DirectSQLite:
    if url.get_backend_name() == "sqlite":
        return DirectSQLite(url.database or "", ("query_only=ON",), LOCKED_SECONDS)
    return _engine(url, reaching, isolation_level="AUTOCOMMIT", pool_size=READERS)
