"""Erasure in memory: the same as a database's, on the fakes' dicts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from desk.addressee import ToResident, ToThread
from desk.ban import FORGOTTEN_WHY
from desk.erasure import NOBODY, Erased
from desk.gap import gap_id
from desk.ticket import State

if TYPE_CHECKING:
    from tests.desk.fakes import FakeRecords

NUMBERS = count(10**18)  # of questions that are nobody's


class FakeErasure:
    """Forgets at once."""

    def __init__(self, records: FakeRecords) -> None:
        self._records = records

    async def forget(self, resident_id: int, staff: Collection[int], at: datetime) -> Erased:
        records = self._records
        theirs = [one for one in records.tickets.all.values() if one.resident_id == resident_id]
        ids = {one.id for one in theirs}
        asked = [one for one in records.questions.all.values() if one.resident_id == resident_id]
        gaps = {gap_id(one) for one in asked}
        records.residents.all.pop(resident_id, None)
        _drop(records.journeys.all, lambda key, _: key[0] == resident_id)
        _drop(records.hidden.all, lambda key, _: key.chat_id == resident_id)
        _drop(records.reactions.all, lambda key, _: key[0].chat_id == resident_id)
        _drop(records.bans.all, lambda key, one: key == resident_id and not one.holds(at))
        if (ban := records.bans.all.get(resident_id)) is not None:
            records.bans.all[resident_id] = replace(ban, reason=FORGOTTEN_WHY)
        _drop(records.gaps.all, lambda key, one: key in gaps or one.ticket_id in ids)
        for store in (records.notes.all, records.passages.all, records.asides.all):
            _drop(store, lambda _, one: one.ticket_id in ids)
        _drop(records.threads.all, lambda key, _: key in ids)
        records.threads.mirrors = [one for one in records.threads.mirrors if one.ticket_id not in ids]
        gone = {ToResident(resident_id), *map(ToThread, ids)}
        records.outbox.all = [one for one in records.outbox.all if one.to not in gone]
        for one in theirs:
            closed_at = one.closed_at or at
            nobodys = replace(one, resident_id=NOBODY, comment=None, ask_at=None, close_at=None)
            records.tickets.save(replace(nobodys, state=State.CLOSED, closed_at=closed_at))
        for question in asked:
            del records.questions.all[resident_id, question.message_id]
            hour = question.asked_at.replace(minute=0, second=0, microsecond=0)
            bare = replace(question, text="", album=None, parts=(), continues=None, asked_at=hour)
            records.questions.save(replace(bare, resident_id=NOBODY, message_id=next(NUMBERS)))
        return Erased(len(theirs), len(asked))


def _drop(store, goes) -> None:  # type: ignore[no-untyped-def]
    """Take out of a dict what goes."""
    for key in [key for key, one in store.items() if goes(key, one)]:
        del store[key]
