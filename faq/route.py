"""A route through an event of life: the steps to take, and by when."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

FILE = "routes.toml"


@dataclass(frozen=True, slots=True)
class StepWords:
    """What residents read of a step in one language."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`days` or `months` after the event it is to be done, at the latest; neither: in its own time.

    `risky`: who is late loses something; `why` says what. `entry` is the id of the answer that says more.
    """

    id: str
    text: str
    entry: str | None = None
    days: int | None = None
    months: int | None = None
    risky: bool = False
    why: str = ""
    translations: Mapping[str, StepWords] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> StepWords:
        """The words in `lang` (two letters), or in Russian."""
        return self.translations.get(lang) or StepWords(self.text, self.why)

    def due(self, event: date) -> date | None:
        """The last day, when the event was on that day."""
        if self.days is not None:
            return event + timedelta(days=self.days)
        if self.months is not None:
            year, month = divmod(event.year * 12 + event.month - 1 + self.months, 12)
            return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))
        return None

    @property
    def span(self) -> int:
        """About how many days there are; one without an end comes last."""
        if self.days is not None:
            return self.days
        return 30 * self.months if self.months is not None else 100_000


@dataclass(frozen=True, slots=True)
class RouteWords:
    """What residents read of a route in one language."""

    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """`valid_from` and `valid_until` are both inclusive."""

    id: str
    title: str
    about: str = ""
    owner: str | None = None
    verified: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    municipality: str | None = None
    steps: tuple[Step, ...] = ()
    translations: Mapping[str, RouteWords] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> RouteWords:
        """The words in `lang` (two letters), or in Russian."""
        return self.translations.get(lang) or RouteWords(self.title, self.about)

    def name(self, lang: str) -> str:
        """The title in `lang`, behind the municipality it is for."""
        said = self.in_language(lang).title
        return f"{self.municipality}: {said}" if self.municipality else said

    def valid_on(self, day: date) -> bool:
        """Whether it may be offered on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    @property
    def ordered(self) -> tuple[Step, ...]:
        """The steps as they press: risky ones first, the soonest of all; the others as in the file."""
        risky = sorted((one for one in self.steps if one.risky), key=lambda one: one.span)
        return (*risky, *(one for one in self.steps if not one.risky))

    def step(self, step_id: str) -> Step | None:
        """The step of that id."""
        return next((one for one in self.steps if one.id == step_id), None)
