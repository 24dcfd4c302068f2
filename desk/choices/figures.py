"""What is chosen under the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """Those of the last days, today among them."""

    days: int
    choice: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True)
class SendFigures:
    """The same, and more, as a table."""

    days: int
    choice: Literal["figures-table"] = "figures-table"


@dataclass(frozen=True, slots=True)
class DrawFigures:
    """The same as charts."""

    days: int
    choice: Literal["figures-picture"] = "figures-picture"


FiguresChoice = ShowFigures | SendFigures | DrawFigures
