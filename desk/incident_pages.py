"""What supervisors see of incidents: the list, and each one's card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.button import Button, Choices
from desk.campaign import Campaign
from desk.centre import Centre
from desk.choices.catalogue import AskPerson
from desk.choices.incident import (
    AnnounceIncident,
    ChooseIncidentPlace,
    ChooseIncidentSubject,
    DropIncident,
    EndIncident,
    KeepWording,
    NewIncident,
    ProlongIncident,
    RewordIncident,
    SetIncidentPlace,
    SetIncidentSubject,
    ShowIncident,
)
from desk.incident import Incident, IncidentState, Voices
from desk.letters import Say
from desk.records import Records
from desk.rows import laid, paged
from desk.source import Source

ON_A_PAGE = 10
TITLE = 40  # characters of what it is on a button
NOT_SAID = "—"
CARDS = {
    IncidentState.PROPOSED: "incident-draft",
    IncidentState.DRAFT: "incident-draft",
    IncidentState.RUNNING: "incident-running",
    IncidentState.FIXED: "incident-fixed",
    IncidentState.EXPIRED: "incident-expired",
    IncidentState.DROPPED: "incident-dropped",
}


def list_of(incidents: Sequence[Incident]) -> Say:
    """Drafts and those that go on, the newest first."""
    rows = [(Button(ShowIncident(one.id), text=f"№ {one.id} · {_title(one)}"),) for one in incidents]
    new = (Button(NewIncident(), phrase="button-new-incident"),)
    return Say("incidents" if rows else "incidents-none", choices=(*rows, new))


def card(incident: Incident, voices: Voices, centre: Centre) -> Say:
    """What it is, how many wait, and what can be done."""
    subject = centre.knowledge.shelf.subjects.get(incident.subject or "")
    args: dict[str, str | int] = {
        "number": incident.id,
        "subject": subject.title if subject is not None else NOT_SAID,
        "where": (incident.municipality or "") if incident.placed else NOT_SAID,
        "closes": incident.until.isoformat() if incident.until is not None else "",
        "phrasings": ", ".join(incident.phrasings),
        "text": incident.text or NOT_SAID,
        "affected": voices.affected,
        "waiting": voices.waiting,
    }
    return Say(CARDS[incident.state], args, _choices(incident))


def subjects(incident: Incident, page: int, centre: Centre, unknown: str = "") -> Say:
    """What is it about? `unknown`: what was said instead. Where the base has no subject, that is said."""
    every = sorted(centre.knowledge.shelf.subjects.values(), key=lambda one: one.order)
    args: dict[str, str | int] = {"number": incident.id}
    if not every:
        return Say("incident-no-subjects", args, (_back(incident),))
    rows = [Button(SetIncidentSubject(incident.id, one.id), text=one.title) for one in every]
    choices = _page(rows, page, ChooseIncidentSubject, incident)
    if unknown:
        return Say("incident-subject-unknown", args | {"words": unknown}, choices)
    return Say("incident-subject", args, choices)


def places(incident: Incident, page: int, centre: Centre) -> Say:
    """Where is it?"""
    everywhere = Button(SetIncidentPlace(incident.id, 0), phrase="button-everywhere")
    rows = [Button(SetIncidentPlace(incident.id, n), text=one) for n, one in enumerate(centre.places, 1)]
    choices = _page([everywhere, *rows], page, ChooseIncidentPlace, incident)
    return Say("incident-where", {"number": incident.id}, choices)


def rewording(incident: Incident, asked: Source) -> Say:
    """Is that for residents? `asked`: the message in which a supervisor has said it."""
    choices = (
        (Button(RewordIncident(incident.id), phrase="button-reword-incident"),),
        (Button(KeepWording(incident.id), phrase="button-keep-wording"),),
    )
    args: dict[str, str | int] = {
        "number": incident.id,
        "closes": incident.until.isoformat() if incident.until is not None else "",
        "text": incident.text,
    }
    return Say("incident-reword", args, choices, quoting=asked)


def moved_on(incident: Incident, old: Source) -> Say:
    """In the place of a card that is now in another message: two of them would say different things."""
    return Say("incident-card-moved", {"number": incident.id}, replacing=old)


def going_on(incident: Incident) -> Choices:
    """Is it over?"""
    longer = Button(ProlongIncident(incident.id, 2), phrase="button-two-hours-more")
    tomorrow = Button(ProlongIncident(incident.id), phrase="button-until-tomorrow")
    return ((Button(EndIncident(incident.id), phrase="button-end-incident"),), (longer, tomorrow))


async def voices(incident: Incident, records: Records) -> Voices:
    """How many wait for its end."""
    affected = await records.rolls.size(incident.affected)
    return Voices(affected, await records.rolls.size(incident.waiting))


def over(incident: Incident, at: datetime) -> Campaign:
    """What those who wait for its end are told, each once, by day."""
    fixed = incident.state is IncidentState.FIXED
    person = (Button(AskPerson(), phrase="button-ask-person"),)
    said = Say(
        "incident-over" if fixed else "incident-over-unconfirmed", {"notice": incident.said}, (person,)
    )
    return Campaign(incident.waiting.roll, said, incident.waiting, at)


def _choices(incident: Incident) -> Choices:
    if incident.is_running:
        return going_on(incident)
    if incident.state is not IncidentState.DRAFT:
        return ()
    announcing = (Button(AnnounceIncident(incident.id), phrase="button-announce-incident"),)
    asked = (
        Button(ChooseIncidentSubject(incident.id), phrase="button-incident-subject"),
        Button(ChooseIncidentPlace(incident.id), phrase="button-incident-where"),
    )
    drop = (Button(DropIncident(incident.id), phrase="button-drop-incident"),)
    return (*((announcing,) if incident.is_complete else ()), asked, drop)


def _page(
    buttons: Sequence[Button],
    page: int,
    choose: type[ChooseIncidentSubject | ChooseIncidentPlace],
    incident: Incident,
) -> Choices:
    part, turns = paged(buttons, page, ON_A_PAGE, lambda to: choose(incident.id, to))
    return (*laid(part, 1), *turns, _back(incident))


def _back(incident: Incident) -> tuple[Button, ...]:
    return (Button(ShowIncident(incident.id), phrase="button-incident-back"),)


def _title(incident: Incident) -> str:
    line = " ".join(incident.said.split()) or NOT_SAID
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def repainted(incident: Incident, voices: Voices, centre: Centre) -> Say:
    """The same card, in the message where it is seen."""
    return replace(card(incident, voices, centre), replacing=incident.card)
