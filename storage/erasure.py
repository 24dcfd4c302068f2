"""What goes from which table when a resident is forgotten. Every table is named here: tests/house asks."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from desk.ban import FORGOTTEN_WHY
from desk.erasure import NOBODY, Erased
from desk.gap import gap_id
from desk.question import Question
from desk.ticket import State, number
from storage.act_notes import act_notes
from storage.acts import acts
from storage.asides import asides
from storage.bans import bans
from storage.campaigns import campaigns
from storage.database import Moment, Reader
from storage.gaps import gap_reports, gaps
from storage.hidden import hidden_words
from storage.inbox import DONE, PENDING, inbox
from storage.incidents import incidents
from storage.journeys import journeys
from storage.keys import keys
from storage.letters import BODY, READ, LetterState, Posted, letters, readable
from storage.notes import notes
from storage.passages import passages
from storage.polls import polls, votes
from storage.proposals import proposals
from storage.questions import questions
from storage.reactions import reactions
from storage.readers import ReadAside
from storage.reminders import reminders
from storage.residents import residents
from storage.revisions import drafts, revisions
from storage.rolls import rolls
from storage.sealed import Secret
from storage.sealing import DESTROY, vault_keys
from storage.shares import replicas, shares
from storage.shifts import shifts
from storage.staff import staff
from storage.threads import mirrors, moved_chats, threads
from storage.tickets import counters, tickets
from storage.usage import usage
from storage.writer import Change

DELETABLE = timedelta(hours=48)  # how old a message bots may delete; Bot API: deleteMessage
_PERSON: BindParameter[int] = bindparam("person")
_THEIRS = select(tickets.c.id).where(tickets.c.resident_id == _PERSON)

# Rows that go: the column that holds the resident's id, who is also their chat's.
BY_RESIDENT: Mapping[Table, str] = {
    residents: "id",
    journeys: "resident_id",
    hidden_words: "chat_id",
    reactions: "chat_id",
    rolls: "resident_id",
    votes: "resident_id",
    proposals: "resident_id",
    act_notes: "person_id",
}
# Rows that go with the resident's tickets.
BY_TICKET: tuple[Table, ...] = (notes, asides, mirrors, threads)
# Rows that go, lose what was said in them, or are counted as nobody's: see ErasureStore.
IN_PARTS: tuple[Table, ...] = (passages, gaps, questions, tickets, letters, inbox, bans, vault_keys)
# Tables that have nothing of a resident's, or keep it: why.
KEPT: Mapping[Table, str] = {
    acts: "the register of acts has ids and deeds, and hashes of what was typed; it is never changed",
    incidents: "what supervisors tell of what is out of order",
    campaigns: "what an administrator tells everybody",
    counters: "numbers of tickets, and how much was erased by age",
    polls: "what residents are asked",
    gap_reports: "days of reports",
    moved_chats: "groups",
    staff: "people of the staff",
    shifts: "people of the staff",
    keys: "people of the staff, for hours",
    revisions: "the knowledge base, as it was published by an editor",
    drafts: "an editor's own words, for a day",
    reminders: "entries of the knowledge base",
    usage: "counts by entry and day",
    replicas: "processes",
    shares: "processes",
}

_BEGAN = select(func.min(tickets.c.opened_at, type_=Moment)).where(tickets.c.resident_id == _PERSON)
_ASKED = select(questions.c.message_id, questions.c.asked_at).where(questions.c.resident_id == _PERSON)
_GROUPS = select(mirrors.c.copy_chat).where(mirrors.c.ticket_id.in_(_THEIRS)).distinct()
_THREADS = select(threads.c.chat_id).where(threads.c.ticket_id.in_(_THEIRS)).distinct()
_ROWS: tuple[Delete, ...] = (
    *(delete(table).where(table.c[name] == _PERSON) for table, name in BY_RESIDENT.items()),
    *(delete(table).where(table.c.ticket_id.in_(_THEIRS)) for table in BY_TICKET),
    delete(gaps).where(gaps.c.ticket_id.in_(_THEIRS)),
    # One that holds is the staff's, and would be worth nothing otherwise.
    delete(bans).where(bans.c.resident_id == _PERSON, bans.c.until <= bindparam("moment")),
)
_BANNED = select(bans.c.resident_id).where(bans.c.resident_id == _PERSON)
_REASON = update(bans).where(bans.c.resident_id == _PERSON).values(reason=bindparam("why"))
_GAP = delete(gaps).where(gaps.c.id == bindparam("key"))
# Counted as before, by the hour: exact times tell whose it was to whoever has seen the chat.
NOBODYS: Mapping[str, Any] = {
    "resident_id": NOBODY,
    "text": "",
    "album": None,
    "parts": [],
    "continues": None,
}
_QUESTION = (
    update(questions)
    .where(questions.c.resident_id == _PERSON, questions.c.message_id == bindparam("key"))
    .values(**NOBODYS, message_id=bindparam("as_"), asked_at=bindparam("hour"))
)
_TICKETS = (
    update(tickets)
    .where(tickets.c.resident_id == _PERSON)
    .values(
        resident_id=NOBODY,
        comment=None,
        state=State.CLOSED.value,
        closed_at=func.coalesce(tickets.c.closed_at, bindparam("moment", type_=Moment)),
        ask_at=None,
        close_at=None,
        version=tickets.c.version + 1,
    )
)


_BY_PERSON: tuple[Delete | Update, ...] = (*_ROWS, _TICKETS)


class _Wide:
    """Rows that no index finds: looked for while nobody waits; those that came since, in the commit."""

    def __init__(self, table: Table, where: ColumnElement[bool], change: Delete | Update) -> None:
        self.find: Select[Any] = select(table.c.id).where(where)
        self.one = change.where(table.c.id == bindparam("id_"))
        self.since = change.where(table.c.id > bindparam("newest"), where)
        self.newest: Select[Any] = select(func.max(table.c.id))


_TO_STAFF = or_(letters.c.to_kind == "chat", letters.c.to_kind == "topic")
_TO_THEM = or_(
    and_(letters.c.to_kind == "resident", letters.c.to_id == _PERSON),
    and_(letters.c.to_kind == "thread", letters.c.to_id.in_(_THEIRS)),
)
# What the staff has got in their chats may speak of anybody; the letter is not needed any more.
_SENT_TO_STAFF = and_(
    _TO_STAFF,
    letters.c.state == LetterState.SENT.value,
    letters.c.created_at >= bindparam("began", type_=Moment),
    func.length(letters.c.body) > 0,
)
_OWN_LANE = or_(inbox.c.lane == bindparam("lane_"), inbox.c.lane == bindparam("user_"))
_STAFF_LANE = and_(
    inbox.c.lane.like(bindparam("lane_")), inbox.c.received_at >= bindparam("began", type_=Moment)
)
EMPTIED = {"raw": b"", "problem": None, "state": DONE}
_PASSAGES = _Wide(passages, passages.c.ticket_id.in_(_THEIRS), delete(passages))
# Emptied, not deleted: SQLite would give their numbers again, to letters that the postman then passes over.
_EMPTY_LETTER: Mapping[str, Any] = {
    "body": b"",
    "state": LetterState.SENT.value,
    "settled_at": func.coalesce(letters.c.settled_at, bindparam("moment", type_=Moment)),
    "problem": "its resident is forgotten",
}
_LETTERS = _Wide(
    letters,
    _TO_THEM,
    update(letters).values(**_EMPTY_LETTER, to_id=NOBODY, chat_id=None, message_ids=None, album=None),
)
_STAFFS = _Wide(letters, _SENT_TO_STAFF, update(letters).values(body=b""))
_OWN = _Wide(inbox, and_(_OWN_LANE, inbox.c.state != PENDING), update(inbox).values(**EMPTIED))
_STAFFS_OWN = _Wide(
    inbox,
    and_(_STAFF_LANE, inbox.c.state == DONE, func.length(inbox.c.raw) > 0),
    update(inbox).values(raw=b""),
)
_UNSETTLED = READ.where(_TO_STAFF, letters.c.state != LetterState.SENT.value)
_HEARD = READ.where(
    _TO_STAFF,
    letters.c.state == LetterState.SENT.value,
    letters.c.created_at >= bindparam("since", type_=Moment),
    func.length(letters.c.body) > 0,
    letters.c.chat_id.is_not(None),
)
_NAME = select(residents.c.id, residents.c.name).where(residents.c.id == _PERSON)
_SETTLED = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state != LetterState.SENT.value)
    .values(**_EMPTY_LETTER)
)


class ErasureStore:
    """Residents whom one visit forgets."""

    def __init__(self, reader: Reader, aside: ReadAside) -> None:
        self._reader = reader
        self._aside = aside
        self._changes: list[Change] = []

    async def forget(self, resident_id: int, staff: Collection[int], at: datetime) -> Erased:
        """All of a resident's rows, and their words in others. `staff`: chats where they may be spoken of.

        An operator's words that are written down while this runs may stay till letters are erased by age.
        """
        key = {"person": resident_id}
        theirs = [row.id for row in await self._reader.execute(_THEIRS, key)]
        asked = list(await self._reader.execute(_ASKED, key))
        began = min([at, *(row.asked_at for row in asked)])
        if theirs:
            began = min(began, (await self._reader.execute(_BEGAN, key)).scalar())
        told = await self._told(resident_id, theirs, at)
        chats = {*staff}
        for places in (_GROUPS, _THREADS):
            chats |= {row[0] for row in await self._reader.execute(places, key)}
        await self._wide(_PASSAGES, key)
        await self._wide(_LETTERS, key, {"moment": at})
        await self._wide(_STAFFS, {"began": began})
        await self._wide(_OWN, {"lane_": f"{resident_id}:0", "user_": f"user:{resident_id}"})
        for chat in sorted(chats):
            await self._wide(_STAFFS_OWN, {"lane_": f"{chat}:%", "began": began})
        await self._settle_those_about(theirs, at)
        for row in asked:
            self._changes += forgotten_question(resident_id, row.message_id, row.asked_at)
        self._changes += [Change(one, _given(one, key | {"moment": at})) for one in _BY_PERSON]
        if (await self._reader.execute(_BANNED, key)).first() is not None:
            why = Secret(bans.c.reason, FORGOTTEN_WHY, {"resident_id": resident_id})
            self._changes.append(Change(_REASON, {**key, "why": why}))
        # What was sealed with it stays unreadable where rows leave traces: in logs, free pages, old files.
        self._changes.append(Change(DESTROY, {"key": resident_id}))
        return Erased(len(theirs), len(asked), told)

    def changes(self) -> list[Change]:
        """What this visit erases: before anything else is written."""
        return self._changes

    async def _settle_those_about(self, theirs: Sequence[int], at: datetime) -> None:
        """What the staff has not got yet and names their tickets is not said any more."""
        names = [number(one).encode() for one in theirs]
        for row in await self._aside(_UNSETTLED, {}):
            posted = readable(row)
            body = BODY.dump_json(posted.letter) if isinstance(posted, Posted) else b""
            if any(name in body for name in names):
                self._changes.append(Change(_SETTLED, {"key": row.id, "moment": at}))

    async def _told(
        self, resident_id: int, theirs: Sequence[int], at: datetime
    ) -> tuple[tuple[int, int], ...]:
        """What staff has got by name outside the tickets' threads: search results, alarms."""
        known = (await self._reader.execute(_NAME, {"person": resident_id})).first()
        if known is None or not known.name:
            return ()
        name = json.dumps(known.name, ensure_ascii=False)[1:-1].encode()
        signs = [str(resident_id).encode(), *(number(one).encode() for one in theirs)]
        found = []
        for row in await self._aside(_HEARD, {"since": at - DELETABLE}):
            posted = readable(row)
            body = BODY.dump_json(posted.letter) if isinstance(posted, Posted) else b""
            if name in body and any(sign in body for sign in signs):
                found += [(row.chat_id, one) for one in row.message_ids or ()]
        return tuple(found)

    async def _wide(self, what: _Wide, values: dict[str, Any], more: Mapping[str, Any] = {}) -> None:
        """`values` tell which rows, `more` is written into them."""
        newest = (await self._aside(what.newest, {})).scalar() or 0
        found = [row.id for row in await self._aside(what.find, values)]
        self._changes += [Change(what.one, {"id_": one, **more}) for one in found]
        self._changes.append(Change(what.since, {**values, **more, "newest": newest}))


def forgotten_question(resident_id: int, message_id: int, asked_at: datetime) -> list[Change]:
    """It is nobody's from now on, and no gap."""
    gap = gap_id(Question(resident_id, message_id, "", asked_at))
    values = {
        "person": resident_id,
        "key": message_id,
        "as_": secrets.randbits(62),
        "hour": asked_at.replace(minute=0, second=0, microsecond=0),
    }
    return [Change(_GAP, {"key": gap}), Change(_QUESTION, values)]


def _given(statement: Delete | Update, values: dict[str, Any]) -> dict[str, Any]:
    """Of these, the ones that the statement asks for."""
    asked = statement.compile().params
    return {name: value for name, value in values.items() if name in asked}
