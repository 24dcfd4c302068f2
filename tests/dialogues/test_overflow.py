"""A department with two groups: new tickets open in the second one while the first is full."""

import pytest

from bot import pacing
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import DEPARTMENTS, SECOND_GROUP, Stage


async def test_new_tickets_open_in_the_next_group_until_the_first_is_free_again(
    stage: Stage,
    resident: Resident,
    neighbour: Resident,
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage.second_group()
    limits = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 20})
    stage.changed["departments"] = [one | {"overflow": [SECOND_GROUP]} for one in DEPARTMENTS]
    await stage.restart(telegram={"pacing": limits.model_dump()})
    spare = Operator(stage, operator.id, SECOND_GROUP)
    await resident.asks_a_person("Почему не дают справку?")
    await operator.finds("Почему не дают справку?", ticket=1)
    for _ in range(45):
        await resident.sends("photo")
    await stage.until(
        "select 1 where (select count(*) from letters where state = 'pending' and lane = 1) > 21"
    )

    await neighbour.asks_a_person("Где взять бланк?")
    await spare.finds("Где взять бланк?", ticket=2)
    await spare.says("На втором этаже", ticket=2)
    await neighbour.sees("На втором этаже")

    monkeypatch.setattr(pacing, "MINUTE", 0.1)  # the first group hears all that waits
    await stage.quiet(within=30)
    third = Resident(stage, (await stage.client.people("resident", "Ольга"))["id"])
    await third.asks_a_person("Когда приём?")
    await operator.finds("Когда приём?", ticket=3)
    await neighbour.says("Спасибо, нашли!")
    await spare.finds("Спасибо, нашли!", ticket=2)
    await stage.quiet(within=30)
