"""Whoever looks after an answer is reminded in time that its term ends."""

from __future__ import annotations

from datetime import datetime, time

from desk.centre import Centre
from desk.letters import Lane, Letter, Say, ToChat
from desk.records import Records, Reminder
from faq import terms

MORNING = time(9)  # nobody is woken


async def remind(records: Records, centre: Centre, at: datetime) -> None:
    """Tell administrators of terms that end within 14 days and of those that have ended.

    Of each entry once before and once after its last day, at most one message a day, not before MORNING.
    """
    today = centre.day(at)
    if at.astimezone(centre.zone).time() < MORNING:
        return
    known = await records.reminders.given()
    if today in known.values():
        return
    due = {
        Reminder(one.id, one.valid_until, terms.has_ended(one, today)): one
        for one in terms.ending(centre.knowledge.shelf, today)
        if one.valid_until is not None
    }
    new = {reminder: entry for reminder, entry in due.items() if reminder not in known}
    if not new:
        return
    for reminder in new:
        records.reminders.add(reminder, today)
    said = Say("faq-terms", {"terms": terms.told(tuple(new.values()), today)})
    for chat_id in centre.caretakers:
        records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))
