"""What the desk needs written down. One Records is one visit: all of it is kept, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from desk.act import Acts
from desk.addressee import To, ToResident
from desk.arrival import Arrivals
from desk.ban import Bans
from desk.campaign import Campaigns, Progress
from desk.choices.ledger import LetterFate
from desk.erasure import Erasure
from desk.hidden import HiddenWords
from desk.incident import Incidents
from desk.journey import Journeys
from desk.key import Keys
from desk.letters import Answer, Letter, Say, brought_up_to_date
from desk.passage import Passages
from desk.people import Resident
from desk.poll import Polls
from desk.proposal import Proposals
from desk.retention import Retention
from desk.roll import Rolls
from desk.said import Said
from desk.source import Source
from desk.stores import (
    Asides,
    Gaps,
    Questions,
    Reactions,
    Residents,
    Revisions,
    Shifts,
    Staff,
    Tickets,
    UsageCounts,
)
from desk.ticket import Ticket, number
from desk.touches import Amend
from desk.usage import Usage


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
    lead: int = 0  # UTF-16 units of ours that stand before its words in the copy


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
    """A letter that has not arrived. `letter`: None when this release cannot read it; or of an update."""

    id: int
    letter: Letter | None
    since: datetime
    problem: str  # what was in the way, Telegram's words or ours


class Threads(Protocol):
    """Where tickets' conversations are, and which message is a copy of which."""

    async def get(self, ticket_id: int) -> Thread | None: ...
    async def at(self, chat_id: int, topic_id: int) -> Thread | None: ...
    async def with_card(self, chat_id: int, card_id: int) -> Thread | None: ...
    async def mirror_of(self, message: Source) -> Mirror | None: ...
    async def shared(self, mirror: Mirror) -> bool: ...
    async def newest_in(self, chats: Sequence[int]) -> int | None: ...
    async def mirrors_of(self, ticket_id: int) -> Sequence[Mirror]: ...
    def save(self, thread: Thread) -> None: ...
    def change(self, was: Thread, now: Thread) -> None: ...
    def pair(self, mirror: Mirror) -> None: ...
    def unpair(self, copy: Source) -> None: ...
    def move(self, old_chat_id: int, new_chat_id: int) -> None: ...


class Notes(Protocol):
    """What operators wrote for each other."""

    async def of_ticket(self, ticket_id: int) -> Sequence[Note]: ...
    def add(self, note: Note) -> None: ...
    def reword(self, ticket_id: int, source: Source, words: str) -> None: ...


class Reminders(Protocol):
    """Reminders given of terms, with the day on which."""

    async def given(self) -> Mapping[Reminder, date]: ...
    def add(self, reminder: Reminder, on: date) -> None: ...


class Outbox(Protocol):
    """Letters waiting to be sent."""

    def add(self, letter: Letter) -> None: ...
    async def join_album(self, album: str, source: Source) -> bool: ...
    async def knows_album(self, album: str) -> bool: ...
    async def take_back(self, album: str) -> bool: ...
    async def awaits(self, album: str) -> bool: ...
    async def progress(self, album: str) -> Progress: ...
    def leave_out(self, album: str) -> None: ...
    async def supersede(self, album: str) -> None: ...
    async def letter(self, letter_id: int) -> Letter | None: ...
    async def said(self, ticket_id: int, chat_id: int, since: datetime) -> Sequence[Said]: ...
    async def reword(self, to: To, change: Amend) -> bool: ...
    async def withdraw(self, to: To, source: Source) -> LetterFate | None: ...
    async def settle(self, letter_id: int, resend: bool) -> bool: ...


class Ledger(Protocol):
    """Letters that have not arrived."""

    async def numbers(self) -> Mapping[LetterFate, int]: ...
    async def decide(self, update_id: int, again: bool) -> bool: ...
    async def backlog(self, chat_id: int) -> tuple[int, datetime | None]: ...
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
    def passages(self) -> Passages: ...
    @property
    def asides(self) -> Asides: ...
    @property
    def bans(self) -> Bans: ...
    @property
    def hidden(self) -> HiddenWords: ...
    @property
    def acts(self) -> Acts: ...
    @property
    def erasure(self) -> Erasure: ...
    @property
    def retention(self) -> Retention: ...
    @property
    def arrivals(self) -> Arrivals: ...
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
    def journeys(self) -> Journeys: ...
    @property
    def rolls(self) -> Rolls: ...
    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def polls(self) -> Polls: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def incidents(self) -> Incidents: ...
    @property
    def keys(self) -> Keys: ...
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
    return located(thread) if thread is not None else ticket.number


def located(thread: Thread) -> str:
    """The same of a thread's ticket."""
    known = number(thread.ticket_id)
    return f"{thread.chat_id}:{thread.topic_id}:{known}" if thread.topic_id else known


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
    retitle = (now.sign, now.look, now.subject) != (was.sign, was.look, was.subject)
    for letter in brought_up_to_date(now.id, retitle):
        records.outbox.add(letter)
