"""What a resident with several open tickets says: into the likeliest at once, elsewhere by a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk import naming, replying, waiting
from desk.addressee import ToResident, ToThread
from desk.button import Button
from desk.centre import Centre
from desk.choices.own_ticket import Redirect
from desk.conversation import hand_over, said_in
from desk.errors import TicketIsClosed
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, linked
from desk.said import Said
from desk.source import Source
from desk.ticket import Ticket
from desk.words import Words

COPIED = "copied"  # instead of a medium: what is to be passed on as it lies in the resident's chat


async def speak(
    message: Message,
    ticket: Ticket,
    others: Sequence[Ticket],
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """To the person who has the ticket; while nobody has, the resident is told how long the queue is.

    They are asked when one of the others may be meant: nobody's words wait for that. Raises TicketIsClosed.
    """
    await replying.pass_on(message, ticket, records, centre, at)
    await waiting.remind(ticket, records, centre, at)
    once = f"{message.source.chat_id}:{message.album or message.source.message_id}:whose"
    if not others or await records.outbox.knows_album(once):
        return
    rows = tuple(
        (Button(Redirect(message.source.message_id, ticket.id, one.id), text=_title(one, resident, centre)),)
        for one in others
    )
    args = {"number": ticket.number, "subject": ticket.subject}
    asked = Say("words-to-which", args, rows, quoting=message.source)
    records.outbox.add(Letter(ToResident(ticket.resident_id), asked, album=once))


async def redirect(
    message_id: int,
    was: Ticket,
    to: Ticket,
    pressed: Source | None,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The resident says that words were meant for another ticket: it gets them, whoever had them is told.

    Raises TicketIsClosed.
    """
    if not to.is_open:
        raise TicketIsClosed()
    here = next((one for one in await said_in(was, records) if one.first == message_id), None)
    words = here or Said((Source(was.resident_id, message_id),))
    once = f"{was.resident_id}:{message_id}:{to.id}"
    if not await records.outbox.knows_album(f"{to.id}:{was.resident_id}:{once}"):
        await hand_over(words, to, records)
        for source in words.sources:
            moved = Message(source, Words(words.text), at, COPIED, album=once)
            await replying.pass_on(moved, await records.tickets.get(to.id) or to, records, centre, at)
        there = linked(to, await records.threads.get(to.id))
        said = Say("words-meant-elsewhere", {"ticket": there}, quoting=words.sources[0])
        records.outbox.add(Letter(ToThread(was.id), said, Lane.NOTICES))
    done = Say("words-redirected", {"number": to.number}, replacing=pressed)
    records.outbox.add(Letter(ToResident(was.resident_id), done))


def _title(ticket: Ticket, resident: Resident, centre: Centre) -> str:
    return f"{ticket.number} · {naming.said(ticket.subject, resident.language, centre)}"
