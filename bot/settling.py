"""After a call: what its outcome means for the letter, and for everybody concerned."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import CreateForumTopic, ReopenForumTopic

from bot import receipts
from bot.addressing import Place
from bot.clock import Clock
from bot.delivery import Delivery, NotSent, Outcome, Rejected, Sent, Uncertain
from bot.mending import Mend, diagnosis
from bot.rendering import Call, without_markup
from desk import departures
from desk.centre import Centre
from desk.departures import Undelivered
from desk.handoff import retell
from desk.letters import Answer, Card, Lane, Letter, Say, ToChat, repeatable
from storage import outbox
from storage.outbox import Posted
from storage.records import Storage, VisitRecords
from storage.writer import Change, Unavailable

log = logging.getLogger(__name__)

LONGEST_BACKOFF = 300.0  # seconds
GIVE_UP_AFTER = 30  # attempts: about two hours of full back-off
RIGHTS_PAUSE = 60.0  # seconds before a group without rights is tried again
TELL_AGAIN = timedelta(hours=1)  # administrators are told of the same trouble once in that time


@dataclass(frozen=True, slots=True)
class Done:
    """The letter is settled. `more`: it has led to new letters."""

    more: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """The letter is to be tried again; its chat waits `park` seconds."""

    posted: Posted
    park: float = 0.0


Settled = Done | Again


class Settler:
    """Writes outcomes down. `moves`: groups that have another id now, old → new.

    `warned`: groups of whose missing rights administrators know, since when.
    """

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        clock: Clock,
        centre: Callable[[], Centre],
        moves: dict[int, int],
        warned: dict[int, datetime],
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._clock = clock
        self._centre = centre
        self.moves = moves
        self._warned = warned

    async def settle(self, posted: Posted, where: Place, call: Call, outcome: Outcome) -> Settled:
        """Write the outcome down, however long the database stays away: it is known, so it must be kept."""
        while True:
            now = self._clock.now()
            try:
                async with self._storage.visit(now) as records:
                    change, settled = await self._decide(posted, where, call, outcome, records, now)
                    await records.commit(*change)
                    return settled
            except Unavailable as error:
                log.warning("database away, outcome of letter %d waits: %s", posted.id, error)
                await asyncio.sleep(0.5)

    async def after_a_crash(
        self, letter_id: int, letter: Letter, records: VisitRecords, now: datetime
    ) -> None:
        """The process ended between intent and receipt: repeat what may be repeated, hold the rest."""
        records.outbox.record(outbox.after_a_crash(letter_id, letter, now))
        if not repeatable(letter.content):
            why = "программа была остановлена во время отправки"
            await self._report(Undelivered(letter_id, letter, why, uncertain=True), records)

    async def bury(self, posted: Posted, reason: str) -> None:
        """A letter that cannot even be made: dead, and somebody is told."""
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            await self._report(Undelivered(posted.id, posted.letter, reason), records)
            await records.commit(outbox.dead(posted.id, reason, now))

    async def _decide(
        self,
        posted: Posted,
        where: Place,
        call: Call,
        outcome: Outcome,
        records: VisitRecords,
        now: datetime,
    ) -> tuple[list[Change], Settled]:
        match outcome:
            case Sent(result=result):
                return self._arrived(posted, where, call, result, records, now)
            case NotSent(reason=reason, retry_after=after):
                return self._later(posted, after or _backoff(posted.attempts), reason, now)
            case Uncertain(reason=reason):
                if repeatable(posted.letter.content) or isinstance(call, CreateForumTopic):
                    return self._later(posted, _backoff(posted.attempts), reason, now)
                failed = Undelivered(posted.id, posted.letter, reason, uncertain=True)
                await self._report(failed, records)
                return [outbox.uncertain(posted.id, reason, now)], Done(more=True)
            case Rejected():
                return await self._refused(posted, where, call, outcome, records, now)

    def _arrived(
        self, posted: Posted, where: Place, call: Call, result: Any, records: VisitRecords, now: datetime
    ) -> tuple[list[Change], Settled]:
        if isinstance(call, CreateForumTopic) and where.thread is not None:
            # The topic is there; the letter itself still has to go into it.
            records.threads.change(where.thread, where.thread.opened(result["message_thread_id"]))
            return self._later(posted, 0, None, now)
        made = receipts.message_ids(result)
        receipts.record(posted.letter, where, made, records)
        return [outbox.sent(posted.id, made, now)], Done(more=records.outbox.has_letters)

    def _later(
        self, posted: Posted, seconds: float, reason: str | None, now: datetime
    ) -> tuple[list[Change], Settled]:
        due = now + timedelta(seconds=seconds)
        again = Again(replace(posted, due_at=due), park=seconds)
        return [outbox.postponed(posted.id, due, reason)], again

    async def _refused(
        self,
        posted: Posted,
        where: Place,
        call: Call,
        refused: Rejected,
        records: VisitRecords,
        now: datetime,
    ) -> tuple[list[Change], Settled]:
        letter = posted.letter
        mend = diagnosis(refused, letter.to, letter.content)
        pause = await self._mend_place(mend, posted, where, refused, records, now)
        if pause is not None:
            return self._later(posted, pause, refused.description, now)
        plain = without_markup(call) if mend is Mend.PLAIN else None
        if plain is not None:
            outcome = await self._delivery.make(plain)
            return await self._decide(posted, where, plain, outcome, records, now)
        if mend is Mend.DONE:
            return [outbox.sent(posted.id, [], now)], Done()
        if mend is Mend.AS_NEW:
            records.outbox.add(_as_new(letter))
            if isinstance(letter.content, Card) and where.thread is not None:
                records.threads.change(where.thread, replace(where.thread, card_id=None))
            return [outbox.sent(posted.id, [], now)], Done(more=True)
        said = refused.description
        await self._report(Undelivered(posted.id, letter, said, blocked=mend is Mend.BLOCKED), records)
        return [outbox.dead(posted.id, said, now)], Done(more=True)

    async def _mend_place(
        self,
        mend: Mend,
        posted: Posted,
        where: Place,
        refused: Rejected,
        records: VisitRecords,
        now: datetime,
    ) -> float | None:
        """Mend the group or the topic. Seconds until the letter may try again, None: nothing to mend."""
        match mend:
            case Mend.NEW_TOPIC if where.thread is not None and where.thread.topic_id:
                await self._heal(where, records)
                return 0.0
            case Mend.NO_TOPICS if where.thread is not None:
                records.threads.change(where.thread, where.thread.opened(0))
                return 0.0
            case Mend.REOPEN_TOPIC if where.topic_id and posted.attempts < GIVE_UP_AFTER:
                reopen = ReopenForumTopic(chat_id=where.chat_id, message_thread_id=where.topic_id)
                await self._delivery.make(reopen)
                return 1.0
            case Mend.MOVED if refused.migrated_to is not None:
                self._move(where.chat_id, refused.migrated_to, records)
                return 0.0
            case Mend.WAIT_FOR_RIGHTS if where.chat_id < 0:
                self._tell_of_rights(where.chat_id, refused.description, records, now)
                return RIGHTS_PAUSE
            case _:
                return None

    async def _heal(self, where: Place, records: VisitRecords) -> None:
        thread = where.thread
        ticket = await records.tickets.get(thread.ticket_id) if thread else None
        if thread is None or ticket is None:
            return
        records.threads.change(thread, thread.lost())
        for letter in retell(ticket, await records.threads.mirrors_of(ticket.id)):
            records.outbox.add(letter)

    def _move(self, old: int, new: int, records: VisitRecords) -> None:
        if self.moves.get(old) != new:
            self.moves[old] = new
            departures.migrate(old, new, records, self._centre().admins)

    def _tell_of_rights(self, chat_id: int, reason: str, records: VisitRecords, now: datetime) -> None:
        told = self._warned.get(chat_id)
        if told is not None and now - told < TELL_AGAIN:
            return
        self._warned[chat_id] = now
        log.error("group %d: the bot lacks rights, letters wait: %s", chat_id, reason)
        said = Say("group-rights-missing", {"chat": str(chat_id), "reason": reason})
        for admin in self._centre().admins:
            records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))

    async def _report(self, failed: Undelivered, records: VisitRecords) -> None:
        await departures.report(failed, records, self._centre().admins)


def _as_new(letter: Letter) -> Letter:
    content = letter.content
    if isinstance(content, Say | Answer):
        content = replace(content, replacing=None)
    return replace(letter, content=content)


def _backoff(attempts: int) -> float:
    """Seconds before the next attempt: full jitter, growing from 1 s to 5 min."""
    return random.uniform(0.5, 1) * min(LONGEST_BACKOFF, 2.0 ** min(attempts, 9))  # noqa: S311  no secret
