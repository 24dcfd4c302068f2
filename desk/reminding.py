"""Reminders to administrators: an answer's term ends; the days off of a year are not known."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from desk.addressee import ToChat
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.records import Records, Reminder
from faq import terms

MORNING = time(9)  # nobody is woken
CALENDAR_AHEAD = timedelta(days=45)  # longer than any promise; decrees come in the autumn before


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


async def warn_of_calendar(records: Records, centre: Centre, at: datetime) -> None:
    """Tell administrators once of a year that promises reach into and whose moved days off are not known."""
    year = centre.day(at + CALENDAR_AHEAD).year
    told = f"calendar:{year}"
    if centre.knows_year(year) or at.astimezone(centre.zone).time() < MORNING:
        return
    if await records.outbox.knows_album(told):
        return
    for chat_id in centre.caretakers:
        said = Say("calendar-unknown", {"year": year})
        records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES, album=told))
