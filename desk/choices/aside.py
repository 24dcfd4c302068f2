"""What operators choose about a reply that is held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class AsideFate(IntEnum):
    """What becomes of a held reply."""

    SEND = 0  # it goes to the resident, whoever has the ticket
    NOTE = 1  # it stays among operators
    TAKE = 2  # its author takes the ticket over, and it goes


@dataclass(frozen=True, slots=True)
class DecideAside:
    """A reply that is held, as somebody else has the ticket, goes or stays."""

    ticket_id: int
    message_id: int
    becomes: AsideFate
    choice: Literal["aside"] = "aside"


AsideChoice = DecideAside
