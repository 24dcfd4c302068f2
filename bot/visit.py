"""One update, one transaction: each chat in order, chats beside each other."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CallbackQuery, Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.clock import Clock
from bot.meeting import meet
from bot.phrases import ORIGINAL, Phrases
from bot.staffing import Staffing
from bot.tasks import Tasks
from desk.centre import Centre, Workshop
from desk.errors import DeskError
from desk.letters import Lane, Letter, Say, ToChat
from handlers import reading
from handlers.house import House
from storage import inbox
from storage.inbox import Kept
from storage.records import Storage, VisitRecords
from storage.writer import AlreadyDone, Conflict, Unavailable

log = logging.getLogger(__name__)

ATTEMPTS = 5  # then an update is poison: dead-letter, told, the chat goes on
FIRST_PAUSE = 0.2  # seconds, doubled with each attempt
AWAY_PAUSE = 0.5
AWAY = (Unavailable, ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
CONFLICTS_EXPECTED = 100  # more of them in one visit are a mistake of ours: the log says so
AT_ONCE = 32  # visits beside each other


class Malformed(Exception):
    """What came is no update."""


class Visits:
    """Takes what the intake has stored through the rooms."""

    def __init__(
        self,
        storage: Storage,
        house: House,
        bot: Bot,
        staffing: Staffing,
        phrases: Phrases,
        tasks: Tasks,
        clock: Clock,
        centre: Callable[[], Centre],
        moves: dict[int, int],
        warned: dict[int, datetime],
        workshop: Workshop,
        ring: Callable[[], None],
        published: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._house = house
        self._bot = bot
        self._staffing = staffing
        self._phrases = phrases
        self._tasks = tasks
        self._clock = clock
        self._centre = centre
        self._moves = moves
        self._warned = warned
        self._workshop = workshop
        self._ring = ring
        self._published = published
        self._lanes: dict[str, deque[Kept]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()
        self.waiting = 0
        self.done = 0

    def accept(self, updates: Iterable[Kept]) -> None:
        """Stored updates, each to the end of its chat's queue."""
        for kept in updates:
            self.waiting += 1
            lane = self._lanes.get(kept.lane)
            if lane is not None:
                lane.append(kept)
                continue
            self._lanes[kept.lane] = deque([kept])
            self._idle.clear()
            self._tasks.start(self._serve_lane(kept.lane), f"lane {kept.lane}")

    async def stop(self) -> None:
        """Begin no more visits; those begun end. What waits is in the inbox."""
        self._stopping = True
        await self._idle.wait()

    async def _serve_lane(self, name: str) -> None:
        lane = self._lanes[name]
        try:
            while lane and not self._stopping:
                async with self._slots:
                    await self._until_settled(lane[0])
                lane.popleft()
                self.waiting -= 1
        finally:
            del self._lanes[name]
            if not self._lanes:
                self._idle.set()

    async def _until_settled(self, kept: Kept) -> None:
        attempts, conflicts = kept.attempts, 0
        while not self._stopping:
            try:
                await self._visit(kept)
                self.done += 1
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
                await asyncio.sleep(AWAY_PAUSE)
            except Exception as error:
                attempts += 1
                hopeless = attempts >= ATTEMPTS or isinstance(error, Malformed)
                log.error("update %d failed (attempt %d)", kept.id, attempts, exc_info=not hopeless)
                if await self._note_failure(kept, attempts, error, hopeless) and hopeless:
                    return
                await asyncio.sleep(FIRST_PAUSE * 2 ** min(attempts, ATTEMPTS))

    async def _visit(self, kept: Kept) -> None:
        update = _update(kept.raw, self._bot)
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            answer = await self._through_the_rooms(update, records)
            await records.commit(inbox.done(kept.id))
            if records.outbox.has_letters:
                self._ring()
            if records.revisions.published:
                self._published()
            press = update.callback_query
            whose = await records.residents.get(press.from_user.id) if press else None
        if press is not None:
            await self._answer(press, answer, whose.language if whose else ORIGINAL)

    async def _through_the_rooms(self, update: Update, records: VisitRecords) -> Any:
        centre = self._centre()
        if not _known(update):
            return None
        try:
            who = await meet(update, records, centre, self._staffing)
            if who.operator is None and who.resident is None and update.callback_query is not None:
                return "notice-not-operator"
            return await self._house.enter(
                self._bot,
                update,
                at=self._clock.now(),
                records=records,
                centre=centre,
                shelf=centre.knowledge.shelf,
                moves=self._moves,
                workshop=self._workshop,
                warned=self._warned,
                resident=who.resident,
                ticket=who.ticket,
                operator=who.operator,
                ticket_resident=who.ticket_resident,
                is_admin=who.is_admin,
                may_react=who.may_react,
            )
        except DeskError as refused:
            return refused

    async def _answer(self, press: CallbackQuery, answer: Any, language: str) -> None:
        """A press is answered at once, past the outbox: Telegram forgets it after seconds."""
        text = None
        if isinstance(answer, DeskError):
            text = self._phrases.plain(answer.phrase, language, answer.args_)
        elif isinstance(answer, str):
            text = self._phrases.plain(answer, language)
        try:
            await self._bot.answer_callback_query(
                press.id, text=text, show_alert=isinstance(answer, DeskError)
            )
        except (ClientDecodeError, TelegramAPIError) as error:
            log.info("a press could not be answered: %s", type(error).__name__)

    async def _note_failure(self, kept: Kept, attempts: int, error: Exception, hopeless: bool) -> bool:
        """Write the attempt down; tell the administrators when it was the last."""
        problem = reading.clean(f"{type(error).__name__}: {error}"[:500])
        try:
            async with self._storage.visit(self._clock.now()) as records:
                if hopeless:
                    for admin in self._centre().admins:
                        said = Say("update-failed", {"id": kept.id, "problem": type(error).__name__})
                        records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))
                await records.commit(inbox.failed(kept.id, attempts, problem, hopeless))
            if hopeless:
                self._ring()
            return True
        except (Unavailable, Conflict):
            return False


def _known(update: Update) -> bool:
    """Whether this aiogram knows what kind of update it is; Telegram invents new ones every year."""
    try:
        return bool(update.event_type)
    except UpdateTypeLookupError:
        return False


def _update(raw: bytes, bot: Bot) -> Update:
    try:
        return Update.model_validate(json.loads(raw), context={"bot": bot})
    except (ValueError, ValidationError, RecursionError) as error:
        raise Malformed(f"{type(error).__name__}") from error
