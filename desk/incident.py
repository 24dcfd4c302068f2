"""An incident: what is out of order, where, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from desk.errors import DeskError
from desk.roll import Audience
from desk.source import Source

AHEAD = timedelta(minutes=15)  # before its end supervisors are asked whether it is over
GRACE = timedelta(hours=1)  # after its end it goes on while nobody answers
_ROLL, _AFFECTED = "incident-", "-affected"  # names of its rolls
REVIEW = timedelta(days=1)  # one without an end is asked about once a day


class IncidentState(StrEnum):
    """How far it has come."""

    PROPOSED = "proposed"  # many ask alike: supervisors are asked whether something has happened
    DRAFT = "draft"
    RUNNING = "running"
    FIXED = "fixed"  # somebody has said that all is in order again
    EXPIRED = "expired"  # nobody has: its time is over
    DROPPED = "dropped"  # a draft that was not wanted


@dataclass(frozen=True, slots=True)
class Voices:
    """Residents who wait for its end; `affected` of them have said «у меня тоже»."""

    affected: int = 0
    waiting: int = 0

    @property
    def mark(self) -> int:
        """Another one whenever they are others: none is ever taken back."""
        return self.affected + self.waiting


@dataclass(frozen=True, slots=True)
class Incident:
    """`since`: when it was drafted, announced or last changed. `subject`: an id of the base."""

    id: int
    since: datetime
    state: IncidentState = IncidentState.DRAFT
    subject: str | None = None  # None: not said yet
    municipality: str | None = None  # None: everywhere
    placed: bool = False  # whether it was said where
    text: str = ""  # for residents
    phrasings: tuple[str, ...] = ()  # how it is asked about; (): as about anything in the subject
    until: datetime | None = None  # None: nobody knows yet
    card: Source | None = None  # the message on which supervisors see it
    asked: bool = False  # supervisors, since its last change
    shown: int = 0  # the mark of the voices that the card has
    version: int = 0

    @property
    def is_running(self) -> bool:
        """Whether residents are told of it."""
        return self.state is IncidentState.RUNNING

    @property
    def is_complete(self) -> bool:
        """Whether a draft can be announced."""
        return bool(self.subject and self.placed and self.text)

    @property
    def waiting(self) -> Audience:
        """Those who want to hear of its end."""
        return Audience(f"{_ROLL}{self.id}")

    @property
    def affected(self) -> Audience:
        """Those of them who have said «у меня тоже»."""
        return Audience(f"{_ROLL}{self.id}{_AFFECTED}")

    @property
    def said(self) -> str:
        """What it is, behind where it is."""
        return f"{self.municipality}: {self.text}" if self.municipality else self.text

    @property
    def ask_at(self) -> datetime:
        """When supervisors are asked whether it goes on."""
        if self.until is None:
            return self.since + REVIEW
        return max(self.until - AHEAD, self.since + (self.until - self.since) / 2)

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself."""
        return self.since + 2 * REVIEW if self.until is None else self.until + GRACE

    def concerns(self, named: frozenset[str], home: str | None) -> bool:
        """Whether it is where the question is about: where it says, else where the resident lives.

        Where neither is known it is told: it says where it is.
        """
        if self.municipality is None or not (named or home):
            return True
        return self.municipality in named if named else self.municipality == home

    def about(self, subject: str) -> Incident:
        """Of that subject."""
        return replace(self, subject=subject)

    def at_place(self, municipality: str | None) -> Incident:
        """There; None: everywhere."""
        return replace(self, municipality=municipality, placed=True)

    def renewed(self, at: datetime) -> Incident:
        """As somebody has just looked after it: supervisors are asked anew."""
        return replace(self, since=at, asked=False)

    def prolonged(self, until: datetime | None, at: datetime) -> Incident:
        """Until then."""
        return replace(self.renewed(at), until=until)

    def drafted(self, at: datetime) -> Incident:
        """Something has happened indeed."""
        return replace(self, state=IncidentState.DRAFT, since=at)

    def announced(self, at: datetime) -> Incident:
        """Residents are told of it from now on."""
        return replace(self, state=IncidentState.RUNNING, since=at)

    def ended(self, state: IncidentState) -> Incident:
        """They are no more."""
        return replace(self, state=state)

    def on_card(self, card: Source | None) -> Incident:
        """Seen on that message."""
        return replace(self, card=card or self.card)

    def showing(self, voices: Voices) -> Incident:
        """With these on its card."""
        return replace(self, shown=voices.mark)


def incident_of(roll: str) -> tuple[int | None, bool]:
    """The incident whose roll it is, None for others; and whether it is of those it has affected."""
    number = roll.removeprefix(_ROLL).removesuffix(_AFFECTED)
    known = roll.startswith(_ROLL) and number.isdecimal()
    return (int(number) if known else None), roll.endswith(_AFFECTED)


class IncidentGone(DeskError):
    """There is none of that number, or it is not what the button was for any more."""

    phrase = "refused-incident-gone"


class IncidentOver(DeskError):
    """Nobody waits for what is over."""

    phrase = "refused-incident-over"


class IncidentTooLong(DeskError):
    """More than residents read, or than a phrasing has."""

    phrase = "refused-incident-too-long"


class TooLateForIncident(DeskError):
    """Its end is over."""

    phrase = "refused-incident-too-late"


class IncidentWordsGone(DeskError):
    """The message with what residents should read is gone."""

    phrase = "refused-incident-words-gone"


class IncidentTimeUnclear(DeskError):
    """Some time is named that nobody understands; residents are not to read it as the notice."""

    phrase = "refused-incident-time"


class Incidents(Protocol):
    """All there were."""

    async def get(self, incident_id: int) -> Incident | None: ...
    async def next_id(self) -> int: ...
    async def running(self) -> Sequence[Incident]: ...
    async def changed(self, since: datetime) -> Sequence[Incident]: ...
    async def latest(self, limit: int) -> Sequence[Incident]: ...
    def save(self, incident: Incident) -> None: ...
