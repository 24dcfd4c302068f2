"""Contents that change what is there already: a message, a topic, a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desk.medium import Medium
from desk.source import Source
from desk.words import Words


@dataclass(frozen=True, slots=True)
class Amend:
    """An edit of what was passed on before: of its words, and of the medium they stand under."""

    source: Source
    words: Words
    captioned: bool = False
    signed: str | None = None
    medium: Medium | None = None  # as it is now: nobody is told whether it is another than before
    kind: Literal["amend"] = "amend"


@dataclass(frozen=True, slots=True)
class Erase:
    """What was passed on of a message is to be deleted on the other side."""

    source: Source
    ticket_id: int
    kind: Literal["erase"] = "erase"


@dataclass(frozen=True, slots=True)
class React:
    """A reaction on a message; None takes it back."""

    target: Source
    emoji: str | None
    kind: Literal["react"] = "react"


@dataclass(frozen=True, slots=True)
class Strip:
    """The buttons under a message of ours have been used: away with them."""

    target: Source
    kind: Literal["strip"] = "strip"


@dataclass(frozen=True, slots=True)
class Wipe:
    """A resident's own message is to be deleted in their chat; `told` becomes the line that says so."""

    target: Source
    told: Source | None = None
    kind: Literal["wipe"] = "wipe"


@dataclass(frozen=True, slots=True)
class Retitle:
    """A ticket's topic is to show the ticket's state, by its title and its icon."""

    kind: Literal["retitle"] = "retitle"


@dataclass(frozen=True, slots=True)
class Shut:
    """A topic that a ticket has left is to be closed."""

    kind: Literal["shut"] = "shut"


@dataclass(frozen=True, slots=True)
class Raze:
    """A topic is to be deleted with all that was said in it: its resident is forgotten."""

    kind: Literal["raze"] = "raze"


@dataclass(frozen=True, slots=True)
class Card:
    """A ticket's card is to be sent, or brought up to date.

    `parted_from`: the ticket it was split off from, whose thread learns where the new one is.
    """

    parted_from: int | None = None
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class PinCard:
    """A ticket's card is to be pinned."""

    kind: Literal["pin-card"] = "pin-card"
