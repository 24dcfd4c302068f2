"""A message is taken back: what was passed on of it is deleted on the other side.

Telegram tells bots of no deletion, and lets them delete for two days (Bot API: deleteMessage); so whoever
wants it answers their own message with a command.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desk.act import with_ticket
from desk.addressee import To, ToResident, ToThread
from desk.choices.ledger import LetterFate
from desk.deed import Deed
from desk.errors import NothingToErase, NotYours
from desk.letters import Lane, Letter, Relay, Say, brought_up_to_date
from desk.people import Operator, Resident
from desk.records import Mirror, Records
from desk.rights import check_author
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import Erase


async def erase_reply(
    said: Source, author_id: int, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> None:
    """An operator's reply goes from the resident's chat; in the thread it stays, with a line that it is gone.

    Raises NotAllowed for a colleague's, unless a supervisor does it; NotYours for the resident's words;
    NothingToErase for what never went to the resident.
    """
    mirror = await records.threads.mirror_of(said)
    if mirror is not None and mirror.copy == said:
        raise NotYours()
    check_author(Deed.ERASE, author_id, operator)
    to = ToResident(ticket.resident_id)
    fate = None if mirror is not None else await _withdrawn(said, to, ticket, records)
    records.acts.add(with_ticket(Deed.ERASE, operator, ticket, at))
    records.passages.forget(said)
    if mirror is not None:
        records.outbox.add(Letter(to, Erase(said, ticket.id)))
        return
    phrase = "erased-maybe" if fate is LetterFate.UNCERTAIN else "erased-unsent"
    records.outbox.add(Letter(ToThread(ticket.id), Say(phrase, quoting=said), Lane.NOTICES))


async def erase_words(
    said: Source, ticket: Ticket | None, resident: Resident, records: Records, at: datetime
) -> None:
    """A resident's words go from their ticket's thread, from its card and from what is kept of them.

    `ticket` is the open one. Raises NotYours, NothingToErase.
    """
    mirror = await records.threads.mirror_of(said)
    if mirror is not None and mirror.source != said:
        raise NotYours()
    asked = await records.questions.get(resident.id, said.message_id)
    if asked is not None:
        records.questions.save(replace(asked, text=""))
    records.passages.forget(said)
    records.hidden.forget(said)
    about = ticket
    if mirror is not None:
        about = await records.tickets.get(mirror.ticket_id)
        await _erase_copy(mirror, records)
    elif ticket is not None and await records.outbox.withdraw(ToThread(ticket.id), said) is not None:
        records.outbox.add(Letter(ToResident(resident.id), Say("erased-unsent", quoting=said)))
    elif asked is not None:
        records.outbox.add(Letter(ToResident(resident.id), Say("erased-by-bot", quoting=said)))
    else:
        raise NothingToErase()
    if about is not None:
        records.acts.add(with_ticket(Deed.ERASE, None, about, at))
        for letter in brought_up_to_date(about.id, retitle=False):
            records.outbox.add(letter)


async def _erase_copy(mirror: Mirror, records: Records) -> None:
    """Texts that were said together have one copy: the others are passed on anew."""
    to = ToThread(mirror.ticket_id)
    pairs = await records.threads.mirrors_of(mirror.ticket_id)
    others = [one.source for one in pairs if one.copy == mirror.copy and one.source != mirror.source]
    records.outbox.add(Letter(to, Erase(mirror.source, mirror.ticket_id)))
    if others:
        records.outbox.add(Letter(to, Relay(tuple(others), mirror.ticket_id)))


async def _withdrawn(said: Source, to: To, ticket: Ticket, records: Records) -> LetterFate:
    """What has not arrived is not sent any more, nor is what is held. Raises NothingToErase."""
    held = any(one.message.source == said for one in await records.asides.of_ticket(ticket.id))
    if held:
        records.asides.remove(said)
        return LetterFate.WAITING
    fate = await records.outbox.withdraw(to, said)
    if fate is None:
        raise NothingToErase()
    return fate
