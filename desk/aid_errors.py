"""Refusals of what helps residents to act: appeals, routes, deadlines, offices."""

from __future__ import annotations

from desk.errors import DeskError


class NoAppeals(DeskError):
    """The knowledge base names no kinds of appeals."""

    phrase = "refused-no-appeals"


class AppealGone(DeskError):
    """The draft was dropped, or the knowledge base no longer has what the button names."""

    phrase = "refused-appeal-gone"


class NoRoutes(DeskError):
    """The knowledge base has no routes."""

    phrase = "refused-no-routes"


class RouteGone(DeskError):
    """The knowledge base no longer has that route, or that step of it."""

    phrase = "refused-route-gone"


class JourneyGone(DeskError):
    """The resident has dropped that checklist."""

    phrase = "refused-journey-gone"


class NoDeadlines(DeskError):
    """The knowledge base names no deadlines to count."""

    phrase = "refused-no-deadlines"


class DeadlineGone(DeskError):
    """The knowledge base no longer has that deadline."""

    phrase = "refused-deadline-gone"


class OfficeGone(DeskError):
    """The base does not have that office any more."""

    phrase = "refused-office-gone"
