"""A form: what a resident fills in message by message, and what the next one is taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Purpose(StrEnum):
    """What a form is for."""

    DEADLINE = "deadline"
    APPEAL = "appeal"
    ROUTE = "route"
    OFFICE = "office"
    HOME = "home"  # the municipality they live in
    POLL = "poll"  # an administrator's
    DECISION = "decision"  # the same
    BROADCAST = "broadcast"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Form:
    """`asks` names the value that the next text gives; `asked_at` is None while none is expected.

    It outlives a restart and whatever comes between: a question, a ticket.
    """

    purpose: Purpose
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    asks: str = ""
    asked_at: datetime | None = None
    under: Form | None = None  # an appeal half written, which waits until this one is done with

    def asking(self, name: str, at: datetime) -> Form:
        """The next text is the value of that name."""
        return replace(self, asks=name, asked_at=at)

    def filled(self, **values: str) -> Form:
        """With these values; an empty one is taken out."""
        known = {name: value for name, value in {**self.values, **values}.items() if value}
        return replace(self, values=known)

    def written_in(self, message_id: int, name: str) -> Form:
        """With the message that gave the value of that name: the resident may edit it."""
        return self.filled(**{f"#{message_id}": name})

    def name_of(self, message_id: int) -> str | None:
        """Which value that message gave."""
        return self.values.get(f"#{message_id}")

    def paused(self) -> Form:
        """The next text is an ordinary one; what was filled in stays."""
        return replace(self, asked_at=None)
