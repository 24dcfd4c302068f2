"""The weekly report of gaps, told to whoever edits the knowledge base."""

from __future__ import annotations

from datetime import datetime

from desk import surveying
from desk.centre import Centre, Workshop
from desk.letters import Lane, Letter, ToChat
from desk.records import Records


async def report_gaps(records: Records, workshop: Workshop, centre: Centre, at: datetime) -> None:
    """Tell once a week what the base lacked; of a week without gaps nobody hears.

    A report that was missed comes late: the bot may have been off at its hour.
    """
    if centre.report_at is None:
        return
    due = centre.report_at.last(at, centre.zone)
    if await records.gaps.is_reported(due):
        return
    records.gaps.report(due)
    said = await surveying.report(due, records, workshop, at)
    if said is not None:
        for chat_id in centre.caretakers:
            records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))
