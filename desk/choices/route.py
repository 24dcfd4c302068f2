"""Buttons of routes through an event of life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowRoutes:
    """The events there are."""

    choice: Literal["routes"] = "routes"


@dataclass(frozen=True, slots=True)
class ShowRoute:
    """The resident's checklist for one, or the question when it was."""

    route: str
    choice: Literal["route"] = "route"


@dataclass(frozen=True, slots=True)
class StartRoute:
    """The event was so many days ago; None: on a day that is not told."""

    route: str
    days_ago: int | None = None
    choice: Literal["start-route"] = "start-route"


@dataclass(frozen=True, slots=True)
class AskRouteDay:
    """The event was on another day: which?"""

    route: str
    choice: Literal["ask-route-day"] = "ask-route-day"


@dataclass(frozen=True, slots=True)
class TickStep:
    """A step is done, or not done after all."""

    route: str
    step: str
    done: bool
    choice: Literal["tick-step"] = "tick-step"


@dataclass(frozen=True, slots=True)
class RemindSteps:
    """Reminders before risky dates are wanted, or no more."""

    route: str
    wanted: bool
    choice: Literal["remind-steps"] = "remind-steps"


@dataclass(frozen=True, slots=True)
class DropRoute:
    """The checklist is not wanted any more."""

    route: str
    choice: Literal["drop-route"] = "drop-route"


RouteChoice = ShowRoutes | ShowRoute | StartRoute | AskRouteDay | TickStep | RemindSteps | DropRoute
