"""Residents who ask again: while they wait for a person."""

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
DAY = "2026-03-02T{}:00+04:00"  # a Monday in Astrakhan


async def places(resident: Resident, word: str) -> int:
    return sum(word in words_of(one) for one in await resident.history())


async def test_who_asks_again_is_told_the_place_in_the_queue_and_the_time_once(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await stage.client.clock(now=DAY.format("10:00"))
    await resident.asks_a_person(ASKED)
    await resident.says("Двор дома 5")
    await operator.sees("Двор дома 5", ticket=1)
    await resident.never_sees("Ваше место в очереди")
    await stage.client.clock(now=DAY.format("11:00"))
    await resident.says("Ну что там?")
    await operator.sees("Ну что там?", ticket=1)
    await resident.sees(
        "Ваш вопрос уже у нас: ЕКЦ-2026-000001",
        "Ваше место в очереди: 1",
        "Ответим до: 2 марта (понедельник), 14:00",
    )
    await resident.says("Алло!")
    await operator.sees("Алло!", ticket=1)
    await stage.quiet()
    assert await places(resident, "Ваше место в очереди") == 1
    await resident.says("/operator")
    await resident.sees("Ваше место в очереди: 1")
    await stage.client.clock(now=DAY.format("14:30"))
    await resident.says("Уже три часа")
    await resident.sees("Мы обещали ответить до 2 марта (понедельник), 14:00 и не успели")


async def test_nobody_waits_in_a_queue_who_talks_with_a_person(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await stage.client.clock(now=DAY.format("10:00"))
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await stage.client.clock(now=DAY.format("11:00"))
    await resident.says("Ну что там?")
    await operator.sees("Ну что там?", ticket=1)
    await resident.never_sees("место в очереди")


async def test_an_english_speaker_is_told_in_english(stage: Stage) -> None:
    await stage.client.clock(now=DAY.format("10:00"))
    ann = Resident(stage, (await stage.client.people("resident", "Ann", language_code="en"))["id"])
    await ann.says("/operator")
    await ann.presses("I agree")
    await ann.says("The yard is full of rubbish")
    await ann.sees("ЕКЦ-2026-000001")
    await stage.client.clock(now=DAY.format("11:00"))
    await ann.says("Anybody there?")
    await ann.sees("We have your question", "Your place in the queue: 1")


async def test_a_thought_sent_line_by_line_is_answered_twice_at_most(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    lines = ("послушайте", "у нас во дворе", "ну как сказать", "там где клад", "на луне", "короче")
    for line in lines:
        await resident.says(line)
    await resident.sees("не хочу гадать")
    await stage.quiet()
    answers = [one for one in await resident.history() if "🤖" in words_of(one)]
    assert len(answers) <= 2
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    for line in lines[1:]:
        await operator.sees(line, ticket=1)


async def test_the_same_question_sent_again_and_again_is_answered_twice_at_most(
    stage: Stage, resident: Resident
) -> None:
    for _ in range(4):
        await resident.says(ASKED)
    await stage.until("select 1 from questions where json_array_length(parts) = 2")
    await stage.quiet()
    assert await places(resident, "Позвоните региональному оператору") == 2
