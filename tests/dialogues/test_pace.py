"""No more goes out than Telegram allows, however many chats wait."""

import asyncio
from datetime import datetime, timedelta

from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident
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
        wait = stage.app._postman._pacing.wait(GROUP_ID, 1, asyncio.get_running_loop().time())
        assert (wait > 0) is full
