"""Due letters → address → render → pace → deliver → mark. Nobody else sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import CreateForumTopic, EditForumTopic, EditMessageText, ReopenForumTopic

from bot.addressing import Place, place
from bot.cards import title
from bot.chat_queue import ChatQueue
from bot.clock import Clock
from bot.crowding import Crowding
from bot.delivery import Delivery, NotAdmitted, NotSent, Outcome, Rejected, Sent, Uncertain
from bot.pacing import Pacing
from bot.rendering import Call, Renderer, without_markup
from bot.replicas import Part
from bot.settling import DATABASE_PAUSE, Again, Remedy, Settled, Settler
from bot.tasks import Tasks
from desk.centre import Centre
from desk.letters import Card, Lane, Letter, Relay, ToChat, repeatable
from desk.merging import merged
from storage import outbox
from storage.outbox import LetterState, Posted, Unreadable
from storage.records import Storage, VisitRecords
from storage.shares import SHARES, share_of
from storage.writer import Change, Conflict, Unavailable

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds, should a bell have been missed
AT_A_LOOK = 1000  # letters taken out of the outbox at once
LOOK_BACK = 200  # letters of several processes that may be written in another order than numbered
IN_FLIGHT = 50  # calls at once
PICTURES = 5000  # cards and titles remembered
DRAIN = 20.0  # seconds that calls in flight get at the end


class Postman:
    """Sends what the outbox holds: each chat in order, chats beside each other."""

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        renderer: Renderer,
        pacing: Pacing,
        tasks: Tasks,
        clock: Clock,
        settler: Settler,
        centre: Callable[[], Centre],
        crowding: Crowding,
        part: Part,
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._renderer = renderer
        self._pacing = pacing
        self._tasks = tasks
        self._clock = clock
        self._settler = settler
        self._centre = centre
        self._crowding = crowding
        self._part = part
        self._chats: dict[int, ChatQueue] = {}
        self._bell = asyncio.Event()
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._seen = 0
        self._missed_from = 0  # the first letter that a sweep has found
        self._stopping = asyncio.Event()
        self._pictures: dict[str, str] = {}  # what cards and titles show, by where they are
        self.is_shut_out = False  # the Bot API does not know the token, or the address no Bot API
        self.calls = 0
        self.too_many = 0

    def ring(self) -> None:
        """There are new letters."""
        self._bell.set()
        self._part.tell()

    def look(self) -> None:
        """There may be new letters: another process says so."""
        self._bell.set()

    def retry(self, chat_id: int) -> None:
        """The bot has its rights in that group again: what waits for them need not wait any longer."""
        chat = self._chats.get(chat_id)
        if chat is not None:
            chat.wake(self._clock.now())

    async def inherit(self, shares: frozenset[int] | None = None) -> None:
        """Settle what a crash left under way, and remember the calls made for groups within the minute.

        For all chats, or those of shares that another process has held so far.
        """
        now, monotonic = self._clock.now(), _monotonic()
        self._pictures.clear()
        async with self._storage.visit(now) as records:
            went = [
                (chat_id, monotonic - (now - at).total_seconds(), calls)
                for chat_id, at, calls in await records.outbox.recent_in_groups(now - timedelta(minutes=1))
                if shares is None or share_of(chat_id) in shares
            ]
            for left in await records.outbox.under_way(shares):
                if isinstance(left, Unreadable):
                    records.outbox.record(outbox.dead(left.id, left.problem, now))
                else:
                    await self._settler.after_a_crash(left.id, left.letter, records, now)
                    went.append((left.chat_id, monotonic, _calls(left)))
            self._pacing.resume(went, monotonic)
            await records.commit()

    async def serve(self) -> None:
        """Look for letters whenever the bell rings, until stopped."""
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                await self._collect()
            except Unavailable as error:
                log.warning("database away, letters wait: %s", error)
            try:
                await asyncio.wait_for(self._bell.wait(), LOOK_EVERY)
            except TimeoutError:
                self._pacing.forget_idle(_monotonic())

    async def sweep(self) -> None:
        """Find letters of this process's part that nobody told of, or that were written out of order."""
        async with self._storage.visit(self._clock.now()) as records:
            waiting = await records.outbox.waiting_ids(self._shares())
        missed = set(waiting) - self._in_hand()
        if missed:
            self._missed_from = min(missed)
            self._bell.set()

    async def drained(self, shares: frozenset[int]) -> None:
        """Wait until no letter of these shares, which are this process's no more, is under way."""
        theirs = [
            chat.task for chat_id, chat in self._chats.items() if chat.task and share_of(chat_id) in shares
        ]
        if theirs:
            await asyncio.wait(theirs)

    async def stop(self) -> None:
        """Take no more letters; calls in flight get their time to end."""
        self._stopping.set()
        self._bell.set()
        running = [chat.task for chat in self._chats.values() if chat.task is not None]
        if running:
            await asyncio.wait(running, timeout=DRAIN)

    async def _collect(self) -> None:
        now = self._clock.now()
        in_hand = frozenset() if self._part.is_whole else self._in_hand()
        if self._missed_from:
            self._seen, self._missed_from = min(self._seen, self._missed_from - 1), 0
        async with self._storage.visit(now) as records:
            found = await self._waiting(records)
            unread = [one for one in found if isinstance(one, Unreadable)]
            if unread:
                await records.commit(*(outbox.dead(one.id, one.problem, now) for one in unread))
                log.error("%d letters cannot be read and are dead: %s", len(unread), unread[0].problem)
            if not self._part.is_whole:
                in_hand |= self._in_hand()  # what has been sent while it was read, and what has come
            for posted in found:
                if isinstance(posted, Posted) and posted.id not in in_hand:
                    await self._sort(posted, records)
                self._seen = max(self._seen, posted.id)
        if len(found) == AT_A_LOOK:
            self.ring()

    async def _waiting(self, records: VisitRecords) -> Sequence[Posted | Unreadable]:
        if self._part.is_whole:
            return await records.outbox.waiting(self._seen, AT_A_LOOK)
        # Other processes count the same ids up: a smaller one may be committed later.
        return await records.outbox.waiting(max(self._seen - LOOK_BACK, 0), AT_A_LOOK, self._shares())

    def _shares(self) -> list[int]:
        return [number for number in range(SHARES) if self._part.has_chat(number)]

    def _in_hand(self) -> frozenset[int]:
        return frozenset(id_ for chat in self._chats.values() for id_ in chat.ids())

    async def _sort(self, posted: Posted, records: VisitRecords) -> None:
        chat_id = self._settler.moves.get(posted.chat_id, posted.chat_id)
        if not chat_id:
            where = await place(posted.letter.to, records, self._centre(), self._settler.moves)
            if where is None:
                log.warning("letter %d waits: no operators' group is set (desk.operators_chat)", posted.id)
                return
            chat_id = where.chat_id
        self._queue(posted, chat_id)

    def _queue(self, posted: Posted, chat_id: int) -> None:
        chat = self._chats.setdefault(chat_id, ChatQueue())
        chat.push(posted)
        self._see_to(chat_id, chat)

    def _see_to(self, chat_id: int, chat: ChatQueue) -> None:
        if chat.task is None and not self._stopping.is_set():
            chat.task = self._tasks.start(self._serve_chat(chat_id, chat), f"chat {chat_id}")

    async def _serve_chat(self, chat_id: int, chat: ChatQueue) -> None:
        try:
            while not self._stopping.is_set():
                if chat_id < 0:
                    await self._tell_the_group(chat_id, chat)
                now = self._clock.now()
                posted = chat.first(now)
                if posted is None or not self._part.has_chat(posted.chat_id):
                    break
                delay = self._delay(posted, chat_id, chat, now)
                if delay > 0:
                    await self._pause(delay)
                    continue
                # Spent before anything is awaited: of all the chats that look now, only so many may go.
                self._pacing.spend(chat_id, _calls(posted), _monotonic())
                chat.take(posted)
                chat.going = posted.id
                if not await self._attend_safely(posted, chat_id, chat):
                    self._pacing.give_back(chat_id, _calls(posted))
        finally:
            chat.task = None
            chat.going = 0
            posted = chat.first(self._clock.now())
            if posted is None or not self._part.has_chat(posted.chat_id):
                self._chats.pop(chat_id, None)
            else:
                self._see_to(chat_id, chat)

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
        self.ring()

    def _delay(self, posted: Posted, chat_id: int, chat: ChatQueue, now: datetime) -> float:
        """Seconds until the letter may go."""
        due = (posted.due_at - now).total_seconds()
        monotonic = _monotonic()
        cosmetic = posted.letter.lane >= Lane.CARDS
        paced = self._pacing.wait(chat_id, _calls(posted), monotonic, cosmetic)
        return max(due, chat.parked_until - monotonic, paced)

    async def _pause(self, seconds: float) -> None:
        try:
            # Something more urgent may come meanwhile, so look again at least once a second.
            await asyncio.wait_for(self._stopping.wait(), min(seconds, 1.0))
        except TimeoutError:
            return

    async def _attend_safely(self, posted: Posted, chat_id: int, chat: ChatQueue) -> bool:
        """One letter's turn; whether a call was made for it.

        A mistake of ours with one letter must not keep the others waiting.
        """
        try:
            async with self._slots:
                return await self._attend(posted, chat_id, chat)
        except Conflict:  # one more part has joined the album, or somebody else has it
            chat.doubted.add(posted.id)
            if not posted.letter.album:
                chat.remedies[posted.id] = Remedy.ALONE
            chat.push(posted)
        except Unavailable as error:
            log.warning("database away, letter %d waits: %s", posted.id, error)
            chat.push(posted)
            await self._pause(DATABASE_PAUSE)
        except Exception:
            log.exception("letter %d could not be made", posted.id)
            await self._settler.bury(posted, "ошибка в программе, подробности в журнале")
        return False

    async def _attend(self, posted: Posted, chat_id: int, chat: ChatQueue) -> bool:
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            is_sure = not posted.letter.album and posted.id not in chat.doubted
            fresh = posted if is_sure else await records.outbox.get(posted.id)
            chat.doubted.discard(posted.id)
            if fresh is None or fresh.state is not LetterState.PENDING:
                chat.remedies.pop(posted.id, None)
                return False
            where = await place(fresh.letter.to, records, self._centre(), self._settler.moves)
            if where is None:
                await records.commit(outbox.dead(fresh.id, "получателя больше нет", now))
                return False
            if where.chat_id != chat_id:
                # Its ticket has left the group meanwhile. Only one chat's queue may work on a topic.
                self._queue(fresh, where.chat_id)
                return False
            fresh, said = self._together(fresh, where, chat)
            call = None if chat.will_repaint(fresh) else await self._call(fresh, where, chat, records)
            if call is None or self._painted(fresh, call):
                await records.commit(outbox.sent(fresh.id, [], now))
                return False
            if isinstance(call, CreateForumTopic) and not self._may_open(fresh, chat_id, chat, now):
                return False
            if not repeatable(fresh.letter.content):  # else it stays pending until it has an end
                await records.commit(*_intent(fresh, said, chat_id, now))
                chat.drop(said)
        outcome = await self._made(call)
        if isinstance(outcome, Sent):
            self._remember(fresh, call, outcome.result)
        tried = replace(fresh, attempts=fresh.attempts + 1)
        settled = await self._settler.settle(tried, where, call, outcome)
        self._go_on(settled, chat_id, chat)
        return True

    def _together(self, posted: Posted, where: Place, chat: ChatQueue) -> tuple[Posted, list[Posted]]:
        """The letter with the words behind it, when the group cannot take each by itself."""
        alone = where.chat_id > 0 or where.needs_topic or posted.attempts or posted.id in chat.remedies
        if alone or chat.speaking() <= self._pacing.left(where.chat_id, _monotonic()):
            return posted, []
        behind = chat.behind(posted)
        letter, told = merged([posted.letter, *(one.letter for one in behind)])
        return replace(posted, letter=letter), behind[: told - 1]

    def _may_open(self, posted: Posted, chat_id: int, chat: ChatQueue, now: datetime) -> bool:
        """Whether a topic may be made now; if not, its letter waits and lets the other tickets go first."""
        wait = self._pacing.wait_for_topic(chat_id, _monotonic())
        if wait > 0:
            chat.push(replace(posted, due_at=now + timedelta(seconds=wait)))
        return wait == 0

    async def _call(
        self, posted: Posted, where: Place, chat: ChatQueue, records: VisitRecords
    ) -> Call | None:
        remedy = chat.remedies.pop(posted.id, None)
        if remedy is Remedy.REOPEN and where.topic_id:
            return ReopenForumTopic(chat_id=where.chat_id, message_thread_id=where.topic_id)
        if where.thread is not None and where.needs_topic:
            ticket = await records.tickets.get(where.thread.ticket_id)
            resident = await records.residents.get(ticket.resident_id) if ticket else None
            name = title(ticket, resident) if ticket else "?"
            return CreateForumTopic(chat_id=where.chat_id, name=name)
        call = await self._renderer.call(posted.letter.content, where, records, self._centre())
        return (without_markup(call) or call) if call and remedy is Remedy.PLAIN else call

    def _painted(self, posted: Posted, call: Call) -> bool:
        """Whether a card or a title shows that already: two changes in a row are painted by one repaint."""
        picture = _picture(posted, call, None)
        return picture is not None and self._pictures.get(picture[0]) == picture[1]

    def _remember(self, posted: Posted, call: Call, result: Any) -> None:
        picture = _picture(posted, call, result)
        if picture is not None:
            if len(self._pictures) >= PICTURES:
                self._pictures.clear()  # forgetting costs a needless call at most
            self._pictures[picture[0]] = picture[1]

    async def _made(self, call: Call) -> Outcome:
        outcome = await self._delivery.make(call)
        self.calls += 1
        match outcome:
            case NotSent(retry_after=float()):
                self.too_many += 1
            case NotSent(reason=reason) | Uncertain(reason=reason):
                log.warning("%s: %s", type(call).__api_method__, reason)
            case NotAdmitted(reason=reason):
                if not self.is_shut_out:
                    log.error("Telegram answers %s: letters wait; mend BOT_TOKEN or telegram.api_url", reason)
                self.is_shut_out = True
            case Rejected(code=code, description=description):
                self.is_shut_out = False
                log.info("%s refused: %d %s", type(call).__api_method__, code, description)
            case Sent():
                self.is_shut_out = False
        return outcome

    def _go_on(self, settled: Settled, chat_id: int, chat: ChatQueue) -> None:
        """Letters that are to be tried again go back to their chat, which may have to wait."""
        if not isinstance(settled, Again):
            if settled.more:
                self.ring()
            return
        if settled.remedy is not None:
            chat.remedies[settled.posted.id] = settled.remedy
        if settled.park > 0:
            chat.parked_until = max(chat.parked_until, _monotonic() + settled.park)
        self.ring()
        moved = self._settler.moves.get(chat_id, chat_id)
        if moved != chat_id:
            for other in (*chat.empty(), settled.posted):
                self._queue(other, moved)
        else:
            chat.push(settled.posted)


def _picture(posted: Posted, call: Call, result: Any) -> tuple[str, str] | None:
    """Where a call paints a card or a title, and what it shows then."""
    match call:
        case CreateForumTopic(chat_id=chat, name=name) if isinstance(result, dict):
            return f"{chat}/{result.get('message_thread_id')}", name
        case EditForumTopic(chat_id=chat, message_thread_id=topic, name=name):
            return f"{chat}/{topic}", name or ""
        case EditMessageText(chat_id=chat, message_id=card) if isinstance(posted.letter.content, Card):
            return f"{chat}:{card}", call.model_dump_json(
                include={"text", "reply_markup"}, exclude_unset=True
            )
        case _:
            return None


def _intent(posted: Posted, said: list[Posted], chat_id: int, at: datetime) -> list[Change]:
    """What is written down before the call. `said`: letters whose words it has taken over."""
    if said:
        return outbox.together_intent(posted, said, chat_id, at)
    if posted.letter.album:
        return [outbox.album_intent(posted, chat_id)]
    return [outbox.intent(posted.id, chat_id)]


def _calls(posted: Posted) -> int:
    """How many actions a letter counts for: the messages of an album count singly."""
    content = posted.letter.content
    return len(content.sources) if isinstance(content, Relay) and not content.together else 1


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
