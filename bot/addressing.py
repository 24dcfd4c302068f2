"""A letter's address: which chat, which topic, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.phrases import STAFF_LANGUAGE
from desk.addressee import ToChat, ToResident, ToThread, ToTopic
from desk.centre import Centre
from desk.records import Records, Thread
from storage.letters import Posted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter goes. `topic_id` None: no topic (a private chat, General)."""

    chat_id: int
    language: str
    topic_id: int | None = None
    thread: Thread | None = None  # of the ticket the letter belongs to

    @property
    def needs_topic(self) -> bool:
        """Whether the ticket's topic has still to be made."""
        return self.thread is not None and self.thread.topic_id is None


async def place(posted: Posted, records: Records, centre: Centre, moves: dict[int, int]) -> Place | None:
    """The place as it is now, None when there is none: the ticket is unknown, no group is set."""
    match posted.letter.to:
        case ToResident(resident_id=resident_id, language=language):
            return Place(resident_id, posted.language or language or STAFF_LANGUAGE)
        case ToChat(chat_id=chat_id):
            return Place(moves.get(chat_id, chat_id), STAFF_LANGUAGE)
        case ToTopic(chat_id=chat_id, topic_id=topic_id):
            return Place(moves.get(chat_id, chat_id), STAFF_LANGUAGE, topic_id)
        case ToThread(ticket_id=ticket_id):
            return await _thread(ticket_id, records, centre)


async def _thread(ticket_id: int, records: Records, centre: Centre) -> Place | None:
    thread = await records.threads.get(ticket_id)
    if thread is None:
        return None
    if not thread.chat_id:
        ticket = await records.tickets.get(ticket_id)
        if ticket is None:
            return None
        # The ticket came before the settings named a group; it follows as soon as they do.
        thread = Thread(ticket_id, centre.departments.get(ticket.department_id).chat_id)
        records.threads.save(thread)
    if not thread.chat_id:
        return None
    return Place(thread.chat_id, STAFF_LANGUAGE, thread.topic_id or None, thread)
