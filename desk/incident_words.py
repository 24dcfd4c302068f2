"""An incident in one message: what is said of it, line by line or between semicolons."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from desk import said_moment
from desk.centre import Centre
from desk.incident import Incident, IncidentTimeUnclear, IncidentTooLong, TooLateForIncident
from faq.places import Places

TEXT = 1000  # characters for residents
PHRASINGS, PHRASING = 10, 100  # how many, and characters of each
NAME = 5  # words of a subject's or a municipality's name; whoever writes more tells what has happened
EVERYWHERE = ("везде", "всюду", "вся область", "по всей области", "все районы")
_WORDS = re.compile(r"слова(?: жителей)?\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
# What can only be a time, though none that is understood: «до 31 февраля», «до вечера», «25:00».
_UNCLEAR = re.compile(
    r"до(?: \S+){1,3}|через \S+|(?:к|через|ещё|еще|на) \d+(?: \S+){0,2}|\d{1,2}[.:]\d{1,2}", re.IGNORECASE
)
_OVER = re.compile(r"(?:уже )?(?:(?:вс[её] )?(?:исправили|починили|восстановили|устранили)|вс[её] работает)")


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says; None: nothing of the kind."""

    subject: str | None = None
    place: str | None = None  # "": everywhere
    until: datetime | None = None
    open_end: bool = False
    phrasings: tuple[str, ...] = ()
    text: str = ""
    unknown: str = ""  # what stands where a subject does, and is none

    def put_into(self, incident: Incident, at: datetime) -> Incident:
        """The incident with all of it."""
        now = incident.renewed(at)
        if self.subject is not None:
            now = now.about(self.subject)
        if self.place is not None:
            now = now.at_place(self.place or None)
        if self.until is not None or self.open_end:
            now = now.prolonged(self.until, at)
        return replace(now, phrasings=self.phrasings or now.phrasings, text=self.text or now.text)


def is_over(words: str) -> bool:
    """Whether it says no more than that all is in order again."""
    return _OVER.fullmatch(" ".join(words.casefold().split()).rstrip(".!")) is not None


def read(words: str, centre: Centre, at: datetime, names_subject: bool = True) -> Told:
    """What is said. `names_subject`: it may be of none that there is, which is no text for residents, then.

    Raises TooLateForIncident, IncidentTimeUnclear, IncidentTooLong.
    """
    told = Told()
    for piece in filter(None, (one.strip() for one in re.split(r"[;\n]", words))):
        told = _with(told, piece, centre, at)
    if names_subject:
        told = _without_subject(told, words)
    if len(told.text) > TEXT:
        raise IncidentTooLong(most=TEXT)
    return told


def _with(told: Told, piece: str, centre: Centre, at: datetime) -> Told:
    if (found := _WORDS.fullmatch(piece)) is not None:
        return replace(told, phrasings=_phrasings(found[1]))
    if said_moment.is_open_end(piece):
        return replace(told, until=None, open_end=True)
    if (moment := _moment(piece, centre, at)) is not None:
        return replace(told, until=moment, open_end=False)
    if len(piece.split()) <= NAME:
        if (place := _place(piece, centre)) is not None:
            return replace(told, place=place)
        if (subject := _subject(piece.casefold(), centre)) is not None:
            return replace(told, subject=subject)
    return replace(told, text=f"{told.text}\n{piece}".strip())


def _without_subject(told: Told, words: str) -> Told:
    """«Дороги; везде; Провал на Ленина»: what stands first, in front of a place or a time and of the text."""
    first, rest = (one.strip() for one in words.partition(";")[::2])
    text = told.text.removeprefix(f"{first}\n")
    is_listed = told.place is not None or told.until is not None or told.open_end
    if told.subject is not None or not (rest and is_listed) or text == told.text or len(first.split()) > NAME:
        return told
    return replace(told, text=text, unknown=first)


def _moment(piece: str, centre: Centre, at: datetime) -> datetime | None:
    moment = said_moment.understood(piece, at, centre.zone)
    if moment is None and _UNCLEAR.fullmatch(" ".join(piece.split())) is not None:
        raise IncidentTimeUnclear(words=piece)
    if moment is not None and moment <= at:
        raise TooLateForIncident()
    return moment


def _phrasings(listed: str) -> tuple[str, ...]:
    some = tuple(filter(None, (one.strip() for one in listed.split(","))))
    if len(some) > PHRASINGS or any(len(one) > PHRASING for one in some):
        raise IncidentTooLong(most=PHRASING)
    return some


def _place(piece: str, centre: Centre) -> str | None:
    return "" if piece.casefold() in EVERYWHERE else Places.of(centre.places).known(piece)


def _subject(wanted: str, centre: Centre) -> str | None:
    subjects = centre.knowledge.shelf.subjects.values()
    exact = [one.id for one in subjects if wanted in (one.id, one.title.casefold())]
    hits = exact or [one.id for one in subjects if one.title.casefold().startswith(wanted)]
    return hits[0] if len(hits) == 1 else None
