"""Several open tickets of one resident: which of them words belong to, and what was said in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.records import Records
from desk.said import Said
from desk.source import Source
from desk.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Meant:
    """The ticket that words belong to; when that is unclear, the others they may belong to."""

    ticket: Ticket | None
    others: tuple[Ticket, ...] = ()


def meant(tickets: Sequence[Ticket], named: int | None) -> Meant:
    """Of a resident's open tickets the one that words are for. `named`: the one that they quote or change.

    Else it is the one last spoken in: whoever has answered is answered. Unclear when the resident was
    told something in several since their own last words.
    """
    quoted = next((one for one in tickets if one.id == named), None)
    if quoted is not None or len(tickets) < 2:
        return Meant(quoted or next(iter(tickets), None))
    last = max(tickets, key=lambda one: (_heard(one), one.id))
    told = [one for one in tickets if one.told_at is not None and one.told_at > _heard(last)]
    # Told at once in two, the one that was there before is the likelier.
    likeliest = max(told, key=lambda one: (one.told_at or one.opened_at, -one.id), default=last)
    return Meant(likeliest, tuple(one for one in tickets if one is not likeliest) if len(told) > 1 else ())


async def said_in(ticket: Ticket, records: Records) -> list[Said]:
    """What its thread has of the resident's words, oldest first."""
    thread = await records.threads.get(ticket.id)
    mirrors = await records.threads.mirrors_of(ticket.id)
    private = {one.source.message_id for one in mirrors if one.source.chat_id == ticket.resident_id}
    # A story told anew passes on operators' words out of the private chat, too.
    private -= {one.copy.message_id for one in mirrors if one.copy.chat_id == ticket.resident_id}
    found: list[Said] = []
    if thread is not None:
        for one in await records.outbox.said(ticket.id, thread.chat_id, ticket.opened_at):
            if private.issuperset(numbers := {source.message_id for source in one.sources}):
                found.append(one)
                private -= numbers
    found += [Said((Source(ticket.resident_id, number),)) for number in private]
    return sorted(found, key=lambda one: one.first)


async def last_words(ticket: Ticket, records: Records) -> Source | None:
    """The resident's newest message in a ticket, when several are open: a reply quotes it then."""
    if len(await records.tickets.all_open_of(ticket.resident_id)) < 2:
        return None
    theirs = await said_in(ticket, records)
    return theirs[-1].sources[0] if theirs else None


async def hand_over(words: Said, to: Ticket, records: Records) -> None:
    """Their copies count as the other ticket's from now on, wherever they stand.

    Not a copy that says others' words as well: it stays what it is until there is a new one.
    """
    for source in words.sources:
        mirror = await records.threads.mirror_of(source)
        if mirror is not None and mirror.source == source and not await records.threads.shared(mirror):
            records.threads.pair(replace(mirror, ticket_id=to.id))


def _heard(ticket: Ticket) -> datetime:
    return ticket.heard_at or ticket.opened_at
