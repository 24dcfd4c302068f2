"""What the desk knows that no visit changes: departments, knowledge base, administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from desk.department import Departments
from desk.privacy import Privacy
from desk.weekly_hour import WeeklyHour
from faq.additions import Addition
from faq.entry import Entry, Shelf
from faq.knowledge_base import Verdict
from faq.publishing import Proposal
from faq.revision import Files
from faq.safety import Rules
from faq.submission import Submitted


class Knowledge(Protocol):
    """The knowledge base as it stands now; an editor may exchange it at any time."""

    @property
    def shelf(self) -> Shelf: ...
    async def look_up(self, text: str, on: date, municipality: str | None = None) -> Verdict: ...
    async def in_front(self, text: str, on: date, entries: tuple[Entry, ...]) -> tuple[str, ...]: ...
    def entry(self, entry_id: str) -> Entry | None: ...


class Workshop(Protocol):
    """Where changes of the knowledge base are tried, beside the one that answers."""

    bar: float  # the lowest share of right check questions that is published without a second word

    async def fetch(self, file_id: str) -> bytes: ...
    async def changed(self, file_name: str, content: bytes, base: Files) -> Submitted: ...
    async def added(self, addition: Addition, base: Files) -> tuple[Entry, Files]: ...
    async def gathered(self, texts: Sequence[str], guesses: Sequence[Sequence[str]]) -> list[list[int]]: ...
    async def compare(self, before: Files, after: Files, at: datetime) -> Proposal: ...


def any_year(_: int) -> bool:
    """A calendar in which nothing is moved by decree."""
    return True


@dataclass(frozen=True, slots=True)
class Centre:
    """The contact centre as the settings describe it."""

    departments: Departments
    knowledge: Knowledge
    admins: tuple[int, ...]
    consent: str  # the text residents agree to
    consent_version: int
    consent_in: Mapping[str, str] = field(default_factory=dict)  # language → the text in it
    appeal: str = ""  # how a banned resident may appeal
    languages: tuple[str, ...] = ("ru",)
    municipalities: tuple[str, ...] = ()  # that a resident may say they live in
    supervisors: tuple[int, ...] = ()  # those whom the settings name
    editors: tuple[int, ...] = ()
    pages: str = ""  # where the dashboard is on the web, without a slash at the end; "": nowhere
    listed: frozenset[int] = frozenset()  # of the staff, whom the settings name
    report_at: WeeklyHour | None = None  # when the gaps of the week are told
    knows_year: Callable[[int], bool] = any_year  # whether it is known which days off that year moves
    privacy: Privacy = field(default_factory=Privacy)
    safety: Rules = field(default_factory=Rules)  # what goes before any search

    def day(self, at: datetime) -> date:
        """Which day it is then where the centre works."""
        return at.astimezone(self.zone).date()

    @property
    def places(self) -> tuple[str, ...]:
        """Where a resident may say they live; where the settings name nothing, what entries hold for."""
        named = (one.municipality for one in self.knowledge.shelf.entries.values() if one.municipality)
        return self.municipalities or tuple(dict.fromkeys(named))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone it works in."""
        return self.departments.all[0].hours.zone

    @property
    def caretakers(self) -> tuple[int, ...]:
        """Chats that hear of troubles: the administrators' or, failing them, the operators' General."""
        return self.admins or tuple(chat_id for chat_id in self.departments.chats() if chat_id)[:1]
