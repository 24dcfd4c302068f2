"""A resident takes what is kept of them: two files, once an hour at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.act import About, Act
from desk.addressee import ToResident
from desk.deed import Deed
from desk.enclosure import Document
from desk.letters import Letter, Say
from desk.people import Resident
from desk.records import Records, say

EVERY = timedelta(hours=1)
LOOKED_AT = 100  # the latest acts about them: nobody has more in an hour


async def take(resident: Resident, records: Records, at: datetime) -> None:
    """Send both files, and write down that it was done; too soon after the last time, say when again."""
    acts = await records.acts.latest(About(person=resident.id), 0, LOOKED_AT)
    last = next((one.at for one in acts if one.deed is Deed.TAKE_DATA and one.by_id == resident.id), None)
    if last is not None and at - last < EVERY:
        say(Say("my-data-lately", {"now": (last + EVERY).isoformat()}), resident, records)
        return
    records.acts.add(Act(at, Deed.TAKE_DATA, resident.id, person_id=resident.id))
    to = ToResident(resident.id)
    records.outbox.add(Letter(to, Document("my-data")))
    records.outbox.add(Letter(to, Document("my-data-json")))
