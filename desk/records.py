"""What the desk needs written down. One Records is one visit: all of it is kept, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from desk.choices import LetterFate
from desk.gap import Gap
from desk.letters import Amend, Answer, Letter, Say, Source, To, ToResident, brought_up_to_date
from desk.people import Operator, Resident
from desk.question import Outcome, Question
from desk.report import TicketTotals
from desk.revision import Draft, Revision
from desk.shift import Shift
from desk.ticket import Ticket
from desk.usage import Usage
from faq.revision import Files


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a ticket's conversation is in the operators' group."""

    ticket_id: int
    chat_id: int
    topic_id: int | None = None  # None: not made yet; 0: a group without topics
    card_id: int | None = None  # the card's message

    def opened(self, topic_id: int) -> Thread:
        """With its topic made."""
        return replace(self, topic_id=topic_id)

    def carded(self, card_id: int) -> Thread:
        """With its card sent."""
        return replace(self, card_id=card_id)

    def uncarded(self) -> Thread:
        """With a new card to come."""
        return replace(self, card_id=None)

    def lost(self) -> Thread:
        """Its topic was deleted."""
        return replace(self, topic_id=None, card_id=None)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A message and its copy on the other side of a ticket."""

    ticket_id: int
    source: Source
    copy: Source


@dataclass(frozen=True, slots=True)
class Note:
    """What an operator wrote for colleagues. Kept: a topic that is deleted takes its messages along."""

    ticket_id: int
    source: Source
    author: str
    words: str
    after: int  # id of the newest message in the resident's chat that the thread knew by then


@dataclass(frozen=True, slots=True)
class Reminder:
    """That an entry's term ends soon or has ended; its last day is `until`."""

    entry_id: str
    until: date
    ended: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that has not arrived. `letter`: None when this release cannot read it."""

    id: int
    letter: Letter | None
    since: datetime
    problem: str  # what was in the way, Telegram's words or ours


class Residents(Protocol):
    """Everybody who has ever written."""

    async def get(self, resident_id: int) -> Resident | None: ...
    def save(self, resident: Resident) -> None: ...


class Tickets(Protocol):
    """All tickets."""

    async def get(self, ticket_id: int) -> Ticket | None: ...
    async def open_of(self, resident_id: int) -> Ticket | None: ...
    async def of(self, resident_id: int, limit: int = 10) -> Sequence[Ticket]: ...
    async def open(self) -> Sequence[Ticket]: ...
    async def next_id(self, year: int) -> int: ...
    async def totals(self, since: datetime, before: datetime) -> Sequence[TicketTotals]: ...
    def add(self, ticket: Ticket) -> None: ...
    def save(self, ticket: Ticket) -> None: ...


class Questions(Protocol):
    """What residents have asked."""

    async def get(self, resident_id: int, message_id: int) -> Question | None: ...
    async def before(self, resident_id: int, message_id: int) -> Question | None: ...
    async def of_album(self, resident_id: int, album: str) -> Question | None: ...
    async def of_ticket(self, ticket_id: int) -> Question | None: ...
    async def outcomes(self, since: datetime, before: datetime) -> Mapping[Outcome, int]: ...
    def save(self, question: Question) -> None: ...


class Gaps(Protocol):
    """What the knowledge base could not answer. A question that is one gets here as it is saved."""

    async def get(self, gap_id: int) -> Gap | None: ...
    async def of_ticket(self, ticket_id: int) -> Gap | None: ...
    async def open(self, since: datetime, most: int) -> Sequence[Gap]: ...
    def save(self, gap: Gap) -> None: ...
    def answered(self, ticket_id: int, words: str) -> None: ...
    def settle(self, draft_id: int) -> None: ...
    def redraft(self, old_id: int, new_id: int) -> None: ...
    async def is_reported(self, due: datetime) -> bool: ...
    def report(self, due: datetime) -> None: ...


class Threads(Protocol):
    """Where tickets' conversations are, and which message is a copy of which."""

    async def get(self, ticket_id: int) -> Thread | None: ...
    async def at(self, chat_id: int, topic_id: int) -> Thread | None: ...
    async def with_card(self, chat_id: int, card_id: int) -> Thread | None: ...
    async def mirror_of(self, message: Source) -> Mirror | None: ...
    async def shared(self, mirror: Mirror) -> bool: ...
    async def mirrors_of(self, ticket_id: int) -> Sequence[Mirror]: ...
    def save(self, thread: Thread) -> None: ...
    def change(self, was: Thread, now: Thread) -> None: ...
    def pair(self, mirror: Mirror) -> None: ...
    def move(self, old_chat_id: int, new_chat_id: int) -> None: ...


class Notes(Protocol):
    """What operators wrote for each other."""

    async def of_ticket(self, ticket_id: int) -> Sequence[Note]: ...
    def add(self, note: Note) -> None: ...
    def reword(self, source: Source, words: str) -> None: ...


class Reactions(Protocol):
    """What people have put on messages: of a bot's own, Telegram shows one only."""

    async def on(self, target: Source) -> Mapping[int, str]: ...
    def put(self, target: Source, person_id: int, emoji: str | None, at: datetime) -> None: ...


class Staff(Protocol):
    """Who was appointed, besides those whom the settings name."""

    async def appointed(self, user_id: int) -> Operator | None: ...
    def appoint(self, operator: Operator, at: datetime) -> None: ...
    def dismiss(self, user_id: int) -> None: ...


class Shifts(Protocol):
    """Who is on duty, and where."""

    async def on_duty(self, chat_id: int) -> list[Shift]: ...
    async def begun_before(self, moment: datetime) -> list[Shift]: ...
    def save(self, shift: Shift) -> None: ...
    def end(self, chat_id: int, operator_id: int) -> None: ...
    def move(self, old_chat_id: int, new_chat_id: int) -> None: ...


class Revisions(Protocol):
    """What the knowledge base was and is, and what it may become."""

    async def newest(self) -> Revision | None: ...
    async def newest_id(self) -> int: ...
    async def latest(self, limit: int) -> Sequence[Revision]: ...
    async def files(self, revision_id: int) -> Files | None: ...
    async def knows(self, digest: str) -> bool: ...
    def add(self, revision: Revision, files: Files) -> None: ...
    async def draft(self, admin_id: int) -> Draft | None: ...
    def save_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, admin_id: int) -> None: ...


class Reminders(Protocol):
    """Reminders given of terms, with the day on which."""

    async def given(self) -> Mapping[Reminder, date]: ...
    def add(self, reminder: Reminder, on: date) -> None: ...


class UsageCounts(Protocol):
    """What came of answers, counted by the day."""

    def count(self, more: Usage, on: date) -> None: ...
    async def between(self, first: date, last: date) -> Sequence[Usage]: ...


class Outbox(Protocol):
    """Letters waiting to be sent."""

    def add(self, letter: Letter) -> None: ...
    async def join_album(self, album: str, source: Source) -> bool: ...
    async def knows_album(self, album: str) -> bool: ...
    async def take_back(self, album: str) -> None: ...
    async def letter(self, letter_id: int) -> Letter | None: ...
    async def reword(self, to: To, change: Amend) -> bool: ...
    async def settle(self, letter_id: int, resend: bool) -> bool: ...


class Ledger(Protocol):
    """Letters that have not arrived."""

    async def numbers(self) -> Mapping[LetterFate, int]: ...
    async def held(self, fate: LetterFate, skip: int, limit: int) -> Sequence[Held]: ...


class Records(Protocol):
    """All of it, within one visit."""

    @property
    def residents(self) -> Residents: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def gaps(self) -> Gaps: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def reactions(self) -> Reactions: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def shifts(self) -> Shifts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def usage(self) -> UsageCounts: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def ledger(self) -> Ledger: ...
    def forget(self) -> None: ...
    def afterwards(self, effect: Callable[[], object]) -> None: ...


def heard_in_private(ticket: Ticket, mirrors: Sequence[Mirror]) -> list[int]:
    """The messages of the resident's chat that the ticket's thread knows, oldest first."""
    sides = {side for one in mirrors for side in (one.source, one.copy)}
    return sorted(side.message_id for side in sides if side.chat_id == ticket.resident_id)


def linked(ticket: Ticket, thread: Thread | None) -> str:
    """The ticket's number, with where its thread is: in the places `ticket` and `tickets` it leads there."""
    return (
        f"{thread.chat_id}:{thread.topic_id}:{ticket.number}" if thread and thread.topic_id else ticket.number
    )


def say(content: Say, resident: Resident, records: Records) -> None:
    """Say it in the resident's private chat."""
    records.outbox.add(Letter(ToResident(resident.id), content))


def give(answer: Answer, resident: Resident, records: Records, on: date) -> None:
    """Show the answer card in the resident's private chat; it counts as shown on that day."""
    records.usage.count(Usage(answer.entry_id, shown=1), on)
    records.outbox.add(Letter(ToResident(resident.id), answer))


def keep(was: Ticket, now: Ticket, records: Records) -> None:
    """A changed ticket: kept, and shown as it is now."""
    records.tickets.save(now)
    for letter in brought_up_to_date(now.id, retitle=now.state is not was.state):
        records.outbox.add(letter)
