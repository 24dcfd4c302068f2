"""Asides: replies of somebody who does not have the ticket, held until it is decided what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.people import Operator
from desk.question import Message


@dataclass(frozen=True, slots=True)
class Aside:
    """A message that an operator wrote into a colleague's ticket: the resident has not got it."""

    ticket_id: int
    author: Operator  # without the role: nothing is decided by it
    message: Message

    def reworded(self, message: Message) -> Aside:
        """With the message as it was edited since."""
        return replace(self, message=message)
