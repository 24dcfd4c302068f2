"""What a modified app can send instead of pressing a button: each is refused, and nothing is done."""

from __future__ import annotations

from tests.dialogues.forging import forges
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
OLD = "Эта кнопка устарела"


def data_of(message: Json, label: str) -> str:
    """What a button of a message carries."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(one["callback_data"]) for row in rows for one in row if label in one["text"])


async def test_each_forged_press_is_refused(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await neighbour.asks_a_person("Где мусор?")
    own = await neighbour.finds("Вопрос передан специалисту")
    card = await operator.finds("новое", ticket=1)
    other = await operator.finds("новое", ticket=2)
    take = data_of(card, "Взять")
    # A card's button in a resident's chat, somebody else's ticket without a seal or with a guess.
    for data in (take, "tc:2026000000001", "tc:2026000000001.AAAAAAAA", "oc:2026000000001"):
        assert OLD in await forges(stage, neighbour, own, data)
    # A member of the group: another ticket's under this card, one with a number changed.
    assert OLD in await forges(stage, operator, other, take)
    assert OLD in await forges(stage, operator, other, take.replace("000001", "000002"))
    await stage.quiet()
    assert await stage.rows("select distinct state, assignee_id from tickets") == [("new", None)]
    # Pressed twice, and an old version of the card: the second one comes to a card that has other buttons.
    assert await operator.presses("Взять", ticket=1) == "Обращение ваше"
    await operator.finds("Специалист: Анна", ticket=1)
    assert await forges(stage, colleague, card, take) != "Обращение ваше"
    await stage.quiet()
    assert await stage.rows("select assignee_id from tickets where id % 10 = 1") == [(2001,)]


async def test_a_question_to_an_operator_is_over_in_an_hour_and_buttons_outlive_a_restart(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("в работе", ticket=1)
    await stage.restart()
    await colleague.presses("Закрыть", ticket=1)
    await colleague.finds("ведёт Анна. Всё равно?", ticket=1)
    await stage.client.clock(advance=2 * 3600)
    assert OLD in await colleague.presses("Всё равно закрыть", ticket=1)
    await resident.never_sees("закрыл")
    assert await operator.presses("Закрыть", ticket=1) == "Закрыто"
