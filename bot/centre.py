"""The contact centre as it is now: what the settings say of it, and where its groups have moved."""

from __future__ import annotations

from dataclasses import replace

from bot.settings import Settings
from desk.centre import Centre, Knowledge
from faq import safety


class LiveCentre:
    """Called, it gives the centre as it is now. `moves`: old id → new id of groups."""

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        """Raises faq.safety.BadRules."""
        people = settings.people
        self.moves: dict[int, int] = {}
        self._departments = settings.desk_departments()
        self._centre = Centre(
            departments=self._departments,
            knowledge=knowledge,
            admins=people.admins,
            supervisors=people.supervisors,
            editors=people.editors,
            pages=settings.web.base_url.rstrip("/"),
            consent=settings.privacy.consent,
            consent_in=settings.privacy.consent_in,
            consent_version=settings.privacy.consent_version,
            privacy=settings.privacy.as_told(),
            appeal=settings.desk.appeal,
            languages=settings.desk.languages,
            municipalities=settings.desk.municipalities,
            report_at=settings.faq.weekly_hour(),
            safety=safety.shipped(),
            knows_year=settings.desk.production_calendar().is_confirmed,
            listed=frozenset((*people.admins, *people.supervisors, *people.operators)),
        )

    def obey(self, rules: safety.Rules) -> None:
        """From now on these rules go before any search."""
        self._centre = replace(self._centre, safety=rules)

    def __call__(self) -> Centre:
        if not self.moves:
            return self._centre
        return replace(self._centre, departments=self._departments.moved(self.moves))
