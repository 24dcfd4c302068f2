"""One transaction over all stores: a visit's reads, and its writes gathered for one commit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.outbox import OutboxStore
from storage.questions import QuestionStore
from storage.residents import ResidentStore
from storage.revisions import RevisionStore
from storage.staff import StaffStore
from storage.threads import ThreadStore
from storage.tickets import TicketStore
from storage.writer import Change, Writer


class VisitRecords:
    """What `desk.records.Records` asks for, on the database.

    Reads see what is committed plus what this visit has changed. Nothing is locked until `commit`,
    which writes all of it in one short transaction and fails with Conflict if a ticket that was
    read has been changed meanwhile.
    """

    def __init__(self, reader: AsyncConnection, writer: Writer, dialect: str, at: datetime) -> None:
        self._reader = reader
        self._writer = writer
        self._dialect = dialect
        self._at = at
        self.forget()

    def forget(self) -> None:
        """Drop what this visit has gathered: a refusal changes nothing."""
        self.residents = ResidentStore(self._reader, self._dialect)
        self.tickets = TicketStore(self._reader, self._writer, self._dialect)
        self.questions = QuestionStore(self._reader, self._dialect)
        self.threads = ThreadStore(self._reader, self._dialect)
        self.staff = StaffStore(self._reader, self._dialect)
        self.revisions = RevisionStore(self._reader, self._dialect)
        self.outbox = OutboxStore(self._reader, self._at)

    async def commit(self, *more: Change) -> None:
        """Write everything, or nothing. Raises Conflict, Unavailable."""
        words = (self.residents, self.tickets, self.questions, self.threads, self.outbox)
        stores = (*words, self.staff, self.revisions)
        changes = [change for store in stores for change in store.changes()]
        await self._writer.commit([*changes, *more])


class Storage:
    """The database and its writer, as the rest of the bot uses them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writer = Writer(database)

    @asynccontextmanager
    async def visit(self, at: datetime) -> AsyncIterator[VisitRecords]:
        """Records for one visit; the caller commits. Reading raises Unavailable as writing does."""
        async with self.database.reader() as reader:
            yield VisitRecords(reader, self.writer, self.database.dialect, at)
