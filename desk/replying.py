"""What a resident and an operator say to each other, and what they change about it."""

from __future__ import annotations

from datetime import datetime

from desk import gap, recording
from desk.act import with_ticket
from desk.addressee import ToChat, ToResident, ToThread
from desk.assigning import with_somebody_present
from desk.centre import Centre
from desk.choices.ledger import LetterFate
from desk.conversation import last_words
from desk.deed import Deed
from desk.errors import ResidentUnreachable
from desk.hinting import hinted
from desk.letters import SIGNATURE_ROOM, AlbumAhead, Lane, Letter, Relay, Say, album_key, brought_up_to_date
from desk.passage import Passage, Speaker
from desk.people import Operator, Resident
from desk.question import LIVE_LOCATION, Message
from desk.records import Note, Records, heard_in_private
from desk.source import Source
from desk.ticket import State, Ticket
from desk.timing import going_on
from desk.touches import Amend, React

TEXT_UNITS = 4096  # Bot API: length of a text, UTF-16 units
CAPTION_UNITS = 1024  # Bot API: length of a caption


async def pass_on(message: Message, ticket: Ticket, records: Records, centre: Centre, at: datetime) -> Ticket:
    """A resident's message goes into the ticket's thread: the ticket as it is then. Raises TicketIsClosed."""
    department = centre.departments.get(ticket.department_id)
    heard = going_on(ticket.heard(), department, at)
    now = await hinted(heard, message.words.text, records, centre, at)
    is_changed, now = now is not ticket, now.listened(at)
    # Saved even when nothing changes: should the ticket be closed at this very moment, one of the two
    # visits meets a conflict, and no word goes into a closed ticket unseen.
    records.tickets.save(now)
    _remember(message, Speaker.RESIDENT, ticket, records)
    if is_changed:
        _refresh(now, records, retitle=heard is not ticket)
    heard = await with_somebody_present(now, department, records, at)
    album = album_key(ticket.id, message.source.chat_id, message.album)
    if album is not None and await records.outbox.join_album(album, message.source):
        return heard
    if album is not None:
        ahead = AlbumAhead(message.source, ticket.id, message.quoting, message.excerpt)
        records.outbox.add(Letter(ToThread(ticket.id), ahead))
    text = message.words if message.media is None else None
    words = Relay((message.source,), ticket.id, text, quoting=message.quoting, excerpt=message.excerpt)
    records.outbox.add(Letter(ToThread(ticket.id), words, album=album, acknowledge=message.source))
    recording.note(message, ticket, records)
    _tell_if_it_moves(message, "live-location-here", ticket, records)
    return heard


async def reply(
    message: Message,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """An operator's message goes to the resident. Raises TicketIsClosed, ResidentUnreachable."""
    album = album_key(ticket.id, message.source.chat_id, message.album)
    if album is not None and await records.outbox.knows_album(_noted(album)):
        return  # the album is an internal note, whichever of its parts says so
    department = centre.departments.get(ticket.department_id)
    # Its clock runs again first: by when the reply was due is kept with it.
    answered = going_on(ticket.heard(), department, at).answered(operator, at)
    if not resident.reachable:
        raise ResidentUnreachable(name=resident.name)
    records.tickets.save(answered)
    _remember(message, Speaker.OPERATOR, ticket, records)
    if ticket.state is State.NEW:  # the first reply takes it
        records.acts.add(with_ticket(Deed.TAKE, operator, ticket, at))
    answer = gap.answer(message.words.text)
    if len(answer) >= gap.WORTH_KEEPING:
        await records.gaps.answered(ticket.id, answer)
    if answered.state is not ticket.state or ticket.owes_reply:
        _refresh(answered, records, retitle=answered.look is not ticket.look or answered.sign != ticket.sign)
    if album is not None and await records.outbox.join_album(album, message.source):
        return
    to = ToResident(resident.id)
    quoting = message.quoting or await last_words(ticket, records)
    if album is None and _can_be_signed(message):
        words = Relay(
            (message.source,),
            ticket.id,
            message.words,
            message.media is not None,
            operator.name,
            quoting,
            excerpt=message.excerpt,
        )
        records.outbox.add(Letter(to, words, acknowledge=message.source))
        return
    # What cannot carry a signature is announced: the resident always knows who is talking.
    # With an album it waits until the album has gathered: a part still to come may say that it is a note.
    # And an album cannot quote (Bot API: copyMessages has no reply_parameters): this line does it instead.
    said_of, excerpt = (quoting, message.excerpt) if album else (None, None)
    announced = Say("operator-signature", {"name": operator.name}, quoting=said_of, excerpt=excerpt)
    records.outbox.add(Letter(to, announced, album=_announced(album) if album else None))
    bare = Relay((message.source,), ticket.id, quoting=quoting, excerpt=message.excerpt)
    records.outbox.add(Letter(to, bare, album=album, acknowledge=message.source))
    _tell_if_it_moves(message, "live-location-sent", ticket, records)


async def goes_along(message: Message, ticket: Ticket, records: Records) -> bool:
    """Whether it is one more part of an album that is on its way, or a note already."""
    album = album_key(ticket.id, message.source.chat_id, message.album)
    if album is None:
        return False
    return await records.outbox.knows_album(album) or await records.outbox.knows_album(_noted(album))


async def note(message: Message, words: str, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An internal note stays in the thread; ✍ shows it was understood as one. `words` are without `//`.

    They are kept, for a thread that has to begin anew. The words of an album stand in one of its parts,
    mostly the first: the others stay here with it.
    """
    album = album_key(ticket.id, message.source.chat_id, message.album)
    if album is not None:
        await records.outbox.take_back(album)
        await records.outbox.take_back(_announced(album))
    heard = heard_in_private(ticket, await records.threads.mirrors_of(ticket.id))
    kept = _noted_words(message, words)
    records.passages.keep(Passage(ticket.id, message.source, Speaker.NOTE, words))
    records.notes.add(Note(ticket.id, message.source, operator.name, kept, max(heard, default=0)))
    staff, noted = ToChat(message.source.chat_id), _noted(album) if album else None
    records.outbox.add(Letter(staff, React(message.source, "✍"), Lane.COSMETICS, album=noted))


def amend(message: Message, ticket: Ticket, operator: Operator | None, records: Records) -> None:
    """An edit of words or of a medium follows them to the other side. `operator` is None for the resident.

    What has no words has none to change: a live location moves by edits (Bot API: Message, edit_date).
    """
    if not message.has_words:
        return
    to = ToThread(ticket.id) if operator is None else ToResident(ticket.resident_id)
    _remember(message, Speaker.RESIDENT if operator is None else Speaker.OPERATOR, ticket, records)
    records.outbox.add(Letter(to, _change(message, operator)))


async def amend_words(message: Message, ticket: Ticket, records: Records) -> None:
    """A resident's edit. Of the words that the ticket was opened with the card tells as well."""
    amend(message, ticket, None, records)
    asked = await records.questions.of_ticket(ticket.id)
    if asked is None or message.source != asked.sources[0] or asked.text == message.words.text:
        return
    if message.has_words:
        records.questions.save(asked.reworded(message.words.text))
        _refresh(ticket, records, retitle=False)


async def correct(message: Message, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An operator's edit. Of what has not arrived (yet), or was a note, the operator is told once."""
    amend(message, ticket, operator, records)
    if not message.has_words:
        return
    if await records.threads.mirror_of(message.source) is not None:
        return
    kept = await records.outbox.reword(ToResident(ticket.resident_id), _change(message, operator))
    told = f"{message.source.chat_id}:{message.source.message_id}:edited"
    if await records.outbox.knows_album(told):
        return
    said = Say("edit-kept" if kept else "edit-of-unsent", quoting=message.source)
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES, album=told))


async def hide(message: Message, words: str, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An operator edits a note, or a message into one. What the resident has read cannot be taken back.

    What has not arrived is not sent any more, by nobody's button either.
    """
    records.notes.reword(ticket.id, message.source, _noted_words(message, words))
    if await records.threads.mirror_of(message.source) is not None:
        said = Say("note-too-late", quoting=message.source)
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
        return
    records.passages.keep(Passage(ticket.id, message.source, Speaker.NOTE, words))
    fate = await records.outbox.withdraw(ToResident(ticket.resident_id), message.source)
    if fate is not None:
        await note(message, words, ticket, operator, records)
    if fate is LetterFate.UNCERTAIN:
        said = Say("note-maybe-too-late", quoting=message.source)
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))


async def react(target: Source, person_id: int, emoji: str | None, records: Records, at: datetime) -> None:
    """A reaction on one side of a ticket shows on the other; of several people's, the newest that stands.

    Bot API, setMessageReaction: a bot can put one reaction on a message.
    """
    mirror = await records.threads.mirror_of(target)
    ticket = await records.tickets.get(mirror.ticket_id) if mirror is not None else None
    if mirror is None or ticket is None:
        return
    standing = {**await records.reactions.on(target)}
    shown = next(reversed(standing.values()), None)
    standing.pop(person_id, None)
    if emoji is not None:
        standing[person_id] = emoji
    records.reactions.put(target, person_id, emoji, at)
    newest = next(reversed(standing.values()), None)
    if newest is not None and newest == shown:
        return
    other = mirror.copy if mirror.source == target else mirror.source
    to = ToResident(ticket.resident_id) if other.chat_id == ticket.resident_id else ToThread(ticket.id)
    records.outbox.add(Letter(to, React(other, newest), Lane.COSMETICS))


def _remember(message: Message, speaker: Speaker, ticket: Ticket, records: Records) -> None:
    records.passages.keep(Passage(ticket.id, message.source, speaker, message.words.text))


def _tell_if_it_moves(message: Message, phrase: str, ticket: Ticket, records: Records) -> None:
    """A copy of a live location stays where it was: an operator must not take it for where somebody is."""
    if message.media == LIVE_LOCATION:
        said = Say(phrase, quoting=message.source)
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))


def _refresh(ticket: Ticket, records: Records, retitle: bool = True) -> None:
    for letter in brought_up_to_date(ticket.id, retitle):
        records.outbox.add(letter)


def _change(message: Message, operator: Operator | None) -> Amend:
    signed = operator.name if operator is not None and _can_be_signed(message) else None
    return Amend(message.source, message.words, message.media is not None, signed, message.medium)


def _noted_words(message: Message, words: str) -> str:
    return words if message.media is None else f"📎 {words}"


def _noted(album: str) -> str:
    """Under this key ✍ is the record that an album is an internal note."""
    return f"{album}//"


def _announced(album: str) -> str:
    """The key of the announcement that goes before an album."""
    return f"{album}:announced"


def _can_be_signed(message: Message) -> bool:
    room = CAPTION_UNITS if message.media else TEXT_UNITS
    return message.has_words and message.album is None and message.words.units + SIGNATURE_ROOM <= room
