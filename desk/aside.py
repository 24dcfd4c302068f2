"""Asides: replies of somebody who does not have the ticket, held until it is decided what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.button import Button, Choices
from desk.choices.aside import AsideFate, DecideAside
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


def decisions(message_id: int, ticket_id: int) -> Choices:
    """What may become of it."""
    send = Button(DecideAside(ticket_id, message_id, AsideFate.SEND), phrase="button-aside-send")
    keep = Button(DecideAside(ticket_id, message_id, AsideFate.NOTE), phrase="button-aside-note")
    take = Button(DecideAside(ticket_id, message_id, AsideFate.TAKE), phrase="button-aside-take")
    return (send, keep), (take,)
