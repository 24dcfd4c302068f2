"""What is erased by age: found while nobody waits, taken out piece by piece, counted by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Delete,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from desk.erasure import NOBODY
from desk.retention import PIECE, Gone, Rule
from desk.source import Source
from desk.ticket import State
from storage.database import Moment, Reader
from storage.erasure import BY_RESIDENT, BY_TICKET, EMPTIED, forgotten_question
from storage.gaps import gaps
from storage.hidden import hidden_words
from storage.inbox import DEAD, inbox
from storage.letters import LetterState, in_states, letters
from storage.passages import passages
from storage.questions import questions
from storage.reactions import reactions
from storage.readers import ReadAside
from storage.residents import residents
from storage.sealing import DESTROY
from storage.threads import mirrors, threads
from storage.tickets import counters, tickets
from storage.upserts import adding
from storage.writer import Change

ERASED = "erased"  # before the week and the rule, in the names of counters
_OLD = bindparam("before", type_=Moment)
_DAY = bindparam("day", type_=residents.c.heard_on.type)


@dataclass(frozen=True, slots=True)
class _Plain:
    """Rows that are found by their age alone. `names`: of the key's columns, in the statement with «_»."""

    find: Select[Any]
    change: Delete | Update
    names: tuple[str, ...]


def _keyed(change: Delete | Update, table: Table, *names: str) -> Delete | Update:
    return change.where(*(table.c[name] == bindparam(f"{name}_") for name in names))


# The newest stays: SQLite gives a deleted number again, and the postman passes over those he has seen.
_NEWEST = select(func.max(letters.c.id)).scalar_subquery()
_ENDED = in_states(LetterState.SENT, LetterState.UNCERTAIN, LetterState.DEAD)
_PLAIN: Mapping[Rule, tuple[_Plain, ...]] = {
    Rule.LETTERS: (
        _Plain(
            select(letters.c.id).where(
                _ENDED, letters.c.due_at < _OLD, letters.c.settled_at < _OLD, letters.c.id < _NEWEST
            ),
            _keyed(delete(letters), letters, "id"),
            ("id",),
        ),
    ),
    Rule.UPDATES: (
        _Plain(
            select(inbox.c.id).where(inbox.c.state == DEAD, inbox.c.received_at < _OLD),
            _keyed(update(inbox).values(**EMPTIED), inbox, "id"),
            ("id",),
        ),
    ),
    Rule.FORMS: (
        _Plain(
            select(residents.c.id).where(residents.c.form.is_not(None), residents.c.heard_on < _DAY),
            _keyed(update(residents).values(form=None), residents, "id"),
            ("id",),
        ),
    ),
    Rule.MARKS: (
        _Plain(
            select(hidden_words.c.chat_id, hidden_words.c.message_id).where(hidden_words.c.said_at < _OLD),
            _keyed(delete(hidden_words), hidden_words, "chat_id", "message_id"),
            ("chat_id", "message_id"),
        ),
        _Plain(
            select(reactions.c.chat_id, reactions.c.message_id, reactions.c.person_id).where(
                reactions.c.at < _OLD
            ),
            _keyed(delete(reactions), reactions, "chat_id", "message_id", "person_id"),
            ("chat_id", "message_id", "person_id"),
        ),
    ),
}
_QUESTIONS = select(questions.c.resident_id, questions.c.message_id, questions.c.asked_at).where(
    questions.c.asked_at < _OLD, questions.c.resident_id != NOBODY, questions.c.ticket_id.is_(None)
)
_TICKETS = select(tickets.c.id, tickets.c.version).where(
    tickets.c.state == State.CLOSED.value, tickets.c.closed_at < _OLD, tickets.c.resident_id != NOBODY
)
_PROFILES = select(residents.c.id).where(
    residents.c.heard_on < _DAY,
    ~exists().where(tickets.c.resident_id == residents.c.id),
    ~exists().where(questions.c.resident_id == residents.c.id),
)
_FOUND: Mapping[Rule, tuple[Select[Any], ...]] = {
    **{rule: tuple(one.find for one in plain) for rule, plain in _PLAIN.items()},
    Rule.QUESTIONS: (_QUESTIONS,),
    Rule.TICKETS: (_TICKETS,),
    Rule.PROFILES: (_PROFILES,),
}
_OF_TICKET = select(questions.c.resident_id, questions.c.message_id, questions.c.asked_at).where(
    questions.c.ticket_id == bindparam("ticket"), questions.c.resident_id != NOBODY
)
_TOPIC = select(threads.c.chat_id, threads.c.topic_id).where(threads.c.ticket_id == bindparam("ticket"))
_LEFT = select(mirrors.c.copy_chat, mirrors.c.copy_id).where(
    mirrors.c.ticket_id == bindparam("ticket"),
    mirrors.c.source_chat == mirrors.c.copy_chat,
    mirrors.c.source_id == mirrors.c.copy_id,
)
_WITH_TICKET = tuple(
    delete(table).where(table.c.ticket_id == bindparam("ticket")) for table in (*BY_TICKET, passages, gaps)
)
_NOBODYS = (
    update(tickets)
    .where(
        tickets.c.id == bindparam("ticket"),
        tickets.c.version == bindparam("was"),
        tickets.c.state == State.CLOSED.value,
    )
    .values(resident_id=NOBODY, comment=None, ask_at=None, version=tickets.c.version + 1)
)
_WITH_RESIDENT = tuple(
    delete(table).where(table.c[name] == bindparam("person")) for table, name in BY_RESIDENT.items()
)
_WEEKS = select(counters).where(counters.c.name.like(f"{ERASED}:%"))
_DROP = delete(counters).where(counters.c.name.like(bindparam("week")))


class RetentionStore:
    """What one visit erases by age."""

    def __init__(self, reader: Reader, aside: ReadAside, dialect: str) -> None:
        self._reader = reader
        self._aside = aside
        self._dialect = dialect
        self._changes: list[Change] = []

    async def count(self, rule: Rule, before: datetime) -> int:
        """How many are old enough."""
        counts = [select(func.count()).select_from(one.subquery()) for one in _FOUND[rule]]
        found = [(await self._aside(one, _aged(one, before))).scalar() for one in counts]
        return sum(found)

    async def erase(self, rule: Rule, before: datetime, week: str) -> Gone:
        """PIECE of them, at most; a ticket that is opened again meanwhile makes the commit a Conflict."""
        if rule is Rule.QUESTIONS:
            gone = await self._questions(before)
        elif rule is Rule.TICKETS:
            gone = await self._tickets(before)
        elif rule is Rule.PROFILES:
            gone = await self._profiles(before)
        else:
            gone = Gone(sum([await self._plain(one, before) for one in _PLAIN[rule]]))
        if gone.count:
            values = {"name": f"{ERASED}:{week}:{rule.value}", "value": gone.count}
            self._changes.append(Change(_counting(self._dialect), values))
        return gone

    async def weeks(self) -> Mapping[str, Mapping[Rule, int]]:
        """What was erased in weeks that were not told of yet."""
        weeks: dict[str, dict[Rule, int]] = {}
        for row in await self._reader.execute(_WEEKS):
            _, week, rule = row.name.split(":")
            weeks.setdefault(week, {})[Rule(rule)] = row.value
        return weeks

    def drop(self, week: str) -> None:
        """It is told."""
        self._changes.append(Change(_DROP, {"week": f"{ERASED}:{week}:%"}))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes

    async def _plain(self, plain: _Plain, before: datetime) -> int:
        rows = await self._some(plain.find, before)
        self._changes += [
            Change(plain.change, {f"{name}_": getattr(row, name) for name in plain.names}) for row in rows
        ]
        return len(rows)

    async def _questions(self, before: datetime) -> Gone:
        rows = await self._some(_QUESTIONS, before)
        for row in rows:
            self._changes += forgotten_question(row.resident_id, row.message_id, row.asked_at)
        return Gone(len(rows))

    async def _tickets(self, before: datetime) -> Gone:
        rows = await self._some(_TICKETS, before)
        topics: set[Source] = set()
        for row in rows:
            key = {"ticket": row.id}
            topics |= {Source(*one) for one in await self._reader.execute(_TOPIC, key) if one.topic_id}
            topics |= {Source(*one) for one in await self._reader.execute(_LEFT, key)}
            self._changes.append(Change(_NOBODYS, key | {"was": row.version}, guarded=True))
            for asked in await self._reader.execute(_OF_TICKET, key):
                self._changes += forgotten_question(asked.resident_id, asked.message_id, asked.asked_at)
            self._changes += [Change(one, key) for one in _WITH_TICKET]
        ordered = sorted(topics, key=lambda one: (one.chat_id, one.message_id))
        return Gone(len(rows), tuple(ordered))

    async def _profiles(self, before: datetime) -> Gone:
        rows = await self._some(_PROFILES, before)
        for row in rows:
            self._changes += [Change(one, {"person": row.id}) for one in _WITH_RESIDENT]
            self._changes.append(Change(DESTROY, {"key": row.id}))
        return Gone(len(rows))

    async def _some(self, find: Select[Any], before: datetime) -> Sequence[Any]:
        limited = _limited(find)
        return list(await self._aside(limited, _aged(limited, before)))


@cache
def _limited(find: Select[Any]) -> Select[Any]:
    return find.limit(PIECE)


@cache
def _counting(dialect: str) -> Any:
    statement = adding(counters, dialect)
    grown = {"value": counters.c.value + statement.excluded.value}
    return statement.on_conflict_do_update(index_elements=["name"], set_=grown)


def _aged(statement: Select[Any], before: datetime) -> dict[str, Any]:
    """The time as the statement asks for it: residents are heard of by the day."""
    asked = statement.compile().params
    return {"day": before.date()} if "day" in asked else {"before": before}
