"""Announcing: supervisors say what is out of order, change it, and say that it is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from desk import act, incident_pages, incident_words
from desk.centre import Centre
from desk.choices.incident import (
    AnnounceIncident,
    ChooseIncidentPlace,
    ChooseIncidentSubject,
    DraftIncident,
    DropIncident,
    EndIncident,
    ProlongIncident,
)
from desk.deed import Deed
from desk.errors import PlaceGone
from desk.incident import Incident, IncidentGone, IncidentState, TooLateForIncident
from desk.letters import Say, Source
from desk.people import Operator
from desk.records import Records
from desk.rights import check

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
    new = incident_words.read(words, centre, at).put_into(new, at)
    return await _next(new, records, centre)


async def amend(
    incident_id: int,
    words: str,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    card: Source | None,
) -> Say:
    """Other words, another end; or it is over. Raises as `draft` does, and IncidentGone."""
    known = await _known(incident_id, by, records, IncidentState.DRAFT, IncidentState.RUNNING)
    if known.is_running and incident_words.is_over(words):
        return await decide(EndIncident(incident_id), by, records, centre, at, card)
    now = incident_words.read(words, centre, at).put_into(known, at).on_card(card)
    if now.is_running:
        _register(Deed.AMEND, now, by, records, at)
    return await _next(now, records, centre)


async def show(incident_id: int, by: Operator, records: Records, centre: Centre, card: Source | None) -> Say:
    """Its card, from now on in that message. Raises NotAllowed, IncidentGone."""
    known = await _known(incident_id, by, records, *IncidentState)
    return await _card(known.on_card(card), records, centre)


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
) -> Say:
    """Something has happened indeed; residents who ask are told from now on, or not at all; it is over, or
    goes on.

    Whoever waits for its end is told soon. Raises NotAllowed, IncidentGone, TooLateForIncident.
    """
    known = (await _known(choice.incident, by, records, *NEEDED[type(choice)])).on_card(card)
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
    return await _card(now, records, centre)


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


async def _next(incident: Incident, records: Records, centre: Centre) -> Say:
    """Kept; what is still to be said of it, or its card."""
    if incident.subject is None:
        records.incidents.save(incident)
        return incident_pages.subjects(incident, 0, centre)
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
