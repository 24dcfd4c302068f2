"""Buttons of incidents: what supervisors do with them, and what residents say to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NewIncident:
    """Something is out of order."""

    choice: Literal["new-incident"] = "new-incident"


@dataclass(frozen=True, slots=True)
class ShowIncident:
    """One of them."""

    incident: int
    choice: Literal["incident"] = "incident"


@dataclass(frozen=True, slots=True)
class DraftIncident:
    """What was proposed becomes a draft."""

    incident: int
    choice: Literal["draft-incident"] = "draft-incident"


@dataclass(frozen=True, slots=True)
class ChooseIncidentSubject:
    """What is it about?"""

    incident: int
    page: int = 0
    choice: Literal["incident-subjects"] = "incident-subjects"


@dataclass(frozen=True, slots=True)
class SetIncidentSubject:
    """It is about that."""

    incident: int
    subject: str
    choice: Literal["incident-subject"] = "incident-subject"


@dataclass(frozen=True, slots=True)
class ChooseIncidentPlace:
    """Where is it?"""

    incident: int
    page: int = 0
    choice: Literal["incident-places"] = "incident-places"


@dataclass(frozen=True, slots=True)
class SetIncidentPlace:
    """There. `place_number`: in the list of municipalities, from 1 on; 0: everywhere."""

    incident: int
    place_number: int
    choice: Literal["incident-place"] = "incident-place"


@dataclass(frozen=True, slots=True)
class AnnounceIncident:
    """Residents are to be told."""

    incident: int
    choice: Literal["announce-incident"] = "announce-incident"


@dataclass(frozen=True, slots=True)
class DropIncident:
    """The draft is not wanted."""

    incident: int
    choice: Literal["drop-incident"] = "drop-incident"


@dataclass(frozen=True, slots=True)
class EndIncident:
    """All is in order again."""

    incident: int
    choice: Literal["end-incident"] = "end-incident"


@dataclass(frozen=True, slots=True)
class ProlongIncident:
    """It goes on for so many hours more; 0: until tomorrow morning."""

    incident: int
    hours: int = 0
    choice: Literal["prolong-incident"] = "prolong-incident"


@dataclass(frozen=True, slots=True)
class RewordIncident:
    """What was said in the message that this one answers is what residents are to read now."""

    incident: int
    choice: Literal["reword-incident"] = "reword-incident"


@dataclass(frozen=True, slots=True)
class KeepWording:
    """It was said to colleagues: residents go on reading what they read."""

    incident: int
    choice: Literal["keep-wording"] = "keep-wording"


@dataclass(frozen=True, slots=True)
class SameHere:
    """A resident: with me, too."""

    incident: int
    choice: Literal["same-here"] = "same-here"


@dataclass(frozen=True, slots=True)
class TellWhenOver:
    """A resident: tell me when it is over."""

    incident: int
    choice: Literal["tell-when-over"] = "tell-when-over"


IncidentChoice = (
    NewIncident
    | ShowIncident
    | DraftIncident
    | ChooseIncidentSubject
    | SetIncidentSubject
    | ChooseIncidentPlace
    | SetIncidentPlace
    | AnnounceIncident
    | DropIncident
    | EndIncident
    | ProlongIncident
    | RewordIncident
    | KeepWording
    | SameHere
    | TellWhenOver
)
