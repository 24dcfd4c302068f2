"""A ticket leaves a topic: what is said there, what goes along, and what is still written there later."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToChat, ToThread, ToTopic
from desk.aside import decisions
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.people import Operator
from desk.question import Message
from desk.records import Mirror, Note, Records, Thread, heard_in_private, linked
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import React, Shut


def leave(old: Thread, said: dict[str, str], records: Records) -> None:
    """Its topic says where the ticket goes on, and is closed."""
    remember(old, records)
    if old.topic_id:
        there = ToTopic(old.chat_id, old.topic_id)
        records.outbox.add(Letter(there, Say("ticket-moved-away", said)))
        if old.card_id:  # its buttons do nothing there any more
            card = Source(old.chat_id, old.card_id)
            records.outbox.add(Letter(there, Say("card-is-elsewhere", said, replacing=card), Lane.NOTICES))
        records.outbox.add(Letter(there, Shut(), Lane.COSMETICS))


def remember(left: Thread, records: Records) -> None:
    """A topic that a ticket leaves goes on to be known as the ticket's.

    A topic's number is that of the message that opened it, so that message is written down as the ticket's.
    """
    if left.topic_id:
        opened = Source(left.chat_id, left.topic_id)
        records.threads.pair(Mirror(left.ticket_id, opened, opened))


async def bring_along(ticket: Ticket, records: Records) -> None:
    """Replies that are held in the topic it has left are asked about in the new one."""
    asked: set[str] = set()
    for one in await records.asides.of_ticket(ticket.id):
        album = one.message.album
        if album is not None and album in asked:
            continue
        asked.add(album or "")
        said = {"name": one.author.name, "words": _told(one.message)}
        choices = decisions(one.message.source.message_id, ticket.id)
        records.outbox.add(Letter(ToThread(ticket.id), Say("reply-held-elsewhere", said, choices)))


async def hear_late(
    message: Message,
    topic_id: int,
    operator: Operator | None,
    records: Records,
    centre: Centre,
    at: datetime,
) -> bool:
    """Somebody writes in a topic that a ticket has left: told, once an hour, where it is now.

    What an operator writes is passed on there, as a note. Nothing is said in a topic that was never a
    ticket's: False.
    """
    chat_id = message.source.chat_id
    left = await records.threads.mirror_of(Source(chat_id, topic_id))
    ticket = await records.tickets.get(left.ticket_id) if left is not None else None
    if ticket is None:
        return False
    told = f"{chat_id}:{topic_id}:left:{at:%Y-%m-%d-%H}"
    if not await records.outbox.knows_album(told):
        there = linked(ticket, await records.threads.get(ticket.id))
        department = centre.departments.get(ticket.department_id).title
        said = Say("ticket-not-here", {"ticket": there, "department": department})
        records.outbox.add(Letter(ToTopic(chat_id, topic_id), said, Lane.NOTICES, album=told))
    words = _told(message)
    if operator is None or words.startswith("/"):  # a command
        return True
    heard = heard_in_private(ticket, await records.threads.mirrors_of(ticket.id))
    records.notes.add(Note(ticket.id, message.source, operator.name, words, max(heard, default=0)))
    late = Say("written-where-it-was", {"name": operator.name, "words": words})
    records.outbox.add(Letter(ToThread(ticket.id), late))
    records.outbox.add(Letter(ToChat(chat_id), React(message.source, "✍"), Lane.COSMETICS))
    return True


def _told(message: Message) -> str:
    words = message.words.text.removeprefix("//").strip()
    return words if message.media is None else f"📎 {words}".strip()
