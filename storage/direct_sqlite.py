"""SQLite without a thread between: statements run at once, only waiting is done elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Executable, StaticPool, create_engine

from storage.statements import Rows, Values, compiled

PAUSE = 0.02  # seconds between two looks at a lock that somebody else holds
Answer = TypeVar("Answer")


class Connection(sqlite3.Connection):
    """The standard library's connection, by a name that tests can get hold of."""


class DirectSQLite:
    """One connection that stays open; nobody can come between, so all that read (or write) share it.

    A statement by its key takes some 20 µs; handing it to a thread and back takes ten times that, and
    SQLAlchemy's execution thrice. So SQLAlchemy compiles a statement once, and the driver runs it on the
    loop itself. What may take long does not: the commit waits for the disk in a thread, and a lock on the
    file that another program holds is asked for again and again, up to `patience` seconds.
    """

    def __init__(self, path: str, pragmas: Sequence[str], patience: float) -> None:
        self._path = path
        self._pragmas = pragmas
        self._patience = patience
        self._open: Connection | None = None
        self._turn = asyncio.Lock()

    async def connect(self) -> DirectSQLite:
        """Open it, if it is not. Raises sqlite3.Error."""
        self._here()
        return self

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Rows:
        """The statement's rows; for a list of values, once for each of them."""
        connection = self._here()
        many: Sequence[Values] = parameters if isinstance(parameters, list) else (parameters or {},)
        ready = compiled(statement, tuple(many[0]))
        if len(many) == 1:
            return ready.rows(connection.execute(ready.sql, ready.parameters(many[0])))
        if not ready.brings_rows:
            return ready.rows(connection.executemany(ready.sql, map(ready.parameters, many)))
        found = [ready.rows(connection.execute(ready.sql, ready.parameters(one))) for one in many]
        return Rows([row for one in found for row in one])

    async def scalar(self, statement: Executable, parameters: Any = None, /) -> Any:
        """The first row's first value, None when there is no row."""
        return (await self.execute(statement, parameters)).scalar()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[DirectSQLite]:
        """A transaction that writes: all of it is on disk at its end, or nothing. One at a time."""
        async with self._turn:
            connection = self._here()
            await self._lock(connection)
            try:
                yield self
                await _in_a_thread(connection.commit)
            finally:
                if connection.in_transaction:
                    connection.rollback()

    async def run_sync(self, work: Callable[..., Answer], *given: Any) -> Answer:
        """Run what wants a connection of SQLAlchemy's, inside the transaction that has begun."""
        engine = create_engine(
            "sqlite://",
            creator=self._here,
            poolclass=StaticPool,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
        # It is `begin` that ends the transaction, well or badly.
        engine.dialect.do_commit = engine.dialect.do_rollback = _nothing  # type: ignore[method-assign, assignment]
        with engine.begin() as connection:
            return work(connection, *given)

    async def close(self) -> None:
        """It stays open for the next visit."""

    async def dispose(self) -> None:
        """Close it for good."""
        if self._open is not None:
            self._open.close()
            self._open = None

    async def aside(self, statement: Executable, parameters: Values) -> Rows:
        """The rows of a statement that may take long: in a thread, over a connection of its own."""

        def look() -> Rows:
            with contextlib.closing(self._connected()) as connection:
                ready = compiled(statement, tuple(parameters))
                return ready.rows(connection.execute(ready.sql, ready.parameters(parameters)))

        return await asyncio.to_thread(look)

    def _here(self) -> Connection:
        if self._open is None:
            self._open = self._connected()
        return self._open

    def _connected(self) -> Connection:
        # It is us who say where a transaction begins; the commit runs in another thread.
        connection = sqlite3.connect(
            self._path, self._patience, isolation_level=None, check_same_thread=False, factory=Connection
        )
        for pragma in self._pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    async def _lock(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() > until:
                    raise
            await asyncio.sleep(PAUSE)


async def _in_a_thread(work: Callable[[], object]) -> None:
    """Wait for the thread's end even when cancelled: whoever cancels closes the connection next.

    The standard library's driver crashes the process when two threads use one connection.
    """
    under_way = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        await asyncio.shield(under_way)
    except asyncio.CancelledError:
        while not under_way.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([under_way])
        under_way.exception()  # told to nobody: the caller has been cancelled
        raise


def _nothing(_: Any) -> None:
    """Neither commit nor roll back."""
