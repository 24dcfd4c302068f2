"""Which of its groups a department's new ticket goes to: the next one when the first is full."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.department import Department
from desk.records import Records

# Bot API: a bot may act 20 times a minute in a group. What waits beyond that waits for more than a minute.
FULL, FULL_FOR = 20, timedelta(minutes=1)
# Not as soon as it is a little better: operators are not to look here and there by turns.
FREE, FREE_WITHIN = 5, timedelta(seconds=15)


async def group_of(department: Department, records: Records, at: datetime) -> int:
    """The group's chat. A group counts as full by how many letters wait for it, and for how long.

    Once a ticket went to another group, the first one gets none until hardly anything waits in it. When
    all are full, the one in which least waits.
    """
    if not department.overflow:
        return department.chat_id
    groups = department.groups
    newest = await records.threads.newest_in(groups)
    waits: dict[int, int] = {}
    for chat_id in groups:
        waiting, since = await records.ledger.backlog(chat_id)
        been_left = newest in groups[groups.index(chat_id) + 1 :]
        most, longest = (FREE, FREE_WITHIN) if been_left else (FULL, FULL_FOR)
        if waiting <= most and (since is None or at - since <= longest):
            return chat_id
        waits[chat_id] = waiting
    return min(waits, key=lambda one: waits[one])
