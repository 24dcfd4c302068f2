"""Proposals that wait: supervisors hear of them every day, authors when the poll has ended before."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToChat, ToResident
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.poll import ShowPoll
from desk.choices.proposal import ReviewProposals
from desk.letters import Lane, Letter, Say
from desk.poll import Poll
from desk.records import Records


async def remind(records: Records, centre: Centre, at: datetime) -> None:
    """Once a day in working hours, from the day after the first one came, until all are decided about."""
    today, department = centre.day(at), centre.departments.all[0]
    told = f"proposals:{today}"
    if not department.hours.open_at(at):
        return
    oldest = await records.proposals.next_waiting()
    if oldest is None or centre.day(oldest.made_at) >= today or await records.outbox.knows_album(told):
        return
    args: dict[str, str | int] = {
        "count": await records.proposals.waiting(),
        "since": centre.day(oldest.made_at).isoformat(),
        "supervisors": " ".join(map(str, centre.supervisors)),
    }
    review: Choices = ((Button(ReviewProposals(), phrase="button-review-proposals"),),)
    said = Say("proposals-still-wait", args, review)
    records.outbox.add(Letter(ToChat(department.chat_id), said, Lane.NOTICES, album=told))


async def tell_authors(closed: Poll, records: Records) -> None:
    """It has ended, and theirs has not been looked at: nobody is left to guess."""
    back: Choices = ((Button(ShowPoll(closed.id), phrase="button-open-poll"),),)
    said = Say("proposal-not-judged-yet", {"question": closed.question}, back)
    for author in dict.fromkeys(one.resident_id for one in await records.proposals.waiting_in(closed.id)):
        records.outbox.add(Letter(ToResident(author), said, Lane.BROADCAST))
