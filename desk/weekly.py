"""The weekly report, told to whoever edits the knowledge base: gaps, and answers that do not help."""

from __future__ import annotations

from datetime import datetime

from desk import reporting, surveying
from desk.centre import Centre, Workshop
from desk.letters import Lane, Letter, ToChat
from desk.records import Records


async def report_week(records: Records, workshop: Workshop, centre: Centre, at: datetime) -> None:
    """Tell once a week what the base lacked and which answers failed; of a week without either nobody hears.

    A report that was missed comes late: the bot may have been off at its hour.
    """
    if centre.report_at is None:
        return
    due = centre.report_at.last(at, centre.zone)
    if await records.gaps.is_reported(due):
        return
    records.gaps.report(due)
    gaps = await surveying.report(due, records, workshop, at)
    failing = await reporting.failing(records, centre, at)
    for said in (one for one in (gaps, failing) if one is not None):
        for chat_id in centre.caretakers:
            records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))
