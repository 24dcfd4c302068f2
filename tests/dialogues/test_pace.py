"""No more goes out than Telegram allows, however many chats wait."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot import pacing as paced
from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Stage

PACE = 5  # calls a second, and at once


async def test_all_chats_together_keep_the_overall_pace(stage: Stage) -> None:
    pacing = stage.settings().telegram.pacing.model_copy(update={"overall_per_second": PACE})
    await stage.restart(telegram={"pacing": pacing.model_dump()})
    people = [(await stage.client.people("resident", f"Житель {n}"))["id"] for n in range(20)]
    for person in people:
        await stage.client.send(person, "/menu")
    for person in people:
        await Resident(stage, person).sees("Выберите тему")
    sent = [datetime.fromisoformat(call["at"]) for call in await stage.telegram_calls("sendMessage")]
    assert len(sent) == len(people)
    for first in sent:
        together = [at for at in sent if timedelta() <= at - first < timedelta(seconds=1)]
        assert len(together) <= 2 * PACE + 1  # a full bucket, and what flows in within the second


async def test_what_a_group_was_sent_before_a_restart_counts_after_it(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    calls = [one for one in await stage.telegram_calls() if one["params"].get("chat_id") == GROUP_ID]
    made = len([one for one in calls if not one["method"].startswith("get")])
    assert made > 3
    pacing = stage.settings().telegram.pacing
    for limit, full in ((made, True), (made + 10, False)):
        changed = pacing.model_copy(update={"group_per_minute": limit})
        await stage.restart(telegram={"pacing": changed.model_dump()})
        assert stage.app is not None
        wait = stage.app._pacing.wait(GROUP_ID, 1, asyncio.get_running_loop().time())
        assert (wait > 1) is full


async def test_texts_are_said_together_when_the_group_has_no_room_for_each(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paced, "MINUTE", 1.0)
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    pacing = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 4})
    await stage.stop()
    texts = [f"Слово {n} 🙂" for n in range(40)]
    said = {one: await resident.says(one) for one in texts}
    # They come all at once; the last may be said by itself all the same, when a new minute has just begun.
    await stage.restart(telegram={"pacing": pacing.model_dump()})
    await operator.finds(texts[-1], ticket=1)
    await stage.quiet(within=30)

    told = [words_of(one) for one in await operator.history(1) if "Слово" in words_of(one)]
    assert "\n\n".join(told).split("\n\n") == texts
    assert len(told) < len(texts) / 2
    calls = [one for one in await stage.telegram_calls() if one["params"].get("chat_id") == GROUP_ID]
    went = [datetime.fromisoformat(one["at"]) for one in calls if not one["method"].startswith("get")]
    recent = went[-len(told) :]
    for first in recent:
        assert sum(timedelta() <= at - first < timedelta(seconds=0.9) for at in recent) <= 4
    await resident.sees_reaction("👌", "Слово 20")
    await resident.sees_reaction("👌", "Слово 39")

    joint = next(one for one in reversed(told) if one.count("Слово") > 1)
    last = joint.split("\n\n")[-1]
    whole = await operator.finds(joint, ticket=1)
    await operator.says("Приедут завтра", ticket=1, reply_to=whole["message_id"])
    reply = await resident.sees("Приедут завтра", within=20)
    assert reply["reply_to_message"]["text"] == last
    await resident.edits(f"{last}, исправлено", said[last])
    corrected = await operator.finds(f"Житель исправил сообщение:\n{last}, исправлено", ticket=1)
    assert corrected["reply_to_message"]["message_id"] == whole["message_id"]
    await resident.replaces("photo", f"{last}, снимок", said[last])
    pictured = await operator.finds(f"Житель исправил сообщение:\n{last}, снимок", ticket=1)
    assert "photo" in pictured
    assert pictured["reply_to_message"]["message_id"] == whole["message_id"]
    await stage.quiet(within=30)  # while the minute is short


async def test_a_group_is_told_once_that_messages_wait_and_once_that_they_have_come(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paced, "MINUTE", 1.0)
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    pacing = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 4})
    await stage.restart(telegram={"pacing": pacing.model_dump()})
    for _ in range(14):
        await resident.sends("photo")
    await operator.sees("Все сообщения, которые ждали, переданы.", within=20)
    await stage.quiet(within=30)
    there = await operator.history()
    words = [words_of(one) for one in there]
    rush = [one for one in words if "Дойдут все, последние — примерно через" in one]
    assert len(rush) == 1
    assert words.count("✅ Все сообщения, которые ждали, переданы.") == 1
    photos = [n for n, one in enumerate(there) if "photo" in one]
    assert len(photos) == 14
    assert words.index(rush[0]) < photos[-4]


@pytest.mark.parametrize("kind", ["500", "lost-answer"], ids=["not done", "done, answer lost"])
async def test_texts_said_together_of_unknown_fate_are_one_question_for_a_person(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    stage.expects("500", "Internal")
    monkeypatch.setattr(paced, "MINUTE", 1.0)
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    pacing = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 4})
    await stage.restart(telegram={"pacing": pacing.model_dump()})
    await stage.breaks(kind, "sendMessage", chat=GROUP_ID)
    texts = [f"Слово {n}" for n in range(12)]
    for one in texts:
        await resident.says(one)
    await operator.sees("Неизвестно, дошло ли", ticket=1, within=15)
    acted = kind == "lost-answer"
    await operator.presses("Считать доставленным" if acted else "Отправить ещё раз", ticket=1)
    await stage.quiet(within=20)
    there = [words_of(one).split("\n\n") for one in await operator.history(1)]
    assert sorted(one for words in there for one in words if one in texts) == sorted(texts)
    questions = [words for words in there if "Неизвестно, дошло ли" in words[0]]
    assert len(questions) <= 1
