"""A group loses a topic, moves, or a resident blocks the bot, in the middle of a conversation."""

from __future__ import annotations

import asyncio
import random

import pytest

from sandbox.chats import GROUP_ID
from tests.faults.conftest import SEED
from tests.faults.town import ANNA, Town

WORDS = 50
SHORT = pytest.param(1, id="short")
WHOLE = pytest.param(20, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(900)])


@pytest.mark.parametrize("times", [SHORT, WHOLE])
async def test_a_topic_deleted_under_fifty_letters_becomes_one_new_topic(town: Town, times: int) -> None:
    await town.acquainted()
    chance, resident = random.Random(SEED), town.residents[0]
    for _ in range(times):
        before = len(town.topics())
        [topic] = [one for one, words in town.bot_words(GROUP_ID) if "⟨0⟩" in words]
        words = asyncio.gather(*(town.says(resident) for _ in range(WORDS)))
        await asyncio.sleep(chance.uniform(0, 0.5))
        await town.client.topic(ANNA, "delete", thread=topic)
        await words
        await town.says(resident)  # whenever it was deleted, somebody has something to say after it
        await town.quiet()
        assert len(town.topics()) == before, "one instead of one"
    await town.stop()
    verdict = await town.verdict()
    print(f"topic deleted under {WORDS} letters × {times}: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages


@pytest.mark.parametrize("times", [SHORT, WHOLE])
async def test_a_group_that_moves_amid_its_letters_loses_none(town: Town, times: int) -> None:
    await town.acquainted()
    chance = random.Random(SEED)
    for _ in range(times):
        words = asyncio.gather(town.all_say(5), *(town.replies(topic) for topic in town.topics()))
        await asyncio.sleep(chance.uniform(0.05, 0.5))
        moved = await town.client.migrate(town.group)
        town.group = moved
        await words
        await town.quiet()
    await town.all_say(1)
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(f"the group moves amid letters × {times}: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages


async def test_a_blocked_resident_s_letters_are_told_and_hold_up_nobody(town: Town) -> None:
    await town.acquainted()
    away = town.residents[0]
    [topic] = [one for one, words in town.bot_words(GROUP_ID) if "⟨0⟩" in words]
    others = [one for one in town.topics() if one != topic]

    def told(part: str) -> int:
        return sum(part in words for thread, words in town.bot_words(GROUP_ID) if thread == topic)

    # The first reply is under way when Telegram says it: a letter. The later ones are not taken at all.
    await town.client.fault("403", chat=away)
    await town.client.send(ANNA, "Ответ в пустоту", chat=GROUP_ID, thread=topic)
    await town.client.block(away)
    for _ in range(3):
        await town.client.send(ANNA, "Ответ в пустоту", chat=GROUP_ID, thread=topic)
        await asyncio.gather(*map(town.replies, others))
    await town.quiet()
    assert told("Ваши сообщения не дойдут") == 1
    await town.client.block(away, blocked=False)
    await town.says(away)
    await town.replies(topic)
    await town.quiet()
    await town.stop()
    assert not any("в пустоту" in words for _, words in town.bot_words(away))
    verdict = await town.verdict()
    assert verdict.visible + told("Сообщение не отправлено") == 4, "each was either tried or not taken"
    print(f"one of {len(town.residents)} residents has blocked the bot: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages
