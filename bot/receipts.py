"""What a delivered letter changes: which message is a copy of which, where the card is, 👌."""

from __future__ import annotations

from typing import Any, TypeGuard

from bot.addressing import Place
from bot.copying import hidden_words
from bot.setting_values import LARGEST_ID
from desk.addressee import To, ToChat, ToResident, ToThread
from desk.letters import AlbumAhead, Lane, Letter, Relay, Say
from desk.records import Mirror
from desk.source import Source
from desk.splitting import told_where
from desk.touches import Amend, Card, Erase, PinCard, React, Wipe
from storage.records import VisitRecords

ACKNOWLEDGED = "👌"


def message_ids(result: Any) -> list[int]:
    """The ids of the messages that a call has made."""
    made = result if isinstance(result, list) else [result]
    ids = [one.get("message_id") for one in made if isinstance(one, dict)]
    return [one for one in ids if is_id(one)]


def is_id(given: Any) -> TypeGuard[int]:
    """Whether it is a number that a message or a topic may have, and a database keep."""
    return isinstance(given, int) and 0 < given < LARGEST_ID


async def record(letter: Letter, place: Place, made: list[int], lead: int, records: VisitRecords) -> None:
    """Write down what follows from a letter's arrival. `lead`: as rendering.lead tells it."""
    match letter.content:
        case Erase() as erase:
            await _erased(erase, records)
        case Wipe(told=told):
            if not isinstance(letter.to, ToResident):
                return  # of somebody who is forgotten: nobody there has asked for it
            records.outbox.add(Letter(letter.to, Say("own-wiped", replacing=told)))
        case content:
            _record(letter, place, made, lead, records)
            if isinstance(content, Relay) and len(content.sources) > 1:
                await _caption(content, letter.to, records)


def _record(letter: Letter, place: Place, made: list[int], lead: int, records: VisitRecords) -> None:
    match letter.content:
        case Relay() as relay:
            if not _paired(relay, place, made, lead, records):
                # copyMessages does not say which it has left out: better no pairs than wrong ones.
                _tell_of_missing(letter.to, relay, made, records)
                return
        case AlbumAhead(source=source, ticket_id=ticket_id) if made:
            # So that an operator's answer to this line finds its ticket in a group without topics, too.
            records.threads.pair(Mirror(ticket_id, source, Source(place.chat_id, made[0])))
        case Card(parted_from=parted_from) if (
            place.thread is not None and made and made[0] != place.thread.card_id
        ):
            records.threads.change(place.thread, place.thread.carded(made[0]))
            records.outbox.add(Letter(letter.to, PinCard(), Lane.CARDS))
            if parted_from is not None:
                records.outbox.add(told_where(parted_from, place.thread))
        case _:
            pass
    if isinstance(letter.content, Amend):
        return
    for seen in _acknowledged(letter):
        # A private chat and a group are both told by their number here.
        records.outbox.add(Letter(ToChat(seen.chat_id), React(seen, ACKNOWLEDGED), Lane.NOTICES))


async def _caption(relay: Relay, to: To, records: VisitRecords) -> None:
    """An album with private numbers was copied without captions: they come as they may be seen."""
    for source in relay.sources:
        known = await hidden_words(source, records)
        if known is not None and known.captioned:
            records.outbox.add(Letter(to, Amend(source, known.words, captioned=True)))


async def _erased(erase: Erase, records: VisitRecords) -> None:
    """Both sides know that it is gone; no story tells it again."""
    mirror = await records.threads.mirror_of(erase.source)
    if mirror is None or mirror.source != erase.source:
        return
    records.threads.unpair(mirror.copy)
    ticket = await records.tickets.get(mirror.ticket_id)
    thread = ToThread(mirror.ticket_id)
    if ticket is not None and mirror.source.chat_id == ticket.resident_id:
        records.outbox.add(Letter(ToResident(ticket.resident_id), Say("erased", quoting=mirror.source)))
        records.outbox.add(Letter(thread, Say("erased-by-resident"), Lane.NOTICES))
    else:
        records.outbox.add(Letter(thread, Say("erased-reply", quoting=mirror.source), Lane.NOTICES))


def _paired(relay: Relay, place: Place, made: list[int], lead: int, records: VisitRecords) -> bool:
    """Whether every message has its copy; texts said together share one."""
    sources = sorted(relay.sources, key=lambda one: one.message_id)
    copies = made * len(sources) if relay.together else made
    if len(copies) != len(sources):
        return False
    for source, copy_id in zip(sources, copies, strict=True):
        records.threads.pair(Mirror(relay.ticket_id, source, Source(place.chat_id, copy_id), lead))
    return True


def _tell_of_missing(to: To, relay: Relay, made: list[int], records: VisitRecords) -> None:
    total = len(relay.sources)
    if total > 1:
        lost: dict[str, str | int] = {"missing": total - len(made), "total": total}
        records.outbox.add(Letter(to, Say("relay-incomplete", lost), Lane.NOTICES))


def _acknowledged(letter: Letter) -> tuple[Source, ...]:
    match letter:
        case Letter(acknowledge=Source(), content=Relay(together=True, sources=sources)):
            return sources
        case Letter(acknowledge=Source() as seen):
            return (seen,)
        case _:
            return ()
