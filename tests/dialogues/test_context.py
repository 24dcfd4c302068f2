"""Residents ask on, and ask several things at once."""

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

BENEFIT = "хочу детские на сына куда идти"
MARS = "когда летит ракета на марс"


async def test_a_short_question_is_answered_from_the_card_just_read(stage: Stage, resident: Resident) -> None:
    await resident.says(BENEFIT)
    await resident.sees("Подайте заявление на Госуслугах.")
    await resident.says("а документы?")
    card = await resident.sees(
        "Понял это как продолжение вопроса «Как оформить единое пособие на ребёнка?»",
        "Документы: паспорт; свидетельство о рождении",
    )
    assert "👍 Помогло" in labels(card)
    assert any(one["type"] == "bold" and one["offset"] > 0 for one in card["entities"])
    await resident.says("сколько ждать")
    await resident.sees("Понял это как продолжение", "Срок: 10 рабочих дней")


async def test_what_the_card_does_not_tell_is_no_sure_answer_and_a_person_sees_both_questions(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says(BENEFIT)
    await resident.sees("Подайте заявление на Госуслугах.")
    await resident.says("а если мне 17?")
    said = await resident.sees("Понял это как продолжение", "Точного ответа у меня нет")
    assert labels(said)[-1] == "👤 Ничего не подошло — спросить человека"
    assert "Как оформить единое пособие на ребёнка?" not in labels(said)
    await resident.presses("Ничего не подошло")
    await resident.presses("Согласен")
    await operator.sees("Вопрос: а если мне 17?", f"Продолжение вопроса: {BENEFIT}", ticket=1)


async def test_an_hour_later_the_same_words_stand_alone(stage: Stage, resident: Resident) -> None:
    await stage.client.clock(now="2026-11-20T06:00:00+00:00")
    await resident.says(BENEFIT)
    await resident.sees("Подайте заявление на Госуслугах.")
    await stage.client.clock(now="2026-11-20T07:00:00+00:00")
    await resident.says("а документы?")
    await resident.sees("🤖")
    await resident.never_sees("продолжение вопроса")


async def test_a_new_question_is_not_mixed_with_the_one_before(stage: Stage, resident: Resident) -> None:
    await resident.says(BENEFIT)
    await resident.sees("Подайте заявление на Госуслугах.")
    await resident.says("а почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")
    await resident.never_sees("продолжение вопроса")


async def test_two_questions_get_two_answers_in_order(stage: Stage, resident: Resident) -> None:
    await resident.says(
        "Здравствуйте! Как оформить единое пособие на ребёнка? И ещё почему не вывозят мусор?"
    )
    await resident.sees("Позвоните региональному оператору")
    await stage.quiet()
    answers = [words_of(one) for one in await resident.history() if one["from"]["is_bot"]]
    assert [text.split("\n")[0] for text in answers] == [
        "Как оформить единое пособие на ребёнка?",
        "Почему не вывозят мусор?",
    ]


async def test_what_is_not_known_of_several_goes_to_a_person_with_the_whole_message(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says(f"1. Почему не вывозят мусор?\n2. {MARS}\n3. {MARS} обратно")
    await resident.sees("Позвоните региональному оператору")
    said = await resident.sees("На это я не знаю точного ответа", f"— {MARS}\n— {MARS} обратно")
    offers = [label for one in await resident.history() for label in labels(one) if "специалиста" in label]
    assert offers == [labels(said)[0]]
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("1. Почему не вывозят мусор?", "«Почему не вывозят мусор?», на остальное", ticket=1)


async def test_a_story_with_one_question_is_one_question(stage: Stage, resident: Resident) -> None:
    await resident.says("Здравствуйте. Мне 67 лет. Живу одна, двор большой. Почему не вывозят мусор?")
    await resident.sees("🤖")
    await stage.quiet()
    assert len([one for one in await resident.history() if one["from"]["is_bot"]]) == 1
