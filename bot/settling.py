"""After a call: what its outcome means for the letter, and for everybody concerned."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram.methods import CreateForumTopic, ReopenForumTopic

from bot import receipts
from bot.addressing import Place
from bot.clock import Clock
from bot.delivery import Delivery, NotAdmitted, NotSent, Outcome, Rejected, Sent, Uncertain
from bot.healing import Healer
from bot.mending import Mend, diagnosis
from bot.relaying import lead
from bot.rendering import Call, without_markup
from bot.settled import Done, Remedy, Settled, backoff, later
from desk import departures
from desk.centre import Centre
from desk.departures import Undelivered
from desk.letters import Answer, Lane, Letter, Say, repeatable
from desk.touches import Card, Erase, Raze, React, Wipe
from storage import marks
from storage.letters import LetterState, Posted
from storage.records import Storage, VisitRecords
from storage.writer import Change, Conflict, Unavailable

log = logging.getLogger(__name__)

ABOUT_A_DAY = 300  # attempts with full back-off; Telegram itself keeps nothing longer
COSMETIC_ATTEMPTS = 10  # of what may be repeated and fails on Telegram's side
DATABASE_PAUSE = 0.5  # seconds before the database is asked again
ADMISSION_PAUSE = 30.0  # seconds before a chat tries again whether the token is known


Decide = Callable[[VisitRecords, datetime], Awaitable[tuple[list[Change], Settled]]]


class Settler:
    """Writes outcomes down. `moves`, `warned`: as the healer has them."""

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
        self._healer = Healer(centre, moves, warned)

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

    async def unheard(self, letter_id: int, letter: Letter, records: VisitRecords, now: datetime) -> None:
        """The intent was written, but the database went away before it said so: no call was made here.

        Another process may have taken the letter over meanwhile, so a person decides.
        """
        why = "связь с базой прервалась перед отправкой"
        records.outbox.record(marks.uncertain(letter_id, why, now))
        await self._report(Undelivered(letter_id, letter, why, uncertain=True), records)

    async def bury(self, posted: Posted, reason: str) -> None:
        """A letter that cannot be made, or whose outcome cannot be understood, and somebody is told.

        It is dead; but when its call had begun, it may have arrived.
        """

        async def decide(records: VisitRecords, now: datetime) -> tuple[list[Change], Settled]:
            fresh = await records.mailbag.get(posted.id)
            if fresh is None or fresh.state is not LetterState.SENDING:
                return await self._died(posted, reason, records, now)
            await self._report(Undelivered(posted.id, posted.letter, reason, uncertain=True), records)
            return [marks.uncertain(posted.id, reason, now)], Done(more=True)

        await self._kept(posted, decide)

    async def _kept(self, posted: Posted, decide: Decide) -> Settled:
        settled: Settled = Done()
        unheard: Settled | None = None  # decided, and perhaps written, when the database went away
        while True:
            now = self._clock.now()
            try:
                async with self._storage.visit(now) as records:
                    change, settled = await decide(records, now)
                    await records.commit(*change)
                    return settled
            except Conflict:
                if unheard is not None:
                    # Written, as it seems. Should another process have it, what is done next is refused.
                    return unheard
                # Held up for long, as it seems: whoever took over has seen to the letter.
                log.warning("letter %d: its outcome comes too late, another process has had it", posted.id)
                return Done()
            except Unavailable as error:
                unheard = settled
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
                pause = after or backoff(posted.attempts)
                return later(posted, pause, reason, now, park=pause)
            case NotAdmitted(reason=reason):
                return later(posted, ADMISSION_PAUSE, reason, now, park=ADMISSION_PAUSE)
            case Uncertain(reason=reason):
                return await self._unknown(posted, call, reason, records, now)
            case Rejected():
                return await self._refused(posted, where, call, outcome, records, now)

    async def _unknown(
        self, posted: Posted, call: Call, reason: str, records: VisitRecords, now: datetime
    ) -> tuple[list[Change], Settled]:
        """It may have been done: repeated only where nobody would notice, else a person decides."""
        pause = backoff(posted.attempts)
        if isinstance(call, CreateForumTopic | ReopenForumTopic):
            return later(posted, pause, reason, now, park=pause)
        if not repeatable(posted.letter.content):
            await self._report(Undelivered(posted.id, posted.letter, reason, uncertain=True), records)
            return [marks.uncertain(posted.id, reason, now)], Done(more=True)
        if posted.attempts >= COSMETIC_ATTEMPTS:
            return await self._died(posted, reason, records, now)
        return later(posted, pause, reason, now)

    async def _arrived(
        self, posted: Posted, where: Place, call: Call, result: Any, records: VisitRecords, now: datetime
    ) -> tuple[list[Change], Settled]:
        if isinstance(call, CreateForumTopic) and where.thread is not None:
            # The topic is there; the letter itself still has to go into it.
            topic_id = result.get("message_thread_id") if isinstance(result, dict) else None
            if not receipts.is_id(topic_id):
                return await self._unknown(posted, call, "HTTP 200 без ответа Bot API", records, now)
            records.threads.change(where.thread, where.thread.opened(topic_id))
            return later(posted, 0, None, now)
        if isinstance(call, ReopenForumTopic):
            return later(posted, 0, None, now)
        made = receipts.message_ids(result)
        await receipts.record(posted.letter, where, made, lead(call, posted.letter.content), records)
        arrived = marks.sent(posted.id, made, now, where.chat_id, posted.attempts)
        return [arrived], Done(more=records.outbox.has_letters)

    async def _died(
        self, posted: Posted, reason: str, records: VisitRecords, now: datetime, blocked: bool = False
    ) -> tuple[list[Change], Settled]:
        await self._report(Undelivered(posted.id, posted.letter, reason, blocked=blocked), records)
        content = posted.letter.content
        if isinstance(content, Erase | Raze | React | Wipe) or (
            blocked and posted.letter.lane is Lane.BROADCAST
        ):
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
            return later(posted, 1, said, now, park=1)
        again = await self._healer.mend(mend, posted, where, refused, records, now)
        if again is not None:
            return again
        if mend is Mend.PLAIN and without_markup(call) is not None:
            return later(posted, 0, said, now, remedy=Remedy.PLAIN)
        if mend in (Mend.SPELL, Mend.WHOLE):
            remedy = Remedy.SPELL if mend is Mend.SPELL else Remedy.WHOLE
            return later(posted, 0, said, now, remedy=remedy)
        if mend is Mend.DONE:
            return [marks.sent(posted.id, [], now, where.chat_id)], Done()
        if mend is Mend.AS_NEW:
            records.outbox.add(_as_new(letter))
            if isinstance(letter.content, Card) and where.thread is not None:
                records.threads.change(where.thread, replace(where.thread, card_id=None))
            return [marks.sent(posted.id, [], now, where.chat_id)], Done(more=True)
        return await self._died(posted, said, records, now, blocked=mend is Mend.BLOCKED)

    async def _report(self, failed: Undelivered, records: VisitRecords) -> None:
        await departures.report(failed, records, self._centre().caretakers)


def _as_new(letter: Letter) -> Letter:
    content = letter.content
    if isinstance(content, Say | Answer):
        content = replace(content, replacing=None)
    return replace(letter, content=content)
