"""What is no question at all: one press, and it counts nowhere."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

ADVERT = "Пластиковые окна со скидкой"


async def test_spam_is_closed_by_one_press_and_opened_again_by_another(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ADVERT)
    assert await stage.rows("select reason from gaps") == [("unknown",)]
    assert await operator.presses("Спам", ticket=1) == "Закрыто"
    told = await resident.sees("закрыто", "рекламу")
    assert labels(told) == ["Это не реклама, открыть снова"]
    await operator.sees_title("🚫 000001", 1)
    await operator.finds("ЕКЦ-2026-000001 · спам", ticket=1)
    await stage.quiet()
    assert await stage.rows("select reason from gaps") == []
    await resident.presses("Это не реклама")
    await resident.sees("снова открыто")
    await operator.finds("ЕКЦ-2026-000001 · нов", ticket=1)
    await operator.says("Слушаем вас", ticket=1)
    await resident.sees("Слушаем вас")


async def test_the_second_spam_proposes_a_ban(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ADVERT)
    await operator.says("/spam", ticket=1)
    await resident.sees("рекламу")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос")
    await resident.says(ADVERT)
    await operator.presses("Взять", ticket=2)
    await operator.finds("в работе", ticket=2)
    await colleague.says("/spam", ticket=2)
    await colleague.presses("Всё равно отметить как спам", ticket=2)
    await operator.finds("отмеченных за месяц как спам: 2. Заблокировать?", ticket=2)
    await operator.presses("День", ticket=2)
    await resident.sees("Причина: реклама и спам")
    await operator.says("/spam", ticket=2)
    await operator.sees("Обращение закрыто", ticket=2)


async def test_the_card_of_spam_claims_no_answer_of_the_bots(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Бот: не ответил", ticket=1)
    await operator.says("/spam", ticket=1)
    await operator.finds("ЕКЦ-2026-000001 · спам", ticket=1)
    await operator.never_sees("ответил: «", ticket=1)
