"""What a delivered letter changes: which message is a copy of which, where the card is, 👌."""

from __future__ import annotations

from typing import Any

from bot.addressing import Place
from desk.letters import AlbumAhead, Amend, Card, Lane, Letter, PinCard, React, Relay, Say, Source, ToChat
from desk.records import Mirror
from storage.records import VisitRecords

ACKNOWLEDGED = "👌"


def message_ids(result: Any) -> list[int]:
    """The ids of the messages that a call has made."""
    made = result if isinstance(result, list) else [result]
    return [one["message_id"] for one in made if isinstance(one, dict) and "message_id" in one]


def record(letter: Letter, place: Place, made: list[int], records: VisitRecords) -> None:
    """Write down what follows from a letter's arrival."""
    match letter.content:
        case Relay(sources=sources) if len(sources) != len(made):
            # copyMessages leaves out what it cannot copy, without saying which: better no pairs than wrong.
            if len(sources) > 1:
                lost: dict[str, str | int] = {"missing": len(sources) - len(made), "total": len(sources)}
                records.outbox.add(Letter(letter.to, Say("relay-incomplete", lost), Lane.NOTICES))
            return
        case Relay(sources=sources, ticket_id=ticket_id):
            ordered = sorted(sources, key=lambda one: one.message_id)
            for source, copy_id in zip(ordered, made, strict=True):
                mirror = Mirror(ticket_id, source, Source(place.chat_id, copy_id))
                records.threads.pair(mirror)
        case AlbumAhead(source=source, ticket_id=ticket_id) if made:
            # So that an operator's answer to this line finds its ticket in a group without topics, too.
            records.threads.pair(Mirror(ticket_id, source, Source(place.chat_id, made[0])))
        case Card() if place.thread is not None and made and made[0] != place.thread.card_id:
            records.threads.change(place.thread, place.thread.carded(made[0]))
            records.outbox.add(Letter(letter.to, PinCard(), Lane.CARDS))
        case _:
            pass
    if letter.acknowledge is not None and not isinstance(letter.content, Amend):
        reaction = React(letter.acknowledge, ACKNOWLEDGED)
        # A private chat and a group are both told by their number here.
        records.outbox.add(Letter(ToChat(letter.acknowledge.chat_id), reaction, Lane.NOTICES))
