"""The weekly report, told to administrators: gaps, answers that do not help, where the register stands."""

from __future__ import annotations

from datetime import datetime

from desk import register, reporting, surveying
from desk.addressee import ToChat
from desk.centre import Centre, Workshop
from desk.letters import Lane, Letter
from desk.records import Records


async def report_week(records: Records, workshop: Workshop, centre: Centre, at: datetime) -> None:
    """Tell once a week what the base lacked, which answers failed, and the register's newest hash.

    Of a week that has brought nothing of these nobody hears.

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
    head = await register.report(due, records)
    for said in (one for one in (gaps, failing, head) if one is not None):
        for chat_id in centre.caretakers:
            records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))
