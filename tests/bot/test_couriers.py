"""Who gets a place when Telegram is slow: a rush of the bot's own answers keeps nobody's words waiting."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from bot.bell import Bell
from bot.chat_queue import ChatQueue
from bot.couriers import IN_FLIGHT, Couriers
from bot.errands import Turn
from bot.pacing import Pacing
from bot.sections import Pacing as Limits
from bot.tasks import Tasks
from desk.letters import Content, Lane, Letter, Relay, Say, Source, ToResident, ToThread
from storage.letters import LetterState, Posted

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


class SlowTelegram:
    """Errands that do not end until they are let."""

    def __init__(self) -> None:
        self.begun: set[int] = set()
        self.news = asyncio.Event()
        self.answers = asyncio.Event()

    async def run(self, posted: Posted, _chat_id: int, _chat: ChatQueue) -> Turn:
        """One call."""
        self.begun.add(posted.id)
        self.news.set()
        await self.answers.wait()
        return Turn(called=True)

    async def until(self, wanted: set[int]) -> None:
        """Those letters are under way."""
        async with asyncio.timeout(20):
            while not wanted <= self.begun:
                self.news.clear()
                await self.news.wait()


def posted(id_: int, content: Content, lane: Lane = Lane.WORDS, chat_id: int = 0) -> Posted:
    to = ToThread(1) if chat_id < 0 else ToResident(id_)
    return Posted(id_, Letter(to, content, lane), chat_id or id_, AT, 0, LetterState.PENDING)


async def test_slow_answers_hold_no_place_that_people_s_words_need() -> None:
    telegram, part = SlowTelegram(), SimpleNamespace(has_chat=lambda _: True, is_whole=True)
    couriers = Couriers(
        storage=cast(Any, None),
        errands=cast(Any, telegram),
        pacing=Pacing(Limits(overall_per_second=1000)),
        tasks=Tasks(),
        clock=cast(Any, SimpleNamespace(now=lambda: AT)),
        crowding=cast(Any, SimpleNamespace(news=lambda *_: None)),
        part=cast(Any, part),
        bell=Bell(cast(Any, part)),
    )
    for id_ in range(1, 2 * IN_FLIGHT + 1):
        couriers.take(posted(id_, Say("greeting")), id_)
    await telegram.until(set(range(1, IN_FLIGHT + 1)))
    words = Relay((Source(9, 9),), 1)
    ahead = [
        posted(1001, words, chat_id=-100),
        posted(1002, words),
        posted(1003, Say("operator-signature")),
        posted(1004, Say("safety"), Lane.BULLETIN),
    ]
    for one in ahead:
        couriers.take(one, one.chat_id)
    await telegram.until({one.id for one in ahead})
    assert len(telegram.begun) == IN_FLIGHT + len(ahead), "the other answers wait for their places"
    telegram.answers.set()
    await couriers.stop()
