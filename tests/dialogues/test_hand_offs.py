"""A ticket from hand to hand: to a colleague, to another department, to the bot and back."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_colleague_is_handed_the_ticket_with_the_reason(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    note = await colleague.says("// этот дом у меня", ticket=1)
    await operator.says("/transfer дом на его участке", ticket=1, reply_to=note["message_id"])
    await operator.sees("Тимур, Анна передаёт это обращение вам", "Причина: дом на его участке", ticket=1)
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
    await operator.sees("Тимур, Анна передаёт это обращение вам", ticket=1)
    await operator.says("/transfer Тимур: ещё раз", ticket=1)
    await operator.sees("уже ведёт Тимур", ticket=1)
    await operator.says("/transfer Семья: вопрос о детях", ticket=1)
    await operator.sees("в отдел «Семья и образование»", "Причина: вопрос о детях", ticket=1)
    await operator.says("/transfer кухня: причина", ticket=1)
    await operator.sees("Нет такого отдела", "ответьте командой на его сообщение", ticket=1)
    await operator.says("/close", ticket=1)
    await operator.says("/transfer", ticket=1)
    await operator.sees("Обращение закрыто. Сначала откройте его снова", ticket=1)


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


async def test_a_duplicate_goes_on_in_the_ticket_before(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/merge", ticket=1)
    await operator.sees("нет других обращений: объединять не с чем", ticket=1)
    await operator.says("/merge 2", ticket=1)
    await operator.sees("нет другого обращения с таким номером", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл обращение")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("Так и не вывезли, мой СНИЛС 112-233-445 95")
    await resident.sees("Вопрос передан специалисту")
    card = await operator.finds("Раньше: ✅ ЕКЦ-", ticket=2)
    assert "Житель прислал персональные данные: СНИЛС" in words_of(card)
    links = [one["url"] for one in card["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{(await operator.topic(1))['id']}"]
    await operator.says("/merge", ticket=2)
    await operator.sees("С каким обращением", "Другие обращения жителя: ЕКЦ-", ticket=2)
    await operator.says("/merge 1", ticket=2)
    await operator.sees("это то же, что ЕКЦ-", "Здесь обращение закрыто", ticket=2)
    await resident.sees("об одном и том же, мы их объединили")
    await operator.finds("объединяет с этим обращением другое", ticket=1)
    await operator.finds("Так и не вывезли", ticket=1)
    await operator.says("Приедем завтра", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПриедем завтра")
    await resident.says("Спасибо, жду")
    await operator.finds("Спасибо, жду", ticket=1)
