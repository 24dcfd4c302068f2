"""Words that ask nothing are answered in kind, and no person is offered for them."""

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage


async def test_a_polite_resident_meets_a_polite_bot(stage: Stage, resident: Resident) -> None:
    await resident.says("Здравствуйте!")
    said = await resident.sees("Здравствуйте! Напишите")
    assert labels(said) == ["📋 Темы"]
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")
    await resident.says("спасибо большое, вы мне помогли")
    assert labels(await resident.sees("Пожалуйста!")) == []
    await resident.says("👍")
    await resident.sees("Хорошо. Если появится вопрос")
    await resident.says("До свидания")
    await resident.sees("До свидания!")
    await resident.never_sees("Передать вопрос специалисту")


async def test_thanks_in_a_ticket_go_to_the_person_and_after_it_to_the_bot(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("где найти клад на луне")
    await resident.says("спасибо")
    await operator.finds("спасибо", ticket=1)
    await resident.never_sees("Пожалуйста!")
    await operator.presses("Закрыть", ticket=1)
    await resident.sees("закрыл обращение")
    await resident.says("Спасибо!")
    await resident.sees("Пожалуйста!")
    await resident.never_sees("Передать вопрос специалисту")


async def test_who_says_yes_or_names_an_operator_gets_the_button_for_the_question_before(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("где найти клад на луне")
    await resident.sees("не хочу гадать")
    await resident.says("да, соедините с оператором")
    said = await resident.sees("Нажмите кнопку")
    assert labels(said) == ["👤 Спросить специалиста"]
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("Вопрос: где найти клад на луне", ticket=1)


async def test_who_calls_or_is_lost_is_answered_in_kind_with_a_way_to_a_person(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("АЛЛО ЕСТЬ КТО")
    assert labels(await resident.sees("Я здесь")) == ["👤 Спросить специалиста", "📋 Темы"]
    await resident.says("где найти клад на луне")
    await resident.sees("не хочу гадать")
    await resident.says("не поняла")
    await resident.sees("Простите, что непонятно")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("Вопрос: где найти клад на луне", ticket=1)


async def test_menu_and_stop_are_understood_in_words(stage: Stage, resident: Resident) -> None:
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("Меню")
    await resident.sees("Выберите тему")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("Отмена!")
    await resident.sees("отменено")
    await resident.says("меню")
    await resident.sees("Выберите тему")
    await stage.quiet()
    assert await stage.rows("select * from tickets") == []
