"""The contact centre without a network: real desk, stores, queue and errands; time and Telegram are told."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, CreateForumTopic
from sqlalchemy import text

from bench.criterion import Said, Where, judged, kept
from bot.chat_queue import ChatQueue
from bot.delivery import NotSent, Outcome, Rejected, Sent, Uncertain
from bot.errands import Errands
from bot.icons import Icons
from bot.pacing import Pacing
from bot.phrases import Phrases
from bot.pictures import Pictures
from bot.queues import Queues
from bot.rendering import Call, Renderer
from bot.sealing import Seals
from bot.sections import Pacing as Limits
from bot.settling import Settler
from bot.tally import Tally
from desk import opening, replying
from desk.errors import DeskError
from desk.letters import Relay
from desk.question import Message
from desk.records import Records
from desk.ticket import State
from storage.database import Database
from storage.inbox import Inbox, Incoming, done
from storage.letters import Posted
from storage.records import Storage
from storage.trends import TrendStore
from storage.writer import AlreadyDone, Conflict
from tests.desk.samples import AT, MOSCOW, OLGA, centre, message

MARK = re.compile(r"⟨(\d+)⟩")
BOUNDLESS = Limits(overall_per_second=10**6, chat_per_second=10**6, chat_burst=10**6, group_per_minute=10**6)
LEGAL = {  # from → to; a ticket that is not there yet comes as new
    None: {State.NEW},
    State.NEW: {State.NEW, State.TAKEN, State.WAITING, State.CLOSED},
    State.TAKEN: {State.TAKEN, State.NEW, State.WAITING, State.CLOSED},
    State.WAITING: {State.WAITING, State.NEW, State.TAKEN, State.CLOSED},
    State.CLOSED: {State.CLOSED, State.NEW, State.TAKEN},
}
Step = Callable[[Records], Awaitable[None]]


class Killed(BaseException):
    """The process is gone; nothing of it catches this."""


class Telegram:
    """Does what it is told about the next calls, and remembers what it has done."""

    def __init__(self) -> None:
        self.fates: list[str] = []
        self.said: list[tuple[tuple[int, int], int]] = []  # place, mark
        self.content: Any = None
        self._made = 10**6

    async def make(self, call: Call) -> Outcome:
        """One call."""
        fate = self.fates.pop(0) if self.fates else "done"
        match fate:
            case "refused":
                return Rejected(400, "Bad Request: nothing helps")
            case "topic gone" if getattr(call, "message_thread_id", None):
                return Rejected(400, "Bad Request: message thread not found")
            case "wait":
                return NotSent("Too Many Requests", 1.0)
            case "killed before":
                raise Killed()
            case "unknown":
                return Uncertain("reset")
        result = self._do(call)
        if fate == "odd answer":
            return Sent({"message_id": 10**30, "message_thread_id": None})
        if fate == "killed after":
            raise Killed()
        return Uncertain("reset") if fate == "done, unknown" else Sent(result)

    def _do(self, call: Call) -> Any:
        self._made += 1
        if isinstance(call, CreateForumTopic):
            return {"message_thread_id": self._made}
        if isinstance(self.content, Relay):
            where: Any = call
            place = (int(where.chat_id), where.message_thread_id or 0)
            self.said += [(place, mark) for mark in _marks(call)]
        if isinstance(call, CopyMessages):
            self._made += len(call.message_ids)
            return [{"message_id": self._made - back} for back in reversed(range(len(call.message_ids)))]
        return {"message_id": self._made}


def _marks(call: Call) -> list[int]:
    """A message's number is its mark."""
    if isinstance(call, CopyMessage):
        return [call.message_id]
    if isinstance(call, CopyMessages):
        return list(call.message_ids)
    return [int(one) for one in MARK.findall(getattr(call, "text", "") or "")]


class Office:
    """One office, from its opening to its closing."""

    def __init__(self, path: Path, template: Path) -> None:
        shutil.copy(template, path)
        self.url = f"sqlite+aiosqlite:///{path}"
        self.at = AT
        self.centre = centre()
        self.telegram = Telegram()
        self.steps: dict[str, Step] = {}
        self.said: list[Said] = []
        self.refused: set[Where] = set()
        self.again: set[Where] = set()  # said once more because a person wanted it
        self.states: dict[int, State] = {}
        self.loop = asyncio.new_event_loop()
        self.run(self.open())

    def run(self, work: Awaitable[Any]) -> Any:
        """To its end."""
        return self.loop.run_until_complete(work)

    def now(self) -> datetime:
        """The time, which goes on by itself whenever somebody looks."""
        self.at += timedelta(milliseconds=1)
        return self.at

    async def open(self) -> None:
        """As a process that starts: what another one has left under way is settled."""
        self.storage = Storage(Database.open(self.url))
        self._serving = asyncio.ensure_future(self.storage.writer.serve())
        self.inbox = Inbox(self.storage.database, self.storage.writer, 1)
        self.queues = Queues()
        clock: Any = SimpleNamespace(now=self.now)
        delivery: Any = self.telegram
        settler = Settler(self.storage, delivery, clock, lambda: self.centre, {}, {})
        self._errands = Errands(
            self.storage,
            delivery,
            Renderer(Phrases(MOSCOW), Icons(), Seals("7:key"), TrendStore(self.storage.database)),
            Pacing(BOUNDLESS),
            clock,
            settler,
            lambda: self.centre,
            Pictures(),
            Icons(),
            Tally(),
        )
        async with self.storage.visit(self.at) as records:
            for left in await records.mailbag.under_way():
                assert isinstance(left, Posted)
                await settler.after_a_crash(left.id, left.letter, records, self.at)
            await records.commit()
        self._seen = 0

    async def close(self) -> None:
        """As a process that is killed: what it has in memory is gone."""
        self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving
        await self.storage.database.close()

    async def comes(self, chat: int, step: Callable[[Message], Step], times: int = 1) -> str:
        """A message comes, so many times at once; its visit is still to be made."""
        number = len(self.said) + 1
        self.said.append(Said((chat, number), number, asking=False))
        key = f"m:{chat}:{number}:1"
        raw = json.dumps({"message": {"chat": {"id": chat}, "message_id": number}}).encode()
        self.steps[key] = step(message(f"Слово ⟨{number}⟩", number, chat))
        known = await self.inbox.keep([Incoming(key, f"{chat}:0", raw)] * times, self.at)
        assert len(known) == 1, "stored once"
        return key

    async def comes_again(self, key: str) -> None:
        """Telegram brings it once more."""
        _, chat, _, _ = key.split(":")
        waits = {one.raw for one in await self.inbox.waiting()}
        raw = json.dumps(
            {"message": {"chat": {"id": int(chat)}, "message_id": int(key.split(":")[2])}}
        ).encode()
        known = await self.inbox.keep([Incoming(key, f"{chat}:0", raw)], self.at)
        assert [one.raw for one in known] == ([raw] if raw in waits else []), "known by its content"

    async def visits(self, at_once: bool) -> None:
        """Everything that waits is dealt with: each chat in order; chats beside each other, if so."""
        by_chat: dict[str, list[Any]] = {}
        for one in await self.inbox.waiting():
            by_chat.setdefault(one.lane if at_once else "all", []).append(one)
        await asyncio.gather(*map(self._lane, by_chat.values()))

    async def _lane(self, waiting: list[Any]) -> None:
        for one in waiting:
            said = json.loads(one.raw)["message"]
            chat, number = said["chat"]["id"], said["message_id"]
            before = await self._count()
            ended = await self.does(self.steps[f"m:{chat}:{number}:1"], one.id)
            if not ended:
                self.refused.add((chat, number))
            assert not ended or await self._count() > before, "something is said about it"

    async def does(self, step: Step, kept_id: int | None = None) -> bool:
        """One visit: all of it or nothing. False: it was refused."""
        while True:
            ended = True
            async with self.storage.visit(self.now()) as records:
                try:
                    await step(records)
                except DeskError:
                    records.forget()
                    ended = False
                try:
                    await records.commit(*([done(kept_id)] if kept_id is not None else []))
                except AlreadyDone:
                    raise
                except Conflict:
                    continue
            return ended

    async def post(self, fates: list[str], at_most: int = 10**6, looks: int = 1) -> None:
        """The postman brings so many letters, and looks for new ones before one in `looks`. Raises Killed."""
        self.telegram.fates = fates
        for place in range(at_most):
            turn = self._next() if place % looks else None
            if turn is None:
                await self._collect()
                turn = self._next()
            if turn is None:
                return
            chat_id, chat, posted = turn
            assert chat.take(posted)
            self.telegram.content = posted.letter.content
            try:
                came = await self._errands.run(posted, chat_id, chat)
            except Conflict:
                chat.doubted.add(posted.id)
                continue
            for other, elsewhere in came.elsewhere:
                self.queues.push(other, elsewhere)

    def _next(self) -> tuple[int, ChatQueue, Posted] | None:
        """The letter that is due soonest, and time goes on until it is."""
        now = self.now()
        heads = [(one, chat_id, chat) for chat_id, chat in self.queues if (one := chat.first(now))]
        if not heads:
            return None
        head, chat_id, chat = min(heads, key=lambda one: (one[0].wait(now), one[0].id))
        self.at += timedelta(seconds=head.wait(now))
        due = chat.first(self.at)
        assert due is not None
        return chat_id, chat, due

    async def _collect(self) -> None:
        async with self.storage.visit(self.at) as records:
            for posted in await records.mailbag.waiting(self._seen):
                assert isinstance(posted, Posted)
                self._seen = max(self._seen, posted.id)
                self.queues.push(posted, posted.chat_id)

    async def decided(self, again: bool) -> None:
        """A person decides about the oldest letter of unknown fate, if there is one."""
        rows = await self.rows("SELECT id, body FROM letters WHERE state = 'uncertain' ORDER BY id LIMIT 1")
        for letter_id, body in rows:
            content = json.loads(body)["content"]
            for source in content.get("sources", ()) if again else ():
                self.again.add((source["chat_id"], source["message_id"]))
            if not again:
                self.refused.update((one["chat_id"], one["message_id"]) for one in content.get("sources", ()))
            async with self.storage.visit(self.now()) as records:
                assert await records.outbox.settle(letter_id, resend=again)
                await records.commit()
            self._seen = 0
            self.queues = Queues()

    async def rows(self, query: str) -> list[Any]:
        """What the database says."""
        async with self.storage.database.reader() as reader:
            return [tuple(row) for row in await reader.execute(text(query))]

    async def _count(self) -> int:
        [(count,)] = await self.rows("SELECT count(*) FROM letters")
        return int(count)

    async def check_tickets(self) -> None:
        """Each has gone a legal way, and nobody has two open ones."""
        rows = await self.rows("SELECT id, resident_id, state, closed_at FROM tickets")
        for id_, _, state, closed_at in rows:
            assert State(state) in LEGAL[self.states.get(id_)], (id_, self.states.get(id_), state)
            assert (state == "closed") == (closed_at is not None)
        opened = Counter(resident for _, resident, state, _ in rows if state != "closed")
        assert all(count == 1 for count in opened.values()), opened
        self.states = {id_: State(state) for id_, _, state, _ in rows}

    async def check_words(self) -> None:
        """Nothing is said twice in one place, but what a person wanted to be said again."""
        wanted = {number for _, number in self.again}
        twice = [
            one for one, count in Counter(self.telegram.said).items() if count > 1 and one[1] not in wanted
        ]
        assert not twice, twice

    async def check_stories(self) -> None:
        """At the end: where a ticket is, there stands all that its resident has said.

        Unless Telegram would not have it, or a person has decided otherwise.
        """
        query = "SELECT body FROM letters WHERE state IN ('dead', 'uncertain')"
        contents = [json.loads(body)["content"] for (body,) in await self.rows(query)]
        held = {one["message_id"] for content in contents for one in content.get("sources", ())}
        excused = held | {number for _, number in self.refused | self.again}
        there = "SELECT ticket_id, chat_id, topic_id FROM threads"
        places = {ticket: (chat, topic or 0) for ticket, chat, topic in await self.rows(there)}
        pairs = (
            "SELECT ticket_id, source_id FROM mirrors JOIN tickets ON tickets.id = ticket_id"
            " WHERE source_chat = resident_id"
        )
        told = {*self.telegram.said}
        untold = [
            (ticket, number)
            for ticket, number in await self.rows(pairs)
            if (places[ticket], number) not in told and number not in excused
        ]
        assert not untold, untold

    def check_places(self) -> None:
        """In each place what somebody said stands in its order, be it in a story that was told anew."""
        by_lane: dict[object, list[int]] = {}
        lanes = {one.mark: one.where for one in self.said if one.where not in self.refused | self.again}
        for place, mark in self.telegram.said:
            if mark in lanes:  # else a story tells what the other side said
                by_lane.setdefault((place, lanes[mark][0]), []).append(mark)
        for lane, marks in by_lane.items():
            assert marks == sorted(marks), (lane, marks)

    async def check_all(self) -> None:
        """At the end, when everything is dealt with: the common criterion."""
        firsts: dict[int, tuple[int, int]] = {}  # where each was said first
        for place, mark in self.telegram.said:
            firsts.setdefault(mark, place)
        # An order is between the words of one chat that went to one place.
        lanes = [replace(one, lane=(one.where[0], firsts.get(int(one.where[1])))) for one in self.said]
        plain = [one for one in lanes if one.where not in self.refused | self.again]
        verdict = judged(plain, firsts, await kept(self.url))
        await self.check_stories()
        self.check_places()
        assert not verdict.lost, verdict
        assert not verdict.disordered, verdict
        assert not verdict.unfinished, verdict
        assert not verdict.damage, verdict
        assert verdict.stored == verdict.messages, verdict


def resident_writes(office: Office, resident_id: int) -> Callable[[Message], Step]:
    """Into their open ticket, or into a new one."""

    def about(said: Message) -> Step:
        async def step(records: Records) -> None:
            resident = await records.residents.get(resident_id)
            assert resident is not None
            ticket = await records.tickets.open_of(resident_id)
            if ticket is None:
                await opening.open_with(said, resident, records, office.centre, office.at)
            else:
                await replying.pass_on(said, ticket, records, office.centre, office.at)

        return step

    return about


def operator_replies(office: Office, ticket_id: int) -> Callable[[Message], Step]:
    """To whoever that ticket is of."""

    def about(said: Message) -> Step:
        async def step(records: Records) -> None:
            ticket = await records.tickets.get(ticket_id)
            assert ticket is not None
            resident = await records.residents.get(ticket.resident_id)
            assert resident is not None
            await replying.reply(said, ticket, OLGA, resident, records, office.centre, office.at)

        return step

    return about
