"""Announcing: supervisors say what is out of order, change it, and say that it is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from desk import act, incident_pages, incident_words
from desk.addressee import ToChat
from desk.centre import Centre
from desk.choices.incident import (
    AnnounceIncident,
    ChooseIncidentPlace,
    ChooseIncidentSubject,
    DraftIncident,
    DropIncident,
    EndIncident,
    ProlongIncident,
    RewordIncident,
)
from desk.deed import Deed
from desk.errors import PlaceGone
from desk.incident import Incident, IncidentGone, IncidentState, IncidentWordsGone, TooLateForIncident
from desk.letters import Lane, Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.rights import check
from desk.source import Source

LISTED = 10
MORNING = time(10)  # «до завтра»
NEEDED: Mapping[type[object], tuple[IncidentState, ...]] = {
    AnnounceIncident: (IncidentState.DRAFT,),
    DraftIncident: (IncidentState.PROPOSED,),
    DropIncident: (IncidentState.PROPOSED, IncidentState.DRAFT),
    EndIncident: (IncidentState.RUNNING,),
    ProlongIncident: (IncidentState.RUNNING,),
}


async def show_all(by: Operator, records: Records) -> Say:
    """Drafts and those that go on. Raises NotAllowed."""
    check(Deed.ANNOUNCE, by)
    return incident_pages.list_of(await records.incidents.latest(LISTED))


async def draft(
    words: str, by: Operator, records: Records, centre: Centre, at: datetime, card: Source | None = None
) -> Say:
    """A new one, with what is said of it so far.

    Raises NotAllowed, TooLateForIncident, IncidentTimeUnclear, IncidentTooLong.
    """
    check(Deed.ANNOUNCE, by)
    new = Incident(await records.incidents.next_id(), at).on_card(card)
    told = incident_words.read(words, centre, at)
    return await _next(told.put_into(new, at), records, centre, told.unknown)


async def amend(
    incident_id: int,
    words: str,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    card: Source | None,
    said_in: Source,
) -> Say:
    """Other words, another end; or it is over. Raises as `draft` does, and IncidentGone.

    Residents read no word that may have been for colleagues, «спасибо!»: whether it is for them is asked
    first, in an answer to that message.
    """
    known = await _known(incident_id, by, records, IncidentState.DRAFT, IncidentState.RUNNING)
    if known.is_running and incident_words.is_over(words):
        return (await decide(EndIncident(incident_id), by, records, centre, at, card))[0]
    told = incident_words.read(words, centre, at, names_subject=known.subject is None)
    now = told.put_into(known, at)
    if known.is_running and told.text:
        return incident_pages.rewording(now, said_in)
    if known.is_running:
        _register(Deed.AMEND, now, by, records, at)
    return await _next(_moved(now, card, records), records, centre, told.unknown)


async def reword(
    choice: RewordIncident,
    words: str,
    said_at: datetime,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Say:
    """What was said then is for residents. Raises as `amend` does, and IncidentWordsGone."""
    known = await _known(choice.incident, by, records, IncidentState.RUNNING)
    told = incident_words.read(words, centre, said_at, names_subject=False)
    if not told.text:
        raise IncidentWordsGone()
    now = told.put_into(known, at)
    _register(Deed.AMEND, now, by, records, at)
    voices = await incident_pages.voices(now, records)
    records.incidents.save(now.showing(voices))
    if now.card is not None:
        card = incident_pages.repainted(now, voices, centre)
        records.outbox.add(Letter(ToChat(now.card.chat_id), card, Lane.NOTICES))
    return Say("incident-reworded", {"number": now.id})


async def show(incident_id: int, by: Operator, records: Records, centre: Centre, card: Source | None) -> Say:
    """Its card, from now on in that message. Raises NotAllowed, IncidentGone."""
    known = await _known(incident_id, by, records, *IncidentState)
    return await _card(_moved(known, card, records), records, centre)


async def set_subject(incident_id: int, subject: str, by: Operator, records: Records, centre: Centre) -> Say:
    """A draft is about that. Raises NotAllowed, IncidentGone."""
    known = await _known(incident_id, by, records, IncidentState.DRAFT)
    now = known.about(subject)
    return await _next(now, records, centre)


async def set_place(incident_id: int, place: int, by: Operator, records: Records, centre: Centre) -> Say:
    """A draft is about what is there; 0: everywhere. Raises NotAllowed, IncidentGone, PlaceGone."""
    known = await _known(incident_id, by, records, IncidentState.DRAFT)
    if place > len(centre.places):
        raise PlaceGone()
    now = known.at_place(centre.places[place - 1] if place else None)
    return await _card(now, records, centre)


async def choose(
    choice: ChooseIncidentSubject | ChooseIncidentPlace, by: Operator, records: Records, centre: Centre
) -> Say:
    """What is a draft about, and where is it? Raises NotAllowed, IncidentGone."""
    known = await _known(choice.incident, by, records, IncidentState.DRAFT)
    match choice:
        case ChooseIncidentSubject(page=page):
            return incident_pages.subjects(known, page, centre)
        case ChooseIncidentPlace(page=page):
            return incident_pages.places(known, page, centre)


async def decide(
    choice: AnnounceIncident | DraftIncident | DropIncident | EndIncident | ProlongIncident,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    card: Source | None,
) -> tuple[Say, bool]:
    """Something has happened indeed; residents who ask are told from now on, or not at all; it is over, or
    goes on. The card, and whether it was done: a button that is out of date does no more than show the card.

    Whoever waits for its end is told soon. Raises NotAllowed, IncidentGone, TooLateForIncident.
    """
    before = await _known(choice.incident, by, records, *IncidentState)
    known = _moved(before, card, records)
    if before.state not in NEEDED[type(choice)] or _is_old_reminder(choice, before, card):
        return await _card(known, records, centre), False
    deed: Deed | None = None
    match choice:
        case AnnounceIncident():
            deed, now = Deed.ANNOUNCE, _announced(known, at)
        case DraftIncident():
            now = known.drafted(at)
        case DropIncident():
            now = known.ended(IncidentState.DROPPED)
        case EndIncident():
            deed, now = Deed.END_INCIDENT, known.ended(IncidentState.FIXED)
            records.campaigns.save(incident_pages.over(now, at))
        case ProlongIncident(hours=hours):
            deed, now = Deed.AMEND, known.prolonged(_later(known, hours, centre, at), at)
    if deed is not None:
        _register(deed, now, by, records, at)
    return await _card(now, records, centre), True


def _is_old_reminder(choice: object, incident: Incident, pressed: Source | None) -> bool:
    """A reminder that a colleague was quicker with: its end is another one already."""
    is_card = incident.card is None or pressed == incident.card
    return isinstance(choice, ProlongIncident) and not incident.asked and not is_card


def _moved(incident: Incident, card: Source | None, records: Records) -> Incident:
    """Seen on that message from now on. The one before shows no buttons that would do something unseen."""
    old = incident.card
    if card is not None and old is not None and old != card:
        records.outbox.add(Letter(ToChat(old.chat_id), incident_pages.moved_on(incident, old), Lane.CARDS))
    return incident.on_card(card)


def _announced(incident: Incident, at: datetime) -> Incident:
    if not incident.is_complete:
        raise IncidentGone()
    if incident.until is not None and incident.until <= at:
        raise TooLateForIncident()
    return incident.announced(at)


def _later(incident: Incident, hours: int, centre: Centre, at: datetime) -> datetime:
    """So many hours after its end, 0: tomorrow morning."""
    if hours:
        return max(incident.until or at, at) + timedelta(hours=hours)
    return datetime.combine(centre.day(at) + timedelta(days=1), MORNING, centre.zone)


async def _known(incident_id: int, by: Operator, records: Records, *states: IncidentState) -> Incident:
    check(Deed.ANNOUNCE, by)
    known = await records.incidents.get(incident_id)
    if known is None or known.state not in states:
        raise IncidentGone()
    return known


async def _next(incident: Incident, records: Records, centre: Centre, unknown: str = "") -> Say:
    """Kept; what is still to be said of it, or its card."""
    if incident.subject is None:
        records.incidents.save(incident)
        return incident_pages.subjects(incident, 0, centre, unknown)
    if not incident.placed:
        records.incidents.save(incident)
        return incident_pages.places(incident, 0, centre)
    return await _card(incident, records, centre)


async def _card(incident: Incident, records: Records, centre: Centre) -> Say:
    """Kept, and its card."""
    voices = await incident_pages.voices(incident, records)
    records.incidents.save(incident.showing(voices))
    return incident_pages.card(incident, voices, centre)


def _register(deed: Deed, incident: Incident, by: Operator, records: Records, at: datetime) -> None:
    records.acts.add(act.about(deed, by, at, note=f"№ {incident.id}: {incident.said}"))
