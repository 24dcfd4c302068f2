"""Private numbers in a resident's message: hidden from everybody else, and their author told so."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.addressee import ToResident
from desk.button import Button
from desk.centre import Centre
from desk.choices.hidden import WipeOwn
from desk.errors import StillOnItsWay, TooOldToWipe
from desk.hidden import Hidden
from desk.letters import Letter, Say
from desk.people import Resident
from desk.private_numbers import Private
from desk.question import Message
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import Wipe
from faq.translated import lacking

FRAUD = "fraud"  # the rule of safety that speaks of codes
WIPEABLE = timedelta(hours=47)  # Bot API: deleteMessage, 48 hours


async def hide(
    message: Message,
    kinds: tuple[Private, ...],
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Keep what may be seen of a message, whose words hide those numbers already; tell its author once.

    An album is spoken of once, an edit when it gives more away.
    """
    known = await records.hidden.get(message.source)
    captioned = message.media is not None
    records.hidden.save(Hidden(message.source, kinds, message.words, captioned, message.at))
    if known is not None and set(kinds) <= set(known.kinds):
        return
    ban = await records.bans.get(resident.id)
    if ban is not None and ban.holds(at):
        return
    once = f"{resident.id}:{message.album}:hidden" if message.album else None
    if once is not None and await records.outbox.knows_album(once):
        return
    named = ", ".join(one.called(resident.language) for one in kinds)
    wipe = Button(WipeOwn(message.source.message_id), phrase="button-wipe-own")
    told = Say("private-numbers-hidden", {"kinds": named}, ((wipe,),))
    records.outbox.add(Letter(ToResident(resident.id), told, album=once))
    if Private.SMS_CODE in kinds and centre.safety.first(message.words.text) is None:
        for rule in centre.safety.rules:
            if rule.id == FRAUD:
                words, foreign = {"text": rule.text(resident.language)}, lacking(resident.language, rule)
                warned = Say("safety", words, in_russian=foreign)
                records.outbox.add(Letter(ToResident(resident.id), warned))


async def wipe(
    message_id: int,
    told: Source | None,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    at: datetime,
) -> None:
    """Delete the resident's message in their own chat; `told` is the line that has offered it.

    Raises TooOldToWipe; StillOnItsWay for a medium that has to be copied first.
    """
    source = Source(resident.id, message_id)
    known = await records.hidden.get(source)
    if known is None or at - known.said_at > WIPEABLE:
        raise TooOldToWipe()
    is_talking = ticket is not None and ticket.is_open
    if known.captioned and is_talking and await records.threads.mirror_of(source) is None:
        raise StillOnItsWay()
    records.outbox.add(Letter(ToResident(resident.id), Wipe(source, told)))
