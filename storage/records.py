"""One transaction over all stores: a visit's reads, and its writes gathered for one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.util import memoized_property  # functools' own takes a lock for each

from storage.absences import Absences
from storage.acts import ActStore
from storage.arrivals import ArrivalStore
from storage.asides import AsideStore
from storage.bans import BanStore
from storage.campaigns import CampaignStore
from storage.database import Database, Reader
from storage.erasure import ErasureStore
from storage.gaps import GapStore
from storage.hidden import HiddenStore
from storage.incidents import IncidentStore
from storage.journeys import JourneyStore
from storage.keys import KeyStore
from storage.ledger import LedgerStore
from storage.mailbag import Mailbag
from storage.notes import NoteStore
from storage.outbox import OutboxStore
from storage.passages import PassageStore
from storage.polls import PollStore
from storage.proposals import ProposalStore
from storage.questions import QuestionStore
from storage.reactions import ReactionStore
from storage.readers import ReadAside
from storage.reminders import ReminderStore
from storage.residents import ResidentStore
from storage.retention import RetentionStore
from storage.revisions import RevisionStore
from storage.rolls import RollStore
from storage.sealing import Sealing
from storage.shifts import ShiftStore
from storage.staff import StaffStore
from storage.threads import ThreadStore
from storage.tickets import TicketStore
from storage.usage import UsageStore
from storage.writer import Change, Writer

STORES = (
    "erasure",
    "retention",
    "residents",
    "tickets",
    "questions",
    "gaps",
    "threads",
    "notes",
    "passages",
    "asides",
    "reactions",
    "outbox",
    "staff",
    "shifts",
    "revisions",
    "reminders",
    "usage",
    "journeys",
    "polls",
    "proposals",
    "incidents",
    "ledger",
    "acts",
    "bans",
    "hidden",
    "rolls",
    "campaigns",
    "keys",
)  # as written


class VisitRecords:
    """What `desk.records.Records` asks for, on the database.

    Reads see what is committed plus what this visit has changed. Nothing is locked until `commit`,
    which writes all of it in one short transaction and fails with Conflict if a ticket that was
    read has been changed meanwhile. A store is made when it is first asked for: most visits need few.
    """

    def __init__(
        self, reader: Reader, writer: Writer, dialect: str, at: datetime, aside: ReadAside, sealing: Sealing
    ) -> None:
        self._sealing = sealing
        self._reader = reader
        self._aside = aside
        self._writer = writer
        self._dialect = dialect
        self._at = at
        self._effects: list[Callable[[], object]] = []
        self._absences = Absences()

    def forget(self) -> None:
        """Drop what this visit has gathered: a refusal changes nothing."""
        for name in STORES:
            self.__dict__.pop(name, None)
        self._effects = []

    def afterwards(self, effect: Callable[[], object]) -> None:
        """What is to happen in memory once all of it is on disk, and only then."""
        self._effects.append(effect)

    @memoized_property
    def residents(self) -> ResidentStore:
        """Who writes."""
        return ResidentStore(self._reader, self._dialect, self._absences)

    @memoized_property
    def tickets(self) -> TicketStore:
        """What they are waiting for."""
        return TicketStore(self._reader, self._aside, self._writer, self._dialect, self._absences)

    @memoized_property
    def questions(self) -> QuestionStore:
        """What they asked."""
        return QuestionStore(self._reader, self._aside, self._dialect)

    @memoized_property
    def gaps(self) -> GapStore:
        """What the base could not answer."""
        return GapStore(self._reader, self._dialect)

    @memoized_property
    def threads(self) -> ThreadStore:
        """Where operators see it."""
        return ThreadStore(self._reader, self._dialect)

    @memoized_property
    def notes(self) -> NoteStore:
        """What operators wrote for each other."""
        return NoteStore(self._reader, self._dialect)

    @memoized_property
    def passages(self) -> PassageStore:
        """What was said, to be found again."""
        return PassageStore(self._reader, self._aside, self._dialect, self._sealing)

    @memoized_property
    def asides(self) -> AsideStore:
        """What they wrote into a colleague's ticket."""
        return AsideStore(self._reader, self._dialect)

    @memoized_property
    def bans(self) -> BanStore:
        """Who is not answered."""
        return BanStore(self._reader, self._dialect, self._absences)

    @memoized_property
    def hidden(self) -> HiddenStore:
        """What of their messages may be seen."""
        return HiddenStore(self._reader, self._dialect)

    @memoized_property
    def erasure(self) -> ErasureStore:
        """Who is forgotten."""
        return ErasureStore(self._reader, self._aside)

    @memoized_property
    def arrivals(self) -> ArrivalStore:
        """What they sent, as it came."""
        return ArrivalStore(self._aside)

    @memoized_property
    def retention(self) -> RetentionStore:
        """What is too old."""
        return RetentionStore(self._reader, self._aside, self._dialect)

    @memoized_property
    def acts(self) -> ActStore:
        """Who did what."""
        return ActStore(self._reader, self._dialect)

    @memoized_property
    def keys(self) -> KeyStore:
        """Who may look at the dashboard, for a while."""
        return KeyStore(self._reader)

    @memoized_property
    def reactions(self) -> ReactionStore:
        """What they put on messages."""
        return ReactionStore(self._reader, self._dialect)

    @memoized_property
    def outbox(self) -> OutboxStore:
        """What is to be said."""
        return OutboxStore(self._reader, self._aside, self._at)

    @memoized_property
    def mailbag(self) -> Mailbag:
        """What the postman takes of it."""
        return Mailbag(self._reader)

    @memoized_property
    def ledger(self) -> LedgerStore:
        """What could not be said."""
        return LedgerStore(self._reader)

    @memoized_property
    def staff(self) -> StaffStore:
        """Who answers."""
        return StaffStore(self._reader, self._dialect)

    @memoized_property
    def shifts(self) -> ShiftStore:
        """Who is there to answer."""
        return ShiftStore(self._reader, self._dialect)

    @memoized_property
    def revisions(self) -> RevisionStore:
        """What the bot knows."""
        return RevisionStore(self._reader, self._dialect)

    @memoized_property
    def reminders(self) -> ReminderStore:
        """Which terms administrators know of."""
        return ReminderStore(self._reader, self._dialect)

    @memoized_property
    def usage(self) -> UsageStore:
        """What came of its answers."""
        return UsageStore(self._reader, self._dialect)

    @memoized_property
    def journeys(self) -> JourneyStore:
        """Who is on which route."""
        return JourneyStore(self._reader, self._dialect)

    @memoized_property
    def rolls(self) -> RollStore:
        """Who wants to hear of what."""
        return RollStore(self._reader, self._aside, self._dialect)

    @memoized_property
    def campaigns(self) -> CampaignStore:
        """What they are told."""
        return CampaignStore(self._reader, self._dialect)

    @memoized_property
    def polls(self) -> PollStore:
        """What they are asked."""
        return PollStore(self._reader, self._dialect)

    @memoized_property
    def proposals(self) -> ProposalStore:
        """What they propose there."""
        return ProposalStore(self._reader, self._dialect)

    @memoized_property
    def incidents(self) -> IncidentStore:
        """What is out of order."""
        return IncidentStore(self._reader, self._dialect, self._absences)

    @property
    def retried(self) -> Sequence[tuple[int, str]]:
        """Updates (id, lane) that this visit has put back, for another try."""
        return self.ledger.retried if "ledger" in self.__dict__ else ()

    @property
    def forgets(self) -> bool:
        """Whether somebody is forgotten: then what brought that about is not kept, either."""
        return "erasure" in self.__dict__ and bool(self.erasure.changes())

    async def commit(self, *more: Change) -> None:
        """Write everything, or nothing. Raises Conflict, Unavailable."""
        touched = [self.__dict__[name] for name in STORES if name in self.__dict__]
        changes = [change for store in touched for change in store.changes()]
        await self._writer.commit([*changes, *more])
        for effect in self._effects:
            effect()


class Visit:
    """What a visit is given, from its beginning to its end."""

    __slots__ = ("_at", "_database", "_reading", "_writer")

    def __init__(self, database: Database, writer: Writer, at: datetime) -> None:
        self._reading = database.reader()
        self._database = database
        self._writer = writer
        self._at = at

    async def __aenter__(self) -> VisitRecords:
        """Begin."""
        reader, here = await self._reading.__aenter__(), self._database
        return VisitRecords(reader, self._writer, here.dialect, self._at, here.aside, here.sealing)

    async def __aexit__(self, *error: Any) -> None:
        """What was not committed is forgotten."""
        await self._reading.__aexit__(*error)


class Storage:
    """The database and its writer, as the rest of the bot uses them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writer = Writer(database)

    def visit(self, at: datetime) -> Visit:
        """Records for one visit, for `async with`; the caller commits. Reading raises Unavailable, too."""
        return Visit(self.database, self.writer, at)
