"""A group or a topic that a letter could not reach, mended: opened anew, moved, or told of."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.addressing import Place
from bot.delivery import Rejected
from bot.mending import Mend
from bot.reasons import phrase_of
from bot.settled import Done, Remedy, Settled, later
from desk import departures
from desk.addressee import ToChat, ToThread
from desk.centre import Centre
from desk.handoff import retell, story_key
from desk.letters import Lane, Letter, Say
from desk.moving import bring_along, remember
from desk.records import Thread
from desk.touches import PinCard, Raze, React, Retitle, Shut, Strip
from storage.letters import Posted
from storage.records import VisitRecords
from storage.writer import Change

log = logging.getLogger(__name__)

REOPENING = 5  # attempts at a topic that somebody has closed
RIGHTS_PAUSE = 60.0  # seconds before a group without rights is tried again
TELL_AGAIN = timedelta(hours=1)  # administrators are told of the same trouble once in that time


class Healer:
    """Mends where letters go. `moves`: groups that have another id now, old → new.

    `warned`: groups of whose missing rights administrators know, since when.
    """

    def __init__(
        self, centre: Callable[[], Centre], moves: dict[int, int], warned: dict[int, datetime]
    ) -> None:
        self._centre = centre
        self.moves = moves
        self._warned = warned

    async def mend(
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
                return later(posted, 0, None, now)
            case Mend.REOPEN_TOPIC if where.topic_id and posted.attempts < REOPENING:
                return later(posted, 0, said, now, remedy=Remedy.REOPEN)
            case Mend.MOVED if refused.migrated_to is not None:
                self._move(where.chat_id, refused.migrated_to, records)
                return later(posted, 0, said, now)
            case Mend.WAIT_FOR_RIGHTS if _is_gone(said) and await self._open_elsewhere(where, records):
                return self._after_the_story(posted, said, now)
            case Mend.WAIT_FOR_RIGHTS if where.chat_id < 0:
                self._tell_of_rights(where.chat_id, said, records, now)
                if isinstance(posted.letter.content, PinCard | Raze | Retitle | React | Shut | Strip):
                    return None  # nobody's words wait for a pin
                return later(posted, RIGHTS_PAUSE, said, now, park=RIGHTS_PAUSE)
            case _:
                return None

    def _after_the_story(self, posted: Posted, reason: str, now: datetime) -> tuple[list[Change], Settled]:
        """The letter follows the story; one that was telling it is itself told anew."""
        to = posted.letter.to
        if isinstance(to, ToThread) and posted.letter.album == story_key(to.ticket_id):
            return [], Done(more=True)
        return later(posted, 0, reason, now)

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


def _is_gone(reason: str) -> bool:
    return phrase_of(reason) == "reason-group-deleted"
