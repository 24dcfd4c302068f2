"""A recording the bot has listened to: what it has understood is shown, to its author or under it."""

from __future__ import annotations

from desk.addressee import ToThread
from desk.button import Button
from desk.choices.catalogue import AskPerson
from desk.letters import Letter, Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, say
from desk.ticket import Ticket


def tell(message: Message, resident: Resident, records: Records, asked: int | None = None) -> None:
    """To its author. `asked`: the question it belongs to, for the way to a person who listens."""
    if _is_understood(message):
        person = () if asked is None else ((Button(AskPerson(asked), phrase="button-ask-person"),),)
        say(Say("recording-heard", {"words": message.words.text}, person), resident, records)


def note(message: Message, ticket: Ticket, records: Records) -> None:
    """Under it in the ticket's thread: what is quicker to read than to listen to."""
    if _is_understood(message):
        said = Say("recording-in-words", {"words": message.words.text})
        records.outbox.add(Letter(ToThread(ticket.id), said))


def _is_understood(message: Message) -> bool:
    return message.listened and bool(message.words.text.strip())
