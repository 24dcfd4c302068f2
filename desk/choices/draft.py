"""What operators choose among ready replies: templates, and hints of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowTemplates:
    """The ready replies for a ticket, from a page on."""

    ticket_id: int
    page: int = 0
    choice: Literal["templates"] = "templates"


@dataclass(frozen=True, slots=True)
class ShowTemplate:
    """A ready reply, filled in."""

    ticket_id: int
    template: str
    choice: Literal["template"] = "template"


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """That reply goes to the resident as it is."""

    ticket_id: int
    template: str
    choice: Literal["send-template"] = "send-template"


@dataclass(frozen=True, slots=True)
class EditTemplate:
    """The operator wants to change that reply before it goes."""

    ticket_id: int
    template: str
    choice: Literal["edit-template"] = "edit-template"


@dataclass(frozen=True, slots=True)
class ShowHints:
    """The entries that may answer a ticket. `again`: in the message where they were shown before."""

    ticket_id: int
    again: bool = False
    choice: Literal["hints"] = "hints"


@dataclass(frozen=True, slots=True)
class ShowHint:
    """One of them, whole."""

    ticket_id: int
    entry: str
    choice: Literal["hint"] = "hint"


@dataclass(frozen=True, slots=True)
class SendHint:
    """Its answer goes to the resident as it is."""

    ticket_id: int
    entry: str
    choice: Literal["send-hint"] = "send-hint"


@dataclass(frozen=True, slots=True)
class EditHint:
    """The operator wants to change its answer before it goes."""

    ticket_id: int
    entry: str
    choice: Literal["edit-hint"] = "edit-hint"


DraftChoice = (
    ShowTemplates | ShowTemplate | SendTemplate | EditTemplate | ShowHints | ShowHint | SendHint | EditHint
)
