"""Chats beside each other: who gets a place when Telegram is slow, and what follows a thread that moves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.bell import Bell
from bot.chat_queue import ChatQueue
from bot.couriers import IN_FLIGHT, Couriers
from bot.errands import Turn
from bot.pacing import Pacing, Rank
from bot.sections import Pacing as Limits
from bot.tasks import Tasks
from desk.addressee import ToResident, ToThread
from desk.letters import Content, Lane, Letter, Relay, Say
from desk.source import Source
from storage.letters import LetterState, Posted
from storage.shares import share_of

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD, NEW = -100, -200


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
    return Posted(id_, Letter(to, content, lane), chat_id or id_, AT, 0, LetterState.PENDING, AT)


class Moving:
    """Errands of a group that moves while a letter is under way; `went`: letters, as they arrive."""

    def __init__(self) -> None:
        self.went: list[int] = []
        self.all_went = asyncio.Event()
        self.begun = asyncio.Event()
        self.refused = asyncio.Event()

    async def run(self, posted: Posted, chat_id: int, _chat: ChatQueue) -> Turn:
        """One call; under the old id it is refused, in its time."""
        if chat_id == OLD:
            self.begun.set()
            await self.refused.wait()
            return Turn(called=True, elsewhere=((posted, NEW),))
        self.went.append(posted.id)
        if len(self.went) == 3:
            self.all_went.set()
        return Turn(called=True)


class CountedPacing(Pacing):
    """How often somebody has looked whether a call may be made."""

    looks = 0

    def wait_for_all(self, now: float, rank: Rank) -> float:
        """Seconds."""
        self.looks += 1
        return super().wait_for_all(now, rank)


class QuickTelegram:
    """Errands that end at once."""

    def __init__(self) -> None:
        self.went: list[int] = []

    async def run(self, posted: Posted, _chat_id: int, _chat: ChatQueue) -> Turn:
        """One call."""
        self.went.append(posted.id)
        return Turn(called=True)


def serving(errands: object, pacing: Pacing | None = None) -> Couriers:
    part = SimpleNamespace(has_chat=lambda _: True, is_whole=True)
    return Couriers(
        storage=cast(Any, None),
        errands=cast(Any, errands),
        pacing=pacing or Pacing(Limits(overall_per_second=1000, group_per_minute=1000)),
        tasks=Tasks(),
        clock=cast(Any, SimpleNamespace(now=lambda: AT)),
        crowding=cast(Any, SimpleNamespace(news=lambda *_: None)),
        part=cast(Any, part),
        bell=Bell(cast(Any, part)),
    )


@pytest.mark.parametrize("under_way", [1, 2], ids=["the thread's own", "another thread's"])
async def test_a_thread_s_letters_keep_their_order_when_it_moves(under_way: int) -> None:
    errands = Moving()
    couriers = serving(errands)
    words = Letter(ToThread(1), Relay((Source(9, 9),), 1))
    earlier, later = (Posted(id_, words, OLD, AT, 0, LetterState.PENDING, AT) for id_ in (2, 3))
    first = Posted(1, replace(words, to=ToThread(under_way)), OLD, AT, 0, LetterState.PENDING, AT)
    couriers.take(first, OLD)
    await errands.begun.wait()
    couriers.take(earlier, OLD)
    couriers.take(later, NEW)
    await asyncio.sleep(0)  # whatever may go now, goes
    errands.refused.set()
    async with asyncio.timeout(20):
        await errands.all_went.wait()
    assert sorted(errands.went) == [1, 2, 3]
    told = [id_ for id_ in errands.went if id_ != 1 or under_way == 1]
    assert told == sorted(told)
    await couriers.stop()


async def test_slow_answers_hold_no_place_that_people_s_words_need() -> None:
    telegram = SlowTelegram()
    couriers = serving(telegram)
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


async def test_who_waits_for_a_call_goes_as_they_came_and_wakes_nobody_else() -> None:
    telegram, pacing = QuickTelegram(), CountedPacing(Limits(overall_per_second=200))
    couriers = serving(telegram, pacing)
    for id_ in range(1, 201):
        couriers.take(posted(id_, Say("greeting")), id_)
    await asyncio.sleep(0.1)
    groups = [posted(id_, Say("operator-signature"), chat_id=-id_) for id_ in range(1001, 1006)]
    for one in (*groups, posted(2001, Say("safety"), Lane.BULLETIN)):
        couriers.take(one, one.chat_id)
    asked_before = len(telegram.went)
    async with asyncio.timeout(20):
        while len(telegram.went) < 206:  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.01)
    answers = [id_ for id_ in telegram.went if id_ <= 200]
    assert answers == sorted(answers), "as they came"
    at = asked_before + 1  # one may have been let go before
    assert telegram.went.index(2001) <= at, "what cannot wait goes before all"
    assert {telegram.went.index(one.id) for one in groups} <= set(range(at + 6)), "and groups before answers"
    assert pacing.looks < 206 * 8, "each call wakes only the next"
    await couriers.stop()


async def test_who_stands_in_line_leaves_it_when_another_process_has_the_chat() -> None:
    telegram, pacing = QuickTelegram(), Pacing(Limits(overall_per_second=0.01))
    couriers = serving(telegram, pacing)
    for id_ in range(1, 11):
        couriers.take(posted(id_, Say("greeting")), id_)
    await asyncio.sleep(0.01)
    couriers._part = cast(Any, SimpleNamespace(has_chat=lambda chat_id: chat_id <= 5, is_whole=False))
    async with asyncio.timeout(20):
        await couriers.drained(frozenset(share_of(chat_id) for chat_id in range(6, 11)))
    assert {chat_id for chat_id, _ in couriers._chats} == {2, 3, 4, 5}, "what is its own waits on"
    await couriers.stop()
