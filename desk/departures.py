"""Residents who block the bot, groups that move, letters that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass

from desk.addressee import To, ToChat, ToResident, ToThread
from desk.button import Button, Choices
from desk.choices.ledger import CountAsDelivered, SendAgain
from desk.errors import LetterElsewhere, LetterSettled
from desk.letters import Lane, Letter, Relay, Say, brought_up_to_date
from desk.people import Operator, Resident, Role
from desk.records import Records
from desk.touches import Amend, Erase, Raze


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that did not arrive, or may not have."""

    letter_id: int
    letter: Letter
    reason: str  # Telegram's words, for the staff
    uncertain: bool = False  # whether it may have arrived all the same
    blocked: bool = False  # the resident has blocked the bot


async def block(resident: Resident, records: Records, is_told: bool = False) -> None:
    """The resident has blocked the bot; whoever has their ticket is told, unless they are told otherwise."""
    if not resident.reachable:
        return
    records.residents.save(resident.gone())
    for ticket in await records.tickets.all_open_of(resident.id):
        if not is_told:
            said = Say("resident-blocked", {"name": resident.name})
            records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
        for letter in brought_up_to_date(ticket.id, retitle=False):
            records.outbox.add(letter)


async def come_back(resident: Resident, records: Records) -> None:
    """The resident can be written to again; whoever has their ticket is told."""
    if resident.reachable:
        return
    records.residents.save(resident.known_as(resident.name))
    for ticket in await records.tickets.all_open_of(resident.id):
        said = Say("resident-returned", {"name": resident.name})
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
        for letter in brought_up_to_date(ticket.id, retitle=False):
            records.outbox.add(letter)


async def report(failed: Undelivered, records: Records, admins: tuple[int, ...]) -> None:
    """Tell the person who can mend it: in the ticket's thread, else the administrators."""
    _tell_of_left(failed, records)
    if failed.blocked and isinstance(failed.letter.to, ToResident):
        resident = await records.residents.get(failed.letter.to.resident_id)
        if resident is not None:
            await block(resident, records, is_told=isinstance(failed.letter.content, Relay))
            if failed.letter.about is not None:
                missed = Say("closing-undelivered", {"name": resident.name}, choices=_mending(failed))
                records.outbox.add(Letter(ToThread(failed.letter.about), missed, Lane.NOTICES))
        if not isinstance(failed.letter.content, Relay):
            return
    if not _worth_telling(failed.letter):
        return
    for to in await _who_can_mend(failed.letter, records, admins):
        records.outbox.add(Letter(to, _told(failed, to), Lane.NOTICES))


async def settle(letter_id: int, again: bool, operator: Operator, chat_id: int, records: Records) -> None:
    """A person decides about a letter that may not have arrived.

    An operator where its ticket is, an administrator anywhere. Raises LetterSettled, LetterElsewhere.
    """
    if not operator.role.may(Role.ADMIN):
        letter = await records.outbox.letter(letter_id)
        if letter is None:
            raise LetterSettled()
        if not await _belongs(letter, chat_id, records):
            raise LetterElsewhere()
    if not await records.outbox.settle(letter_id, resend=again):
        raise LetterSettled()


def migrate(old_chat_id: int, new_chat_id: int, records: Records, admins: tuple[int, ...]) -> None:
    """A group has another id now: replaced everywhere, and the settings are to follow."""
    records.threads.move(old_chat_id, new_chat_id)
    records.shifts.move(old_chat_id, new_chat_id)
    records.asides.move(old_chat_id, new_chat_id)
    said = Say("group-migrated", {"old": str(old_chat_id), "new": str(new_chat_id)})
    for admin in admins:
        records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))


def _tell_of_left(failed: Undelivered, records: Records) -> None:
    """Whoever wanted a message deleted learns that it is still there; of a topic, whoever reads in it."""
    erase = failed.letter.content
    if isinstance(erase, Raze):
        records.outbox.add(Letter(failed.letter.to, Say("topic-not-razed"), Lane.NOTICES))
    if not isinstance(erase, Erase):
        return
    is_reply = isinstance(failed.letter.to, ToResident)
    to = ToThread(erase.ticket_id) if is_reply else ToResident(erase.source.chat_id)
    said = Say("erase-failed", {"reason": failed.reason}, quoting=erase.source)
    records.outbox.add(Letter(to, said, Lane.NOTICES))


def _worth_telling(letter: Letter) -> bool:
    """Notices to the staff about notices to the staff would never end; those of a broadcast, for days."""
    if letter.lane is Lane.BROADCAST or isinstance(letter.content, Erase):
        return False
    return isinstance(letter.to, ToResident) or isinstance(letter.content, Relay | Amend)


async def _belongs(letter: Letter, chat_id: int, records: Records) -> bool:
    """Whether the letter is about a ticket whose thread is in that chat."""
    match letter:
        case Letter(to=ToThread(ticket_id=one)) | Letter(content=Relay(ticket_id=one)):
            tickets = [one]
        case Letter(to=ToResident(resident_id=resident_id)):
            tickets = [ticket.id for ticket in await records.tickets.of(resident_id)]
        case _:
            tickets = []
    threads = [await records.threads.get(one) for one in tickets]
    return any(thread is not None and thread.chat_id == chat_id for thread in threads)


async def _who_can_mend(letter: Letter, records: Records, admins: tuple[int, ...]) -> list[To]:
    if letter.about is not None:
        return [ToThread(letter.about)]
    match letter.to:
        case ToThread():
            return [letter.to]
        case ToResident() if isinstance(letter.content, Relay):
            return [ToThread(letter.content.ticket_id)]
        case ToResident(resident_id=resident_id):
            ticket = await records.tickets.open_of(resident_id)
            if ticket is not None:
                return [ToThread(ticket.id)]
        case _:
            pass
    return [ToChat(admin) for admin in admins]


def _told(failed: Undelivered, to: To) -> Say:
    """In a thread its reader knows of which words it is said; an administrator needs the letter's number."""
    told: dict[str, str | int] = {"reason": failed.reason}
    if not isinstance(to, ToThread):
        phrase = "letter-uncertain" if failed.uncertain else "letter-undelivered"
        return Say(phrase, told | {"letter": failed.letter_id}, choices=_mending(failed))
    if isinstance(failed.letter.content, Amend):
        phrase = (
            "words-edit-undelivered" if isinstance(failed.letter.to, ToThread) else "reply-edit-undelivered"
        )
        return Say(phrase, told, choices=_mending(failed), quoting=failed.letter.content.source)
    if isinstance(failed.letter.to, ToThread):
        phrase = "words-uncertain" if failed.uncertain else "words-undelivered"
    else:
        phrase = "reply-uncertain" if failed.uncertain else "reply-undelivered"
    return Say(phrase, told, choices=_mending(failed), quoting=failed.letter.acknowledge)


def _mending(failed: Undelivered) -> Choices:
    again = Button(SendAgain(failed.letter_id), phrase="button-send-again")
    arrived = Button(CountAsDelivered(failed.letter_id), phrase="button-count-delivered")
    return ((again, arrived),) if failed.uncertain else ((again,),)
