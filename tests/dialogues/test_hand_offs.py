"""A ticket from hand to hand: to a colleague, to another department, to the bot and back."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_colleague_is_handed_the_ticket_with_the_reason(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    note = await colleague.says("// этот дом у меня", ticket=1)
    await operator.says("/transfer дом на его участке", ticket=1, reply_to=note["message_id"])
    await operator.sees("Тимур, Анна передал(а) это обращение вам", "Причина: дом на его участке", ticket=1)
    await resident.sees("передано другому специалисту. Его зовут Тимур")
    await operator.finds("Специалист: Тимур", ticket=1)
    await colleague.says("Здравствуйте, приедем завтра", ticket=1)
    await resident.sees("👤 Тимур, специалист:\nЗдравствуйте")
    await stage.quiet()
    assert (
        len([one for one in await resident.history() if "другому специалисту" in str(one.get("text"))]) == 1
    )


async def test_a_colleague_on_duty_is_a_button_and_a_name(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await colleague.says("/duty on")
    await colleague.sees("Тимур на смене")
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.says("/transfer", ticket=1)
    shown = await operator.sees("Кому передать?", "/transfer Отдел: причина", ticket=1)
    assert labels(shown)[-1] == "👤 Тимур"
    assert await operator.presses("👤 Тимур", ticket=1) == "Передано"
    await operator.sees("Тимур, Анна передал(а) это обращение вам", ticket=1)
    await operator.says("/transfer Тимур: ещё раз", ticket=1)
    await operator.sees("уже взял(а) Тимур", ticket=1)
    await operator.says("/transfer Семья: вопрос о детях", ticket=1)
    await operator.sees("в отдел «Семья и образование»", "Причина: вопрос о детях", ticket=1)
    await operator.says("/transfer кухня: причина", ticket=1)
    await operator.sees("Нет такого отдела", "ответьте командой на его сообщение", ticket=1)


async def test_the_bot_goes_on_and_hands_back_what_it_was_asked(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("в работе", ticket=1)
    await operator.says("Вернуть боту", ticket=1)
    await resident.sees("снова отвечаю я, программа", "ЕКЦ-")
    await operator.sees("Анна: разговор возвращён боту", ticket=1)
    await resident.says("какая погода на марсе")
    await stage.quiet()
    await resident.presses("Вернуться к специалисту")
    await resident.sees("снова открыто")
    await operator.sees("До этого житель спрашивал бота. Вопросов: 1", "❓ какая погода на марсе", ticket=1)
    assert await operator.presses("Вернуть боту", ticket=1) == "Разговор у бота"
    await operator.says("/bot", ticket=1)
    await operator.sees("Обращение закрыто", ticket=1)


async def test_a_ticket_begins_with_what_the_bot_was_asked(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("какая погода на марсе")
    await stage.quiet()
    await resident.asks_a_person(ASKED)
    await operator.finds("❓ какая погода на марсе\n🤖 —", ticket=1)
