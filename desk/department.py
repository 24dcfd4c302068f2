"""Departments: whose chat a ticket goes to, when they work, how soon they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType

from desk.errors import NoSuchDepartment
from desk.shift import Assignment
from desk.sla import LastDay, Target, WorkingHours


@dataclass(frozen=True, slots=True)
class Department:
    """A department as `config.toml` describes it. `subjects` are ids of the knowledge base's files."""

    id: str
    title: str
    chat_id: int
    hours: WorkingHours
    first_reply: Target
    subjects: tuple[str, ...] = ()
    assignment: Assignment = Assignment.NONE
    resolution: Target | None = None  # None: nothing is promised
    silence: Target | None = None  # of a resident who is waited for, until they are warned; None: for ever
    closing: Target = timedelta(hours=9)  # from the warning until the ticket is closed
    reopening: timedelta = timedelta(days=14)  # for so long a resident may open a closed ticket again
    asks_settled: bool = True  # whether residents are asked the next working day if the matter is settled
    last_day: LastDay = LastDay.PREVIOUS  # where a legal term goes that ends on a day off
    overflow: tuple[int, ...] = ()  # further groups, for new tickets when the first is full
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by language

    def called(self, lang: str) -> str:
        """The title in `lang` (two letters), or in Russian."""
        return self.titles.get(lang, self.title)

    @property
    def groups(self) -> tuple[int, ...]:
        """All its chats, the first one first."""
        return self.chat_id, *self.overflow


@dataclass(frozen=True, slots=True)
class Departments:
    """All departments, the first of which also gets what belongs to no subject."""

    all: tuple[Department, ...]

    def get(self, department_id: str) -> Department:
        """The department of that id; one that was since taken out of the settings: the first.

        A ticket must stay answerable when an administrator edits `config.toml`.
        """
        return next((one for one in self.all if one.id == department_id), self.all[0])

    def named(self, words: str) -> Department:
        """The department whose id or title begins with `words`. Raises NoSuchDepartment."""
        wanted = words.strip().casefold()
        for one in self.all:
            if wanted and (one.id.casefold() == wanted or one.title.casefold().startswith(wanted)):
                return one
        raise NoSuchDepartment(known=", ".join(one.title for one in self.all))

    def for_subject(self, subject: str | None) -> Department:
        """The department that answers for a subject."""
        return next((one for one in self.all if subject in one.subjects), self.all[0])

    def chats(self) -> Iterable[int]:
        """Every chat that departments work in, each once."""
        return dict.fromkeys(chat_id for one in self.all for chat_id in one.groups)

    def moved(self, moves: Mapping[int, int]) -> Departments:
        """With the chats of groups that have another id now."""

        def now(chat_id: int) -> int:
            return moves.get(chat_id, chat_id)

        return Departments(
            tuple(
                replace(one, chat_id=now(one.chat_id), overflow=tuple(map(now, one.overflow)))
                for one in self.all
            )
        )
