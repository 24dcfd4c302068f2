"""A ticket: the only place where a status changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desk.choices.sorting import Priority
from desk.erasure import NOBODY
from desk.errors import (
    AlreadyTaken,
    AlreadyThere,
    AlreadyYours,
    ResidentForgotten,
    TicketIsClosed,
    TicketIsOpen,
)
from desk.people import Operator, Role

URGENT = "🆘"  # before the subject of a ticket that speaks of a danger
NUMBERS = re.compile(r"ЕКЦ-(\d{4})-(\d{6,9})", re.ASCII)
PER_YEAR = 1_000_000_000  # ids are year · 10⁹ + the number within the year


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"  # nobody has taken it
    TAKEN = "taken"  # an operator talks with the resident
    WAITING = "waiting"  # the operator waits for the resident
    CLOSED = "closed"


class Look(StrEnum):
    """What is seen of a ticket from afar: its state, and whether its term has passed."""

    NEW = "new"
    TAKEN = "taken"
    WAITING = "waiting"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Alert(StrEnum):
    """Who has been told that the running deadline is near or past."""

    NONE = "none"
    REMINDED = "reminded"  # the thread
    ESCALATED = "escalated"  # supervisors


SIGNS = {State.NEW: "🆕", State.TAKEN: "👤", State.WAITING: "⏳", State.CLOSED: "✅"}  # in lists and titles


MARKS = {Priority.NORMAL: "", Priority.HIGH: "❗", Priority.URGENT: "‼️"}  # before them


SPAM = "🚫"  # instead of both


def ticket_id(year: int, serial: int) -> int:
    """The id of the `serial`-th ticket of a year."""
    return year * PER_YEAR + serial


def named_in(text: str) -> int | None:
    """The id of the ticket whose number stands in a text; None when there is none, or several."""
    found = {ticket_id(int(year), int(serial)) for year, serial in NUMBERS.findall(text)}
    return found.pop() if len(found) == 1 else None


def number(id_: int) -> str:
    """A ticket's number as people read it: ЕКЦ-2026-000123."""
    return f"ЕКЦ-{id_ // PER_YEAR}-{id_ % PER_YEAR:06d}"


@dataclass(frozen=True, slots=True)
class Hint:
    """An entry that may answer the resident, and how likely that is."""

    entry: str
    percent: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A resident's matter in a person's hands. `version` counts its changes.

    While `waiting_since` is set its deadlines stand still; desk.timing moves them when it is over. A ticket
    that is closed meanwhile keeps it: what was in time then is not late for the resident's silence.
    """

    id: int
    resident_id: int
    department_id: str
    subject: str  # in residents' words: «Семья и дети»
    opened_at: datetime
    promised_at: datetime  # by when a reply is due
    state: State = State.NEW
    assignee_id: int | None = None
    assignee_name: str | None = None
    first_reply_at: datetime | None = None
    first_due_at: datetime | None = None  # by when that reply was due: another may be promised later
    closed_at: datetime | None = None
    rating: int | None = None
    comment: str | None = None
    resolve_by: datetime | None = None  # None: nothing is promised
    owes_reply: bool = True  # the promised reply has not been given
    alert: Alert = Alert.NONE
    waiting_since: datetime | None = None
    close_at: datetime | None = None  # the resident was warned that it will be closed then
    heard_at: datetime | None = None  # when the resident last spoke in it
    told_at: datetime | None = None  # when something was last said to the resident in it
    hints: tuple[Hint, ...] = ()  # for what the resident has asked last, the likeliest first
    ask_at: datetime | None = None  # when the resident is to be asked whether the matter is settled
    asked_at: datetime | None = None  # when they were: that is done once
    settled: bool | None = None  # and what they said
    priority: Priority = Priority.NORMAL
    is_spam: bool = False  # closed as no question at all: it counts nowhere
    version: int = 0

    @property
    def sign(self) -> str:
        """How urgent it is and where it stands. A danger is marked in the subject already."""
        if self.is_spam:
            return SPAM
        mark = "" if self.subject.startswith(URGENT) else MARKS[self.priority]
        return f"{mark}{SIGNS[self.state]}"

    @property
    def number(self) -> str:
        """The number as people read it."""
        return number(self.id)

    @property
    def look(self) -> Look:
        """Overdue is what supervisors were told of, while it is the centre's turn."""
        late = self.alert is Alert.ESCALATED and self.state in (State.NEW, State.TAKEN)
        return Look.OVERDUE if late else Look(self.state.value)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state is not State.CLOSED

    def taken(self, by: Operator) -> Ticket:
        """In that operator's hands. A supervisor may take a colleague's ticket over.

        What was only given to somebody, anybody may take.
        """
        self._open()
        if self.assignee_id == by.id and self.state is State.TAKEN:
            raise AlreadyYours()
        held = self.state is not State.NEW and self.assignee_id not in (None, by.id)
        if held and not by.role.may(Role.SUPERVISOR):
            raise AlreadyTaken(name=self.assignee_name or "")
        return replace(self, state=State.TAKEN, assignee_id=by.id, assignee_name=by.name)

    def taken_over(self, by: Operator) -> Ticket:
        """In that operator's hands, whoever had it."""
        self._open()
        return replace(self, state=State.TAKEN, assignee_id=by.id, assignee_name=by.name)

    def is_anothers(self, operator: Operator) -> bool:
        """Whether somebody else has taken it: who only was given it may be answered for."""
        return self.is_open and self._is_in_hands and self.assignee_id != operator.id

    def assigned(self, operator_id: int, name: str) -> Ticket:
        """Given to an operator, who has still to take it."""
        self._open()
        return replace(self, assignee_id=operator_id, assignee_name=name)

    def entrusted(self, operator_id: int, name: str) -> Ticket:
        """Given to another operator by whoever had it, or by a colleague. Raises AlreadyTaken."""
        self._open()
        if self.assignee_id == operator_id:
            raise AlreadyTaken(name=name)
        return self.returned().assigned(operator_id, name)

    def returned(self) -> Ticket:
        """Back in the queue: nobody has it."""
        self._open()
        state = State.WAITING if self.state is State.WAITING else State.NEW
        return replace(self, state=state, assignee_id=None, assignee_name=None)

    def answered(self, by: Operator, at: datetime) -> Ticket:
        """The operator has replied; the first reply to an untaken ticket takes it."""
        self._open()
        mine = self if self._is_in_hands else self.taken(by)
        return replace(
            mine,
            state=State.TAKEN,
            first_reply_at=mine.first_reply_at or at,
            first_due_at=mine.first_due_at or mine.promised_at,
            owes_reply=False,
            told_at=at,
            alert=Alert.NONE if mine.owes_reply else mine.alert,
        )

    def heard(self) -> Ticket:
        """The resident has written; nobody waits for them any longer."""
        self._open()
        if self.state is not State.WAITING:
            return self
        return replace(self, state=State.TAKEN if self.assignee_id is not None else State.NEW)

    def listened(self, at: datetime) -> Ticket:
        """The resident has spoken in it."""
        return replace(self, heard_at=at)

    def told(self, at: datetime) -> Ticket:
        """The resident was told something about it."""
        return replace(self, told_at=at)

    def waiting(self, by: Operator, at: datetime) -> Ticket:
        """The operator waits for the resident."""
        self._open()
        mine = self if self._is_in_hands else self.taken(by)
        return replace(mine, state=State.WAITING, waiting_since=mine.waiting_since or at)

    def warned(self, close_at: datetime) -> Ticket:
        """The resident, who is silent, was told that it will be closed then."""
        self._open()
        return replace(self, close_at=close_at)

    def going_on(self, promised_at: datetime, resolve_by: datetime | None) -> Ticket:
        """Its deadlines moved by the time that the resident was waited for."""
        return replace(
            self, promised_at=promised_at, resolve_by=resolve_by, waiting_since=None, close_at=None
        )

    def hinted(self, hints: tuple[Hint, ...]) -> Ticket:
        """With other entries for its operator to look at."""
        return replace(self, hints=hints)

    def alerted(self, alert: Alert) -> Ticket:
        """With its deadline told."""
        return replace(self, alert=alert)

    def transferred(
        self, department_id: str, promised_at: datetime, resolve_by: datetime | None = None
    ) -> Ticket:
        """With another department, where nobody has taken it yet."""
        self._open()
        if department_id == self.department_id:
            raise AlreadyThere()
        return replace(
            self,
            department_id=department_id,
            promised_at=promised_at,
            resolve_by=resolve_by,
            owes_reply=True,
            alert=Alert.NONE,
            state=State.NEW,
            assignee_id=None,
            assignee_name=None,
        )

    def closed(self, at: datetime, ask_at: datetime | None = None) -> Ticket:
        """Done with; the resident, if they never were, is asked at `ask_at` whether that is so."""
        self._open()
        ask_at = ask_at if self.asked_at is None else None
        return replace(self, state=State.CLOSED, closed_at=at, close_at=None, ask_at=ask_at)

    def discarded(self, at: datetime) -> Ticket:
        """Closed as spam: the resident is asked nothing about it."""
        return replace(self.closed(at), is_spam=True)

    def reopened(self, promised_at: datetime, resolve_by: datetime | None = None) -> Ticket:
        """Open again, with its operator if it had one; the old rating no longer speaks of it."""
        if self.is_open:
            raise TicketIsOpen()
        if self.resident_id == NOBODY:
            raise ResidentForgotten()
        state = State.TAKEN if self.assignee_id is not None else State.NEW
        return replace(
            self,
            state=state,
            closed_at=None,
            promised_at=promised_at,
            resolve_by=resolve_by,
            waiting_since=None,
            owes_reply=True,
            alert=Alert.NONE,
            rating=None,
            comment=None,
            ask_at=None,
            is_spam=False,
        )

    def to_ask(self, ask_at: datetime | None) -> Ticket:
        """The resident is to be asked then instead, or not at all."""
        return replace(self, ask_at=ask_at)

    def asked(self, at: datetime) -> Ticket:
        """The resident was asked whether the matter is settled."""
        return replace(self, ask_at=None, asked_at=at)

    def judged(self, settled: bool) -> Ticket:
        """With the resident's word on whether the matter is settled. Raises TicketIsOpen."""
        if self.is_open:
            raise TicketIsOpen()
        return replace(self, settled=settled)

    def urgent(self, danger: str) -> Ticket:
        """Marked with the danger that was spoken of last; entries that stood there are no answer to it."""
        self._open()
        own = self.subject.rpartition(" · ")[2] if self.subject.startswith(URGENT) else self.subject
        return replace(self, subject=f"{URGENT} {danger} · {own}", priority=Priority.URGENT, hints=())

    def ranked(self, priority: Priority) -> Ticket:
        """So urgent."""
        self._open()
        return replace(self, priority=priority)

    def about(self, subject: str) -> Ticket:
        """On another subject, in residents' words; a danger stays marked."""
        self._open()
        danger = self.subject.rpartition(" · ")[0] if self.subject.startswith(URGENT) else ""
        return replace(self, subject=f"{danger} · {subject}" if danger else subject)

    def rated(self, stars: int) -> Ticket:
        """Rated by the resident, 1–5. Raises TicketIsOpen; ValueError for another number of stars."""
        if self.is_open:
            raise TicketIsOpen()
        if stars not in range(1, 6):
            raise ValueError(f"a rating is 1–5, not {stars}")
        return replace(self, rating=stars)

    def commented(self, words: str) -> Ticket:
        """With the resident's words to the rating."""
        return replace(self, comment=words)

    @property
    def _is_in_hands(self) -> bool:
        """Whether somebody has taken it, and not only been given it."""
        return self.assignee_id is not None and self.state is not State.NEW

    def _open(self) -> None:
        if not self.is_open:
            raise TicketIsClosed()
