"""What residents choose about their own tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowTickets:
    """The resident's own tickets."""

    choice: Literal["tickets"] = "tickets"


@dataclass(frozen=True, slots=True)
class ShowTicket:
    """One of the resident's own tickets."""

    ticket_id: int
    choice: Literal["ticket"] = "ticket"


@dataclass(frozen=True, slots=True)
class CloseOwn:
    """The resident closes a ticket."""

    ticket_id: int
    choice: Literal["close-own"] = "close-own"


@dataclass(frozen=True, slots=True)
class KeepOpen:
    """The resident does not want a ticket closed for their silence."""

    ticket_id: int
    choice: Literal["keep-open"] = "keep-open"


@dataclass(frozen=True, slots=True)
class ReopenOwn:
    """The resident opens a closed ticket again."""

    ticket_id: int
    choice: Literal["reopen-own"] = "reopen-own"


@dataclass(frozen=True, slots=True)
class Rate:
    """1–5 stars for a closed ticket."""

    ticket_id: int
    stars: int
    choice: Literal["rate"] = "rate"


@dataclass(frozen=True, slots=True)
class Comment:
    """The resident wants to add words to a rating."""

    ticket_id: int
    choice: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class Settled:
    """The resident's word on whether a closed ticket's matter is settled."""

    ticket_id: int
    settled: bool
    choice: Literal["settled"] = "settled"


@dataclass(frozen=True, slots=True)
class Redirect:
    """Words that went to one of the resident's tickets were meant for another one."""

    message_id: int
    ticket_id: int
    other_id: int
    choice: Literal["redirect"] = "redirect"


@dataclass(frozen=True, slots=True)
class AddWords:
    """What the resident writes next belongs to that ticket."""

    ticket_id: int
    choice: Literal["add-words"] = "add-words"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The resident says that nobody has answered."""

    ticket_id: int
    choice: Literal["unanswered"] = "unanswered"


@dataclass(frozen=True, slots=True)
class TakeTranscript:
    """The resident wants what was said in a ticket as a file."""

    ticket_id: int
    choice: Literal["transcript"] = "transcript"


OwnTicketChoice = (
    ShowTickets
    | ShowTicket
    | CloseOwn
    | KeepOpen
    | ReopenOwn
    | Rate
    | Comment
    | Settled
    | Redirect
    | AddWords
    | Unanswered
    | TakeTranscript
)
