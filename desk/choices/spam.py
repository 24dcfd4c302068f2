"""What operators choose about what is no question at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MarkSpam:
    """A ticket is spam."""

    ticket_id: int
    choice: Literal["spam"] = "spam"


SpamChoice = MarkSpam
