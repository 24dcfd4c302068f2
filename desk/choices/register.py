"""What is chosen in the register of acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowActs:
    """The acts of a ticket, of a person, 0 of any, from a page on."""

    ticket: int
    person: int
    page: int = 0
    choice: Literal["acts"] = "acts"


RegisterChoice = ShowActs
