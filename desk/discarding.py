"""Discarding: what is no question at all is closed as spam, rated by nobody and counted nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk import banning
from desk.act import with_ticket
from desk.addressee import ToResident, ToThread
from desk.button import Button
from desk.centre import Centre
from desk.choices.ban import BanWhy
from desk.choices.own_ticket import ReopenOwn
from desk.deed import Deed
from desk.letters import Lane, Letter, Say
from desk.people import Operator
from desk.question import Outcome
from desk.records import Records, keep
from desk.rights import check_in
from desk.ticket import Ticket
from desk.usage import Usage

REPEATED, WITHIN = 2, timedelta(days=30)  # so many tickets of a resident, and a ban is proposed
LOOKED_AT = 10  # of the resident's last tickets


async def discard(
    ticket: Ticket,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    insists: bool = False,
) -> None:
    """Close a ticket as spam. One press of the resident's undoes it, should it be none.

    Its question is no gap and no figure any more. Raises TicketIsClosed, AnothersTicket.
    """
    discarded = ticket.discarded(at)
    check_in(Deed.SPAM, ticket, by, insists)
    keep(ticket, discarded, records)
    records.acts.add(with_ticket(Deed.SPAM, by, ticket, at))
    question = await records.questions.of_ticket(ticket.id)
    if question is not None:
        if len(question.shown) == 1:
            records.usage.count(Usage(question.shown[0], tickets=-1), centre.day(ticket.opened_at))
        records.questions.save(question.found(Outcome.SPAM, question.entries))
    undo = Button(ReopenOwn(ticket.id), phrase="button-not-spam")
    said = Say("ticket-spam", {"number": ticket.number}, ((undo,),))
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, about=ticket.id))
    _tell(ticket, Say("ticket-spam-here", {"name": by.name}), records)
    last = await records.tickets.of(ticket.resident_id, LOOKED_AT)
    before = [one for one in last if one.is_spam and one.id != ticket.id and at - one.opened_at < WITHIN]
    if len(before) + 1 >= REPEATED:
        choices = banning.terms(ticket, BanWhy.SPAM)
        _tell(ticket, Say("spam-repeated", {"count": len(before) + 1}, choices), records)


def _tell(ticket: Ticket, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
