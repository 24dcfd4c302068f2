"""One letter's turn: address → render → intent → call → settle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiogram.methods import CreateForumTopic, ReopenForumTopic

from bot.addressing import Place, place
from bot.cards import title
from bot.chat_queue import ChatQueue
from bot.clock import Clock
from bot.delivery import Delivery, Outcome, Rejected, Sent
from bot.icons import Icons
from bot.mending import is_of_icon
from bot.pacing import Pacing
from bot.pictures import Pictures
from bot.rendering import Call, Renderer, without_markup
from bot.settled import Again, Remedy, Settled
from bot.settling import Settler
from bot.tally import Tally
from desk import campaigning
from desk.addressee import ToResident
from desk.campaigning import Fate
from desk.centre import Centre
from desk.letters import AlbumAhead, Announcement, Lane, Letter, Relay, Say, repeatable
from desk.merging import merged
from desk.touches import Amend
from storage import marks
from storage.letters import AWAITING, LEFT_OUT, LetterState, Posted
from storage.records import Storage, VisitRecords
from storage.writer import Change, Unavailable

STORY_PAUSE = timedelta(seconds=0.2)  # until a letter looks again whether its topic's story has come


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a letter's turn."""

    called: bool  # a call was made
    elsewhere: tuple[tuple[Posted, int], ...] = ()  # letters that belong into other chats' queues by now
    more: bool = False  # there are new letters


IDLE = Turn(called=False)


class Errands:
    """Brings one letter after the other to Telegram, and writes down what came of it."""

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        renderer: Renderer,
        pacing: Pacing,
        clock: Clock,
        settler: Settler,
        centre: Callable[[], Centre],
        pictures: Pictures,
        icons: Icons,
        tally: Tally,
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._renderer = renderer
        self._pacing = pacing
        self._clock = clock
        self._settler = settler
        self._centre = centre
        self._pictures = pictures
        self._icons = icons
        self._tally = tally

    async def run(self, posted: Posted, chat_id: int, chat: ChatQueue) -> Turn:
        """Bring a letter that was taken out of that chat's queue. Raises Conflict, Unavailable."""
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            is_sure = not posted.letter.album and posted.id not in chat.doubted
            fresh = posted if is_sure else await records.mailbag.get(posted.id)
            chat.doubted.discard(posted.id)
            if fresh is None or fresh.state not in AWAITING:
                chat.remedies.pop(posted.id, None)
                return await self._left(fresh, chat, records, now)
            where = await place(fresh, records, self._centre(), self._settler.moves)
            unsaid = await self._unsaid(fresh, records, now)
            if where is None or unsaid is not None:
                await records.commit(unsaid or marks.dead(fresh.id, "получателя больше нет", now))
                return IDLE
            waits = await self._waits(fresh, where, chat_id, chat, records, now)
            if waits is not None:
                return waits
            fresh, said = self._together(fresh, where, chat)
            call = None if chat.will_repaint(fresh) else await self._call(fresh, where, chat, records)
            if call is None or self._pictures.show(fresh.letter, call):
                await records.commit(marks.sent(fresh.id, [], now))
                return IDLE
            if isinstance(call, CreateForumTopic) and not self._may_open(fresh, chat_id, chat, now):
                return IDLE
            if not repeatable(fresh.letter.content):  # else it stays pending until it has an end
                try:
                    await records.commit(*_intent(fresh, said, chat_id, now))
                except Unavailable:
                    chat.unheard.add(fresh.id)
                    raise
                chat.unheard.discard(fresh.id)  # not before: the server may be at the commit still
                chat.drop(said)
        outcome = await self._delivery.make(call)
        self._tally.count(call, outcome)
        self._note(fresh, call, outcome)
        tried = replace(fresh, attempts=fresh.attempts + 1)
        settled = await self._settler.settle(tried, where, call, outcome)
        return self._go_on(settled, chat_id, chat)

    async def _waits(
        self,
        posted: Posted,
        where: Place,
        chat_id: int,
        chat: ChatQueue,
        records: VisitRecords,
        now: datetime,
    ) -> Turn | None:
        """It is not to go now, or not out of this queue; None: it is."""
        if where.chat_id != chat_id:
            # Its ticket has left the group meanwhile. Only one chat's queue may work on a topic.
            return Turn(called=False, elsewhere=((posted, where.chat_id),))
        if where.thread is None or not where.needs_topic or posted.letter.lane <= Lane.OPENING:
            return None
        if not await records.mailbag.opens(where.thread.ticket_id):
            return None
        # Its topic was lost, and what the new one begins with has been written but is not in the queue yet.
        chat.push(replace(posted, due_at=now + STORY_PAUSE))
        return Turn(called=False, more=True)

    async def _left(
        self, posted: Posted | None, chat: ChatQueue, records: VisitRecords, now: datetime
    ) -> Turn:
        """It waits no more: somebody else has seen to it, or nobody can, as its intent went unheard of."""
        if posted is None or posted.id not in chat.unheard:
            return IDLE
        if posted.state is LetterState.SENDING:
            await self._settler.unheard(posted.id, posted.letter, records, now)
            await records.commit()
        chat.unheard.discard(posted.id)
        return Turn(called=False, more=records.outbox.has_letters)

    async def _unsaid(self, posted: Posted, records: VisitRecords, now: datetime) -> Change | None:
        """What becomes of one of a broadcast's that is not to go, or not now; None: it goes."""
        match posted.letter:
            case Letter(
                to=ToResident(resident_id=resident_id), content=Announcement(campaign_id=campaign_id)
            ):
                fate = await campaigning.fate(campaign_id, resident_id, records, self._centre(), now)
            case _:
                return None
        match fate:
            case Fate.GOES:
                return None
            case Fate.WAITS:
                return marks.queued_again(posted.id)
            case Fate.IS_LEFT_OUT:
                return marks.passed_over(posted.id, LEFT_OUT, now)

    def _note(self, posted: Posted, call: Call, outcome: Outcome) -> None:
        """What the next calls may do without."""
        match outcome:
            case Sent(result=result):
                self._pictures.remember(posted.letter, call, result)
            case Rejected() if is_of_icon(outcome):
                self._icons.forget(getattr(call, "icon_custom_emoji_id", None))
            case _:
                pass

    async def bury(self, posted: Posted, reason: str) -> None:
        """A letter that cannot even be made: dead, and somebody is told."""
        await self._settler.bury(posted, reason)

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
            icon = (self._icons.of(ticket) if ticket else None) or None
            return CreateForumTopic(chat_id=where.chat_id, name=name, icon_custom_emoji_id=icon)
        now = self._clock.now()
        content = posted.letter.content
        if remedy is Remedy.SPELL and isinstance(content, Relay):
            content = replace(content, spelled=True)
        if remedy is Remedy.WHOLE and isinstance(content, Say | AlbumAhead | Relay):
            content = replace(content, excerpt=None)
        call = await self._renderer.call(content, where, records, self._centre(), now)
        return (without_markup(call) or call) if call and remedy is Remedy.PLAIN else call

    def _go_on(self, settled: Settled, chat_id: int, chat: ChatQueue) -> Turn:
        """Letters that are to be tried again go back to their chat, which may have to wait."""
        if not isinstance(settled, Again):
            return Turn(called=True, more=settled.more)
        if settled.remedy is not None:
            chat.remedies[settled.posted.id] = settled.remedy
        if settled.park > 0:
            chat.parked_until = max(chat.parked_until, _monotonic() + settled.park)
        moved = self._settler.moves.get(chat_id, chat_id)
        if moved != chat_id:
            going = (*chat.empty(), settled.posted)
            return Turn(called=True, elsewhere=tuple((one, moved) for one in going), more=True)
        chat.push(settled.posted)
        return Turn(called=True, more=True)


def calls(posted: Posted) -> int:
    """How many actions a letter counts for: the messages of an album count singly."""
    content = posted.letter.content
    return len(content.sources) if isinstance(content, Relay) and not content.together else 1


def is_urgent(posted: Posted) -> bool:
    """What an operator says to a resident, and 🆘: nothing of the bot's own may keep it waiting."""
    match posted.letter:
        case Letter(content=Relay() | AlbumAhead() | Amend() | Say(phrase="operator-signature")):
            return posted.chat_id > 0
        case Letter(lane=lane):
            return posted.chat_id > 0 and lane is Lane.BULLETIN


def _intent(posted: Posted, said: list[Posted], chat_id: int, at: datetime) -> list[Change]:
    """What is written down before the call. `said`: letters whose words it has taken over."""
    if said:
        return marks.together_intent(posted, said, chat_id, at)
    if posted.letter.album:
        return [marks.album_intent(posted, chat_id)]
    return [marks.intent(posted.id, chat_id)]


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
