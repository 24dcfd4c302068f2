"""A courier for each chat that has letters: in their order, at the pace that Telegram allows."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.bell import Bell
from bot.chat_queue import ChatQueue
from bot.clock import Clock
from bot.crowding import Crowding
from bot.errands import IDLE, Errands, Turn, calls, is_urgent
from bot.pacing import Pacing, Rank, rank_of
from bot.queues import Queues
from bot.replicas import Part
from bot.settled import Remedy
from bot.settling import DATABASE_PAUSE
from bot.tasks import Tasks
from bot.turnstile import Turnstile
from desk.addressee import ToChat
from desk.letters import Lane, Letter
from storage.letters import Posted
from storage.records import Storage
from storage.shares import share_of
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

IN_FLIGHT = 50  # calls at once for the bot's own words to residents, and as many for all that goes before
BROADCAST_IN_FLIGHT = 20  # letters of broadcasts among them
SLOT_PAUSE = 0.05  # seconds until a broadcast looks for a free slot again
DRAIN = 20.0  # seconds that calls in flight get at the end


class Couriers:
    """Work each chat's queue off: one letter of a chat at a time, chats beside each other."""

    def __init__(
        self,
        storage: Storage,
        errands: Errands,
        pacing: Pacing,
        tasks: Tasks,
        clock: Clock,
        crowding: Crowding,
        part: Part,
        bell: Bell,
    ) -> None:
        self._storage = storage
        self._errands = errands
        self._pacing = pacing
        self._tasks = tasks
        self._clock = clock
        self._crowding = crowding
        self._part = part
        self._bell = bell
        self._chats = Queues()
        self._turnstile = Turnstile()
        # Should Telegram be slow, a rush of answers must not hold the places that people's words need.
        self._slots, self._slots_ahead = asyncio.Semaphore(IN_FLIGHT), asyncio.Semaphore(IN_FLIGHT)
        self._broadcasting = 0  # letters of broadcasts under way
        self._stopping = False

    def take(self, posted: Posted, chat_id: int) -> None:
        """One more letter for that chat."""
        chat = self._chats.push(posted, chat_id)
        if chat is not None:
            self._see_to(chat_id, chat)

    def in_hand(self) -> frozenset[int]:
        """All letters that were taken and have not ended yet."""
        return frozenset(id_ for _, chat in self._chats for id_ in chat.ids())

    def wait_for_room(self) -> float:
        """Seconds until a broadcast may have one more letter on its way; 0.0: now."""
        return max(self._pacing.wait_for_all(_monotonic(), Rank.BROADCAST), self._slot())

    def retry(self, chat_id: int) -> None:
        """The bot has its rights in that group again: what waits for them need not wait any longer."""
        chat = self._chats.get(chat_id)
        if chat is not None:
            chat.wake(self._clock.now())

    async def drained(self, shares: frozenset[int]) -> None:
        """Wait until no letter of these shares, which are this process's no more, is under way."""
        theirs = []
        for chat_id, chat in self._chats:
            if chat.task is not None and share_of(chat_id) in shares:
                chat.news.set()
                theirs.append(chat.task)
        if theirs:
            await asyncio.wait(theirs)

    async def stop(self) -> None:
        """Take no more letters; calls in flight get their time to end."""
        self._stopping = True
        for _, chat in self._chats:
            chat.news.set()
        running = [chat.task for _, chat in self._chats if chat.task is not None]
        if running:
            await asyncio.wait(running, timeout=DRAIN)

    def _see_to(self, chat_id: int, chat: ChatQueue) -> None:
        if chat.task is None and not self._stopping:
            chat.task = self._tasks.start(self._serve(chat_id, chat), f"chat {chat_id}")

    async def _serve(self, chat_id: int, chat: ChatQueue) -> None:
        try:
            while not self._stopping:
                if chat_id < 0:
                    await self._tell_the_group(chat_id, chat)
                chat.news.clear()
                now = self._clock.now()
                posted = chat.first(now)
                if posted is None or not self._part.has_chat(posted.chat_id):
                    break
                delay = self._delay(posted, chat_id, chat, now)
                if delay > 0:
                    self._turnstile.leave(chat_id)
                    await self._pause(delay, chat)
                    continue
                await self._attend(posted, chat_id, chat)
        finally:
            self._turnstile.leave(chat_id)
            chat.task = None
            chat.going = 0
            posted = chat.first(self._clock.now())
            if posted is None or not self._part.has_chat(posted.chat_id):
                self._chats.drop(chat_id)
            else:
                self._see_to(chat_id, chat)

    async def _attend(self, posted: Posted, chat_id: int, chat: ChatQueue) -> None:
        lane = posted.letter.lane
        rank = rank_of(chat_id, lane, is_urgent=is_urgent(posted))
        if not self._turnstile.is_next(chat_id, rank, chat.news):
            await self._turn(chat)
            return
        wait = self._pacing.wait_for_all(_monotonic(), rank)
        if wait > 0:
            await self._pause(wait, chat)
            return
        # Spent here before anything is awaited: whoever is next looks at what this call leaves.
        self._turnstile.leave(chat_id)
        wait = await self._pacing.claim(chat_id, calls(posted), _monotonic(), lane, rank)
        if wait > 0:
            self._turnstile.come_back(chat_id, rank, chat.news)
            await self._pause(wait, chat)
            return
        if not chat.take(posted):  # it was taken out, or its turn has passed, while its call was claimed
            self._pacing.give_back(chat_id, calls(posted))
            return
        chat.going, chat.busy_with = posted.id, posted.letter.to
        is_broadcast = lane is Lane.BROADCAST
        self._broadcasting += is_broadcast
        try:
            turn = await self._run(posted, chat_id, chat)
        finally:
            self._broadcasting -= is_broadcast
            chat.busy_with = None
        if not turn.called:
            self._pacing.give_back(chat_id, calls(posted))
        if turn.more:
            self._bell.ring()
        for other, elsewhere in turn.elsewhere:
            self.take(other, elsewhere)

    async def _tell_the_group(self, chat_id: int, chat: ChatQueue) -> None:
        """Say that its messages wait, or that they have all come."""
        news = self._crowding.news(chat_id, chat, _monotonic())
        if news is None:
            return
        try:
            async with self._storage.visit(self._clock.now()) as records:
                records.outbox.add(Letter(ToChat(chat_id), news, Lane.BULLETIN))
                await records.commit()
        except Unavailable as error:
            log.warning("database away, group %d is not told how it stands: %s", chat_id, error)
        self._bell.ring()

    def _delay(self, posted: Posted, chat_id: int, chat: ChatQueue, now: datetime) -> float:
        """Seconds until the letter may go, other chats left aside."""
        due = posted.wait(now)
        monotonic = _monotonic()
        lane = posted.letter.lane
        paced = self._pacing.wait(chat_id, calls(posted), monotonic, lane)
        if lane is Lane.BROADCAST:
            paced = max(paced, self._slot())
        return max(due, chat.parked_until - monotonic, paced)

    def _slot(self) -> float:
        # Should Telegram be slow, a broadcast must not hold all the calls that may be made at once.
        return SLOT_PAUSE if self._broadcasting >= BROADCAST_IN_FLIGHT else 0.0

    async def _turn(self, chat: ChatQueue) -> None:
        """Until the chat is the next at the turnstile, or something else is new."""
        if not self._stopping:
            await chat.news.wait()

    async def _pause(self, seconds: float, chat: ChatQueue) -> None:
        if self._stopping:
            return
        try:
            # Something more urgent may come meanwhile; and what it waits for may be over any moment.
            await asyncio.wait_for(chat.news.wait(), min(seconds, 1.0))
        except TimeoutError:
            return

    async def _run(self, posted: Posted, chat_id: int, chat: ChatQueue) -> Turn:
        """A mistake of ours with one letter must not keep the others waiting."""
        try:
            async with self._slots_ahead if chat_id < 0 or is_urgent(posted) else self._slots:
                return await self._errands.run(posted, chat_id, chat)
        except Conflict:  # one more part has joined the album, or somebody else has it
            chat.doubted.add(posted.id)
            if not posted.letter.album:
                chat.remedies[posted.id] = Remedy.ALONE
            chat.push(posted)
        except Unavailable as error:
            log.warning("database away, letter %d waits: %s", posted.id, error)
            chat.doubted.add(posted.id)  # what was to be written of it may be written
            chat.push(posted)
            await asyncio.sleep(DATABASE_PAUSE)
        except Exception:
            log.exception("letter %d could not be made", posted.id)
            await self._errands.bury(posted, "ошибка в программе, подробности в журнале")
        return IDLE


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
