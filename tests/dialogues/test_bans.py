"""A resident who is banned: told why and until when, kept, not answered, never left alone in danger."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
DANGER = "я хочу покончить с собой"


async def banned(resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/ban 3д оскорбления", ticket=1)
    await resident.sees("не будем отвечать вам здесь до", "Причина: оскорбления", "Госуслуги", "112")


async def test_a_banned_resident_is_kept_and_not_answered_until_the_ban_ends(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("/menu")
    await resident.sees("тем")
    await banned(resident, operator)
    await operator.finds("житель заблокирован до", ticket=1)
    await operator.finds("⛔ Житель заблокирован до", ticket=1)
    await resident.never_sees("Оцените")
    await resident.says("Вы все бездельники")
    await resident.sees("Сообщение сохранено", "оскорбления")
    for text in ("Ответьте!", "/start", "/operator", "Как получить пособие?"):
        await resident.says(text)
    await stage.quiet()
    assert len([one for one in await resident.history() if "сохранено, но" in words_of(one)]) == 1
    assert "вас заблокировали" in await resident.presses("мусор")
    await operator.never_sees("бездельники", ticket=1)
    await operator.presses("Что пишет житель", ticket=1)
    await operator.finds("последние 5", ticket=1)
    await operator.finds("Вы все бездельники", ticket=1)
    assert await stage.rows("select count(*) from tickets") == [(1,)]
    await stage.client.clock(advance=3 * 24 * 3600)
    await resident.says("Спасибо")
    await resident.sees("🤖")


async def test_danger_to_life_goes_before_a_ban(stage: Stage, resident: Resident, operator: Operator) -> None:
    await banned(resident, operator)
    await resident.says(DANGER)
    await resident.sees("112")
    await operator.finds("⛔ Житель заблокирован до", ticket=2)
    await operator.says("Мы рядом, говорите", ticket=2)
    await resident.sees("Мы рядом")
    await resident.says("Спасибо, что ответили")
    await operator.finds("Спасибо, что ответили", ticket=2)
    await operator.says("/close", ticket=2)
    await resident.sees("Специалист закрыл")
    await resident.says("Ну и ладно")
    await resident.sees("Сообщение сохранено")


async def test_a_ban_is_chosen_by_buttons_and_lifted(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator, supervisor: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.says("/ban", ticket=1)
    assert labels(await operator.sees("На какой срок", ticket=1)) == ["Час", "День", "Неделя", "Навсегда"]
    await operator.presses("Навсегда", ticket=1)
    await operator.finds("Срок: ∞", ticket=1)
    assert "только руководитель" in await operator.presses("угрозы", ticket=1)
    await operator.says("/ban", ticket=1)
    await operator.presses("Неделя", ticket=1)
    await operator.finds("Срок: 7 д", ticket=1)
    assert "ведёт коллега" in await colleague.presses("реклама и спам", ticket=1)
    await colleague.presses("Всё равно заблокировать", ticket=1)
    await resident.sees("Причина: реклама и спам")
    await operator.says("/unban", ticket=1)
    await operator.sees("только руководитель", ticket=1)
    await operator.says("/ban", ticket=1)
    await operator.sees("Кто заблокировал: Тимур", ticket=1)
    assert await supervisor.presses("Разблокировать", ticket=1) == "Готово"
    await resident.sees("снова можете писать")
    await resident.says("Как вывозят мусор?")
    await resident.never_sees("Сообщение сохранено")
    await supervisor.says("/unban", ticket=1)
    await supervisor.sees("не заблокирован", ticket=1)
    await supervisor.says("/audit", ticket=1)
    await supervisor.sees(
        "Светлана · разблокирован житель", "Тимур · заблокирован житель", "реклама", ticket=1
    )


@pytest.mark.parametrize("wrong", ["/ban 3д", "/ban дурак", "/ban 999 недель мат"])
async def test_wrong_use_is_explained(
    stage: Stage, resident: Resident, operator: Operator, wrong: str
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(wrong, ticket=1)
    await operator.sees("Сначала срок, потом причина", ticket=1)
    await resident.says("Ещё вопрос")
    await operator.finds("Ещё вопрос", ticket=1)


async def test_a_colleagues_resident_is_banned_with_the_typed_reason_after_a_second_word(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("в работе", ticket=1)
    await colleague.says("/ban 2ч грубость коллегам", ticket=1)
    await colleague.presses("Всё равно заблокировать", ticket=1)
    await resident.sees("Причина: грубость коллегам")


async def test_a_banned_resident_is_not_asked_how_it_was(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл")
    await operator.says("/ban навсегда спам", ticket=1)
    await operator.sees("только руководитель", ticket=1)
    assert await stage.rows("select 1 from tickets where ask_at is not null")
    await operator.says("/ban неделя спам", ticket=1)
    await resident.sees("Причина: спам")
    assert not await stage.rows("select 1 from tickets where ask_at is not null")


async def test_an_administrator_cannot_lock_themselves_out(
    stage: Stage, operator: Operator, editor: Person
) -> None:
    as_resident = Resident(stage, 3001)
    await as_resident.asks_a_person(ASKED)
    await operator.says("/ban день мат", ticket=1)
    await as_resident.sees("Причина: мат")
    await editor.says("/faq")
    await editor.sees("База знаний")


async def test_no_card_goes_on_telling_of_a_ban_that_is_over(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await banned(resident, operator)
    await resident.says(DANGER)
    await operator.finds("⛔ Житель заблокирован до", ticket=2)
    await operator.says("/close", ticket=2)
    await resident.sees("Специалист закрыл")
    await operator.says("/unban", ticket=1)
    await resident.sees("снова можете писать")
    for ticket in (1, 2):
        await operator.never_sees("⛔ Житель заблокирован", ticket=ticket)
