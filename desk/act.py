"""An act: who did what, to which ticket or person. Once written down it never changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from desk.deed import Deed
from desk.people import Operator
from desk.ticket import Ticket

NOTE = 300  # characters of a reason, a department, a file's name


@dataclass(frozen=True, slots=True)
class Act:
    """`by_id` is a Telegram id: a resident's too, who closes their own ticket; None: nobody's, time passed.

    `number` counts up from 1 without a gap, in the order of the commits; 0 until it is written down.
    """

    at: datetime
    deed: Deed
    by_id: int | None = None
    by_name: str = ""  # "": a resident, who is not named here
    ticket_id: int | None = None
    person_id: int | None = None  # whose ticket it is; whom it is about
    note: str = ""
    number: int = 0
    hash: str = field(default="", compare=False)  # of the chain up to it: desk/chain.py
    note_hash: str = field(default="", compare=False)  # what is chained for a note that may go

    @property
    def canonical(self) -> bytes:
        """The same bytes for the same act, wherever it was kept: what a hash is made of."""
        told = {
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by_id": self.by_id,
            "by_name": self.by_name,
            "deed": self.deed.name,
            "note": self.note_hash or self.note,
            "number": self.number,
            "person_id": self.person_id,
            "ticket_id": self.ticket_id,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class About:
    """Which acts: of a ticket; by somebody, or about them; 0: of any."""

    ticket: int = 0
    person: int = 0


class Acts(Protocol):
    """The register: acts are added, nothing in it is ever changed."""

    def add(self, act: Act) -> None: ...
    async def latest(self, about: About, skip: int, limit: int) -> Sequence[Act]: ...
    async def last(self, deed: Deed) -> Act | None: ...
    async def head(self) -> tuple[int, str]: ...
    async def exported(self, skip: int) -> Sequence[bytes]: ...
    async def doers(self) -> Sequence[tuple[int, str]]: ...


def with_ticket(deed: Deed, by: Operator | None, ticket: Ticket, at: datetime, note: str = "") -> Act:
    """Somebody did something with a ticket; `by` is None for its resident."""
    doer, name = (by.id, by.name) if by is not None else (ticket.resident_id, "")
    return Act(at, deed, doer, name, ticket.id, ticket.resident_id, note[:NOTE])


def of_itself(deed: Deed, ticket: Ticket, at: datetime) -> Act:
    """Time has passed, and that came of it."""
    return Act(at, deed, ticket_id=ticket.id, person_id=ticket.resident_id)


def about(deed: Deed, by: Operator, at: datetime, person_id: int | None = None, note: str = "") -> Act:
    """Somebody did something that is no ticket's matter."""
    return Act(at, deed, by.id, by.name, person_id=person_id, note=note[:NOTE])
