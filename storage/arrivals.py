"""What a resident has sent, as it came, while it is kept: read for them only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from desk.arrival import Arrival
from storage.inbox import inbox
from storage.readers import ReadAside

_OF = (
    select(inbox.c.id, inbox.c.bot_id, inbox.c.key, inbox.c.raw, inbox.c.received_at)
    .where(inbox.c.lane == bindparam("lane_"), func.length(inbox.c.raw) > 0)
    .order_by(inbox.c.id)
)


class ArrivalStore:
    """Updates of private chats."""

    def __init__(self, aside: ReadAside) -> None:
        self._aside = aside

    async def of(self, resident_id: int) -> Sequence[Arrival]:
        """The resident's, oldest first; nothing waits for it."""
        rows = await self._aside(_OF, {"lane_": f"{resident_id}:0"})
        return [Arrival(row.received_at, bytes(row.raw)) for row in rows]
