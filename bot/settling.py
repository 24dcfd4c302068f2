"""After a call: what its outcome means for the letter, and for everybody concerned."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from aiogram.methods import CreateForumTopic, ReopenForumTopic

from bot import receipts
from bot.addressing import Place
from bot.clock import Clock
from bot.delivery import Delivery, NotAdmitted, NotSent, Outcome, Rejected, Sent, Uncertain
from bot.mending import Mend, diagnosis
from bot.reasons import phrase_of
from bot.relaying import lead
from bot.rendering import Call, without_markup
from desk import departures
from desk.centre import Centre
from desk.departures import Undelivered
from desk.handoff import retell, story_key
from desk.letters import (
    Answer,
    Card,
    Erase,
    Lane,
    Letter,
    PinCard,
    Raze,
    React,
    Retitle,
    Say,
    Shut,
    Strip,
    ToChat,
    ToThread,
    Wipe,
    repeatable,
)
from desk.moving import bring_along, remember
from desk.records import Thread
from storage import marks
from storage.letters import Posted
from storage.records import Storage, VisitRecords
from storage.writer import Change, Conflict, Unavailable

log = logging.getLogger(__name__)

LONGEST_BACKOFF = 300.0  # seconds
ABOUT_A_DAY = 300  # attempts with full back-off; Telegram itself keeps nothing longer
COSMETIC_ATTEMPTS = 10  # of what may be repeated and fails on Telegram's side
REOPENING = 5  # attempts at a topic that somebody has closed
DATABASE_PAUSE = 0.5  # seconds before the database is asked again
RIGHTS_PAUSE = 60.0  # seconds before a group without rights is tried again
ADMISSION_PAUSE = 30.0  # seconds before a chat tries again whether the token is known
TELL_AGAIN = timedelta(hours=1)  # administrators are told of the same trouble once in that time


@dataclass(frozen=True, slots=True)
class Done:
    """The letter is settled. `more`: it has led to new letters."""

    more: bool = False


class Remedy(Enum):
    """What the next attempt does otherwise."""

    PLAIN = auto()  # say it without formatting
    REOPEN = auto()  # open the topic first
    SPELL = auto()  # say the words instead of copying the message
    ALONE = auto()  # say it without the words behind it
    WHOLE = auto()  # answer the whole message instead of a part of it


@dataclass(frozen=True, slots=True)
class Again:
    """The letter is to be tried again; its chat waits `park` seconds."""

    posted: Posted
    park: float = 0.0
    remedy: Remedy | None = None


Settled = Done | Again
Decide = Callable[[VisitRecords, datetime], Awaitable[tuple[list[Change], Settled]]]


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
        # An intent has counted this attempt; what is repeated without one has not been counted yet.
        tried = posted.attempts - repeatable(posted.letter.content)

        async def decide(records: VisitRecords, now: datetime) -> tuple[list[Change], Settled]:
            changes, settled = await self._decide(posted, where, call, outcome, records, now)
            return [marks.as_held(change, tried) for change in changes], settled

        return await self._kept(posted, decide)

    async def after_a_crash(
        self, letter_id: int, letter: Letter, records: VisitRecords, now: datetime
    ) -> None:
        """The process ended between intent and receipt: repeat what may be repeated, hold the rest."""
        records.outbox.record(marks.after_a_crash(letter_id, letter, now))
        if not repeatable(letter.content):
            why = "программа была остановлена во время отправки"
            await self._report(Undelivered(letter_id, letter, why, uncertain=True), records)

    async def bury(self, posted: Posted, reason: str) -> None:
        """A letter that cannot even be made: dead, and somebody is told."""
        await self._kept(posted, lambda records, now: self._died(posted, reason, records, now))

    async def _kept(self, posted: Posted, decide: Decide) -> Settled:
        while True:
            now = self._clock.now()
            try:
                async with self._storage.visit(now) as records:
                    change, settled = await decide(records, now)
                    await records.commit(*change)
                    return settled
            except Conflict:
                # Held up for long, as it seems: whoever took over has seen to the letter.
                log.warning("letter %d: its outcome comes too late, another process has had it", posted.id)
                return Done()
            except Unavailable as error:
                log.warning("database away, outcome of letter %d waits: %s", posted.id, error)
                await asyncio.sleep(DATABASE_PAUSE)

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
                return await self._arrived(posted, where, call, result, records, now)
            case NotSent(reason=reason, retry_after=None) if posted.attempts >= ABOUT_A_DAY:
                return await self._died(posted, reason, records, now)
            case NotSent(reason=reason, retry_after=after):
                pause = after or _backoff(posted.attempts)
                return self._later(posted, pause, reason, now, park=pause)
            case NotAdmitted(reason=reason):
                return self._later(posted, ADMISSION_PAUSE, reason, now, park=ADMISSION_PAUSE)
            case Uncertain(reason=reason):
                return await self._unknown(posted, call, reason, records, now)
            case Rejected():
                return await self._refused(posted, where, call, outcome, records, now)

    async def _unknown(
        self, posted: Posted, call: Call, reason: str, records: VisitRecords, now: datetime
    ) -> tuple[list[Change], Settled]:
        """It may have been done: repeated only where nobody would notice, else a person decides."""
        pause = _backoff(posted.attempts)
        if isinstance(call, CreateForumTopic | ReopenForumTopic):
            return self._later(posted, pause, reason, now, park=pause)
        if not repeatable(posted.letter.content):
            await self._report(Undelivered(posted.id, posted.letter, reason, uncertain=True), records)
            return [marks.uncertain(posted.id, reason, now)], Done(more=True)
        if posted.attempts >= COSMETIC_ATTEMPTS:
            return await self._died(posted, reason, records, now)
        return self._later(posted, pause, reason, now)

    async def _arrived(
        self, posted: Posted, where: Place, call: Call, result: Any, records: VisitRecords, now: datetime
    ) -> tuple[list[Change], Settled]:
        if isinstance(call, CreateForumTopic) and where.thread is not None:
            # The topic is there; the letter itself still has to go into it.
            records.threads.change(where.thread, where.thread.opened(result["message_thread_id"]))
            return self._later(posted, 0, None, now)
        if isinstance(call, ReopenForumTopic):
            return self._later(posted, 0, None, now)
        made = receipts.message_ids(result)
        await receipts.record(posted.letter, where, made, lead(call, posted.letter.content), records)
        arrived = marks.sent(posted.id, made, now, where.chat_id, posted.attempts)
        return [arrived], Done(more=records.outbox.has_letters)

    def _later(
        self,
        posted: Posted,
        seconds: float,
        reason: str | None,
        now: datetime,
        park: float = 0.0,
        remedy: Remedy | None = None,
    ) -> tuple[list[Change], Settled]:
        due = now + timedelta(seconds=seconds)
        again = Again(replace(posted, due_at=due), park, remedy)
        return [marks.postponed(posted.id, due, reason, posted.attempts)], again

    async def _died(
        self, posted: Posted, reason: str, records: VisitRecords, now: datetime, blocked: bool = False
    ) -> tuple[list[Change], Settled]:
        await self._report(Undelivered(posted.id, posted.letter, reason, blocked=blocked), records)
        content = posted.letter.content
        if isinstance(content, Erase | Raze | Wipe) or (blocked and posted.letter.lane is Lane.BROADCAST):
            return [marks.passed_over(posted.id, reason, now)], Done(more=True)  # nobody has to decide
        return [marks.dead(posted.id, reason, now)], Done(more=True)

    async def _refused(
        self,
        posted: Posted,
        where: Place,
        call: Call,
        refused: Rejected,
        records: VisitRecords,
        now: datetime,
    ) -> tuple[list[Change], Settled]:
        letter, said = posted.letter, refused.description
        mend = diagnosis(refused, letter.to, letter.content)
        if isinstance(call, ReopenForumTopic) and mend in (Mend.DONE, Mend.HOPELESS):
            return self._later(posted, 1, said, now, park=1)
        again = await self._mend_place(mend, posted, where, refused, records, now)
        if again is not None:
            return again
        if mend is Mend.PLAIN and without_markup(call) is not None:
            return self._later(posted, 0, said, now, remedy=Remedy.PLAIN)
        if mend in (Mend.SPELL, Mend.WHOLE):
            remedy = Remedy.SPELL if mend is Mend.SPELL else Remedy.WHOLE
            return self._later(posted, 0, said, now, remedy=remedy)
        if mend is Mend.DONE:
            return [marks.sent(posted.id, [], now, where.chat_id)], Done()
        if mend is Mend.AS_NEW:
            records.outbox.add(_as_new(letter))
            if isinstance(letter.content, Card) and where.thread is not None:
                records.threads.change(where.thread, replace(where.thread, card_id=None))
            return [marks.sent(posted.id, [], now, where.chat_id)], Done(more=True)
        return await self._died(posted, said, records, now, blocked=mend is Mend.BLOCKED)

    async def _mend_place(
        self,
        mend: Mend,
        posted: Posted,
        where: Place,
        refused: Rejected,
        records: VisitRecords,
        now: datetime,
    ) -> tuple[list[Change], Settled] | None:
        """Mend the group or the topic. None: there is nothing to mend, or nothing worth waiting for."""
        said = refused.description
        match mend:
            case Mend.NEW_TOPIC if where.thread is not None and where.thread.topic_id:
                await self._heal(where, records)
                return self._after_the_story(posted, said, now)
            case Mend.NO_TOPICS if where.thread is not None:
                records.threads.change(where.thread, where.thread.opened(0))
                return self._later(posted, 0, None, now)
            case Mend.REOPEN_TOPIC if where.topic_id and posted.attempts < REOPENING:
                return self._later(posted, 0, said, now, remedy=Remedy.REOPEN)
            case Mend.MOVED if refused.migrated_to is not None:
                self._move(where.chat_id, refused.migrated_to, records)
                return self._later(posted, 0, said, now)
            case Mend.WAIT_FOR_RIGHTS if _is_gone(said) and await self._open_elsewhere(where, records):
                return self._after_the_story(posted, said, now)
            case Mend.WAIT_FOR_RIGHTS if where.chat_id < 0:
                self._tell_of_rights(where.chat_id, said, records, now)
                if isinstance(posted.letter.content, PinCard | Raze | Retitle | React | Shut | Strip):
                    return None  # nobody's words wait for a pin
                return self._later(posted, RIGHTS_PAUSE, said, now, park=RIGHTS_PAUSE)
            case _:
                return None

    def _after_the_story(self, posted: Posted, reason: str, now: datetime) -> tuple[list[Change], Settled]:
        """The letter follows the story; one that was telling it is itself told anew."""
        to = posted.letter.to
        if isinstance(to, ToThread) and posted.letter.album == story_key(to.ticket_id):
            return [], Done(more=True)
        return self._later(posted, 0, reason, now)

    async def _heal(self, where: Place, records: VisitRecords) -> None:
        thread = where.thread
        ticket = await records.tickets.get(thread.ticket_id) if thread else None
        if thread is None or ticket is None:
            return
        known = await records.threads.get(ticket.id)
        if known is None or (known.chat_id, known.topic_id) != (thread.chat_id, thread.topic_id):
            return  # the ticket has moved meanwhile, with its story
        remember(thread, records)  # should it be there all the same, whoever writes in it is told
        records.threads.change(thread, thread.lost())
        for letter in await retell(ticket, records):
            records.outbox.add(letter)
        await bring_along(ticket, records)

    async def _open_elsewhere(self, where: Place, records: VisitRecords) -> bool:
        """The settings name another group instead of one that was deleted: its tickets open there anew."""
        ticket = await records.tickets.get(where.thread.ticket_id) if where.thread else None
        departments = self._centre().departments
        if ticket is None or where.chat_id in departments.chats():
            return False
        group = departments.get(ticket.department_id).chat_id
        if not group:
            return False
        records.threads.save(Thread(ticket.id, group))
        for letter in await retell(ticket, records):
            records.outbox.add(letter)
        await bring_along(ticket, records)
        return True

    def _move(self, old: int, new: int, records: VisitRecords) -> None:
        if self.moves.get(old) != new:
            records.afterwards(lambda: self.moves.update({old: new}))
            departures.migrate(old, new, records, self._centre().caretakers)

    def _tell_of_rights(self, chat_id: int, reason: str, records: VisitRecords, now: datetime) -> None:
        told = self._warned.get(chat_id)
        if told is not None and now - told < TELL_AGAIN:
            return
        records.afterwards(lambda: self._warned.update({chat_id: now}))
        log.error("group %d: the bot lacks rights, letters wait: %s", chat_id, reason)
        said = Say("group-rights-missing", {"chat": str(chat_id), "reason": reason})
        if _is_gone(reason):
            said = Say("group-gone", {"chat": str(chat_id)})
        for admin in self._centre().caretakers:
            records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))

    async def _report(self, failed: Undelivered, records: VisitRecords) -> None:
        await departures.report(failed, records, self._centre().caretakers)


def _is_gone(reason: str) -> bool:
    return phrase_of(reason) == "reason-group-deleted"


def _as_new(letter: Letter) -> Letter:
    content = letter.content
    if isinstance(content, Say | Answer):
        content = replace(content, replacing=None)
    return replace(letter, content=content)


def _backoff(attempts: int) -> float:
    """Seconds before the next attempt: full jitter, growing from 1 s to 5 min."""
    return random.uniform(0.5, 1) * min(LONGEST_BACKOFF, 2.0 ** min(attempts, 9))  # noqa: S311  no secret
