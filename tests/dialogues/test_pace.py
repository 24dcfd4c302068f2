"""No more goes out than Telegram allows, however many chats wait."""

from datetime import datetime, timedelta

from tests.dialogues.people import Resident
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
