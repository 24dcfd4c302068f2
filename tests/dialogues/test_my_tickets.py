"""/my: what a resident may do with a ticket besides closing and rating it."""

from tests.dialogues.people import Operator, Resident, has, labels, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
DAY = "2026-03-02T{}:00+04:00"  # a Monday in Astrakhan


async def read(stage: Stage, message: Json) -> str:
    """The file's text, as the sandbox's page gives it."""
    return (await stage.client.file(message["document"]["file_id"])).decode("utf-8-sig")


async def opens(resident: Resident) -> Json:
    """The page of the first ticket."""
    await resident.says("/my")
    await resident.presses("ЕКЦ-2026-000001")
    return await resident.sees("ЕКЦ-2026-000001", "Отдел: Дом и двор")


async def test_what_was_said_comes_as_a_file_without_what_colleagues_wrote(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Узнаём у оператора", ticket=1)
    await resident.sees("Узнаём у оператора")
    await operator.says("// звонил уже трижды", ticket=1)
    await resident.sends("photo")
    await operator.says("Вывезут завтра", ticket=1)
    await resident.sees("Вывезут завтра")
    await stage.quiet()
    await opens(resident)
    await resident.presses("Переписка файлом")
    sent = await resident.sees("Переписка по обращению ЕКЦ-2026-000001")
    assert sent["document"]["file_name"] == "ЕКЦ-2026-000001.txt"
    text = await read(stage, sent)
    assert text.startswith("Обращение ЕКЦ-2026-000001\nТема: Вывоз мусора\nОтдел: Дом и двор\nОткрыто: ")
    said = [
        f"Вы: {ASKED}",
        "Специалист: Узнаём у оператора",
        "Вы: [фото, файл или голос]",
        "Специалист: Вывезут завтра",
    ]
    assert text.split("\n\n")[1:] == said
    await operator.presses("Закрыть", ticket=1)
    await resident.sees("закрыл обращение")
    await resident.says("/my")
    await resident.presses("ЕКЦ-2026-000001")
    await resident.presses("Переписка файлом")
    assert "Закрыто: " in await read(stage, await resident.sees("Переписка по обращению"))


async def test_who_was_not_answered_in_time_tells_supervisors_once(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await stage.client.clock(now=DAY.format("10:00"))
    await resident.asks_a_person(ASKED)
    page = await opens(resident)
    assert "Ответим до: 2 марта (понедельник), 14:00" in words_of(page)
    await resident.presses("Мне не ответили")
    await resident.sees("Ваше место в очереди: 1", "14:00")
    await stage.client.clock(now=DAY.format("14:30"))
    await resident.says("/my")
    await resident.presses("ЕКЦ-2026-000001")
    await resident.presses("Мне не ответили")
    await resident.sees("Извините. Руководитель отдела узнает")
    told = await operator.sees("Житель говорит: «Мне не ответили»", "ЕКЦ-2026-000001", "руководитель")
    assert [one["user"]["id"] for one in told["entities"] if one["type"] == "text_mention"] == [2003]
    await operator.sees("Житель говорит: «Мне не ответили»", ticket=1)
    await resident.presses("Мне не ответили")
    await resident.sees("Второй раз сообщать не нужно")
    await stage.quiet()
    every = [one for one in await operator.history() if has(one, ("Мне не ответили", "руководитель"))]
    assert len(every) == 1


async def test_words_are_added_to_the_ticket_that_was_opened(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await opens(resident)
    await resident.presses("Дополнить")
    await resident.sees("попадёт в обращение ЕКЦ-2026-000001")
    await resident.says("Двор дома 5")
    await operator.sees("Двор дома 5", ticket=1)


async def test_the_page_of_a_ticket_speaks_english(stage: Stage, operator: Operator) -> None:
    ann = Resident(stage, (await stage.client.people("resident", "Ann", language_code="en"))["id"])
    await ann.says("/operator")
    await ann.presses("I agree")
    await ann.says("The yard is full of rubbish")
    await ann.sees("ЕКЦ-2026-000001")
    await ann.says("/my")
    await ann.presses("ЕКЦ-2026-000001")
    page = await ann.sees("We will answer by")
    assert {"✍️ Add something", "😟 Nobody has answered", "📄 Conversation as a file"} <= set(labels(page))
    await ann.presses("Conversation as a file")
    text = await read(stage, await ann.sees("What was said in ticket ЕКЦ-2026-000001"))
    assert "You: The yard is full of rubbish" in text
