"""Buttons on the way to an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowOfficeKinds:
    """Which kind of office?"""

    choice: Literal["office-kinds"] = "office-kinds"


@dataclass(frozen=True, slots=True)
class FindOffices:
    """That kind of office: where?"""

    office_kind: str
    choice: Literal["find-offices"] = "find-offices"


@dataclass(frozen=True, slots=True)
class OfficesIn:
    """Those of the same kind and municipality as that one, from a page on."""

    office: str
    page: int = 0
    choice: Literal["offices-in"] = "offices-in"


@dataclass(frozen=True, slots=True)
class ShowPin:
    """The office on the map."""

    office: str
    choice: Literal["office-pin"] = "office-pin"


OfficeChoice = ShowOfficeKinds | FindOffices | OfficesIn | ShowPin
