"""The learning loop: what the base could not answer becomes an entry."""

from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage

STRANGE = "Где оформить карту болельщика, мой телефон 89171234567?"
REPLY = "Карту болельщика оформляют на Госуслугах за пять минут."


async def test_what_the_base_cannot_answer_is_kept_without_personal_data(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says(STRANGE)
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Номер")
    await operator.says("Здравствуйте!", ticket=1)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    kept = await stage.rows("select text, reason, ticket_id is not null, answer, fate from gaps")
    assert kept == [
        ("Где оформить карту болельщика, мой телефон [телефон]?", "unknown", 1, REPLY, "open"),
    ]


async def test_what_the_base_has_answered_is_no_gap(stage: Stage, resident: Resident) -> None:
    await resident.says("Почему не вывозят мусор?")
    await resident.presses("Помогло")
    await stage.quiet()
    assert await stage.rows("select id from gaps") == []
    await resident.says("Сколько стоит вывоз мусора?")
    await resident.presses("Не помогло")
    await stage.until("select id from gaps where reason = 'not-helped'")
