"""Incidents told before an answer: which of those that go on a question is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from desk.button import Button, Choices
from desk.centre import Centre, Knowledge
from desk.choices.catalogue import AskPerson
from desk.choices.incident import SameHere, TellWhenOver
from desk.incident import Incident
from desk.letters import Say
from desk.people import Resident
from desk.records import Records
from desk.understanding import Asked
from faq.entry import Entry
from faq.knowledge_base import Outdated, Sure, Unknown, Unsure, Verdict
from faq.places import Places

MOST = 2  # told before one answer
LIKELY = 0.4  # the score from which the first of several entries is taken for what is meant


async def about(
    asked: Sequence[Asked], text: str, resident: Resident, records: Records, centre: Centre, on: date
) -> tuple[Incident, ...]:
    """Those that a question is about: in its own words, or as it leads to the same entry.

    An incident for which nobody has said how it is asked about is told to all who ask about its subject.
    """
    running = await _here(text, resident, records, centre)
    if not running:
        return ()
    knowledge = centre.knowledge
    front = tuple(_entry(one) for one in running)
    named = {id_ for one in asked for id_ in await knowledge.in_front(one.text, on, front)}
    meant = {entry.id for one in asked if (entry := _meant(one.verdict)) is not None}
    subjects = {subject for one in asked if (subject := _subject(one.verdict)) is not None}
    found = []
    for incident, entry in zip(running, front, strict=True):
        of_subject = not incident.phrasings and incident.subject in subjects
        if entry.id in named or of_subject or await _leads_to(meant, incident, knowledge, on):
            found.append(incident)
    return tuple(found[:MOST])


async def about_words(
    text: str, resident: Resident, records: Records, centre: Centre, at: datetime
) -> tuple[Incident, ...]:
    """The same for words that go to a person unanswered."""
    if not text.strip() or not await records.incidents.running():
        return ()
    day = centre.day(at)
    verdict = await centre.knowledge.look_up(text, day, resident.municipality)
    return await about((Asked(text, verdict),), text, resident, records, centre, day)


def told(incident: Incident, at: datetime, asked: int | None = None) -> Say:
    """What a resident is told of it. `asked`: their question, to which there is no other answer."""
    args = {"notice": incident.said, "closes": incident.until.isoformat() if incident.until else ""}
    choices: Choices = (
        (Button(SameHere(incident.id), phrase="button-same-here"),),
        (Button(TellWhenOver(incident.id), phrase="button-tell-when-over"),),
    )
    if asked is not None:
        choices = (*choices, (Button(AskPerson(asked), phrase="button-ask-person"),))
    if incident.until is not None and incident.until <= at:
        return Say("incident-told-late", args, choices)
    return Say("incident-told", args, choices)


async def _here(text: str, resident: Resident, records: Records, centre: Centre) -> list[Incident]:
    running = await records.incidents.running()
    if not any(one.municipality for one in running):
        return list(running)
    named = Places.of(centre.places).named(text)
    return [one for one in running if one.concerns(named, resident.municipality)]


async def _leads_to(meant: set[str], incident: Incident, knowledge: Knowledge, on: date) -> bool:
    """Whether the incident's words lead to one of the entries to which the question has led."""
    for words in (incident.phrasings or (incident.text,)) if meant else ():
        entry = _meant(await knowledge.look_up(words, on))
        if entry is not None and entry.id in meant:
            return True
    return False


def _meant(verdict: Verdict) -> Entry | None:
    """The entry that the question is most likely about."""
    match verdict:
        case Sure(entry=entry):
            return entry
        case Unsure(ranking=ranking) if ranking[0].score >= LIKELY:
            return ranking[0].entry
        case Unsure() | Unknown() | Outdated():
            return None


def _subject(verdict: Verdict) -> str | None:
    """The subject it is about, whichever of its entries is meant."""
    some = (verdict.entry,) if isinstance(verdict, Sure) else ()
    subjects = {one.subject for one in (verdict.entries if isinstance(verdict, Unsure) else some)}
    return subjects.pop() if len(subjects) == 1 else None


def _entry(incident: Incident) -> Entry:
    first, *others = (*incident.phrasings, incident.text)
    return Entry(
        f"incident.{incident.id}",
        incident.subject or "",
        first,
        incident.text,
        tuple(others),
        municipality=incident.municipality,
    )


async def in_subject(subject: str, resident: Resident, records: Records) -> str:
    """What is out of order in a subject where the resident lives; "": nothing is."""
    running = await records.incidents.running()
    here = (one for one in running if one.subject == subject)
    return "\n\n".join(one.said for one in here if one.concerns(frozenset(), resident.municipality))
