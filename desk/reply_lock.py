"""The reply lock: two people never talk to one resident by accident, nor does anybody give numbers away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk import handoff, replying
from desk.addressee import ToThread
from desk.aside import Aside, decisions
from desk.centre import Centre
from desk.choices.aside import AsideFate, DecideAside
from desk.errors import AsideDecided, NotYourReply, ResidentUnreachable
from desk.letters import Letter, Say
from desk.people import Operator, Resident, Role
from desk.private_numbers import Private, found, hidden
from desk.question import Message
from desk.records import Records
from desk.ticket import Ticket

STAFF_LANGUAGE = "ru"
HELD = (Private.SNILS, Private.CARD, Private.PASSPORT)  # what no reply has to repeat


async def reply(
    message: Message,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A reply in a ticket that a colleague has is held, and one with private numbers; any other goes.

    Raises as replying.reply does.
    """
    is_anothers = ticket.is_anothers(operator)
    numbers = _private(message) if ticket.is_open and not is_anothers else ()
    if not (is_anothers or numbers) or await replying.goes_along(message, ticket, records):
        await replying.reply(message, ticket, operator, resident, records, centre, at)
        return
    if not resident.reachable:
        raise ResidentUnreachable(name=resident.name)
    gathers = message.album is not None and bool(await _album(message.album, ticket, records))
    records.asides.save(Aside(ticket.id, Operator(operator.id, operator.name), message))
    # Saved though nothing changes: whoever decides at this very moment decides about all of it.
    records.tickets.save(ticket)
    if not gathers:
        choices = decisions(message.source.message_id, ticket.id)
        said = Say("reply-held", {"name": ticket.assignee_name or ""}, choices, message.source)
        if numbers:
            named = ", ".join(one.called(STAFF_LANGUAGE) for one in numbers)
            # Nobody else has the ticket: there is nothing to take over.
            said = Say("reply-held-private", {"kinds": named}, choices[:1], message.source)
        records.outbox.add(Letter(ToThread(ticket.id), said))


async def decide(
    choice: DecideAside,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Say:
    """What becomes of a held reply: the words that stand under it from now on.

    Its author decides, whoever has the ticket, or a supervisor; only the author takes the ticket with it.
    Raises AsideDecided, NotYourReply, TicketIsClosed, ResidentUnreachable.
    """
    every = await records.asides.of_ticket(ticket.id)
    first = next((one for one in every if one.message.source.message_id == choice.message_id), None)
    if first is None:
        raise AsideDecided()
    author, album = first.author, first.message.album
    is_takers = operator.id == author.id
    may_judge = is_takers or operator.id == ticket.assignee_id or operator.role.may(Role.SUPERVISOR)
    if not (is_takers if choice.becomes is AsideFate.TAKE else may_judge):
        raise NotYourReply(name=author.name)
    parts = [first] if album is None else [one for one in every if one.message.album == album]
    for one in parts:
        records.asides.remove(one.message.source)
    records.tickets.save(ticket)  # of two presses at once one meets a conflict, and then AsideDecided
    if choice.becomes is AsideFate.NOTE:
        for one in parts:
            await replying.note(one.message, hidden(one.message.words.text), ticket, author, records)
        return Say("reply-held-noted", {"name": operator.name})
    if choice.becomes is AsideFate.TAKE and ticket.is_anothers(operator):
        handoff.take_over(ticket, operator, records, centre, at)
    for one in parts:
        now = await records.tickets.get(ticket.id) or ticket
        await replying.reply(one.message, now, author, resident, records, centre, at)
    phrase = "reply-held-taken" if choice.becomes is AsideFate.TAKE else "reply-held-sent"
    return Say(phrase, {"name": operator.name})


async def note(message: Message, words: str, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An internal note; the parts of its album that were held for replies are notes with it."""
    if message.album is not None:
        for one in await _album(message.album, ticket, records):
            records.asides.remove(one.message.source)
    await replying.note(message, words, ticket, operator, records)


async def correct(message: Message, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An operator's edit: of a held reply it is kept for when that goes."""
    held = await _held(message, ticket, records)
    if held is not None:
        records.asides.save(held.reworded(message))
        return
    await replying.correct(message, ticket, operator, records)


async def hide(message: Message, words: str, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An operator edits a message into a note: a held reply, with its whole album, is one at once."""
    held = await _held(message, ticket, records)
    if held is not None:
        records.asides.remove(message.source)
        await note(message, words, ticket, operator, records)
        return
    await replying.hide(message, words, ticket, operator, records)


def _private(message: Message) -> tuple[Private, ...]:
    return tuple(dict.fromkeys(one.kind for one in found(message.words.text) if one.kind in HELD))


async def _held(message: Message, ticket: Ticket, records: Records) -> Aside | None:
    every = await records.asides.of_ticket(ticket.id)
    return next((one for one in every if one.message.source == message.source), None)


async def _album(album: str, ticket: Ticket, records: Records) -> Sequence[Aside]:
    return [one for one in await records.asides.of_ticket(ticket.id) if one.message.album == album]
