"""A journey: a resident on a route, with what is done, and when they are to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from faq.route import Route, Step

LONG = 21  # days of a term from which on a reminder comes a week before its end, else the day before
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Journey:
    """`event` is the day it was, None when it is not told. `done`, `reminded`: ids of the route's steps."""

    resident_id: int
    route_id: str
    event: date | None = None
    done: frozenset[str] = frozenset()
    reminding: bool = False
    reminded: frozenset[str] = frozenset()
    remind_on: date | None = None  # the first day on which a reminder is due
    version: int = 0

    def dated(self, event: date | None) -> Journey:
        """From another day: reminders begin anew."""
        return replace(self, event=event, reminded=frozenset())

    def ticked(self, step_id: str, done: bool) -> Journey:
        """With a step done, or not."""
        return replace(self, done=self.done | {step_id} if done else self.done - {step_id})

    def wanting(self, reminders: bool) -> Journey:
        """With reminders, or without."""
        return replace(self, reminding=reminders)

    def stopped(self) -> Journey:
        """With no reminder to come, whatever the route."""
        return replace(self, reminding=False, remind_on=None)

    def told(self, step_ids: frozenset[str]) -> Journey:
        """Reminded of these: once is enough."""
        return replace(self, reminded=self.reminded | step_ids)

    def planned(self, route: Route, today: date) -> Journey:
        """With the day of the next reminder; the earliest is tomorrow, as today the checklist was seen."""
        days = [max(self._from(step), today + DAY) for step in self._waiting(route, today + DAY)]
        return replace(self, remind_on=min(days, default=None))

    def to_remind(self, route: Route, today: date) -> tuple[Step, ...]:
        """The steps a reminder is due of: none that is done, told of, or over."""
        return tuple(one for one in self._waiting(route, today) if self._from(one) <= today)

    def _waiting(self, route: Route, day: date) -> list[Step]:
        """Risky steps still to be told of whose last day is not before `day`."""
        if not self.reminding or self.event is None:
            return []
        open_ = [one for one in route.ordered if one.risky and one.id not in self.done | self.reminded]
        return [one for one in open_ if (due := one.due(self.event)) is not None and due >= day]

    def _from(self, step: Step) -> date:
        due = step.due(self.event) if self.event is not None else None
        assert due is not None, "a risky step has an end"
        return due - (WEEK if step.span >= LONG else DAY)


class Journeys(Protocol):
    """Who is on which route."""

    async def get(self, resident_id: int, route_id: str) -> Journey | None: ...
    async def of(self, resident_id: int) -> Sequence[Journey]: ...
    async def due(self, day: date, limit: int) -> Sequence[Journey]: ...
    def save(self, journey: Journey) -> None: ...
    def remove(self, journey: Journey) -> None: ...
