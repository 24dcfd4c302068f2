"""SQLite without a thread between: statements run at once, only waiting is done elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any

import sqlalchemy
from sqlalchemy import Executable, Pool, Result, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

DRIVER = "sqlite+direct"
BEGIN_WRITING = "BEGIN IMMEDIATE"  # waits for the lock on the file


class DirectSQLite(SQLiteDialect_pysqlite):
    """The standard library's driver behind SQLAlchemy's asynchronous engine.

    A statement by its key takes some 20 µs; handing it to a thread and back takes ten times that. So
    statements run on the loop itself. What may take long does not: the commit waits for the disk, the
    beginning of a write for the file's lock, and both are handed to a thread.
    """

    driver = "direct"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """A pool whose callers wait without holding the loop up."""
        return AsyncAdaptedQueuePool

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run it here and now, unless it has to wait."""
        if statement == BEGIN_WRITING:
            await_only(_in_a_thread(cursor.execute, statement))
        else:
            await_only(_nothing())
            cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run it here and now."""
        await_only(_nothing())
        cursor.executemany(statement, parameters)

    def do_commit(self, dbapi_connection: Any) -> None:
        """On disk when it returns."""
        await_only(_in_a_thread(dbapi_connection.commit))


class Connection(sqlite3.Connection):
    """Makes cursors that an asynchronous engine knows how to leave."""

    def cursor(self, factory: Any = None) -> Any:
        """A cursor."""
        return super().cursor(_Cursor)


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy calls it when rows are left unread: nothing is held for them."""


class DirectReading:
    """The reader of an SQLite database: one connection that stays open and runs a statement at once.

    Nobody can come between, so all visits share it. SQLAlchemy's asynchronous engine would change
    greenlets three times a statement, which costs as much as the statement.
    """

    def __init__(self, url: URL, connect_args: dict[str, Any]) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite"), connect_args=connect_args, hide_parameters=True
        )
        self._open: sqlalchemy.Connection | None = None

    async def connect(self) -> DirectReading:
        """Open it, if it is not."""
        if self._open is None:
            self._open = self._engine.connect()
            self._open.exec_driver_sql("PRAGMA query_only=ON")
        return self

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result[*tuple[Any, ...]]:
        """The statement's rows."""
        if self._open is None:
            raise RuntimeError("not connected")
        return self._open.execute(statement, parameters)

    async def close(self) -> None:
        """It stays open for the next visit."""

    async def dispose(self) -> None:
        """Close it for good."""
        if self._open is not None:
            self._open.close()
        self._engine.dispose()


async def _in_a_thread(work: Callable[..., Any], *given: Any) -> None:
    """Wait for the thread's end even when cancelled: whoever cancels closes the connection next.

    The standard library's driver crashes the process when two threads use one connection.
    """
    under_way = asyncio.get_running_loop().run_in_executor(None, work, *given)
    try:
        await asyncio.shield(under_way)
    except asyncio.CancelledError:
        while not under_way.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([under_way])
        under_way.exception()  # told to nobody: the caller has been cancelled
        raise


async def _nothing() -> None:
    """SQLAlchemy insists that its asynchronous engine is made to wait at every statement."""


registry.register("sqlite.direct", __name__, DirectSQLite.__name__)
