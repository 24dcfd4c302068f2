"""Retention in memory: as a database does it, on the fakes' dicts. Letters have no age here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from desk.erasure import NOBODY
from desk.gap import gap_id
from desk.question import Question
from desk.retention import PIECE, Gone, Rule
from desk.source import Source
from desk.ticket import Ticket

if TYPE_CHECKING:
    from tests.desk.fakes import FakeRecords

NUMBERS = count(10**17)


class FakeRetention:
    """Erases at once."""

    def __init__(self, records: FakeRecords, counted: dict[tuple[str, Rule], int]) -> None:
        self._records = records
        self._counted = counted

    async def count(self, rule: Rule, before: datetime) -> int:
        return len(self._found(rule, before))

    async def erase(self, rule: Rule, before: datetime, week: str) -> Gone:
        found = self._found(rule, before)[:PIECE]
        topics: list[Source] = []
        for key in found:
            topics += self._erase(rule, key)
        if found:
            self._counted[week, rule] = self._counted.get((week, rule), 0) + len(found)
        return Gone(len(found), tuple(topics))

    async def weeks(self) -> Mapping[str, Mapping[Rule, int]]:
        weeks: dict[str, dict[Rule, int]] = {}
        for (week, rule), number in self._counted.items():
            weeks.setdefault(week, {})[rule] = number
        return weeks

    def drop(self, week: str) -> None:
        for key in [one for one in self._counted if one[0] == week]:
            del self._counted[key]

    def _found(self, rule: Rule, before: datetime) -> list[object]:
        records, day = self._records, before.date()
        residents = [one for one in records.residents.all.values() if one.heard_on and one.heard_on < day]
        match rule:
            case Rule.FORMS:
                return [one.id for one in residents if one.form is not None]
            case Rule.QUESTIONS:
                every = records.questions.all.values()
                named = [one for one in every if one.resident_id != NOBODY and one.ticket_id is None]
                return [one for one in named if one.asked_at < before]
            case Rule.TICKETS:
                theirs = [one for one in records.tickets.all.values() if one.resident_id != NOBODY]
                return [one for one in theirs if one.closed_at is not None and one.closed_at < before]
            case Rule.MARKS:
                return [one.source for one in records.hidden.all.values() if one.said_at < before]
            case Rule.PROFILES:
                speaking = {one.resident_id for one in records.tickets.all.values()}
                speaking |= {one.resident_id for one in records.questions.all.values()}
                return [one.id for one in residents if one.id not in speaking]
            case _:
                return []

    def _erase(self, rule: Rule, key: object) -> list[Source]:
        records = self._records
        match key:
            case Question():
                self._bare(key)
            case Ticket():
                return self._ticket(key)
            case Source():
                del records.hidden.all[key]
            case int() if rule is Rule.FORMS:
                records.residents.save(replace(records.residents.all[key], form=None))
            case int():
                del records.residents.all[key]
        return []

    def _ticket(self, ticket: Ticket) -> list[Source]:
        records = self._records
        thread = records.threads.all.pop(ticket.id, None)
        stores: list[Any] = [records.notes, records.passages, records.asides, records.gaps]
        for store in stores:
            for key in [key for key, one in store.all.items() if one.ticket_id == ticket.id]:
                del store.all[key]
        records.threads.mirrors = [one for one in records.threads.mirrors if one.ticket_id != ticket.id]
        for question in [one for one in records.questions.all.values() if one.ticket_id == ticket.id]:
            self._bare(question)
        records.tickets.save(replace(ticket, resident_id=NOBODY, comment=None, ask_at=None))
        return [Source(thread.chat_id, thread.topic_id)] if thread and thread.topic_id else []

    def _bare(self, one: Question) -> None:
        records = self._records
        del records.questions.all[one.resident_id, one.message_id]
        records.gaps.all.pop(gap_id(one), None)
        hour = one.asked_at.replace(minute=0, second=0, microsecond=0)
        bare = replace(one, text="", album=None, parts=(), continues=None, asked_at=hour)
        records.questions.save(replace(bare, resident_id=NOBODY, message_id=next(NUMBERS)))
