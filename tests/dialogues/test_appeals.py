"""A resident writes an official appeal with the bot's help, and files it."""

import pytest

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Json, Stage

TEXT = """Администрация города

Обращение

Тема: Вывоз мусора
Где: Астрахань, улица Победы

Контейнер переполнен третью неделю, звонил оператору дважды.

Прошу: Вывезти мусор и наказать виновных.

Прошу ответить письменно в срок, который установлен Федеральным законом № 59-ФЗ."""


async def begins(resident: Resident) -> None:
    """Up to the first question."""
    await resident.says("/appeal")
    await resident.sees("Официальное обращение", "за 3 дня", "за 30 дней")
    await resident.sees("Решаем вместе", "не официальное обращение")
    await presses_first(resident, "✍️ Составить")
    await resident.sees("О чём обращение?")
    await resident.presses("Вывоз мусора")
    await resident.sees("Где это?", "Номер квартиры не нужен")


async def presses_first(resident: Resident, label: str) -> None:
    """The official appeal stands above the quick one."""
    message = await resident.sees("Это обращение по закону № 59-ФЗ")
    await resident.client.press(resident.id, message["message_id"], text=label, chat=resident.chat)


async def writes(resident: Resident) -> Json:
    """The rest; the message below the text."""
    await resident.says("Астрахань, улица Победы")
    await resident.sees("Что случилось?")
    await resident.says("Контейнер переполнен третью неделю, звонил оператору дважды.")
    await resident.sees("О чём просите?")
    await resident.says("Вывезти мусор и наказать виновных.")
    await resident.sees("Кому направить?")
    await resident.presses("Администрация города")
    return await resident.sees("текст готов", "Кому: Администрация города", "Я ничего не отправил")


async def test_a_few_answers_become_a_text_to_copy_with_the_way_to_file_it(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/menu")
    await resident.presses("🧰 Обращения, сроки, памятки")
    await resident.presses("✍️ Составить обращение")
    await begins(resident)
    below = await writes(resident)
    text = await resident.sees("Тема: Вывоз мусора")
    assert text["text"] == TEXT
    assert text["entities"] == [{"type": "code", "offset": 0, "length": len(TEXT)}]
    assert below["reply_markup"]["inline_keyboard"][0] == [
        {"text": "Госуслуги", "url": "https://www.gosuslugi.ru"}
    ]
    await resident.presses("✏️ Изменить просьбу")
    await resident.says("Поставить второй контейнер.")
    await resident.sees("Прошу: Поставить второй контейнер.")
    await resident.presses("🏛 Другой орган")
    offered = await resident.sees("Кому направить?")
    assert "Единый контакт-центр" not in labels(offered)
    await resident.presses("Социальный фонд России")
    await resident.sees("Кому: Социальный фонд России")


async def test_the_body_is_the_one_that_decides_what_the_words_are_about(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/appeal")
    await resident.sees("Решаем вместе")
    await resident.presses("✍️ Составить")
    await resident.presses("Семья и дети")
    await resident.presses("Место неважно")
    await resident.says("мне не дали единое пособие на ребёнка")
    await resident.sees("О чём просите?")
    await resident.says("назначить пособие")
    await resident.sees("Кому: Социальный фонд России")
    await resident.sees("Где: не указано", "Кто решает: Социальный фонд России")


@pytest.mark.plain
async def test_numbers_of_documents_and_telephones_do_not_get_into_it(
    stage: Stage, resident: Resident
) -> None:
    await begins(resident)
    await resident.says("Икряное, тел. +7 927 123-45-67")
    await resident.sees("Я закрыл в тексте")
    await resident.sees("Что случилось?")
    await stage.quiet()
    ((form,),) = await stage.rows("select form from residents where id = 1001")
    assert "123-45-67" not in form and "[телефон]" in form


async def test_a_question_in_between_is_answered_and_the_draft_waits(
    stage: Stage, resident: Resident
) -> None:
    await begins(resident)
    await resident.says("а детские на сына куда идти?")
    await resident.sees("новый вопрос ко мне?")
    await resident.presses("❓ Это новый вопрос")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.sees("Черновик обращения сохранён")
    await resident.presses("▶️ Продолжить черновик")
    await resident.sees("Где это?")
    await resident.says("Во дворе, знаете?")
    await resident.presses("✍️ Вписать в обращение")
    await resident.sees("Что случилось?")
    await resident.says("хочу детские на сына куда идти")
    await resident.sees("О чём просите?")
    await resident.presses("↩️ Прошлое сообщение было вопросом")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.presses("▶️ Продолжить черновик")
    await resident.sees("Что случилось?")


async def test_a_draft_outlives_a_restart_and_can_be_begun_anew_or_dropped(
    stage: Stage, resident: Resident
) -> None:
    await begins(resident)
    await resident.says("Астрахань, улица Победы")
    await resident.sees("Что случилось?")
    await stage.restart()
    await resident.says("/appeal")
    await resident.sees("неоконченный черновик")
    await resident.presses("▶️ Продолжить черновик")
    await resident.sees("Что случилось?")
    await resident.presses("🗑 Удалить черновик обращения")
    await resident.sees("отменено")
    await stage.quiet()
    assert await stage.rows("select form from residents where id = 1001") == [(None,)]
    assert "уже нет" in await resident.presses("▶️ Продолжить черновик")


async def test_a_draft_is_not_lost_when_another_is_begun_from_a_question(
    stage: Stage, resident: Resident
) -> None:
    await begins(resident)
    await resident.says("Астрахань, улица Победы")
    await resident.sees("Что случилось?")
    await resident.says("где найти клад на луне?")
    await resident.presses("❓ Это новый вопрос")
    await resident.sees("не хочу гадать")
    await resident.presses("✍️ Составить обращение")
    await resident.sees("неоконченный черновик")
    await resident.presses("🆕 Начать заново")
    await resident.sees("Это обращение по закону № 59-ФЗ")


async def test_an_edited_answer_changes_the_appeal(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    where = await resident.says("Астрахань, улица Побед")
    await resident.sees("Что случилось?")
    await resident.edits("Астрахань, улица Победы", where)
    await resident.sees("Исправил")
    await resident.says("Контейнер переполнен третью неделю, звонил оператору дважды.")
    await resident.sees("О чём просите?")
    await resident.says("Вывезти мусор и наказать виновных.")
    await resident.sees("Кому направить?")
    await resident.presses("Администрация города")
    assert (await resident.sees("Тема: Вывоз мусора"))["text"] == TEXT
    await resident.edits("Вывезти мусор.")
    await resident.sees("Прошу: Вывезти мусор.\n")


async def test_too_long_an_answer_is_asked_for_again(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    await resident.says("улица " * 40)
    await resident.sees("Слишком длинно: 239 знаков, поместится 200")
    await resident.says("улица Победы")
    await resident.sees("Что случилось?")


async def test_an_unknown_question_can_become_an_appeal_with_its_own_words(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("где найти клад на луне")
    await resident.sees("не хочу гадать")
    await resident.presses("✍️ Составить обращение")
    await resident.sees("Официальное обращение")
    await presses_first(resident, "✍️ Составить")
    await resident.presses("Тема 1")
    await resident.presses("Место неважно")
    await resident.presses("Взять слова из моего вопроса")
    await resident.sees("О чём просите?")


async def test_a_closed_ticket_leads_to_an_appeal_about_its_subject(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("почему не вывозят мусор")
    await operator.sees("Вывоз мусора", ticket=1)
    await operator.says("Позвоните оператору.", ticket=1)
    await resident.sees("Позвоните оператору.")
    await operator.presses("Закрыть", ticket=1)
    await resident.presses("✍️ Составить обращение")
    await resident.sees("Официальное обращение")
    await presses_first(resident, "✍️ Составить")
    await resident.sees("Где это?")
    await resident.says("ул. Победы")
    await resident.presses("Взять слова из моего вопроса")
    await resident.sees("О чём просите?")


async def test_while_a_person_has_the_ticket_the_draft_gets_the_words(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Когда мне ответят?")
    await begins(resident)
    await resident.says("Астрахань, улица Победы")
    await resident.sees("Что случилось?")
    await resident.presses("↩️ Прошлое сообщение было вопросом")
    await operator.sees("Астрахань, улица Победы", ticket=1)
    await resident.says("пахнет газом в подъезде")
    await resident.sees("104")


async def test_in_english(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("/appeal")
    await resident.sees("Official appeal", "within 30 days")
    message = await resident.sees("Official appeal")
    await resident.client.press(resident.id, message["message_id"], text="✍️ Write it", chat=resident.chat)
    await resident.presses("Family and children")
    await resident.sees("Where is it?")
    await resident.presses("The place does not matter")
    await resident.sees("What happened?")
    await resident.says("не дали единое пособие на ребёнка")
    await resident.sees("What do you want done?")
    await resident.says("назначить")
    await resident.sees("Прошу", "Социальный фонд России")
    await resident.sees("To: Social Fund of Russia", "Deals with: Benefits.", "I have sent nothing")
