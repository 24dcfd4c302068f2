"""What one look at a resident has told is not there: nobody has to look for it in the same visit."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Absences:
    """Residents without any ban, and residents without any open ticket, as far as is committed.

    `incidents`: whether nothing at all is out of order.
    """

    bans: set[int] = field(default_factory=set)
    open_tickets: set[int] = field(default_factory=set)
    incidents: bool = False
