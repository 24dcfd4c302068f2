"""One update, one transaction: each chat in order, chats beside each other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import Update

from bot import poison
from bot.answering import Answering
from bot.clock import Clock
from bot.floods import Floods
from bot.hearing import Hearing
from bot.meeting import meet
from bot.patience import Patience
from bot.replicas import Part
from bot.sealing import Seals
from bot.staffing import Staffing
from bot.tasks import Tasks
from bot.unfamiliar import Malformed, is_known, parsed
from desk.centre import Centre, Workshop
from desk.errors import DeskError
from handlers.begun import begun
from handlers.house import House
from handlers.private_numbers import at_the_door
from storage import inbox
from storage.inbox import Kept
from storage.records import Storage, VisitRecords
from storage.shares import share_of_lane
from storage.writer import AlreadyDone, Conflict, Unavailable

log = logging.getLogger(__name__)

ATTEMPTS = 5  # then an update is poison: dead-letter, told, the chat goes on
FIRST_PAUSE = 0.2  # seconds, doubled with each attempt
AWAY_PAUSE = 0.5
LONGEST_PAUSE = (
    5.0  # then it is tried again, though Telegram may not be asked yet: the end waits for whoever pauses
)
AWAY = (Unavailable, ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
CONFLICTS_EXPECTED = 100  # more of them in one visit are a mistake of ours: the log says so
AT_ONCE = 32  # visits beside each other
LANE = 500  # updates of one chat that wait here; the rest is taken from the inbox when their turn has come
NEWEST = 2**63 - 1  # no update has a greater id
DRAIN = 10.0  # seconds that visits under way get at the end


class Visits:
    """Takes what the intake has stored through the rooms."""

    def __init__(
        self,
        storage: Storage,
        house: House,
        bot: Bot,
        staffing: Staffing,
        answering: Answering,
        tasks: Tasks,
        clock: Clock,
        centre: Callable[[], Centre],
        moves: dict[int, int],
        warned: dict[int, datetime],
        retry: Callable[[int], None],
        workshop: Workshop,
        ring: Callable[[], None],
        published: Callable[[], None],
        part: Part,
        first: Callable[[str, int], Awaitable[Kept | None]],
        hearing: Hearing,
        seals: Seals,
    ) -> None:
        self._storage = storage
        self._house = house
        self._bot = bot
        self._staffing = staffing
        self._answering = answering
        self._patience = Patience(answering, tasks, centre)
        self._tasks = tasks
        self._clock = clock
        self._centre = centre
        self._moves = moves
        self._warned = warned
        self._retry = retry
        self._workshop = workshop
        self._ring = ring
        self._published = published
        self._part = part
        self._first = first
        self._hearing = hearing
        self._seals = seals
        self._lanes: dict[str, deque[Kept]] = {}
        self._left: dict[str, int] = {}  # lanes with more in the inbox, and how often more of them came
        self._floods = Floods()
        self._serving: dict[asyncio.Task[None], str] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = False
        self._held: set[int] = set()  # ids of all updates in the lanes
        self.done = 0

    @property
    def waiting(self) -> int:
        """Updates whose visit has not ended; of one chat LANE at most."""
        return len(self._held)

    @property
    def at_most(self) -> int:
        """So many updates of one chat are worth naming: one more than fits says that others are left."""
        return LANE + 1

    def accept(self, updates: Iterable[Kept]) -> None:
        """Stored updates, each to the end of its chat's queue; those that are in it already stay there.

        Other processes' chats are left to them.
        """
        for kept in updates:
            if kept.id in self._held or not self._part.has_lane(kept.lane):
                continue
            lane = self._lanes.get(kept.lane)
            if lane is not None and (len(lane) >= LANE or kept.lane in self._left):
                self._left[kept.lane] = self._left.get(kept.lane, 0) + 1
                continue
            self._held.add(kept.id)
            if lane is not None:
                lane.append(kept)
                continue
            self._lanes[kept.lane] = deque([kept])
            task = self._tasks.start(self._serve_lane(kept.lane), f"lane {kept.lane}")
            self._serving[task] = kept.lane
            task.add_done_callback(self._serving.pop)

    async def drained(self, shares: frozenset[int]) -> None:
        """Wait until no visit of these shares, which are this process's no more, is under way."""
        theirs = [task for task, lane in self._serving.items() if share_of_lane(lane) in shares]
        if theirs:
            await asyncio.wait(theirs)

    async def stop(self) -> None:
        """Begin no more visits; those begun get their time to end. What waits is in the inbox."""
        self._stopping = True
        if self._serving:
            _, late = await asyncio.wait(self._serving, timeout=DRAIN)
            for task in late:
                task.cancel()

    async def _serve_lane(self, name: str) -> None:
        lane = self._lanes[name]
        try:
            while (lane or name in self._left) and self._goes_on(name):
                if not lane:
                    await self._take_more(name, lane)
                elif pause := self._floods.wait(name, asyncio.get_running_loop().time()):
                    await asyncio.sleep(pause)
                elif await self._is_next(lane):
                    await self._until_settled(lane[0])
                    self._held.discard(lane.popleft().id)
        finally:
            del self._lanes[name]
            self._left.pop(name, None)
            self._held.difference_update(kept.id for kept in lane)

    async def _take_more(self, name: str, lane: deque[Kept]) -> None:
        """The oldest update that was left in the inbox, if there is any still."""
        times = self._left[name]
        try:
            first = await self._first(name, NEWEST)
        except Unavailable as error:
            log.warning("chat %s waits: %s", name, error)
            await asyncio.sleep(AWAY_PAUSE)
            return
        if first is not None:
            lane.append(first)
            self._held.add(first.id)
        elif self._left[name] == times:  # no more were left there while it was looked
            del self._left[name]

    async def _is_next(self, lane: deque[Kept]) -> bool:
        """Whether it is the turn of the update at the head; else another is, or nobody's any more.

        What another process has stored may be told of later than what was brought here after it.
        """
        head = lane[0]
        if head.raw is not None and self._part.is_alone:
            return True
        try:
            first = await self._first(head.lane, head.id)
        except Unavailable as error:
            log.warning("update %d waits: %s", head.id, error)
            await asyncio.sleep(AWAY_PAUSE)
            return False
        if first is None or first.id == head.id:
            self._held.discard(lane.popleft().id)
        if first is not None:
            lane.appendleft(first)
            self._held.add(first.id)
        return first is not None

    def _goes_on(self, lane: str) -> bool:
        return not self._stopping and self._part.has_lane(lane)

    async def _until_settled(self, kept: Kept) -> None:
        # In nobody's way: only this chat waits. Until it is visited, the update stays in the inbox.
        kept = await self._hearing.listened(kept)
        attempts, conflicts = kept.attempts, 0
        while self._goes_on(kept.lane):
            try:
                await self._once(kept)
                return
            except AlreadyDone:
                return
            except Conflict:
                conflicts += 1
                if conflicts == CONFLICTS_EXPECTED:
                    log.error("update %d meets one conflict after another", kept.id)
                await asyncio.sleep(min(0.001 * conflicts, 1.0))
            except AWAY as error:
                # The database, or Telegram when asked who is a member. No fault of the update's: it waits.
                log.warning("update %d waits: %s", kept.id, type(error).__name__)
                await asyncio.sleep(_pause(error))
            except Exception as error:
                attempts += 1
                hopeless = attempts >= ATTEMPTS or isinstance(error, Malformed)
                log.error("update %d failed (attempt %d)", kept.id, attempts, exc_info=not hopeless)
                if await self._note_failure(kept, attempts, error, hopeless) and hopeless:
                    return
                await asyncio.sleep(FIRST_PAUSE * 2 ** min(attempts, ATTEMPTS))

    async def _once(self, kept: Kept) -> None:
        """A slot is held for the visit only: who waits, or answers a press, keeps nobody else waiting."""
        async with self._slots:
            answer = None if self._stopping else await self._visit(kept)
        if answer is not None:
            await answer

    async def _visit(self, kept: Kept) -> Coroutine[Any, Any, None] | None:
        """What is still to be answered when it is written down: a press, or an inline query."""
        assert kept.raw is not None
        update = parsed(kept.raw, self._bot)
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            opened = self._seals.opened(update, self._moves, now)
            answer: Any = "notice-old-button"
            seen = opened
            if opened is not None:
                answer, seen = await self._seen(opened, records)
            # What was hidden from the rooms is not kept as it came, either.
            emptied = seen is not opened or records.forgets
            await records.commit(inbox.done(kept.id, emptied=emptied))
            self._done(records)
            press, query = update.callback_query, update.inline_query
            if query is None and (press is None or self._patience.was_lost_with(press)):
                return None
            language = await self._language(update, records)
        if query is not None:
            return self._answering.inline(query, answer, language)
        assert press is not None
        return self._answering.press(press, answer, language)

    async def _seen(self, update: Update, records: VisitRecords) -> tuple[Any, Update]:
        """As `_through_the_rooms`; whoever has pressed is asked to wait when it takes long."""
        if update.callback_query is None:
            return await self._through_the_rooms(update, records)
        waiting = self._patience.begin(update.callback_query)
        try:
            answer, seen = await self._through_the_rooms(update, records)
        finally:
            waiting.end()
        waiting.tell(answer, records)
        return answer, seen

    def _done(self, records: VisitRecords) -> None:
        """It is written down: others may go on with what came of it."""
        self.done += 1
        if records.outbox.has_letters:
            self._ring()
        self.accept(Kept(id_, lane, None) for id_, lane in records.retried)
        if records.revisions.published:
            self._published()

    async def _language(self, update: Update, records: VisitRecords) -> str:
        """In which somebody reads who may never have written to the bot."""
        query = update.callback_query or update.inline_query
        assert query is not None
        known = await records.residents.get(query.from_user.id)
        theirs = known.language if known else query.from_user.language_code
        languages = self._centre().languages
        return theirs if theirs in languages else languages[0]

    async def _through_the_rooms(self, update: Update, records: VisitRecords) -> tuple[Any, Update]:
        """What the room says, and the update as it was seen there."""
        centre = self._centre()
        if not is_known(update):
            return None, update
        try:
            today = centre.day(self._clock.now())
            who = await meet(update, records, centre, self._staffing, today)
            if who.operator is None and who.resident is None and update.callback_query is not None:
                return "notice-not-operator", update
            resident = who.resident
            if who.resident is not None:
                update = await at_the_door(update, who.resident, records, centre, self._clock.now())
                resident = begun(update, who.resident, records, centre.knowledge.shelf)
            answer = await self._house.enter(
                self._bot,
                update,
                at=self._clock.now(),
                records=records,
                centre=centre,
                shelf=centre.knowledge.shelf,
                moves=self._moves,
                workshop=self._workshop,
                warned=self._warned,
                retry=self._retry,
                own_name=self._own_name,
                resident=resident,
                ticket=who.ticket,
                others=who.others,
                operator=who.operator,
                ticket_resident=who.ticket_resident,
                is_admin=who.is_admin,
                may_react=who.may_react,
                colleague=who.colleague,
            )
            return answer, update
        except DeskError as refused:
            return refused, update

    async def _own_name(self) -> str:
        return (await self._bot.me()).username or ""

    async def _note_failure(self, kept: Kept, attempts: int, error: Exception, hopeless: bool) -> bool:
        """Write the attempt down; tell those concerned when it was the last. False: not written."""
        try:
            async with self._storage.visit(self._clock.now()) as records:
                if hopeless and attempts <= 2 * ATTEMPTS:  # beyond that, telling is what fails
                    for letter in await poison.letters(kept, error, records, self._centre()):
                        records.outbox.add(letter)
                await records.commit(inbox.failed(kept.id, attempts, poison.problem(error), hopeless))
            if hopeless:
                self._ring()
            return True
        except (Unavailable, Conflict):
            return False
        except Exception as another:  # its lane must go on holding what waits behind it
            log.error("failure of update %d not noted: %s", kept.id, poison.problem(another))
            return False


def _pause(error: Exception) -> float:
    """Seconds until the visit begins anew."""
    wanted = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
    return min(max(wanted, AWAY_PAUSE), LONGEST_PAUSE)
