"""Banning: a resident's messages are kept and not answered, until a time, for a reason they are told."""

from __future__ import annotations

from datetime import datetime

from desk.act import with_ticket
from desk.addressee import ToResident, ToThread
from desk.ban import SIGNS, WHYS, Ban, Term
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.ban import BanResident, BanTerm, BanWhy, ChooseBanWhy, ShowKept, UnbanResident
from desk.deed import Deed
from desk.errors import AlreadyBanned, NotBanned
from desk.handoff import ALBUM_LIMIT
from desk.letters import Lane, Letter, Relay, Say
from desk.people import Operator, Resident
from desk.question import Message, Outcome, Question
from desk.records import Records, keep, say
from desk.rights import check, check_in
from desk.source import Source
from desk.ticket import Ticket

TICKETS = 10  # of a resident's last ones
KEPT = 30  # messages shown of those that a banned resident has written
FOREVER = {
    "banned": "banned-forever",
    "still-banned": "still-banned-forever",
    "banned-here": "banned-here-forever",
    "ban-is": "ban-is-forever",
}


def offer(ticket: Ticket) -> Say:
    """For how long?"""
    return Say("ban-how-long", choices=terms(ticket))


def terms(ticket: Ticket, why: BanWhy | None = None) -> Choices:
    """The terms, as buttons; with a reason given, a press bans."""
    phrases = {
        BanTerm.HOUR: "button-ban-hour",
        BanTerm.DAY: "button-ban-day",
        BanTerm.WEEK: "button-ban-week",
        BanTerm.FOREVER: "button-ban-forever",
    }
    if why is None:
        every = [Button(ChooseBanWhy(ticket.id, one), phrase=phrase) for one, phrase in phrases.items()]
    else:
        every = [Button(BanResident(ticket.id, one, why), phrase=phrase) for one, phrase in phrases.items()]
    return tuple(every[:2]), tuple(every[2:])


def offer_reasons(ticket: Ticket, term: BanTerm) -> Say:
    """Why?"""
    every = [Button(BanResident(ticket.id, term, one), phrase=phrase) for one, phrase in WHYS.items()]
    # Each on its row: on a phone half a row cuts the longer ones.
    return Say("ban-why", {"term": SIGNS[term]}, tuple((one,) for one in every))


async def ban(
    ticket: Ticket,
    term: Term,
    reason: str,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    insists: bool = False,
    target: str = "",
) -> None:
    """The ticket's resident is banned: told why, until when and how to appeal. Their tickets are closed.

    `target` as in check_in. Raises NotAllowed, AnothersTicket, AlreadyBanned.
    """
    check_in(Deed.BAN if term.span is not None else Deed.BAN_FOREVER, ticket, by, insists, target)
    known = await records.bans.get(ticket.resident_id)
    if known is not None and known.is_just(term, reason, at):
        raise AlreadyBanned()
    until = at + term.span if term.span is not None else None
    one = Ban(ticket.resident_id, at, until, reason, by.id, by.name)
    records.bans.save(one)
    records.acts.add(with_ticket(Deed.BAN, by, ticket, at, f"{term.words}: {reason}"))
    for other in await records.tickets.all_open_of(ticket.resident_id):
        keep(other, other.closed(at), records)
        here = (Button(UnbanResident(other.id), phrase="button-unban"),)
        kept = (Button(ShowKept(other.id), phrase="button-kept"),)
        _tell(other, _told("banned-here", one, (here, kept), name=by.name), records)
        if other.id != ticket.id:
            records.acts.add(with_ticket(Deed.CLOSE, by, other, at))
    for other in await records.tickets.of(ticket.resident_id, TICKETS):
        if not other.is_open and other.ask_at is not None:
            records.tickets.save(other.to_ask(None))  # nobody asks a banned resident how it was
    if not ticket.is_open:
        keep(ticket, ticket.to_ask(None), records)
        buttons = (Button(UnbanResident(ticket.id), phrase="button-unban"),)
        shown = (Button(ShowKept(ticket.id), phrase="button-kept"),)
        _tell(ticket, _told("banned-here", one, (buttons, shown), name=by.name), records)
    to = ToResident(ticket.resident_id)
    records.outbox.add(Letter(to, _told("banned", one, appeal=centre.appeal)))


async def unban(ticket: Ticket, by: Operator, records: Records, at: datetime) -> None:
    """The ticket's resident may write again. Raises NotBanned; NotAllowed for a colleague's ban."""
    one = await records.bans.get(ticket.resident_id)
    if one is None or not one.holds(at):
        raise NotBanned()
    if one.by_id != by.id:
        check(Deed.UNBAN, by)
    records.bans.save(one.lifted(at))
    keep(ticket, ticket, records)
    for other in await records.tickets.of(ticket.resident_id, TICKETS):
        # Whatever was open under the ban has a card that tells of it.
        if other.id != ticket.id and (other.closed_at is None or other.closed_at >= one.since):
            keep(other, other, records)
    records.acts.add(with_ticket(Deed.UNBAN, by, ticket, at))
    kept = Button(ShowKept(ticket.id), phrase="button-kept")
    _tell(ticket, Say("unbanned-here", {"name": by.name}, ((kept,),)), records)
    records.outbox.add(Letter(ToResident(ticket.resident_id), Say("unbanned")))


async def state(ticket: Ticket, records: Records, at: datetime) -> Say:
    """How it is with the ticket's resident: banned till when and why, or for how long they are to be."""
    one = await records.bans.get(ticket.resident_id)
    if one is None or not one.holds(at):
        return offer(ticket)
    choices = (
        (Button(UnbanResident(ticket.id), phrase="button-unban"),),
        (Button(ShowKept(ticket.id), phrase="button-kept"),),
    )
    return _told("ban-is", one, choices, name=one.by_name)


async def hear(message: Message, resident: Resident, one: Ban, records: Records, at: datetime) -> None:
    """What a banned resident writes is kept. Once a day they are told that nobody answers."""
    number = message.source.message_id
    known = await records.questions.get(resident.id, number)
    if known is not None and known.outcome is not Outcome.BANNED:
        return  # an edit of what was said before
    text, album = message.words.text, message.album
    asked = Question(resident.id, number, text, message.at, Outcome.BANNED, album=album)
    records.questions.save(asked)
    if one.is_to_be_told(at):
        records.bans.told(resident.id, at)
        say(_told("still-banned", one), resident, records)


async def show_kept(ticket: Ticket, by: Operator, records: Records, at: datetime) -> None:
    """What the ticket's resident has written while they were banned, into its thread. Raises NotAllowed."""
    check(Deed.KEPT, by)
    records.acts.add(with_ticket(Deed.KEPT, by, ticket, at))
    one = await records.bans.get(ticket.resident_id)
    since = one.since.replace(microsecond=0) if one is not None else ticket.opened_at
    found = await records.questions.kept(ticket.resident_id, since, KEPT)
    _tell(ticket, Say("kept-messages" if found else "kept-nothing", {"count": len(found)}), records)
    numbers = sorted(asked.message_id for asked in found)
    for start in range(0, len(numbers), ALBUM_LIMIT):
        part = numbers[start : start + ALBUM_LIMIT]
        copies = Relay(tuple(Source(ticket.resident_id, number) for number in part), ticket.id)
        records.outbox.add(Letter(ToThread(ticket.id), copies, Lane.OPENING))


def _told(phrase: str, one: Ban, choices: Choices = (), **args: str) -> Say:
    """The phrase, or what is said instead of a ban for ever."""
    if one.until is None:
        return Say(FOREVER[phrase], {**args, "why": one.reason}, choices)
    return Say(phrase, {**args, "why": one.reason, "closes": one.until.isoformat()}, choices)


def _tell(ticket: Ticket, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
