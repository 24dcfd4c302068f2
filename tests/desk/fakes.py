"""The desk's records in memory, with what a test wants to see of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from desk.act import About, Act
from desk.addressee import To, ToThread
from desk.arrival import Arrival
from desk.aside import Aside
from desk.ban import Ban
from desk.campaign import Campaign, Course, Progress
from desk.chain import START, hash_of, line
from desk.choices.ledger import LetterFate
from desk.deed import Deed
from desk.gap import Fate, Gap, gap_id, gap_of
from desk.hidden import Hidden
from desk.incident import Incident, IncidentState
from desk.journey import Journey
from desk.key import Key
from desk.letters import Content, Letter, Relay
from desk.passage import Hit, Passage, stems
from desk.people import Operator, Resident
from desk.question import EVER, Outcome, Question
from desk.records import Held, Mirror, Note, Reminder, Thread
from desk.report import TicketTotals
from desk.revision import Draft, Revision
from desk.roll import Audience
from desk.said import Said, said
from desk.shift import Shift
from desk.source import Source
from desk.spike import Heard, Tally
from desk.ticket import State, Ticket
from desk.touches import Amend
from desk.usage import Usage
from faq.revision import Files
from storage.writer import Conflict
from tests.desk.fake_erasure import FakeErasure
from tests.desk.fake_polls import FakePolls
from tests.desk.fake_proposals import FakeProposals
from tests.desk.fake_retention import FakeRetention


class FakeResidents:
    """Residents in a dict."""

    def __init__(self) -> None:
        self.all: dict[int, Resident] = {}

    async def get(self, resident_id: int) -> Resident | None:
        return self.all.get(resident_id)

    def save(self, resident: Resident) -> None:
        self.all[resident.id] = resident


class FakeArrivals:
    """None."""

    async def of(self, resident_id: int) -> Sequence[Arrival]:
        return []


class FakeTickets:
    """Tickets in a dict; `serials` outlives a visit that fails, as the real counter does."""

    def __init__(self) -> None:
        self.all: dict[int, Ticket] = {}
        self.saved: set[int] = set()
        self.serials: dict[int, int] = {}
        self.erased: dict[tuple[str, Any], int] = {}  # by age: week and rule

    async def get(self, ticket_id: int) -> Ticket | None:
        return self.all.get(ticket_id)

    async def open_of(self, resident_id: int) -> Ticket | None:
        return next((one for one in await self.of(resident_id, len(self.all)) if one.is_open), None)

    async def all_open_of(self, resident_id: int) -> Sequence[Ticket]:
        return [one for one in await self.of(resident_id, len(self.all)) if one.is_open]

    async def of(self, resident_id: int, limit: int = 10) -> Sequence[Ticket]:
        newest_first = sorted(self.all.values(), key=lambda one: -one.id)
        return [one for one in newest_first if one.resident_id == resident_id][:limit]

    async def open(self) -> Sequence[Ticket]:
        return [self.all[key] for key in sorted(self.all) if self.all[key].is_open]

    async def to_ask(self, at: datetime, limit: int) -> Sequence[Ticket]:
        waiting = [one for one in self.all.values() if one.ask_at is not None and one.ask_at <= at]
        return sorted(waiting, key=lambda one: (one.ask_at or at, one.id))[:limit]

    async def totals(self, since: datetime, before: datetime, at: datetime) -> Sequence[TicketTotals]:
        here = [one for one in self.all.values() if since <= one.opened_at < before and not one.is_spam]
        return [
            TicketTotals(
                department,
                opened=len(theirs),
                closed=sum(one.closed_at is not None for one in theirs),
                in_time=sum(
                    one.first_reply_at is not None and one.first_reply_at <= one.promised_at for one in theirs
                ),
                late=sum(
                    one.first_reply_at > one.promised_at
                    if one.first_reply_at is not None
                    else one.promised_at < at and one.state not in (State.CLOSED, State.WAITING)
                    for one in theirs
                ),
                rated=sum(one.rating is not None for one in theirs),
                stars=sum(one.rating or 0 for one in theirs),
            )
            for department in sorted({one.department_id for one in here})
            for theirs in [[one for one in here if one.department_id == department]]
        ]

    async def next_id(self, year: int) -> int:
        self.serials[year] = self.serials.get(year, 0) + 1
        return self.serials[year]

    def add(self, ticket: Ticket) -> None:
        self.save(ticket)

    def save(self, ticket: Ticket) -> None:
        self.saved.add(ticket.id)
        self.all[ticket.id] = ticket


class FakeQuestions:
    """Questions in a dict."""

    def __init__(self) -> None:
        self.all: dict[tuple[int, int], Question] = {}
        self.residents: FakeResidents | None = None

    async def get(self, resident_id: int, message_id: int) -> Question | None:
        return self.all.get((resident_id, message_id))

    async def before(self, resident_id: int, message_id: int, since: datetime = EVER) -> Question | None:
        every = [one for one in self.all.values() if one.asked_at >= since]
        theirs = [one for one in every if one.resident_id == resident_id and one.message_id < message_id]
        return max(theirs, key=lambda one: one.message_id, default=None)

    async def of_album(self, resident_id: int, album: str) -> Question | None:
        here = (one for one in self.all.values() if (one.resident_id, one.album) == (resident_id, album))
        return next(here, None)

    async def of_ticket(self, ticket_id: int) -> Question | None:
        return next((one for one in self.all.values() if one.ticket_id == ticket_id), None)

    async def kept(self, resident_id: int, since: datetime, most: int) -> Sequence[Question]:
        theirs = [one for one in self.all.values() if one.resident_id == resident_id]
        found = [one for one in theirs if one.outcome is Outcome.BANNED and one.asked_at >= since]
        return sorted(found, key=lambda one: -one.message_id)[:most]

    async def outcomes(self, since: datetime, before: datetime) -> Mapping[Outcome, int]:
        counted = (one for one in self.all.values() if one.outcome is not Outcome.SPAM)
        return Counter(one.outcome for one in counted if since <= one.asked_at < before)

    async def tallied(self, since: datetime, before: datetime) -> list[Tally]:
        found: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
        for one in self._heard(since, before):
            found[one.entry, one.home].append(one.resident_id)
        return [Tally(entry, home, len({*who}), len(who)) for (entry, home), who in found.items()]

    async def heard(
        self, entries: Sequence[str], since: datetime, before: datetime, most: int
    ) -> list[Heard]:
        return [one for one in self._heard(since, before) if one.entry in entries][-most:]

    def _heard(self, since: datetime, before: datetime) -> list[Heard]:
        assert self.residents is not None
        uncounted = (Outcome.SAFETY, Outcome.BANNED, Outcome.SPAM, Outcome.UNREAD, Outcome.INCIDENT)
        here = [one for one in self.all.values() if one.entries and since <= one.asked_at < before]
        return [
            Heard(one.resident_id, one.message_id, one.entries[0], known.municipality if known else None)
            for one in sorted(here, key=lambda one: one.asked_at)
            if one.outcome not in uncounted
            for known in [self.residents.all.get(one.resident_id)]
        ]

    def save(self, question: Question) -> None:
        self.all[question.resident_id, question.message_id] = question


class FakeGaps:
    """Gaps in a dict; what a visit has reported is seen by the next one."""

    def __init__(self) -> None:
        self.all: dict[int, Gap] = {}
        self.reported: set[datetime] = set()
        self.reports: set[datetime] = set()

    async def get(self, gap_id: int) -> Gap | None:
        return self.all.get(gap_id)

    async def of_ticket(self, ticket_id: int) -> Gap | None:
        theirs = [one for one in self.all.values() if one.ticket_id == ticket_id]
        return min(theirs, key=lambda one: one.asked_at, default=None)

    async def open(self, since: datetime, most: int) -> Sequence[Gap]:
        newest_first = sorted(self.all.values(), key=lambda one: (-one.asked_at.timestamp(), one.id))
        return [one for one in newest_first if one.fate is not Fate.SETTLED and one.asked_at >= since][:most]

    def save(self, gap: Gap) -> None:
        self.all[gap.id] = gap

    async def answered(self, ticket_id: int, words: str) -> None:
        for one in list(self.all.values()):
            if one.ticket_id == ticket_id and len(one.answer) < len(words):
                self.save(replace(one, answer=words))

    def settle(self, draft_id: int) -> None:
        for one in list(self.all.values()):
            if one.draft_id == draft_id:
                self.save(replace(one, fate=Fate.SETTLED))

    def redraft(self, old_id: int, new_id: int) -> None:
        for one in list(self.all.values()):
            if one.draft_id == old_id:
                self.save(one.drafted(new_id))

    async def is_reported(self, due: datetime) -> bool:
        return due in self.reported

    def report(self, due: datetime) -> None:
        self.reports.add(due)

    def follow(self, question: Question) -> None:
        """What a storage does with every question that a visit has saved."""
        gap, known = gap_of(question), self.all.get(gap_id(question))
        if gap is None:
            self.all.pop(gap_id(question), None)
        elif known is None:
            self.save(gap)
        else:
            told = {name: getattr(gap, name) for name in ("text", "reason", "entries", "ticket_id")}
            self.save(replace(known, **told))


class FakeThreads:
    """Threads in a dict, mirrors in a list."""

    def __init__(self) -> None:
        self.all: dict[int, Thread] = {}
        self.mirrors: list[Mirror] = []
        self.moved: dict[int, int] = {}

    async def get(self, ticket_id: int) -> Thread | None:
        return self.all.get(ticket_id)

    async def at(self, chat_id: int, topic_id: int) -> Thread | None:
        here = (one for one in self.all.values() if (one.chat_id, one.topic_id) == (chat_id, topic_id))
        return next(here, None) if topic_id else None

    async def with_card(self, chat_id: int, card_id: int) -> Thread | None:
        here = (one for one in self.all.values() if (one.chat_id, one.card_id) == (chat_id, card_id))
        return next(here, None)

    async def mirror_of(self, message: Source) -> Mirror | None:
        newest = {one.copy: one.ticket_id for one in self.mirrors}
        true = [one for one in self.mirrors if newest[one.copy] == one.ticket_id]
        return next((one for one in reversed(true) if message in (one.source, one.copy)), None)

    async def shared(self, mirror: Mirror) -> bool:
        same = (mirror.copy, mirror.ticket_id)
        return sum((one.copy, one.ticket_id) == same for one in self.mirrors) > 1

    async def newest_in(self, chats: Sequence[int]) -> int | None:
        here = [one for one in self.all.values() if one.chat_id in chats]
        return max(here, key=lambda one: one.ticket_id).chat_id if here else None

    async def mirrors_of(self, ticket_id: int) -> Sequence[Mirror]:
        return [one for one in self.mirrors if one.ticket_id == ticket_id]

    async def moves(self) -> dict[int, int]:
        return dict(self.moved)

    def save(self, thread: Thread) -> None:
        self.all[thread.ticket_id] = thread

    def change(self, was: Thread, now: Thread) -> None:
        if self.all.get(was.ticket_id) == was:
            self.all[was.ticket_id] = now

    def pair(self, mirror: Mirror) -> None:
        same = replace(mirror, ticket_id=0)
        for place, one in enumerate(self.mirrors):
            if replace(one, ticket_id=0) == same:
                self.mirrors[place] = mirror
                return
        self.mirrors.append(mirror)

    def unpair(self, copy: Source) -> None:
        self.mirrors = [one for one in self.mirrors if one.copy != copy]

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        def now(source: Source) -> Source:
            return replace(source, chat_id=new_chat_id) if source.chat_id == old_chat_id else source

        for thread in self.all.values():
            if thread.chat_id == old_chat_id:
                self.all[thread.ticket_id] = replace(thread, chat_id=new_chat_id)
        self.mirrors = [replace(one, source=now(one.source), copy=now(one.copy)) for one in self.mirrors]
        self.moved[old_chat_id] = new_chat_id


class FakeNotes:
    """Notes in a dict."""

    def __init__(self) -> None:
        self.all: dict[Source, Note] = {}

    async def of_ticket(self, ticket_id: int) -> Sequence[Note]:
        return [one for one in self.all.values() if one.ticket_id == ticket_id]

    def add(self, note: Note) -> None:
        self.all[note.source] = note

    def reword(self, ticket_id: int, source: Source, words: str) -> None:
        if source in self.all:
            self.all[source] = replace(self.all[source], words=words)


class FakePassages:
    """Passages in a dict; a search sees what earlier visits have left."""

    def __init__(self) -> None:
        self.all: dict[Source, Passage] = {}
        self.threads: FakeThreads | None = None

    def keep(self, passage: Passage) -> None:
        if passage.words.strip():
            self.all[passage.source] = passage

    def forget(self, source: Source) -> None:
        self.all.pop(source, None)

    async def of(self, source: Source) -> Passage | None:
        return self.all.get(source)

    async def find(self, sought: Sequence[str], chats: Sequence[int], most: int) -> Sequence[Hit]:
        assert self.threads is not None
        said: dict[int, set[str]] = {}
        newest: dict[int, Hit] = {}
        for one in self.all.values():
            found = set(stems(one.words)) & set(sought)
            thread = self.threads.all.get(one.ticket_id)
            if found and thread is not None and thread.chat_id in chats:
                said.setdefault(one.ticket_id, set()).update(found)
                newest.pop(one.ticket_id, None)
                newest[one.ticket_id] = Hit(one.ticket_id, one.speaker, one.words)
        return [newest[key] for key in reversed(newest) if said[key] == set(sought)][:most]


class FakeAsides:
    """Held replies in a dict."""

    def __init__(self) -> None:
        self.all: dict[Source, Aside] = {}

    async def of_ticket(self, ticket_id: int) -> Sequence[Aside]:
        here = [one for one in self.all.values() if one.ticket_id == ticket_id]
        return sorted(here, key=lambda one: one.message.source.message_id)

    def save(self, aside: Aside) -> None:
        self.all[aside.message.source] = aside

    def remove(self, source: Source) -> None:
        self.all.pop(source, None)

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        def now(source: Source) -> Source:
            return replace(source, chat_id=new_chat_id) if source.chat_id == old_chat_id else source

        kept = {source: one for source, one in self.all.items() if source.chat_id != old_chat_id}
        for one in self.all.values():
            source, quoted = now(one.message.source), one.message.quoting
            there = replace(one.message, source=source, quoting=now(quoted) if quoted else None)
            kept.setdefault(source, replace(one, message=there))
        self.all = kept


class FakeBans:
    """Bans in a dict."""

    def __init__(self) -> None:
        self.all: dict[int, Ban] = {}

    async def get(self, resident_id: int) -> Ban | None:
        return self.all.get(resident_id)

    def save(self, ban: Ban) -> None:
        self.all[ban.resident_id] = ban

    def told(self, resident_id: int, at: datetime) -> None:
        if resident_id in self.all:
            self.save(replace(self.all[resident_id], told_at=at))


class FakeKeys:
    """Keys in a dict."""

    def __init__(self) -> None:
        self.all: dict[str, Key] = {}

    async def get(self, hash_: str) -> Key | None:
        return self.all.get(hash_)

    def add(self, key: Key, at: datetime) -> None:
        self.all = {one.hash: one for one in (*self.all.values(), key) if one.until >= at}

    def take(self, hash_: str) -> None:
        del self.all[hash_]


class FakeHidden:
    """Hidden words in a dict."""

    def __init__(self) -> None:
        self.all: dict[Source, Hidden] = {}

    async def get(self, source: Source) -> Hidden | None:
        return self.all.get(source)

    def save(self, hidden: Hidden) -> None:
        self.all[hidden.source] = hidden

    def forget(self, source: Source) -> None:
        self.all.pop(source, None)


class FakeActs:
    """Acts in a list."""

    def __init__(self) -> None:
        self.all: list[Act] = []

    def add(self, act: Act) -> None:
        numbered = replace(act, number=len(self.all) + 1)
        before = self.all[-1].hash if self.all else START
        self.all.append(replace(numbered, hash=hash_of(before, numbered.canonical)))

    async def latest(self, about: About, skip: int, limit: int) -> Sequence[Act]:
        here = [
            one
            for one in reversed(self.all)
            if (not about.ticket or one.ticket_id == about.ticket)
            and (not about.person or about.person in (one.by_id, one.person_id))
        ]
        return here[skip : skip + limit]

    async def last(self, deed: Deed) -> Act | None:
        return next((one for one in reversed(self.all) if one.deed is deed), None)

    async def head(self) -> tuple[int, str]:
        return (self.all[-1].number, self.all[-1].hash) if self.all else (0, START)

    async def exported(self, skip: int) -> Sequence[bytes]:
        return [line(one.canonical, one.hash) for one in self.all[skip:]]

    async def doers(self) -> Sequence[tuple[int, str]]:
        found = ((one.by_id, one.by_name) for one in reversed(self.all) if one.by_id and one.by_name)
        return list(dict.fromkeys((id_, name) for id_, name in found if id_ is not None))


class FakeReactions:
    """Reactions in a dict."""

    def __init__(self) -> None:
        self.all: dict[tuple[Source, int], str] = {}

    async def on(self, target: Source) -> dict[int, str]:
        return {person_id: emoji for (where, person_id), emoji in self.all.items() if where == target}

    async def of(self, resident_id: int) -> Sequence[str]:
        own = (resident_id, resident_id)
        return [one for (where, person), one in self.all.items() if (where.chat_id, person) == own]

    def put(self, target: Source, person_id: int, emoji: str | None, at: datetime) -> None:
        self.all.pop((target, person_id), None)
        if emoji is not None:
            self.all[target, person_id] = emoji


class FakeStaff:
    """Appointments in a dict."""

    def __init__(self) -> None:
        self.all: dict[int, Operator] = {}

    async def appointed(self, user_id: int) -> Operator | None:
        return self.all.get(user_id)

    def appoint(self, operator: Operator, at: datetime) -> None:
        self.all[operator.id] = operator

    def dismiss(self, user_id: int) -> None:
        self.all.pop(user_id, None)


class FakeShifts:
    """Shifts in a dict."""

    def __init__(self) -> None:
        self.all: dict[tuple[int, int], Shift] = {}

    async def on_duty(self, chat_id: int) -> list[Shift]:
        there = [one for one in self.all.values() if one.chat_id == chat_id]
        return sorted(there, key=lambda one: (one.since, one.operator_id))

    async def begun_before(self, moment: datetime) -> list[Shift]:
        every = sorted(self.all.values(), key=lambda one: (one.since, one.operator_id))
        return [one for one in every if one.since < moment]

    def save(self, shift: Shift) -> None:
        self.all[shift.chat_id, shift.operator_id] = shift

    def end(self, chat_id: int, operator_id: int) -> None:
        self.all.pop((chat_id, operator_id), None)

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        for one in [one for one in self.all.values() if one.chat_id == old_chat_id]:
            self.end(old_chat_id, one.operator_id)
            self.save(replace(one, chat_id=new_chat_id))


class FakeRevisions:
    """Revisions and drafts in dicts; what a visit has added is seen by the next one."""

    def __init__(self) -> None:
        self.all: dict[int, tuple[Revision, Files]] = {}
        self.added: dict[int, tuple[Revision, Files]] = {}
        self.drafts: dict[int, Draft] = {}

    async def newest(self) -> Revision | None:
        return next(iter(await self.latest(1)), None)

    async def newest_id(self) -> int:
        return max(self.all, default=0)

    async def latest(self, limit: int) -> Sequence[Revision]:
        return [self.all[id_][0] for id_ in sorted(self.all, reverse=True)[:limit]]

    async def files(self, revision_id: int) -> Files | None:
        return self.all[revision_id][1] if revision_id in self.all else None

    async def knows(self, digest: str) -> bool:
        return any(revision.digest == digest for revision, _ in self.all.values())

    def add(self, revision: Revision, files: Files) -> None:
        self.added[revision.id] = (revision, files)

    async def draft(self, admin_id: int) -> Draft | None:
        return self.drafts.get(admin_id)

    def save_draft(self, draft: Draft) -> None:
        self.drafts[draft.admin_id] = draft

    def drop_draft(self, admin_id: int) -> None:
        self.drafts.pop(admin_id, None)


class FakeReminders:
    """Reminders in a dict; what a visit has given is seen by the next one."""

    def __init__(self) -> None:
        self.all: dict[Reminder, date] = {}
        self.added: dict[Reminder, date] = {}

    async def given(self) -> Mapping[Reminder, date]:
        return self.all | self.added

    def add(self, reminder: Reminder, on: date) -> None:
        self.added[reminder] = on


class FakeUsage:
    """Counts by entry and day."""

    def __init__(self) -> None:
        self.all: dict[tuple[str, date], Usage] = {}

    def count(self, more: Usage, on: date) -> None:
        self.all[more.entry_id, on] = self.all.get((more.entry_id, on), Usage(more.entry_id)) + more

    async def between(self, first: date, last: date) -> Sequence[Usage]:
        found: dict[str, Usage] = {}
        for (entry_id, day), one in sorted(self.all.items()):
            if first <= day <= last:
                found[entry_id] = found.get(entry_id, Usage(entry_id)) + one
        return list(found.values())


class FakeJourneys:
    """Journeys in a dict; `saved` are those that a visit has changed."""

    def __init__(self) -> None:
        self.all: dict[tuple[int, str], Journey] = {}
        self.saved: set[tuple[int, str]] = set()

    async def get(self, resident_id: int, route_id: str) -> Journey | None:
        return self.all.get((resident_id, route_id))

    async def of(self, resident_id: int) -> list[Journey]:
        return [one for key, one in sorted(self.all.items()) if key[0] == resident_id]

    async def due(self, day: date, limit: int) -> list[Journey]:
        found = [one for one in self.all.values() if one.remind_on is not None and one.remind_on <= day]
        return sorted(found, key=lambda one: (one.remind_on, one.resident_id, one.route_id))[:limit]

    def save(self, journey: Journey) -> None:
        self.all[journey.resident_id, journey.route_id] = journey
        self.saved.add((journey.resident_id, journey.route_id))

    def remove(self, journey: Journey) -> None:
        self.all.pop((journey.resident_id, journey.route_id), None)


class FakeRolls:
    """Who is on which; who lives where is told by `residents`."""

    def __init__(self) -> None:
        self.all: set[tuple[str, int]] = set()
        self.residents: FakeResidents | None = None

    async def has(self, roll: str, resident_id: int) -> bool:
        return (roll, resident_id) in self.all

    async def of(self, resident_id: int) -> frozenset[str]:
        return frozenset(roll for roll, id_ in self.all if id_ == resident_id)

    async def size(self, audience: Audience) -> int:
        return len(self._among(audience))

    async def next(self, audience: Audience, after: int, limit: int) -> list[int]:
        return [one for one in self._among(audience) if one > after][:limit]

    def join(self, roll: str, resident_id: int) -> None:
        self.all.add((roll, resident_id))

    def leave(self, roll: str, resident_id: int) -> None:
        self.all.discard((roll, resident_id))

    def _among(self, audience: Audience) -> list[int]:
        assert self.residents is not None
        known = [self.residents.all.get(id_) for roll, id_ in self.all if roll == audience.roll]
        where = audience.municipality
        return sorted(one.id for one in known if one and one.reachable and where in (None, one.municipality))


class FakeCampaigns:
    """Campaigns in a dict; `saved` are those that a visit has changed."""

    def __init__(self) -> None:
        self.all: dict[str, Campaign] = {}
        self.saved: set[str] = set()

    async def get(self, campaign_id: str) -> Campaign | None:
        return self.all.get(campaign_id)

    async def open(self) -> list[Campaign]:
        drafts = (Course.DRAFT,)
        return [one for one in self._in_order() if not one.has_ended and one.course not in drafts]

    async def latest(self, limit: int) -> list[Campaign]:
        return sorted(self._in_order(), key=lambda one: -one.starts_at.timestamp())[:limit]

    def save(self, campaign: Campaign) -> None:
        self.all[campaign.id] = campaign
        self.saved.add(campaign.id)

    def remove(self, draft: Campaign) -> None:
        self.all.pop(draft.id, None)

    def _in_order(self) -> list[Campaign]:
        return sorted(self.all.values(), key=lambda one: (one.starts_at, one.id))


class FakeIncidents:
    """Incidents and voices in dicts."""

    def __init__(self) -> None:
        self.all: dict[int, Incident] = {}
        self.saved: set[int] = set()

    async def get(self, incident_id: int) -> Incident | None:
        return self.all.get(incident_id)

    async def next_id(self) -> int:
        return max(self.all, default=0) + 1

    async def running(self) -> Sequence[Incident]:
        return [self.all[key] for key in sorted(self.all) if self.all[key].is_running]

    async def changed(self, since: datetime) -> Sequence[Incident]:
        return [self.all[key] for key in sorted(self.all) if self.all[key].since >= since]

    async def latest(self, limit: int) -> Sequence[Incident]:
        newest_first = [self.all[key] for key in sorted(self.all, reverse=True)]
        return [one for one in newest_first if one.is_running or one.state is IncidentState.DRAFT][:limit]

    def save(self, incident: Incident) -> None:
        self.saved.add(incident.id)
        self.all[incident.id] = incident


class FakeOutbox:
    """Letters in a list, none of them ever sent; `undecided` are the ids a person may settle."""

    def __init__(self) -> None:
        self.all: list[Letter] = []
        self.undecided: set[int] = set()
        self.unhandled: list[int] = []
        self.since = datetime(2026, 3, 2, 6, 55, tzinfo=UTC)
        self.settled: dict[int, bool] = {}
        self.posted: dict[int, Letter] = {}
        self.waiting_in: dict[int, tuple[int, datetime | None]] = {}

    @property
    def has_letters(self) -> bool:
        return bool(self.all)

    def add(self, letter: Letter) -> None:
        self.all.append(letter)

    async def join_album(self, album: str, source: Source) -> bool:
        for position, letter in enumerate(self.all):
            if letter.album == album and isinstance(letter.content, Relay):
                longer = replace(letter.content, sources=(*letter.content.sources, source))
                self.all[position] = replace(letter, content=longer)
                return True
        return False

    async def knows_album(self, album: str) -> bool:
        return any(letter.album == album for letter in self.all)

    async def take_back(self, album: str) -> bool:
        before = len(self.all)
        self.all = [letter for letter in self.all if letter.album != album]
        return len(self.all) < before

    def leave_out(self, album: str) -> None:
        self.all = [letter for letter in self.all if letter.album != album]

    async def progress(self, album: str) -> Progress:
        return Progress(waiting=sum(letter.album == album for letter in self.all))

    async def awaits(self, album: str) -> bool:
        return await self.knows_album(album)

    async def supersede(self, album: str) -> None:
        self.all = [letter for letter in self.all if letter.album != album]

    async def letter(self, letter_id: int) -> Letter | None:
        return self.posted.get(letter_id)

    async def said(self, ticket_id: int, chat_id: int, since: datetime) -> Sequence[Said]:
        letters = [one for one in self.all if one.to == ToThread(ticket_id)]
        return [words for one in letters for words in said(one, self.since)]

    async def reword(self, to: To, change: Amend) -> bool:
        found = False
        for key, letter in self.posted.items():
            relay = letter.content
            if letter.to == to and isinstance(relay, Relay) and change.source in relay.sources:
                self.posted[key] = replace(letter, content=relay.reworded(change))
                found = True
        return found

    async def withdraw(self, to: To, source: Source) -> LetterFate | None:
        """Those the test has posted count as uncertain."""
        for key, letter in self.posted.items():
            if letter.to == to and isinstance(letter.content, Relay) and source in letter.content.sources:
                self.undecided.discard(key)
                return LetterFate.UNCERTAIN
        return None

    async def settle(self, letter_id: int, resend: bool) -> bool:
        if letter_id not in self.undecided:
            return False
        self.undecided.discard(letter_id)
        self.settled[letter_id] = resend
        return True

    async def numbers(self) -> dict[LetterFate, int]:
        """The letters that a person may settle count as uncertain."""
        numbers = dict.fromkeys(LetterFate, 0)
        return {
            **numbers,
            LetterFate.UNCERTAIN: len(self.undecided),
            LetterFate.UNHANDLED: len(self.unhandled),
        }

    async def decide(self, update_id: int, again: bool) -> bool:
        """Updates that were given up."""
        if update_id not in self.unhandled:
            return False
        self.unhandled.remove(update_id)
        self.settled[update_id] = again
        return True

    async def backlog(self, chat_id: int) -> tuple[int, datetime | None]:
        """What the test says is waiting."""
        return self.waiting_in.get(chat_id, (0, None))

    async def held(self, fate: LetterFate, skip: int, limit: int) -> list[Held]:
        """Some of them."""
        if fate is LetterFate.UNHANDLED:
            return [Held(one, None, self.since, "KeyError at a.py:1") for one in self.unhandled]
        ids = sorted(self.undecided) if fate is LetterFate.UNCERTAIN else []
        return [Held(one, self.posted.get(one), self.since, "time-out") for one in ids[skip : skip + limit]]

    def to(self, to: To) -> list[Content]:
        """What is on its way to somebody."""
        return [letter.content for letter in self.all if letter.to == to]


@dataclass
class FakeRecords:
    """`desk.records.Records` in memory: one visit of a FakeStorage, or all there is for a rule's test."""

    residents: FakeResidents = field(default_factory=FakeResidents)
    tickets: FakeTickets = field(default_factory=FakeTickets)
    questions: FakeQuestions = field(default_factory=FakeQuestions)
    gaps: FakeGaps = field(default_factory=FakeGaps)
    threads: FakeThreads = field(default_factory=FakeThreads)
    notes: FakeNotes = field(default_factory=FakeNotes)
    passages: FakePassages = field(default_factory=FakePassages)
    asides: FakeAsides = field(default_factory=FakeAsides)
    bans: FakeBans = field(default_factory=FakeBans)
    keys: FakeKeys = field(default_factory=FakeKeys)
    hidden: FakeHidden = field(default_factory=FakeHidden)
    acts: FakeActs = field(default_factory=FakeActs)
    reactions: FakeReactions = field(default_factory=FakeReactions)
    staff: FakeStaff = field(default_factory=FakeStaff)
    shifts: FakeShifts = field(default_factory=FakeShifts)
    revisions: FakeRevisions = field(default_factory=FakeRevisions)
    reminders: FakeReminders = field(default_factory=FakeReminders)
    usage: FakeUsage = field(default_factory=FakeUsage)
    journeys: FakeJourneys = field(default_factory=FakeJourneys)
    rolls: FakeRolls = field(default_factory=FakeRolls)
    campaigns: FakeCampaigns = field(default_factory=FakeCampaigns)
    polls: FakePolls = field(default_factory=FakePolls)
    proposals: FakeProposals = field(default_factory=FakeProposals)
    incidents: FakeIncidents = field(default_factory=FakeIncidents)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    storage: FakeStorage | None = None

    def __post_init__(self) -> None:
        self.passages.threads = self.threads
        self.rolls.residents = self.residents
        self.questions.residents = self.residents

    @property
    def erasure(self) -> FakeErasure:
        """Who is forgotten."""
        return FakeErasure(self)

    @property
    def arrivals(self) -> FakeArrivals:
        """What came: nothing comes here."""
        return FakeArrivals()

    @property
    def retention(self) -> FakeRetention:
        """What is too old."""
        return FakeRetention(self, self.tickets.erased)

    @property
    def ledger(self) -> FakeOutbox:
        """What a person may settle."""
        return self.outbox

    def afterwards(self, effect: Callable[[], object]) -> None:
        """Nothing is ever refused here, so it happens at once."""
        effect()

    def forget(self) -> None:
        """Drop what this visit has gathered."""
        assert self.storage is not None
        vars(self).update(vars(self.storage.fresh()))

    async def commit(self) -> None:
        """Keep all of it, or raise Conflict."""
        assert self.storage is not None
        self.storage.keep(self)


class FakeStorage:
    """What visits leave behind."""

    def __init__(self) -> None:
        self._kept = FakeRecords()

    @asynccontextmanager
    async def visit(self, at: datetime) -> AsyncIterator[FakeRecords]:
        """Records for one visit; the caller commits."""
        yield self.fresh()

    def fresh(self) -> FakeRecords:
        """Records as the last visit left them."""
        return replace(_copied(self._kept), storage=self)

    def keep(self, visit: FakeRecords) -> None:
        """The visit's end. Tickets and numbers of revisions are all that two visits may fight over."""
        if visit.revisions.added.keys() & self._kept.revisions.all.keys():
            raise Conflict()
        if visit.gaps.reports & self._kept.gaps.reported:
            raise Conflict()
        if visit.reminders.added.keys() & self._kept.reminders.all.keys():
            raise Conflict()
        for ticket_id in visit.tickets.saved:
            ticket, now = visit.tickets.all[ticket_id], self._kept.tickets.all.get(ticket_id)
            if now is not None and now.version != ticket.version:
                raise Conflict()
            grown = ticket if now is None else replace(ticket, version=ticket.version + 1)
            visit.tickets.all[ticket_id] = grown
        visit.tickets.saved.clear()
        for key in visit.journeys.saved & visit.journeys.all.keys():
            journey, kept = visit.journeys.all[key], self._kept.journeys.all.get(key)
            if kept is not None and kept.version != journey.version:
                raise Conflict()
            visit.journeys.all[key] = replace(journey, version=journey.version + 1)
        visit.journeys.saved.clear()
        for id_ in visit.campaigns.saved & visit.campaigns.all.keys():
            campaign, current = visit.campaigns.all[id_], self._kept.campaigns.all.get(id_)
            if current is not None and current.version != campaign.version:
                raise Conflict()
            visit.campaigns.all[id_] = replace(campaign, version=campaign.version + 1)
        visit.campaigns.saved.clear()
        visit.polls.settle(self._kept.polls)
        visit.proposals.settle(self._kept.proposals)
        for incident_id in visit.incidents.saved:
            incident, was = visit.incidents.all[incident_id], self._kept.incidents.all.get(incident_id)
            if was is not None and was.version != incident.version:
                raise Conflict()
            visit.incidents.all[incident_id] = replace(incident, version=incident.version + 1)
        visit.incidents.saved.clear()
        for question in visit.questions.all.values():
            visit.gaps.follow(question)
        visit.gaps.reported |= visit.gaps.reports
        visit.gaps.reports.clear()
        visit.revisions.all |= visit.revisions.added
        visit.revisions.added.clear()
        visit.reminders.all |= visit.reminders.added
        visit.reminders.added.clear()
        self._kept = _copied(visit)


def _copied(records: FakeRecords) -> FakeRecords:
    """Stores of its own; the counters of numbers are shared, since they never go back."""

    def store(one: Any) -> Any:
        twin = copy(one)
        for name, value in vars(one).items():
            if name != "serials":
                setattr(twin, name, copy(value))
        return twin

    return FakeRecords(
        *(
            store(one)
            for one in (
                records.residents,
                records.tickets,
                records.questions,
                records.gaps,
                records.threads,
                records.notes,
                records.passages,
                records.asides,
                records.bans,
                records.keys,
                records.hidden,
                records.acts,
                records.reactions,
                records.staff,
                records.shifts,
                records.revisions,
                records.reminders,
                records.usage,
                records.journeys,
                records.rolls,
                records.campaigns,
                records.polls,
                records.proposals,
                records.incidents,
                records.outbox,
            )
        )
    )
