"""Entries that may answer a resident stand on the card, one touch from being the operator's reply."""

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

STRANGE = "где найти клад на луне"
ASKED = "Почему не вывозят мусор?"
HINTS = "💡 Ответы из базы"


async def test_hints_come_with_the_question_and_one_goes_out_as_the_operators_reply(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(STRANGE)
    card = await operator.sees("ЕКЦ-2026-000001", ticket=1)
    assert HINTS not in labels(card)
    await resident.says(ASKED)
    card = await operator.sees(
        "💡 Подходит из базы", "• Почему не вывозят мусор? — ", " %, дата сверки не указана", ticket=1
    )
    assert HINTS in labels(card)
    await stage.quiet()
    known = len(await operator.history(1))
    await resident.says("Спасибо!")
    await operator.sees("Спасибо!", ticket=1)
    await stage.quiet()
    assert len(await operator.history(1)) == known + 1, "thanks are no question"
    await operator.presses(HINTS, ticket=1)
    await operator.sees(
        "Дата сверки не указана\n\nЖителю уйдёт", "Позвоните региональному оператору", ticket=1
    )
    await resident.never_sees("Позвоните региональному оператору")
    assert await operator.presses("Отправить жителю", ticket=1) == "Отправлено жителю"
    await resident.sees("👤 Анна, специалист:", "Позвоните региональному оператору")
    await operator.finds("📋 Ответ жителю, Анна:", ticket=1)
    card_now = [one for one in await operator.history(1) if one["message_id"] == card["message_id"]]
    assert "ЕКЦ-2026-000001" in card_now[0]["text"], "the card stays the card"


async def test_of_a_hint_stands_when_it_was_verified_and_what_else_is_known(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Сколько стоит вывоз мусора?")
    await operator.sees("• Сколько стоит вывоз мусора? — ", " %, сверено 01.11.2026", ticket=1)
    await operator.presses(HINTS, ticket=1)
    await operator.sees("Сверено: 01.11.2026 · 3 дня\n\nЖителю уйдёт", ticket=1)


async def test_a_hint_is_changed_before_it_goes(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sees("💡 Подходит из базы", ticket=1)
    await operator.presses(HINTS, ticket=1)
    await operator.sees("Жителю уйдёт", ticket=1)
    await operator.presses("Править", ticket=1)
    draft = await operator.sees("Нажмите на текст", "Позвоните региональному оператору", ticket=1)
    assert [one["type"] for one in draft["entities"]] == ["code"]
    await operator.says("Позвоните им, номер 8-800.", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПозвоните им, номер 8-800.")
