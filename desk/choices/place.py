"""Where a resident lives, chosen from a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowPlaces:
    """The municipalities, from a page on. `again`: in the message where they stood before."""

    page: int = 0
    again: bool = False
    choice: Literal["places"] = "places"


@dataclass(frozen=True, slots=True)
class LiveIn:
    """The resident lives there. `place`: a municipality's key, which fits a button; "": it is not told."""

    place: str
    choice: Literal["live-in"] = "live-in"


PlaceChoice = ShowPlaces | LiveIn
