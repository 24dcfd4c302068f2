"""Telegram refuses, breaks down and cuts lines while people talk: nothing is lost, nothing is said twice."""

from __future__ import annotations

import asyncio
import random

import pytest

from sandbox.chats import GROUP_ID
from tests.faults.conftest import SEED
from tests.faults.town import Town

SENDING = ("sendMessage", "copyMessage")
# The bot cannot know whether it was done: of these nothing is repeated, a person is shown it.
UNKNOWN = ("500", "502", "reset", "lost-answer", "garbled", "half")
FIGURE = "{} on {} calls: {}"


async def talking(town: Town, times: int) -> None:
    """Residents write and Anna answers, all at once."""
    await asyncio.gather(town.all_say(times), town.answers(times))


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param(UNKNOWN, id="short"),
        *(pytest.param((one,) * 6, id=one, marks=pytest.mark.faults) for one in UNKNOWN),
    ],
)
async def test_what_may_have_been_said_is_not_said_again_but_shown(
    town: Town, kinds: tuple[str, ...]
) -> None:
    await town.acquainted()
    chance = random.Random(SEED)
    for kind in kinds:
        await town.client.fault(kind, method=chance.choice(SENDING), times=2)
        await talking(town, 1)
    await town.quiet()
    await town.client.no_faults()
    await town.stop()
    verdict = await town.verdict()
    print(FIGURE.format(", ".join(dict.fromkeys(kinds)), 2 * len(kinds), verdict))
    assert verdict.holds, verdict
    assert 0 < verdict.visible <= 2 * len(kinds)


@pytest.mark.parametrize("everywhere", [False, True], ids=["one chat", "all"])
async def test_too_many_requests_hold_up_only_whom_they_name(town: Town, everywhere: bool) -> None:
    await town.acquainted()
    slow, times = town.residents[0], 30 if everywhere else 3
    chat = {} if everywhere else {"chat": slow}
    await town.client.fault("429", times=times, retry_after=1 if everywhere else 3, **chat)
    talk = asyncio.create_task(talking(town, 3))
    if not everywhere:
        others = town.residents[1:]

        async def answered() -> bool:
            return all(sum("⟨" in words for _, words in town.bot_words(one)) == 3 for one in others)

        await talk
        await town.client.wait_for(answered, 60)
        assert sum("⟨" in words for _, words in town.bot_words(slow)) < 3, "it has to wait"
    await talk
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(FIGURE.format("429 " + ("on all" if everywhere else "on one chat"), times, verdict))
    assert verdict.holds, verdict
    assert verdict.visible == 0
    assert verdict.arrived == verdict.messages


async def test_a_group_told_to_wait_keeps_the_order_of_each_conversation(town: Town) -> None:
    await town.acquainted()
    await town.client.fault("429", chat=GROUP_ID, times=3, retry_after=1)
    await town.all_say(5)
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(FIGURE.format("429 on the group", 3, verdict))
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages
