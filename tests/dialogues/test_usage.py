"""What residents make of answers reaches the editor as figures."""

from tests.dialogues.people import Person, Resident
from tests.dialogues.stage import Stage

MISSED = "Почему не вывозят мусор?"


async def test_an_editor_sees_which_answers_do_not_help(
    stage: Stage, resident: Resident, neighbour: Resident, editor: Person
) -> None:
    for _ in range(4):
        await neighbour.says(MISSED)
        await neighbour.sees("Позвоните региональному оператору")
        await neighbour.presses("👍 Помогло")
    await resident.says("беда с мусором во дворе")
    await resident.presses(MISSED)
    await resident.sees("Позвоните региональному оператору")
    await resident.presses("Не помогло")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Вопрос передан специалисту")
    await resident.says("/start entry_tko-price")
    await resident.sees("Тариф утверждает регион")
    await editor.says("/faq stats")
    await editor.sees(
        "Ответы за 30 дней",
        "показаны: 6",
        "не помогли: 1",
        "до специалиста: 1",
        "👁 5 · 👍 4 · 👎 1 · 👤 1 · «Почему не вывозят мусор?» (tko.missed)",
    )


async def test_figures_of_answers_are_not_for_residents(stage: Stage, resident: Resident) -> None:
    await resident.says("/faq stats")
    await resident.sees("Я не знаю такой команды")


async def test_each_answer_to_a_message_of_several_questions_counts(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await resident.says(f"Как оформить единое пособие на ребёнка? И ещё {MISSED.lower()}")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.sees("Позвоните региональному оператору")
    await editor.says("/faq stats")
    await editor.sees("показаны: 2")
